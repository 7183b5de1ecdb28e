"""A note: words, or nothing."""

from __future__ import annotations

import pytest

from dialogs.questions import Note, Tap, Typed
from tests.dialogs.questions.asking import actions, answer, asks_for_its_kind, refusal, typed

NOTE = Note(key="note", title="Catatan", longest=20)


def test_words_are_kept_on_one_line() -> None:
    assert typed(NOTE, "menatap\n  murid") == "menatap murid"


def test_it_may_be_left_out() -> None:
    assert actions(NOTE) == ["="]
    kept = answer(NOTE, Tap("="))
    assert kept == ""
    assert NOTE.value(kept) is None


def test_too_long_and_invisible_words_are_refused() -> None:
    assert "20" in refusal(NOTE, Typed("x" * 21))
    assert refusal(NOTE, Typed("\u200b"))
    assert refusal(NOTE, Typed(""))


@pytest.mark.parametrize("action", ["s", "=x", "y", "", "!"])
def test_a_forged_tap_is_no_answer(action: str) -> None:
    assert refusal(NOTE, Tap(action))


def test_other_kinds_are_refused() -> None:
    asks_for_its_kind(NOTE)


@pytest.mark.parametrize("kept", [None, "x" * 21, 7, True, ["x"]])
def test_a_kept_answer_that_fits_no_longer_is_recognised(kept: object) -> None:
    assert not NOTE.fits(kept)
