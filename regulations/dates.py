"""Periods and windows: the regulation writes month and day, Kawal needs dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from regulations.base import Cited, Text, Value
from regulations.kinds import Basis, DoneWhen, Role


def on(year: int, month_day: str) -> date:
    """The day `MM-DD` in a year."""
    return date(year, int(month_day[:2]), int(month_day[3:]))


def _month_day(value: str) -> str:
    """`MM-DD` that exists in every year (02-29 and 02-30 do not)."""
    month, _, day = value.partition("-")
    if len(value) != 5 or not (month.isdecimal() and day.isdecimal()):
        raise ValueError(f"tanggal harus berbentuk MM-DD, bukan {value!r}")
    try:
        date(2025, int(month), int(day))
    except ValueError:
        raise ValueError(f"tanggal {value!r} tidak ada dalam setiap tahun") from None
    return value


MonthDay = Annotated[str, AfterValidator(_month_day)]


class PeriodTemplate(Cited):
    """A period of every year: `code` is `1`, `2` or `tahun`; `label` holds `{year}`."""

    code: Text
    label: Text
    starts: MonthDay
    ends: MonthDay

    @model_validator(mode="after")
    def _in_order(self) -> PeriodTemplate:
        if self.ends < self.starts:
            raise ValueError(f"periode berakhir ({self.ends}) sebelum mulai ({self.starts})")
        return self

    def of(self, year: int) -> Period:
        """This period in a given year, e.g. `2024-1` or, where a year has one period, `2025`."""
        return Period(
            source=self.source,
            basis=self.basis,
            note=self.note,
            code=f"{year}" if self.code == "tahun" else f"{year}-{self.code}",
            template=self.code,
            year=year,
            label=self.label.format(year=year),
            starts=on(year, self.starts),
            ends=on(year, self.ends),
        )


class Period(Cited):
    """A dated period, both days included."""

    code: str
    template: str
    year: int
    label: str
    starts: date
    ends: date


YearOffset = Annotated[int, Field(ge=-1, le=1)]


class Window(Cited):
    """When something has to be done. Years are relative to the year of the period.

    `opens` is None where the regulation prints no opening; then `begin` is the day from which Kawal speaks of it
    (recommended, ours). `roles` are those whose performance it concerns, `by` those who act (empty: the same people).
    `remind`: days before the close.
    """

    code: Text
    title: Text
    roles: Annotated[tuple[Role, ...], Field(alias="for", min_length=1)]
    by: tuple[Role, ...] = ()
    period: str | None = None
    opens: MonthDay | None = None
    opens_year: YearOffset = 0
    begin: MonthDay | None = None
    begin_year: YearOffset = 0
    closes: MonthDay
    closes_year: YearOffset = 0
    done_when: DoneWhen
    remind: tuple[Annotated[int, Field(ge=0, le=120)], ...] = ()
    remind_opening: bool = True
    remind_basis: Basis = Basis.recommended
    missed: str | None = None
    missed_source: str = ""
    missed_basis: Basis = Basis.unverified

    @model_validator(mode="after")
    def _possible(self) -> Window:
        if (self.opens is None) == (self.begin is None):
            raise ValueError("isi salah satu: opens (tercetak) atau begin (anjuran Kawal)")
        if self.closes_on(2024) < self.opens_on(2024):
            raise ValueError(f"jendela ditutup ({self.closes}) sebelum dibuka ({self.opens or self.begin})")
        if self.missed is not None and not self.missed_source:
            raise ValueError("missed tanpa missed_source")
        if list(self.remind) != sorted(set(self.remind), reverse=True):
            raise ValueError("remind harus urut dari yang terjauh, tanpa ulangan")
        return self

    @property
    def opens_is_printed(self) -> bool:
        """False where the opening is Kawal's advice."""
        return self.opens is not None

    @property
    def actors(self) -> tuple[Role, ...]:
        """Those who have to act."""
        return self.by or self.roles

    def opens_on(self, year: int) -> date:
        """First day for the period of that year."""
        if self.opens is not None:
            return on(year + self.opens_year, self.opens)
        assert self.begin is not None
        return on(year + self.begin_year, self.begin)

    def closes_on(self, year: int) -> date:
        """Last day, included, for the period of that year."""
        return on(year + self.closes_year, self.closes)


@dataclass(frozen=True, slots=True)
class DatedWindow:
    """A window of one period: first and last day, both included, local to the school."""

    opens: date
    closes: date
    window: Window

    def contains(self, day: date) -> bool:
        """Whether the window is open on that day."""
        return self.opens <= day <= self.closes


class ValidYears(Value):
    """Years that a pack governs; `last` is None while it is the newest."""

    first: Annotated[int, Field(ge=2000, le=2100)]
    last: int | None = None

    @model_validator(mode="after")
    def _in_order(self) -> ValidYears:
        if self.last is not None and self.last < self.first:
            raise ValueError("tahun berlaku terbalik")
        return self

    def __contains__(self, year: int) -> bool:
        return self.first <= year and (self.last is None or year <= self.last)
