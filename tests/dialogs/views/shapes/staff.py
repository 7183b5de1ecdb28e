"""Whom one looks after."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.calls import At, Go
from dialogs.screen import Screen
from dialogs.views import staff
from dialogs.views.home import Item
from locales import Catalogue
from regulations.models import Role
from storage.values import SkpStatus
from storage.values.staff import StaffLine
from tests.dialogs.people import DRAFT
from tests.dialogs.views.shapes.january import someone
from tests.dialogs.views.shapes.pages import Shapes


def _lines(name: str) -> list[StaffLine]:
    statuses: list[SkpStatus | None] = [None, *SkpStatus]
    return [
        StaffLine(someone(name, role, assignment_id=DRAFT), bool(n % 2), DRAFT if status else None, 99, status, n == 9)
        for role in (Role.guru, Role.pengawas)
        for n, status in enumerate((*statuses, SkpStatus.disepakati))
    ]


def _staff(t: Catalogue, name: str) -> Iterator[Screen]:
    lines = _lines(name)
    for count in (0, 1, staff.PAGE, 300):
        yield staff.staff(count, 0, lines[: min(count, staff.PAGE)], t)


def _person(t: Catalogue, name: str) -> Iterator[Screen]:
    for line in _lines(name):
        for count in (0, 7):
            yield staff.person(line, [Item("Observasi praktik kinerja", Go(At.observations))] * count, t)


VIEWS: dict[str, Shapes] = {"staff.staff": _staff, "staff.person": _person}
