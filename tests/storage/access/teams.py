"""Tim kinerja."""

from __future__ import annotations

from datetime import date

from regulations.models import Role
from storage import plotting
from storage.values.teams import EndMember, FormTeam
from tests.storage.access.case import Case, Rows
from tests.storage.school import NOW

LEADS = {"kepala", "other_kepala", "kepala_dinas"}
"""Each asks about the own team only."""


def _team(case: Case, prefix: str = "") -> FormTeam:
    """Of guru of one school."""
    watched, member = (case.world.members[prefix + name] for name in ("guru", "colleague"))
    return FormTeam(Role.guru, ((member.assignment_id, (watched.assignment_id,)),), "SK/1", date(2027, 1, 11))


async def _form(case: Case) -> object:
    """Of the own school."""
    prefix = "other_" if case.actor == case.world.other_kepala else ""
    return await plotting.form(case.session, case.actor, _team(case, prefix), NOW)


async def _end_member(case: Case) -> object:
    await plotting.form(case.session, case.world.kepala, _team(case), NOW)
    return await plotting.end_member(case.session, case.actor, EndMember(Role.guru, 0, 1), NOW)


ROWS: Rows = {
    "plotting.form": (_form, {"kepala", "other_kepala"}),
    "plotting.team": (lambda c: plotting.team(c.session, c.actor, Role.guru), LEADS),
    "plotting.candidates": (lambda c: plotting.candidates(c.session, c.actor, Role.guru), LEADS),
    "plotting.history": (lambda c: plotting.history(c.session, c.actor, Role.guru, 0, 9), LEADS),
    "plotting.end_member": (_end_member, LEADS),
}
