"""What somebody has to do in a year, by when, and on which days they are reminded of it. Pure, and the same for all who
share a regulation, a role and their dinas.

A reminder that falls on a Sunday or a holiday moves to the working day before, that of the opening to the one after;
the last day is told whatever day it is.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Protocol

from regulations import workdays
from regulations.base import Cited
from regulations.dates import DatedWindow, Period, Window
from regulations.errors import UnknownPack
from regulations.kinds import DoneWhen, Role
from regulations.pack import Moved, Pack
from regulations.reference import Reference

MONTHLY_REMINDERS = (7, 3, 1, 0)
"""Days before the end of a month (ours: no text says when in the month a report is due)."""
MONTHLY = {Role.pengawas: "pendampingan", Role.pelatih_ahli: "coaching"}
"""Roles that report month by month, and how their work is called."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One day on which a duty is spoken of."""

    day: date
    """Local day on which the reminder goes out."""
    nominal: date
    """The day it would have been, were it not for Sundays and holidays; unique within a duty."""
    before: int | None
    """Days from `nominal` to the last day; None: the duty opens."""
    why_moved: str | None = None
    """Why `day` is not `nominal`: the day's name in Indonesian."""

    @property
    def is_last(self) -> bool:
        """The last day of all."""
        return self.before == 0


@dataclass(frozen=True, eq=False)
class Duty:
    """Something that has to be done between two local days, both included. `cited` says where that stands."""

    code: str
    """The window's code, or what is reported monthly."""
    period: str
    """Code of the period, e.g. `2027`, `2024-1`; of a month `2027-03`."""
    year: int
    """The year of the plan it belongs to."""
    done_when: DoneWhen
    opens: date
    closes: date
    printed_closes: date
    """The last day as the regulation says it; `closes` may have been moved."""
    roles: frozenset[Role]
    """Whose performance it concerns."""
    cited: Cited
    occasions: tuple[Occasion, ...] = field(repr=False)
    steps: int = 0
    """Lines of the checklist, where the duty is one."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the other duties of the same role."""
        return self.code, self.period

    @property
    def window(self) -> Window | None:
        """The regulation's window; None for monthly work."""
        return self.cited if isinstance(self.cited, Window) else None

    def due(self, since: date, today: date) -> Occasion | None:
        """The latest occasion after `since` up to `today`; what came before it has become pointless. None when the last
        day is over."""
        if self.closes < today:
            return None
        return next((one for one in reversed(self.occasions) if since < one.day <= today), None)

    def next_day(self, today: date) -> date | None:
        """The next day after today on which it is spoken of."""
        return next((one.day for one in self.occasions if one.day > today), None)


@dataclass(frozen=True, slots=True)
class Movable:
    """A window of a period for all roles together: what an operator can move. Days are as printed."""

    code: str
    period: str
    year: int
    """That of the period."""
    title: str
    opens: date
    closes: date
    roles: frozenset[Role]
    """Whose performance it concerns, and who acts."""
    acting: frozenset[Role] = frozenset()
    """Who acts."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the others."""
        return self.code, self.period

    @property
    def of_year(self) -> int:
        """The year of those who have it before them: what ends before its period begins is done the year before."""
        return min(self.year, self.closes.year)


class Packs(Protocol):
    """Where packs come from (regulations.library.Library)."""

    @property
    def reference(self) -> Reference:
        """The reference packs."""

    def pack_for(self, year: int, pinned: str | None = None) -> Pack:
        """The pack of a year."""


def occasions(opens: date, closes: date, remind: Iterable[int], *, opening: bool) -> tuple[Occasion, ...]:
    """When a duty is spoken of, in order, at most once a day: where two meet the later deadline call stays."""
    found: dict[date, Occasion] = {}
    if opening and (day := workdays.after(opens)) < closes:
        found[day] = _occasion(opens, day, None)
    for offset in sorted(set(remind), reverse=True):
        nominal = closes - timedelta(days=offset)
        day = workdays.before(nominal) if offset else nominal
        if opens <= day:
            found[day] = _occasion(nominal, day, offset)
    return tuple(found[day] for day in sorted(found))


def _occasion(nominal: date, day: date, before: int | None) -> Occasion:
    return Occasion(day, nominal, before, workdays.free(nominal) if day != nominal else None)


