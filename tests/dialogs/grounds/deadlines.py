"""Moving a deadline: by the operator of a school, and of a dinas with many of them."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs import deadlines
from dialogs.deadlines.moving import AT_SCHOOL, FURTHEST
from regulations import agenda
from regulations.library import packaged
from regulations.models import Role
from storage.values.deadlines import LONGEST_REASON, MoveDeadline, Place
from tests.dialogs.grounds.ground import Ground, Grounds
from tests.dialogs.people import DRAFT, NAMES, PACKS, TODAY, a_member, year_of

OPERATOR = a_member(Role.operator, assignment_id=99, person_id=98)
PEOPLE = ((2027, Role.guru, 40), (2027, Role.kepala_sekolah, 1), (2026, Role.guru, 38))
SCHOOLS = tuple(
    Place(DRAFT - number, f"SDN {name}", True, PACKS[number % 2].id if number else None, PEOPLE)
    for number, name in enumerate((*NAMES, *NAMES[:2]))
)
DINAS = Place(1, f"Dinas {NAMES[4]}", False, None, (*PEOPLE, (2027, Role.pengawas, 12)))


def _moves() -> Iterator[Ground]:
    for label, pack, places in (("school", PACKS[-1], SCHOOLS[:1]), ("dinas", PACKS[0], (DINAS, *SCHOOLS))):
        year = max(year_of(pack), TODAY.year)
        by = {one.pinned_pack for one in places}
        windows = {pinned or "": agenda.movable(packaged(), year, pinned) for pinned in by}
        pinned = deadlines.pin_move(places, windows, TODAY)
        yield Ground(f"{deadlines.MOVE}-{label}", deadlines.MOVE, OPERATOR, pinned, pack, TODAY)


def check(intent: MoveDeadline, ground: Ground) -> None:
    """Assert that an intent keeps the rules."""
    to = intent.to
    (place,) = (row for row in ground.pinned["places"] if row[0] == to.unit_id)
    (window,) = (row for row in ground.pinned["windows"][place[3]] if (row[0], row[1]) == (to.code, to.period))
    assert not place[2] or AT_SCHOOL & set(map(Role, window[7]))
    assert max(to.opens, TODAY) <= to.closes
    assert to.closes.isoformat() <= (max(TODAY, to.opens) + 2 * FURTHEST).isoformat()
    assert 0 < len(to.reason) <= LONGEST_REASON


GROUNDS: Grounds = {deadlines.MOVE: _moves}
