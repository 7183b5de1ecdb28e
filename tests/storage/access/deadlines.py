"""Deadlines that are moved for a school or a district."""

from __future__ import annotations

from datetime import date

from storage import deadlines
from storage.values.deadlines import Deadline
from tests.storage.access.case import OPERATORS, Case, Rows
from tests.storage.school import LATER, NOW

EXTENDED = date(2027, 2, 14)


def extended(unit_id: int) -> Deadline:
    """The plan's last day, two weeks later."""
    return Deadline(unit_id, "perencanaan", "2027", EXTENDED, "Surat edaran", date(2027, 1, 1))


async def _restore(case: Case) -> None:
    await deadlines.move(case.session, case.world.operator, extended(case.world.school), NOW)
    await deadlines.restore(case.session, case.actor, case.world.school, "perencanaan", "2027", LATER)


ROWS: Rows = {
    "deadlines.move": (
        lambda c: deadlines.move(c.session, c.actor, extended(c.world.school), NOW),
        OPERATORS,
    ),
    "deadlines.restore": (_restore, OPERATORS),
    # An operator of another school sees their own.
    "deadlines.listed": (lambda c: deadlines.listed(c.session, c.actor), OPERATORS | {"other_operator"}),
    "deadlines.places": (lambda c: deadlines.places(c.session, c.actor), OPERATORS | {"other_operator"}),
}
