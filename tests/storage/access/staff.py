"""Whom one looks after."""

from __future__ import annotations

from storage import staff
from tests.storage.access.case import Case, Rows, found
from tests.storage.school import NOW


async def _of(case: Case) -> object:
    count, lines = await staff.of(case.session, case.actor, 0, 9, NOW)
    assert len(lines) == count
    return found(lines)


ROWS: Rows = {
    "staff.of": (_of, {"kepala", "other_kepala", "kepala_dinas"}),
    "staff.one": (lambda c: staff.one(c.session, c.actor, c.world.guru.assignment_id, NOW), {"kepala"}),
}
