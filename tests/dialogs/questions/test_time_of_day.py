"""A time of day: tapped, or typed as 08.30; not beside what is taken."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.questions import Tap, TimeOfDay, Typed
from dialogs.questions.base import Answered, Refusal
from dialogs.questions.time_of_day import parse
from tests.dialogs.effort import effort
from tests.dialogs.questions.asking import (
    ENGLISH,
    SCENE,
    actions,
    answer,
    asks_for_its_kind,
    labels,
    refusal,
    typed,
)

WHEN = TimeOfDay(key="time", title="Jam berapa?", first=time(7), last=time(15), taken=(time(9), time(12, 15)))


@pytest.mark.parametrize("text", ["7.30", "07.30", "7:30", "07:30"])
def test_a_typed_time_is_read(text: str) -> None:
    assert typed(WHEN, text) == time(7, 30)


@pytest.mark.parametrize(
    "text", ["", "7", "730", "07.3", "24.00", "07.60", "7.30 WIB", "jam tujuh", "٠٧.٣٠", "-7.30", "07.30.00", "7;30"]
)
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    assert "08.30" in refusal(WHEN, Typed(text))


@pytest.mark.parametrize("text", ["06.59", "15.01", "00.00", "23.59"])
def test_a_time_outside_the_bounds_is_refused_with_the_bounds(text: str) -> None:
    said = refusal(WHEN, Typed(text))
    assert "07.00" in said
    assert "15.00" in said


@pytest.mark.parametrize(("text", "near"), [("09.59", "09.00"), ("08.01", "09.00"), ("13.14", "12.15")])
def test_a_time_beside_what_is_taken_is_refused_with_that_time(text: str, near: str) -> None:
    assert near in refusal(WHEN, Typed(text))


@pytest.mark.parametrize("text", ["08.00", "10.00", "11.15", "13.15", "07.00", "15.00"])
def test_an_hour_apart_is_enough_and_the_bounds_are_in(text: str) -> None:
    assert answer(WHEN, Typed(text)) == text.replace(".", ":")


def test_only_free_times_are_offered() -> None:
    offered = [action.removeprefix("=") for action in actions(WHEN)]
    assert offered == ["07:30", "08:00", "10:00", "10:30", "11:00", "13:30", "14:00", "14:30"]
    assert labels(WHEN)[0] == "07.30"
    assert labels(WHEN, scene=ENGLISH)[0] == "07:30"


@pytest.mark.parametrize("action", ["=", "=9:00", "=09:00", "=25:00", "=0730", "07:30", "s", "", "=07:30x", "=06:00"])
def test_a_forged_tap_is_no_answer(action: str) -> None:
    assert refusal(WHEN, Tap(action))


def test_other_kinds_are_refused() -> None:
    asks_for_its_kind(WHEN)


@pytest.mark.parametrize("kept", [None, "", "7:30", "07.30", 730, True, "09:30", "06:59", ["07:30"], "07:30:00"])
def test_a_kept_answer_that_fits_no_longer_is_recognised(kept: object) -> None:
    assert not WHEN.fits(kept)


@effort(200)
@given(st.times(), st.sampled_from([".", ":"]))
def test_a_time_is_taken_exactly_when_it_may_be(when: time, sign: str) -> None:
    minutes = when.hour * 60 + when.minute
    may = 7 * 60 <= minutes <= 15 * 60 and abs(minutes - 540) >= 60 and abs(minutes - 735) >= 60
    reaction = WHEN.accept(Typed(when.strftime(f"%H{sign}%M")), {}, SCENE)
    assert isinstance(reaction, Answered) == may
    assert parse(when.strftime("%H.%M")) == when.replace(second=0, microsecond=0)


@effort(200)
@given(st.text(max_size=12) | st.text(alphabet="0123456789.:=", max_size=8))
def test_whatever_comes_is_a_time_or_a_refusal(text: str) -> None:
    for reaction in (WHEN.accept(Typed(text), {}, SCENE), WHEN.accept(Tap(text), {}, SCENE)):
        assert isinstance(reaction, Answered | Refusal)
        assert isinstance(reaction, Refusal) or WHEN.fits(reaction.answer)
