"""The talk about a tim kinerja: who is in it, whom each watches, by which SK."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dialogs.engine import Dialog
from dialogs.talk import Pinned, Talk
from dialogs.teams import plot
from dialogs.teams.plot import Ground, Someone
from regulations.models import Pack, Role
from storage.values import Intent, Member
from storage.values.teams import Candidates, Team

TEAM = "tim_kinerja"


def pin_team(pack: Pack, team: Team, candidates: Candidates, year: int) -> dict[str, Any]:
    """The ground of forming a team: who may be in it and be watched, and what there is now."""
    first = team.watches[0] if team.watches else None
    return {
        "pack": pack.id,
        "version": pack.digest,
        "of": team.of_role.value,
        "members": [_someone(one) for one in candidates.members],
        "watched": [_someone(one) for one in candidates.watched],
        "now": {
            str(watch.member.assignment_id): [str(one.assignment_id) for one in watch.watched] for watch in team.watches
        },
        "number": first and first.sk_number,
        "year": year,
    }


def _someone(member: Member) -> list[Any]:
    return [member.assignment_id, member.person_id, member.name, member.unit_name]


def _team(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    assert pack is not None
    role = Role(pinned["of"])
    ground = Ground(
        of_role=role,
        rule=plot.rule_of(pack, role),
        steps=tuple(step for step in pack.team_steps if step.role is role),
        members=_people(pinned["members"]),
        watched=_people(pinned["watched"]),
        now=pinned["now"],
        number=pinned["number"],
        first=date(pinned["year"] - 2, 1, 1),
    )
    return lambda: plot.plot(ground)


def _people(kept: Sequence[Sequence[Any]]) -> tuple[Someone, ...]:
    return tuple(Someone(*row) for row in kept)


TALKS: dict[str, Talk] = {TEAM: Talk(plot.NAME, _team, needs_pack=True, fresh=True)}
