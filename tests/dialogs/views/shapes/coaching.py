"""The year of a pelatih ahli: boards of every kind of month, schools, entries short and long, the list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dialogs.screen import Screen
from dialogs.views import coaching
from dialogs.views.coaching import Board
from locales import Catalogue
from storage.values.coaching import CoachedSchool, EntryFacts
from tests.dialogs.coaching import BRIEF, CALENDAR, FORUM, JANUARY, a_school, a_work, an_entry, long_words
from tests.dialogs.views.plans import ODD
from tests.dialogs.views.shapes.pages import Shapes, pages

TODAY = date(2027, 1, 12)
MONTHS = (date(2025, 10, 1), date(2026, 9, 1), date(2026, 10, 1), JANUARY, date(2027, 4, 1), date(2027, 8, 1))


def _boards(name: str) -> Iterator[Board]:
    for schools, entries in ((0, 0), (1, 0), (3, 1), (60, 30)):
        work = a_work(name, schools, entries)
        yield from (Board(CALENDAR, work, month, TODAY) for month in MONTHS)
    yield Board(CALENDAR, a_work(name, 2, 2), date(2027, 9, 1), date(2027, 9, 15))


def _board(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts in _boards(name):
        yield from pages(coaching.board, facts, t=t)


def _school(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts in _boards(name):
        for one in facts.work.schools[:1] + facts.work.schools[-1:]:
            yield from pages(coaching.school, facts, one, t=t)


def _group(t: Catalogue, name: str) -> Iterator[Screen]:
    return (coaching.group(facts, t) for facts in _boards(name))


def _entries(name: str) -> Iterator[EntryFacts]:
    for said in (BRIEF, FORUM, *long_words("x"), *long_words(ODD)):
        yield an_entry(name, said)
        yield an_entry(name, said, jp=24)


def _entry(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts in _entries(name):
        yield from pages(coaching.entry, facts, CALENDAR, t=t)


def _ask_delete(t: Catalogue, name: str) -> Iterator[Screen]:
    return (coaching.ask_delete(facts, t) for facts in _entries(name))


def _listed(name: str) -> tuple[CoachedSchool, ...]:
    return tuple(a_school(name, number) for number in range(60))


def _schools(t: Catalogue, name: str) -> Iterator[Screen]:
    for count in (0, 1, 60):
        yield from pages(coaching.schools, _listed(name)[:count], t=t)


def _coached(t: Catalogue, name: str) -> Iterator[Screen]:
    for number, ends in ((0, None), (1, None), (0, JANUARY), (1, JANUARY)):
        yield coaching.coached(a_school(name, number, ends), t)


def _ask_remove(t: Catalogue, name: str) -> Iterator[Screen]:
    yield coaching.ask_remove(a_school(name), t)


def _why(t: Catalogue, name: str) -> Iterator[Screen]:
    for month in MONTHS[:2]:
        yield from pages(coaching.why, CALENDAR, month, t=t)


VIEWS: dict[str, Shapes] = {
    "coaching.board": _board,
    "coaching.school": _school,
    "coaching.group": _group,
    "coaching.entry": _entry,
    "coaching.ask_delete": _ask_delete,
    "coaching.schools": _schools,
    "coaching.coached": _coached,
    "coaching.ask_remove": _ask_remove,
    "coaching.why": _why,
}
