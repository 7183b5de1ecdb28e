"""Days on which nobody is reminded, and where a reminder goes instead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from regulations import workdays


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2027, 1, 24), "Minggu"),
        (date(2027, 1, 23), None),  # a Saturday: many schools work on it
        (date(2027, 1, 25), None),
        (date(2026, 8, 17), "Hari Kemerdekaan"),
        (date(2025, 3, 31), "Hari Raya Idul Fitri"),
        (date(2026, 12, 25), "Hari Raya Natal"),
    ],
)
def test_a_day_is_free_and_says_why(day: date, why: str | None) -> None:
    assert (workdays.free(day) or "").startswith(why or "")
    assert (workdays.free(day) is None) == (why is None)


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2027, 1, 24), date(2027, 1, 23), date(2027, 1, 25)),  # a Sunday
        (date(2027, 1, 23), date(2027, 1, 23), date(2027, 1, 23)),
        (date(2027, 1, 1), date(2026, 12, 31), date(2027, 1, 2)),  # over the turn of the year
        (date(2025, 3, 30), date(2025, 3, 28), date(2025, 4, 2)),  # Nyepi, a Sunday and two days of Idul Fitri
    ],
)
def test_the_working_day_before_and_after(day: date, before: date, after: date) -> None:
    assert (workdays.before(day), workdays.after(day)) == (before, after)


def test_never_more_than_a_few_free_days_in_a_row() -> None:
    """What is known two weeks ahead is known before the working day before it."""
    day = date(2024, 1, 1)
    while day.year < 2031:
        assert workdays.after(day) - workdays.before(day) <= timedelta(days=8), day
        assert workdays.free(workdays.before(day)) is None
        day += timedelta(days=1)
