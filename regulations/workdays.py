"""Days on which nobody is reminded: Sundays, and the public holidays of Indonesia.

The holidays come from the `holidays` library: national ones as announced, religious ones of later years as estimated.
Saturday counts as a working day, for many schools it is one.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

SUNDAY = 6
DAY = timedelta(days=1)


def free(day: date) -> str | None:
    """Why a day is free, in Indonesian: `Minggu`, or the name of the holiday; None on a working day."""
    if day.weekday() == SUNDAY:
        return "Minggu"
    return _holidays(day.year).get(day)


def before(day: date) -> date:
    """The day itself, or the last working day before it."""
    while free(day):
        day -= DAY
    return day


def after(day: date) -> date:
    """The day itself, or the first working day after it."""
    while free(day):
        day += DAY
    return day


def of_month(year: int, month: int) -> tuple[tuple[date, str], ...]:
    """The public holidays of a month in order, each with its name in Indonesian."""
    return tuple(sorted((day, name) for day, name in _holidays(year).items() if day.month == month))


@cache
def _holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("ID", years=year, language="id"))
