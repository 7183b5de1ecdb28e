"""The calendar: every month of every role under every pack, and what stands behind each date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.calls import At
from dialogs.screen import Screen
from dialogs.views import agenda as views
from dialogs.views.agenda import Entry, Month, State
from locales import Catalogue
from regulations import agenda
from regulations.library import packaged
from regulations.models import Pack, Role
from storage.values import Member
from storage.values.deadlines import LONGEST_REASON, Deadline
from storage.values.observation import ObservationStatus, Slot
from tests.dialogs.people import NAMES, PACKS, year_of
from tests.dialogs.views.plans import ODD
from tests.dialogs.views.shapes.january import someone
from tests.dialogs.views.shapes.pages import Shapes, pages

MOVED = Deadline(1, "x", "2027", date(2027, 2, 28), (ODD * 9)[:LONGEST_REASON])


def entries(pack: Pack, role: Role) -> list[Entry]:
    """A year of a role: every second date is moved."""
    year = year_of(pack)
    own = agenda.duties(packaged(), role, year, pack.id)
    found = [Entry(duty, True, list(State)[at % 3] if at % 4 else None) for at, duty in enumerate(own)]
    found += [Entry(duty, False) for duty in agenda.awaited(packaged(), role, year, pack.id)]
    return [replace(one, moved=MOVED) if at % 2 else one for at, one in enumerate(found)]


def _slots(first: date, name: str, count: int) -> tuple[Slot, ...]:
    starts = datetime(first.year, first.month, 2, 1, 0, tzinfo=ZoneInfo("UTC"))
    return tuple(
        Slot(at, 1, list(ObservationStatus)[at % 3], name, starts + at * timedelta(hours=9), at % 5 == 0, False)
        for at in range(count)
    )


def _a_month(pack: Pack, member: Member, first: date, name: str, slots: int = 0) -> Month:
    some = tuple(one for one in entries(pack, member.role) if one.is_in(first))
    phase = ODD * 4 if first.month % 2 else None
    return Month(member, first, first + timedelta(days=14), some, _slots(first, name, slots), phase)


def _members(name: str) -> Iterator[tuple[Pack, Member]]:
    for pack in PACKS:
        for role in Role if name == NAMES[0] else (Role.kepala_sekolah,):
            yield pack, someone(name, role, year=year_of(pack))


def _month(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack, member in _members(name):
        for first in views.months(year_of(pack)):
            for slots in (0, 30) if first.month == 1 else (0,):
                yield from pages(views.month, _a_month(pack, member, first, name, slots), t=t)


def _entry(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack, member in _members(name):
        for one in entries(pack, member.role):
            facts = replace(_a_month(pack, member, views.months(year_of(pack))[0], name), phase=ODD * 9)
            for today in (facts.first, one.duty.closes, date(2050, 1, 1)):
                yield from pages(views.entry, one, replace(facts, today=today), At.plan, t=t)


def _why(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack, member in _members(name):
        facts = Month(member, date(year_of(pack), 1, 1), date(year_of(pack), 1, 12))
        for one in entries(pack, member.role):
            yield from pages(views.why, one, facts, t=t)


VIEWS: dict[str, Shapes] = {"agenda.month": _month, "agenda.entry": _entry, "agenda.why": _why}
