"""Forming a tim kinerja, for the first time and again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dialogs import teams
from dialogs.teams.plot import LONGEST_NUMBER
from regulations.models import Pack, Role
from storage.values import Member
from storage.values.teams import Candidates, FormTeam, Team, Watch
from tests.dialogs.grounds.ground import Ground, Grounds
from tests.dialogs.people import DRAFT, NAMES, NOW, PACKS, TODAY, a_member

LEADS = {Role.guru: Role.kepala_sekolah, Role.kepala_sekolah: Role.kepala_dinas, Role.pengawas: Role.kepala_dinas}


def people(role: Role, count: int, first: int) -> tuple[Member, ...]:
    """Different people of one role, at schools of different names."""
    return tuple(
        a_member(
            role,
            assignment_id=first - number,
            person_id=first - number,
            name=NAMES[number % len(NAMES)],
            unit_name=f"SDN {NAMES[number % len(NAMES)]}",
        )
        for number in range(count)
    )


def _teams() -> Iterator[Ground]:
    """Packs that say nothing of a team are not without one here: it may be from another year."""
    for pack, (role, count) in zip(PACKS, ((Role.kepala_sekolah, 1), (Role.pengawas, 3), (Role.guru, 3)), strict=True):
        yield _ground(pack, role, count)


def _ground(pack: Pack, role: Role, count: int) -> Ground:
    """With several there is a team already; of one role both sides are the same people."""
    watched = people(role, 3 * count - 2, DRAFT)
    members = watched[:3] if role is Role.guru else people(Role.pengawas, count, 1_000_000)
    lead = a_member(LEADS[role], assignment_id=5, person_id=5)
    now = (Watch(members[0], watched[1:3], "421/1/2026", date(2026, 1, 5), NOW),) if count > 1 else ()
    pinned = teams.pin_team(pack, Team(lead, role, 3, now, ()), Candidates(members, watched), TODAY.year)
    return Ground(f"{teams.TEAM}-{pack.id}-{role}-{count}", teams.TEAM, lead, pinned, pack, TODAY)


def check(intent: FormTeam, ground: Ground) -> None:
    """Assert that an intent keeps the rules."""
    members = {row[0]: row[1] for row in ground.pinned["members"]}
    watched = {row[0]: row[1] for row in ground.pinned["watched"]}
    assert intent.of_role == ground.pinned["of"]
    assert 0 < len(intent.plot) == len(dict(intent.plot))
    for member, others in intent.plot:
        assert 0 < len(others) == len(set(others))
        assert all(watched[other] != members[member] for other in others)
    assert 0 < len(intent.sk_number.strip()) <= LONGEST_NUMBER
    assert date(TODAY.year - 2, 1, 1) <= intent.sk_date <= TODAY


GROUNDS: Grounds = {teams.TEAM: _teams}
