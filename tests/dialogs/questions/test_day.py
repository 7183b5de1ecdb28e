"""A day: tapped in a month, today, yesterday, or typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.questions import Day, Sent, Tap, Typed
from dialogs.questions.base import Answered, Moved, Refusal
from dialogs.questions.day import parse
from tests.dialogs.effort import effort
from tests.dialogs.questions.asking import (
    ENGLISH,
    KINDS,
    SCENE,
    TODAY,
    actions,
    answer,
    labels,
    moved,
    refusal,
    typed,
)

FIRST = date(2026, 11, 20)
ENTERED = Day(key="day", title="Kapan?", first=FIRST)
"""From 20 November 2026 to today, 12 January 2027."""
YEAR = Day(key="day", title="Kapan?", first=date(2027, 1, 1), last=date(2027, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        *("05-01-2027", "5/1/2027", "5.1.2027", "5 1 2027", "05/01-2027", "2027-01-05"),
        *("5 Januari 2027", "05 januari 2027", "5 JAN 2027", "5 January 2027"),
    ],
)
def test_a_typed_day_is_read_day_first(text: str) -> None:
    assert typed(ENTERED, text) == date(2027, 1, 5)


@pytest.mark.parametrize(
    "text",
    [
        *("30-02-2027", "31-04-2027", "29-02-2027", "00-01-2027", "01-00-2027", "32-01-2027", "01-13-2027", "0-0-0000"),
        *(
            "2027-1-5",
            "2027-02-30",
            "20270105",
            "2027-W01-2",
            "05-01-27",
            "5 Januari",
            "30 Februari 2027",
            "5 Janu 2027",
            "kemarin",
            "besok",
            "5",
            "",
            "05-01-2027 08:00",
        ),
        *(
            "05--01-2027",
            "٠٥-٠١-٢٠٢٧",
            "０５-０１-２０２７",
            "-5-1-2027",
            "5-1-20270",
            "<b>",
            "1e1-01-2027",
            "5\n1\n2027",
        ),
    ],
)
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    assert "12-01-2027" in refusal(ENTERED, Typed(text))


@pytest.mark.parametrize(
    ("day", "example"),
    [
        (ENTERED, "12-01-2027"),
        (YEAR, "12-01-2027"),
        (Day(key="d", title="K", first=date(2024, 1, 1), last=date(2024, 6, 30), past=True), "30-06-2024"),
    ],
)
def test_the_example_is_a_day_that_is_taken(day: Day, example: str) -> None:
    assert example in " ".join(SCENE.t(line) for line in day.face({}, SCENE).lines)
    assert day.accept(Typed(example), {}, SCENE) == Answered("-".join(reversed(example.split("-"))))


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_is_read_as_it_is_printed(month: int) -> None:
    day = date(2024, month, 29)
    for scene in (SCENE, ENGLISH):
        assert parse(scene.t.day(day)) == day


@pytest.mark.parametrize("text", ["13-01-2027", "31-12-2027", "19-11-2026", "01-01-0001", "31-12-9999"])
def test_future_and_too_early_are_refused_with_the_bounds(text: str) -> None:
    said = refusal(ENTERED, Typed(text))
    assert "20 November 2026" in said
    assert "12 Januari 2027" in said


@pytest.mark.parametrize("day", [FIRST, TODAY])
def test_both_bounds_are_in(day: date) -> None:
    assert answer(ENTERED, Tap(f"={day.isoformat()}")) == day.isoformat()


@pytest.mark.parametrize(
    "action",
    [
        *("=", "=2027-13-01", "=2027-02-30", "=2027", "=x", "=2027-01-12T00:00", "=" + "9" * 40, "=-2027-01-12"),
        *("", "x", "s", "!", "y", "2027-01-12", "m", "m2027", "m2027-13", "mx", "m2027-00", "m" + "1" * 30),
    ],
)
def test_a_forged_tap_is_no_answer(action: str) -> None:
    assert refusal(ENTERED, Tap(action))


@pytest.mark.parametrize("action", ["=2027-01-13", "=2026-11-19", "=9999-12-31", "=0001-01-01"])
def test_a_forged_day_out_of_bounds_is_refused(action: str) -> None:
    assert "2026" in refusal(ENTERED, Tap(action))


def test_today_and_yesterday_are_one_tap_away() -> None:
    assert actions(ENTERED)[:2] == ["=2027-01-12", "=2027-01-11"]
    assert actions(Day(key="d", title="K", first=TODAY))[:1] == ["=2027-01-12"]


def test_yesterday_is_not_offered_before_the_first_day() -> None:
    assert "=2027-01-11" not in actions(Day(key="d", title="K", first=TODAY))


def test_the_month_begins_on_monday() -> None:
    shown = labels(ENTERED)
    assert "12" in shown
    assert shown[shown.index("S") :][:7] == ["S", "S", "R", "K", "J", "S", "M"]
    assert any("Januari 2027" in label for label in shown)
    assert any("January 2027" in label for label in labels(ENTERED, scene=ENGLISH))


def test_every_day_within_the_bounds_has_its_button() -> None:
    cursor: dict[str, object] = {}
    found = set(actions(ENTERED))
    for _ in range(3):
        back = next(action for action in actions(ENTERED, cursor) if action.startswith("m"))
        cursor = moved(ENTERED, back, cursor)
        found |= set(actions(ENTERED, cursor))
    days = {FIRST + timedelta(days=number) for number in range((TODAY - FIRST).days + 1)}
    assert {f"={day.isoformat()}" for day in days} == {action for action in found if action.startswith("=")}


def test_a_week_without_any_day_is_not_shown() -> None:
    *_, last = ENTERED.face({"month": "2027-01"}, SCENE).rows
    assert [button.label for button in last] == ["11", "12", *"·····"]


def test_turning_stops_at_the_bounds() -> None:
    assert moved(ENTERED, "m2020-01")["month"] == "2026-11"
    assert moved(ENTERED, "m9999-12")["month"] == "2027-01"
    assert moved(YEAR, "m2027-12")["month"] == "2027-12"


def test_turning_goes_round_the_year() -> None:
    cursor = moved(ENTERED, "m2026-12")
    turns = [action for action in actions(ENTERED, cursor) if action.startswith("m")]
    assert turns == ["m2026-11", "m2027-01"]


def test_an_empty_cell_changes_nothing() -> None:
    assert moved(ENTERED, ".", {"month": "2026-12"}) == {"month": "2026-12"}


def test_before_the_first_day_its_month_is_shown() -> None:
    later = Day(key="d", title="K", first=date(2027, 3, 1), last=date(2027, 3, 31))
    assert any("Maret 2027" in label for label in labels(later))


def test_a_month_has_at_most_six_weeks_of_seven() -> None:
    for number in range(1, 13):
        rows = YEAR.face({"month": f"2027-{number:02}"}, SCENE).rows
        assert all(len(row) <= 7 for row in rows)
        assert len(rows) <= 9


@pytest.mark.parametrize("month", ["", "x", "2027-13", None, 7])
def test_a_strange_cursor_shows_a_month_all_the_same(month: object) -> None:
    assert labels(ENTERED, {"month": month}) == labels(ENTERED)


def test_other_kinds_are_refused() -> None:
    for kind in KINDS:
        assert "diperlukan tanggal" in refusal(ENTERED, Sent(kind))


@pytest.mark.parametrize("kept", [None, "", "2027-02-30", "12-01-2027", 20270112, True, "2026-11-19", ["2027-01-12"]])
def test_a_kept_answer_that_fits_no_longer_is_recognised(kept: object) -> None:
    assert not ENTERED.fits(kept)
    assert not YEAR.fits("2028-01-01")


@effort(200)
@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_a_day_is_taken_exactly_when_it_is_within_the_bounds(day: date) -> None:
    reaction = ENTERED.accept(Typed(f"{day.day}-{day.month}-{day.year}"), {}, SCENE)
    assert isinstance(reaction, Answered) == (FIRST <= day <= TODAY)
    assert parse(f"{day:%d/%m/%Y}") == day


@effort(300)
@given(st.text(max_size=20) | st.text(alphabet="0123456789-m=./ ", max_size=14))
def test_whatever_comes_is_a_day_a_month_or_a_refusal(text: str) -> None:
    for reaction in (ENTERED.accept(Typed(text), {}, SCENE), ENTERED.accept(Tap(text), {}, SCENE)):
        match reaction:
            case Answered(kept):
                assert ENTERED.fits(kept)
                assert FIRST <= ENTERED.value(kept) <= TODAY
            case Moved(cursor):
                assert labels(ENTERED, cursor)
            case other:
                assert isinstance(other, Refusal)
