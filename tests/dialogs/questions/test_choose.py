"""One of several, and some of several: what is not on the keyboard is never an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.questions import Choose, ChooseMany, Option, Options, Tap, Typed
from dialogs.questions.base import Answered
from dialogs.questions.choose import MAX_CODE, PAGE
from tests.dialogs.effort import effort
from tests.dialogs.questions.asking import SCENE, actions, answer, asks_for_its_kind, labels, moved, refusal

THREE = Options(Option(code, f"Pilihan {code}") for code in "abc")
MANY = Options(Option(str(number), f"Nomor {number}") for number in range(1, 15))
ONE = Choose(key="one", title="Satu", options=THREE, suggested="b")
ONE_OF_MANY = Choose(key="one", title="Satu", options=MANY)
SOME = ChooseMany(key="some", title="Beberapa", options=THREE)
FORGED = [
    "",
    "=",
    "=z",
    "=A",
    "a",
    "=a ",
    "= a",
    "==a",
    "=a=a",
    "=" + "a" * 60,
    "=１",
    "\0",
    "p",
    "px",
    "p-1",
    "p12345",
]


# --- options -------------------------------------------------------------------


def test_two_options_cannot_share_a_code() -> None:
    with pytest.raises(ValueError, match="share a code"):
        Options([Option("a", "A"), Option("a", "B")])


def test_a_code_that_callback_data_cannot_hold_is_refused() -> None:
    assert len(Options([Option("é" * (MAX_CODE // 2), "A")])) == 1
    with pytest.raises(ValueError, match="too long"):
        Options([Option("é" * (MAX_CODE // 2) + "x", "A")])


# --- one of several --------------------------------------------------------------


def test_a_tap_is_the_answer() -> None:
    assert [answer(ONE, Tap(f"={code}")) for code in "abc"] == ["a", "b", "c"]
    assert ONE.value("a") == "a"


def test_the_suggestion_has_a_star() -> None:
    assert labels(ONE) == ["Pilihan a", "★ Pilihan b", "Pilihan c"]


@pytest.mark.parametrize("action", [*FORGED, "!", "+a", "-a", "*", "0", "s", "y"])
def test_a_forged_tap_is_no_answer(action: str) -> None:
    assert refusal(ONE, Tap(action))


@pytest.mark.parametrize("text", ["a", "=a", "Pilihan a", "1", "", "<b>"])
def test_typing_is_no_answer(text: str) -> None:
    assert refusal(ONE, Typed(text))
    assert refusal(SOME, Typed(text))


def test_other_kinds_are_refused() -> None:
    asks_for_its_kind(ONE)
    asks_for_its_kind(SOME)


@pytest.mark.parametrize("kept", [None, "", "z", 1, True, ["a"], {}])
def test_a_kept_answer_that_fits_no_longer_is_recognised(kept: object) -> None:
    assert not ONE.fits(kept)


# --- pages ---------------------------------------------------------------------------


@pytest.mark.parametrize("question", [ONE_OF_MANY, ChooseMany(key="some", title="B", options=MANY)])
def test_every_option_can_be_reached_by_turning_pages(question: Choose | ChooseMany) -> None:
    cursor: dict[str, object] = {}
    found: list[str] = []
    for _ in range(-(-len(MANY) // PAGE)):
        shown = actions(question, cursor)
        found += [action[1:] for action in shown if action[:1] in ("=", "+")]
        cursor = moved(question, shown[labels(question, cursor).index("›")], cursor)
    assert found == [option.code for option in MANY]
    assert cursor["page"] == 0, "after the last page comes the first"


def test_the_way_back_from_the_first_page_is_the_last() -> None:
    assert actions(ONE_OF_MANY)[labels(ONE_OF_MANY).index("‹")] == "p2"
    assert "1/3" in labels(ONE_OF_MANY)


def test_a_page_that_is_not_there_shows_the_last() -> None:
    assert moved(ONE_OF_MANY, "p999") == {"page": 999}
    assert labels(ONE_OF_MANY, {"page": 999})[0] == "Nomor 13"


def test_what_fits_on_one_page_has_no_pager() -> None:
    assert "›" not in labels(ONE)


def test_an_option_of_another_page_is_an_answer_too() -> None:
    """An older keyboard of the same question may still be on the phone."""
    assert answer(ONE_OF_MANY, Tap("=14")) == "14"


# --- some of several ------------------------------------------------------------------


def test_ticks_are_collected_and_sent_in_the_order_of_the_options() -> None:
    cursor = moved(SOME, "+c")
    cursor = moved(SOME, "+a", cursor)
    assert labels(SOME, cursor)[:3] == ["☑ Pilihan a", "☐ Pilihan b", "☑ Pilihan c"]
    assert answer(SOME, Tap("!"), cursor) == ["a", "c"]
    assert SOME.value(["a", "c"]) == ("a", "c")


def test_a_tick_can_be_taken_out_again() -> None:
    cursor = moved(SOME, "+a")
    cursor = moved(SOME, "+b", cursor)
    assert answer(SOME, Tap("!"), moved(SOME, "-a", cursor)) == ["b"]


def test_ticking_twice_or_taking_out_what_is_not_in_changes_nothing() -> None:
    cursor = moved(SOME, "+a")
    assert moved(SOME, "+a", cursor) == cursor
    assert moved(SOME, "-b", cursor) == cursor


def test_ticks_stay_when_the_page_is_turned() -> None:
    question = ChooseMany(key="some", title="B", options=MANY)
    cursor = moved(question, "p2", moved(question, "+1"))
    cursor = moved(question, "+14", cursor)
    assert answer(question, Tap("!"), cursor) == ["1", "14"]


def test_all_and_none() -> None:
    everything = moved(SOME, "*")
    assert answer(SOME, Tap("!"), everything) == ["a", "b", "c"]
    assert refusal(SOME, Tap("!"), moved(SOME, "0", everything))


def test_the_preset_is_ticked_at_first_and_can_be_emptied() -> None:
    preset = ChooseMany(key="some", title="B", options=THREE, preset=("a", "c"))
    assert answer(preset, Tap("!")) == ["a", "c"]
    none = moved(preset, "0")
    assert labels(preset, none)[:3] == ["☐ Pilihan a", "☐ Pilihan b", "☐ Pilihan c"]
    assert answer(preset, Tap("!"), moved(preset, "+b", none)) == ["b"]


def test_the_last_tick_can_be_taken_out() -> None:
    preset = ChooseMany(key="some", title="B", options=THREE, preset=("a",))
    assert labels(preset, moved(preset, "-a"))[0] == "☐ Pilihan a"


def test_what_was_chosen_before_is_ticked_instead_of_the_preset() -> None:
    preset = ChooseMany(key="some", title="B", options=THREE, preset=("a",))
    assert answer(preset, Tap("!"), {"was": ["b"]}) == ["b"]
    assert labels(preset, moved(preset, "0", {"was": ["b"]}))[1] == "☐ Pilihan b"


def test_what_was_chosen_before_and_is_gone_is_left_out() -> None:
    assert answer(SOME, Tap("!"), {"was": ["z", "b"]}) == ["b"]


LOCKED = ChooseMany(key="some", title="B", options=THREE, locked=("b",))


def test_a_locked_option_is_always_in() -> None:
    assert labels(LOCKED)[1] == "🔒 Pilihan b"
    assert refusal(LOCKED, Tap("-b"))
    assert answer(LOCKED, Tap("!"), moved(LOCKED, "0")) == ["b"]
    assert answer(LOCKED, Tap("!"), {"picked": ["a"]}) == ["a", "b"]
    assert not LOCKED.fits(["a"])


TWO_OR_LESS = ChooseMany(key="some", title="B", options=THREE, at_least=2, at_most=2)


def test_minimum_and_maximum_are_checked_when_the_answer_is_given() -> None:
    """Not by hiding a button: a stale keyboard still sends it."""
    assert "2" in refusal(TWO_OR_LESS, Tap("!"))
    assert "2" in refusal(TWO_OR_LESS, Tap("!"), moved(TWO_OR_LESS, "+a"))
    assert "2" in refusal(TWO_OR_LESS, Tap("!"), {"picked": ["a", "b", "c"]})
    assert answer(TWO_OR_LESS, Tap("!"), {"picked": ["a", "b"]}) == ["a", "b"]


def test_with_a_maximum_nobody_is_offered_everything() -> None:
    assert "*" not in actions(TWO_OR_LESS)
    assert {"*", "0"} <= set(actions(SOME))


def test_the_count_stands_on_the_button() -> None:
    assert "2" in labels(SOME, {"picked": ["a", "b"]})[-1]
    assert actions(SOME)[-1] == "!"


@pytest.mark.parametrize("action", [*FORGED, "+", "-", "+z", "-z", "!!", "**", "00", "!a", "*a", "=a", "s", "y"])
def test_a_forged_tick_changes_nothing(action: str) -> None:
    assert refusal(SOME, Tap(action))


@pytest.mark.parametrize(
    "kept", [None, "a", "abc", [], ["z"], ["a", "a"], ["a", 1], [None], [["a"]], {"a": 1}, 3, True]
)
def test_a_kept_list_that_fits_no_longer_is_recognised(kept: object) -> None:
    assert not SOME.fits(kept)


def test_a_kept_list_out_of_bounds_fits_no_longer() -> None:
    assert not TWO_OR_LESS.fits(["a"])
    assert not TWO_OR_LESS.fits(["a", "b", "c"])


@effort(150)
@given(st.lists(st.sampled_from(["+a", "+b", "+c", "-a", "-b", "-c", "*", "0", "p0", "p7", "+z", "?"]), max_size=12))
def test_whatever_is_pressed_the_answer_keeps_the_rules(pressed: list[str]) -> None:
    for question in (SOME, LOCKED, TWO_OR_LESS, ChooseMany(key="s", title="B", options=THREE, preset=("c",))):
        cursor: dict[str, object] = {}
        for action in pressed:
            reaction = question.accept(Tap(action), cursor, SCENE)
            cursor = getattr(reaction, "cursor", cursor)
        done = question.accept(Tap("!"), cursor, SCENE)
        ticked = [label for label in labels(question, cursor) if label.startswith(("☑", "🔒"))]
        if isinstance(done, Answered):
            assert question.fits(done.answer)
            assert len(done.answer) == len(ticked), "what is ticked is what is sent"
        else:
            assert not question.at_least <= len(ticked) <= (question.at_most or 3)
