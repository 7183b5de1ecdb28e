"""A day: a month to tap on, today, yesterday, or typed as 31-01-2026, 31 Januari 2026 or 2026-01-31."""

from __future__ import annotations

import re
from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import ClassVar

from babel.dates import get_day_names, get_month_names

from dialogs.questions.base import (
    Answered,
    Cursor,
    Face,
    Input,
    Json,
    Moved,
    Question,
    Reaction,
    Refusal,
    Scene,
    Tap,
    Typed,
)
from dialogs.screen import Button, Row
from locales import LANGUAGES, Msg, _

WRITTEN = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
NAMED = re.compile(r"([0-9]{1,2}) ([A-Za-z]{3,9}) ([0-9]{4})")
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def parse(text: str) -> date | None:
    """A day typed as 31-01-2026, 31/1/2026, 31.01.2026, 31 Januari 2026, 31 jan 2026 or 2026-01-31, or None."""
    if written := WRITTEN.fullmatch(text):
        day, month, year = written.groups()
        return _date(int(year), int(month), int(day))
    if named := NAMED.fullmatch(text):
        day, name, year = named.groups()
        return _date(int(year), _months().get(name.lower(), 0), int(day))
    return _iso(text) if ISO.fullmatch(text) else None


@cache
def _months() -> dict[str, int]:
    """Names of the months as they are printed, whole and short, in every language: 1..12."""
    return {
        name.lower().rstrip("."): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Question[date]):
    """A date from `first` to `last`, both included; `last` None means today. `past`: never one to come."""

    first: date
    last: date | None = None
    past: bool = False

    asks: ClassVar[Msg] = _("Di sini diperlukan tanggal. Pilih di kalender atau ketik seperti <b>{day}</b>.")

    def fits(self, answer: Json) -> bool:
        if not isinstance(answer, str):
            return False
        try:
            day = date.fromisoformat(answer)
        except ValueError:
            return False
        return self.first <= day and (self.last is None or day <= self.last)

    def value(self, answer: Json) -> date:
        return date.fromisoformat(answer)

    def accept(self, given: Input, cursor: Cursor, scene: Scene) -> Reaction:
        match given:
            case Tap(action) if action.startswith("m"):
                return self._turn(action[1:], cursor, scene)
            case Tap("."):
                return Moved(cursor)
            case Tap(action) if action.startswith("="):
                return self._given(_iso(action[1:]), scene)
            case Typed(text):
                return self._given(parse(text), scene)
        return self._refused(scene)

    def face(self, cursor: Cursor, scene: Scene) -> Face:
        year, month = self._month(cursor, scene)
        t = scene.t
        yesterday = scene.today - timedelta(days=1)
        quick = [
            Button(t.plain(label), f"={day.isoformat()}")
            for label, day in ((_("Hari ini"), scene.today), (_("Kemarin"), yesterday))
            if self.first <= day <= self._last(scene)
        ]
        how = _("Pilih tanggal, atau ketik seperti <b>{day}</b>.", day=self._example(scene))
        lines = (*(self.body() if self.body else ()), how)
        rows: list[Row] = [tuple(quick)] if quick else []
        if self._last(scene) <= self.first + timedelta(days=len(quick) - 1):
            return Face(lines, rows)  # today and yesterday are all there is
        names = get_day_names("narrow", locale=t.locale)
        head = tuple(Button(names[number], ".") for number in range(7))
        weeks = [self._week(days, month, scene) for days in Calendar().monthdatescalendar(year, month)]
        tappable = [week for week in weeks if any(cell.data != "." for cell in week)]
        return Face(lines, (*rows, self._turner(year, month, scene), head, *tappable))

    def _week(self, days: list[date], month: int, scene: Scene) -> Row:
        return tuple(self._cell(day, month, scene) for day in days)

    def _cell(self, day: date, month: int, scene: Scene) -> Button:
        if day.month != month or not self.first <= day <= self._last(scene):
            return Button("·", ".")
        return Button(str(day.day), f"={day.isoformat()}")

    def _turner(self, year: int, month: int, scene: Scene) -> Row:
        before = (date(year, month, 1) - timedelta(days=1)).strftime("m%Y-%m")
        after = (date(year, month, 28) + timedelta(days=4)).strftime("m%Y-%m")
        return (Button("‹", before), Button(f"{scene.t.month(month)} {year}", "."), Button("›", after))

    def _turn(self, written: str, cursor: Cursor, scene: Scene) -> Reaction:
        day = _iso(written + "-01")
        if day is None:
            return self._refused(scene)
        month = min(max(day, self.first.replace(day=1)), self._last(scene).replace(day=1))
        return Moved({**cursor, "month": month.strftime("%Y-%m")})

    def _month(self, cursor: Cursor, scene: Scene) -> tuple[int, int]:
        shown = _iso(f"{cursor.get('month', '')}-01") or min(max(scene.today, self.first), self._last(scene))
        return shown.year, shown.month

    def _given(self, day: date | None, scene: Scene) -> Reaction:
        if day is None:
            return self._refused(scene)
        if not self.first <= day <= self._last(scene):
            return Refusal(
                _("Tanggalnya harus antara <b>{first}</b> dan <b>{last}</b>.", first=self.first, last=self._last(scene))
            )
        return Answered(day.isoformat())

    def _refused(self, scene: Scene) -> Refusal:
        return Refusal(Msg(self.asks.text, args={"day": self._example(scene)}))

    def _example(self, scene: Scene) -> str:
        """How a day is typed: one that would be taken."""
        return f"{min(max(scene.today, self.first), self._last(scene)):%d-%m-%Y}"

    def _last(self, scene: Scene) -> date:
        last = self.last or scene.today
        return min(last, scene.today) if self.past else last


def _iso(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
