"""Reminders of every kind, alone and several together, and how somebody wants to be reminded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from dialogs.calls import Kind, On
from dialogs.screen import Screen
from dialogs.views import reminders
from dialogs.views.reminders import Reminded
from locales import Catalogue
from regulations import agenda
from regulations.agenda import Duty
from regulations.library import packaged
from regulations.models import Role
from storage.values import SkpStatus
from storage.values.reminding import ReminderKind, Wishes
from tests.dialogs.people import NOW
from tests.dialogs.views.shapes.january import someone
from tests.dialogs.views.shapes.pages import Shapes
from tests.dialogs.views.shapes.pendampingan import boards

YEARS = (2024, 2025, 2027)


def _duties(role: Role) -> Iterator[Duty]:
    for year in YEARS:
        yield from agenda.duties(packaged(), role, year)


def _lines(name: str) -> Iterator[Reminded]:
    for role in Role:
        member = someone(name, role)
        for duty in _duties(role):
            line = Reminded(member, duty.code, duty.opens, duty, count=120, name=name)
            for status in (None, *SkpStatus):
                yield replace(line, plan=status)
            yield replace(line, today=duty.closes, name=None)
    for board in boards(name):
        for duty in _duties(Role.pengawas):
            if duty.period.endswith(f"-{board.month:02}"):
                yield Reminded(board.owner, duty.code, duty.opens, duty, board=board)
    for days in (0, 1, 2):
        member = someone(name, Role.kepala_sekolah)
        yield Reminded(member, "inbox", NOW.date(), count=3, days=days)
        yield Reminded(member, "observation", NOW.date(), name=name, starts=NOW + timedelta(days=days))


def _reminder(t: Catalogue, name: str) -> Iterator[Screen]:
    lines = list(_lines(name))
    for line in lines:
        yield reminders.reminder([line], line.today, NOW, t)
    for some in (lines[:2], lines[-6:], [lines[0], lines[-1], lines[-2], lines[5], lines[9]]):
        for hour in (0, 5, 9):
            yield reminders.reminder(some, date(2027, 1, 31), NOW + timedelta(hours=hour), t)


def _why(t: Catalogue, name: str) -> Iterator[Screen]:
    call = On(Kind.reminder, 7, date(2027, 1, 4).toordinal(), "why")
    for found in ([], list(_duties(Role.guru)), list(_duties(Role.pengawas))):
        for page in range(4):
            yield reminders.why(found, replace(call, page=page), t)


def _snoozed(t: Catalogue, name: str) -> Iterator[Screen]:
    yield reminders.snoozed(NOW, someone(name), t)


def _wishes(t: Catalogue, name: str) -> Iterator[Screen]:
    everything = frozenset(ReminderKind)
    for wish in (Wishes(), Wishes(muted=everything), Wishes(snoozed_until=NOW), Wishes(stopped=True)):
        yield reminders.wishes(someone(name), wish, t)


def _stop(t: Catalogue, name: str) -> Iterator[Screen]:
    yield reminders.stop(someone(name), t)


VIEWS: dict[str, Shapes] = {
    "reminders.reminder": _reminder,
    "reminders.why": _why,
    "reminders.snoozed": _snoozed,
    "reminders.wishes": _wishes,
    "reminders.stop": _stop,
}
