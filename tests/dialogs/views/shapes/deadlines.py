"""Moved deadlines, as an operator finds them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dialogs.screen import Screen
from dialogs.views import deadlines
from dialogs.views.deadlines import Shift
from locales import Catalogue
from storage.values.deadlines import LONGEST_REASON, Deadline, MovedAt
from tests.dialogs.people import DRAFT, PACKS, TODAY
from tests.dialogs.views.plans import ODD
from tests.dialogs.views.shapes.pages import Shapes, pages

TITLES = sorted({window.title for pack in PACKS for window in pack.window_list}, key=len)


def _shifts(name: str) -> list[Shift]:
    """One for each title, and one of a window that is no more."""
    reason = (ODD * 9)[:LONGEST_REASON]
    some = [
        Shift(MovedAt(Deadline(DRAFT, "perencanaan", "2024-1", date(2027, 9, 28), reason), name, None), title, TODAY)
        for title in TITLES
    ]
    return [Shift(MovedAt(Deadline(1, "pemutakhiran_data", "2028", TODAY, "x"), name, None)), *some]


def _overview(t: Catalogue, name: str) -> Iterator[Screen]:
    found = _shifts(name)
    for some in ([], found[:1], found[-1:], found):
        yield from pages(deadlines.overview, some, t=t)


def _shift(t: Catalogue, name: str) -> Iterator[Screen]:
    return (deadlines.shift(one, t) for one in _shifts(name))


VIEWS: dict[str, Shapes] = {"deadlines.overview": _overview, "deadlines.shift": _shift}