def duties(
    packs: Packs, role: Role, year: int, pinned: str | None = None, moved: Moved | None = None
) -> tuple[Duty, ...]:
    """What a member of that role and year has to do themselves, for their own performance or for that of others.

    In order of the last day: in the year, in the January after it, and in December for the next.
    """
    found: dict[tuple[str, str, date], Duty] = {}
    for duty in (*_of_pack(packs, role, year, pinned, moved or {}), *_monthly(packs, role, year)):
        if duty.closes >= date(year, 1, 1):
            found.setdefault((duty.code, duty.period, duty.closes), duty)
    return tuple(sorted(found.values(), key=lambda duty: (duty.closes, duty.opens, duty.code)))


def awaited(
    packs: Packs, role: Role, year: int, pinned: str | None = None, moved: Moved | None = None
) -> tuple[Duty, ...]:
    """What others have to do about the performance of a member of that role and year, by last day."""
    pack = packs.pack_for(year, pinned)
    return tuple(
        of_window(dated, period.code, year, (moved or {}).get((dated.window.code, period.code)))
        for period in pack.periods(year)
        for dated in pack.windows(role, period)
        if role not in dated.window.actors
    )


def movable(packs: Packs, year: int, pinned: str | None = None) -> tuple[Movable, ...]:
    """The windows of a year's periods, and those of its neighbours that end in it, by last day; each once for all
    roles. Of what runs through a whole period nobody moves the end."""
    found: dict[tuple[str, str], Movable] = {}
    for period, dated in _windows(packs, (year - 1, year, year + 1), pinned):
        window = dated.window
        concerned = frozenset((*window.roles, *window.actors))
        one = Movable(window.code, period.code, period.year, window.title, dated.opens, dated.closes, concerned)
        if window.done_when is DoneWhen.carried_out or year not in (period.year, dated.closes.year):
            continue
        known = found.setdefault(one.key, one)
        found[one.key] = replace(known, roles=known.roles | concerned, acting=known.acting | frozenset(window.actors))
    return tuple(sorted(found.values(), key=lambda one: (one.closes, one.opens, one.code)))


def _windows(packs: Packs, years: Iterable[int], pinned: str | None) -> Iterable[tuple[Period, DatedWindow]]:
    for year in years:
        try:
            pack = packs.pack_for(year, pinned)
        except UnknownPack:
            continue
        for period in pack.periods(year):
            yield from ((period, dated) for role in Role for dated in pack.windows(role, period))


def _of_pack(packs: Packs, role: Role, year: int, pinned: str | None, moved: Moved) -> Iterable[Duty]:
    yield from _dated(packs.pack_for(year, pinned), role, year, moved)
    following = _dated(packs.pack_for(year + 1, pinned), role, year + 1, moved)
    yield from (duty for duty in following if duty.printed_closes.year == year)


def _dated(pack: Pack, role: Role, year: int, moved: Moved) -> Iterable[Duty]:
    for period in pack.periods(year):
        own = (one for one in pack.windows(role, period) if role in one.window.actors)
        for dated in (*own, *pack.duties(role, period)):
            steps = sum(rule.role is role for rule in pack.data_rules)
            yield of_window(dated, period.code, year, moved.get((dated.window.code, period.code)), steps)


def of_window(dated: DatedWindow, period: str, year: int, moved: date | None = None, steps: int = 0) -> Duty:
    """A window of a period as a duty, with its last day moved if somebody has moved it."""
    window, closes, printed = dated.window, moved or dated.closes, dated.closes
    opens = min(dated.opens, closes)
    spoken = occasions(opens, closes, window.remind, opening=window.remind_opening and bool(window.remind))
    roles = frozenset(window.roles)
    return Duty(window.code, period, year, window.done_when, opens, closes, printed, roles, window, spoken, steps)


def _monthly(packs: Packs, role: Role, year: int) -> Iterable[Duty]:
    code = MONTHLY.get(role)
    for month in range(1, 13):
        cited = _month(packs.reference, role, month)
        if code is None or cited is None:
            continue
        opens, closes = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        spoken = occasions(opens, closes, MONTHLY_REMINDERS, opening=True)
        period = f"{year}-{month:02}"
        yield Duty(code, period, year, DoneWhen.reported, opens, closes, closes, frozenset({role}), cited, spoken)


def _month(reference: Reference, role: Role, month: int) -> Cited | None:
    """Where the work of a month stands; None in a month that has none."""
    if role is Role.pengawas:
        return reference.aki_pengawas.month(month)
    programme = reference.pelatih_ahli
    return programme.coaching.about if month in programme.months else None
