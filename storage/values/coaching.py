"""The year of a pelatih ahli: the schools they coach, what was done there month by month, and its lesson hours (JP).

A month is written as its first day. What belongs to which month, and with how many JP, is the calendar's to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from regulations.reference import CoachingActivity, PelatihAhli
from storage.values import Intent

COACHING, PMO = "coaching", "pmo"
"""Codes of the calendar: what is noted for each school every month. Its other activities are only ticked."""
PER_SCHOOL = (COACHING, PMO)
LONGEST = 500
"""Characters of one answer."""
LONGEST_NAME = 120
MOST_JP = 24
MOST_SCHOOLS = 60
"""Kawal's own limit: no source says how many schools one pelatih ahli coaches."""


class SchoolStatus(StrEnum):
    """`selesai`: taken off the list; what was noted there stays."""

    didampingi = "didampingi"
    selesai = "selesai"


class EntryStatus(StrEnum):
    """Nobody approves an entry; `dihapus` is the end of it, its words are gone."""

    tercatat = "tercatat"
    dihapus = "dihapus"


class Mode(StrEnum):
    """How people met (moda)."""

    daring = "daring"
    luring = "luring"


@dataclass(frozen=True, slots=True)
class CoachedSchool:
    """One school on the list of a pelatih ahli."""

    id: int
    version: int
    status: SchoolStatus
    name: str
    npsn: str | None
    unit_id: int | None
    """None: its name was typed, it is not in the record."""
    starts: date
    """The first month in which it is coached."""
    ends: date | None
    """The first month in which it is not any more."""

    def in_month(self, month: date) -> bool:
        """Whether it is to be coached in that month."""
        return self.starts <= month and (self.ends is None or month < self.ends)


@dataclass(frozen=True, slots=True)
class Session:
    """What a coaching of a kepala sekolah was about."""

    mode: Mode
    compulsory: bool
    """The compulsory topic was spoken of."""
    topic: str | None
    """Code of an optional topic of the calendar."""
    own_topic: str | None
    """In the person's words, where it is none of those."""
    goals: tuple[str, ...]
    """As printed, or in the person's words."""
    result: str
    """Outcome or agreement."""


@dataclass(frozen=True, slots=True)
class Forum:
    """What was said in the PMO forum of a school."""

    mode: Mode
    capaian: str
    target: str
    hambatan: str


Content = Session | Forum


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in a list. `school_id` and `day` are None for what is only ticked."""

    id: int
    version: int
    activity: str
    """Code of the calendar."""
    month: date
    school_id: int | None
    day: date | None
    jp: int


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """An entry for a school, with its words."""

    line: EntryLine
    school: str
    content: Content


@dataclass(frozen=True, slots=True)
class Work:
    """The list of one pelatih ahli and what is noted in some months."""

    schools: tuple[CoachedSchool, ...]
    """By name; those that are not coached any more as well."""
    entries: tuple[EntryLine, ...]
    """By day."""

    def in_month(self, month: date) -> tuple[CoachedSchool, ...]:
        """The schools of a month: those coached then, and any in which something was noted."""
        noted = {entry.school_id for entry in self.entries if entry.month == month}
        return tuple(school for school in self.schools if school.in_month(month) or school.id in noted)

    def of(self, month: date, activity: str, school_id: int | None = None) -> tuple[EntryLine, ...]:
        """What was noted of one activity in a month, in one school where one is named."""
        return tuple(
            entry
            for entry in self.entries
            if (entry.month, entry.activity) == (month, activity) and school_id in (None, entry.school_id)
        )


# --- counted against the calendar ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """Schools (or times) and lesson hours: what is done, and what the calendar has."""

    done: int = 0
    of: int = 0
    jp: int = 0
    planned: int = 0

    @property
    def missing(self) -> int:
        """How many are not noted yet."""
        return max(0, self.of - self.done)


def total(counts: Iterable[Count]) -> Count:
    """Several counts together."""
    found = list(counts)
    names = ("done", "of", "jp", "planned")
    return Count(*(sum(getattr(count, name) for count in found) for name in names))


def planned_jp(calendar: PelatihAhli, activity: CoachingActivity, month: date) -> int:
    """The calendar's JP of an activity in a month, for one school where it is held for each; 0 outside its months."""
    return activity.jp_in(month.month) if month.month in calendar.months else 0


def count(calendar: PelatihAhli, activity: CoachingActivity, work: Work, month: date) -> Count:
    """One activity in one month."""
    entries, planned = work.of(month, activity.code), planned_jp(calendar, activity, month)
    jp = sum(entry.jp for entry in entries)
    if activity.code not in PER_SCHOOL:
        return Count(len(entries), int(planned > 0), jp, planned)
    owed = {school.id for school in work.schools if school.in_month(month)} if planned else set()
    return Count(len(owed & {entry.school_id for entry in entries}), len(owed), jp, planned * len(owed))


def count_all(calendar: PelatihAhli, work: Work, month: date) -> Count:
    """Everything of a month."""
    return total(count(calendar, activity, work, month) for activity in calendar.activities)


def programme(calendar: PelatihAhli, month: date) -> tuple[date, ...]:
    """The months of the programme's year that a month is in; a month without a column belongs to the year before it."""
    opening = calendar.months[0]
    first = month.year if month.month >= opening else month.year - 1
    return tuple(date(first + (number < opening), number, 1) for number in calendar.months)


def month_after(month: date, step: int = 1) -> date:
    """The first day of the month so many months later, or before with a negative number."""
    year, number = divmod(month.year * 12 + month.month - 1 + step, 12)
    return date(year, number + 1, 1)


# --- intents -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AddSchool(Intent):
    """One of the recorded schools, or one whose name is typed."""

    unit_id: int | None
    name: str | None
    starts: date


@dataclass(frozen=True, slots=True)
class OnSchool(Intent):
    """Take a school off the list, or take that back: the operation says which."""

    school_id: int
    version: int


@dataclass(frozen=True, slots=True)
class NoteEntry(Intent):
    """Something new in a school; the kind of `content` says which activity."""

    school_id: int
    month: date
    day: date
    jp: int
    content: Content


@dataclass(frozen=True, slots=True)
class ChangeEntry(Intent):
    """The same entry in other words, on another day of its month, with other hours."""

    entry_id: int
    version: int
    day: date
    jp: int
    content: Content


@dataclass(frozen=True, slots=True)
class Tick(Intent):
    """An activity of the whole group was held in a month, with these JP; again to correct them."""

    activity: str
    month: date
    jp: int


@dataclass(frozen=True, slots=True)
class OnEntry(Intent):
    """Delete an entry."""

    entry_id: int
    version: int
