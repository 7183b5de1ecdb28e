"""A few words: whoever's letters, as long as there is something to read and it is not too long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.cleaning import clean
from dialogs.questions import Note, Tap, Typed, Words
from dialogs.questions.base import Answered
from tests.dialogs import limits
from tests.dialogs.effort import effort
from tests.dialogs.questions.asking import SCENE, answer, asks_for_its_kind, labels, refusal, typed

REASON = Words(key="reason", title="Alasan", longest=40)
TASK = Words(key="task", title="Tugas", longest=40, suggested="Wali kelas & <pembina>")


@pytest.mark.parametrize(
    "text",
    [
        "Target terlalu rendah",
        "<b>tebal</b> & </script>",
        "&amp; {name} %s",
        "محمد بن عبد الله",
        "👩🏽‍🏫🇮🇩",
        "é",
        "x" * 40,
        "x",
        "1",
        "-",
    ],
)
def test_words_are_kept_as_they_are(text: str) -> None:
    assert typed(REASON, text) == text


def test_lines_become_one() -> None:
    """A reason is shown inside other lines; a hundred line breaks would push the buttons off the screen."""
    assert typed(REASON, "baris satu\n\nbaris dua\n") == "baris satu baris dua"


@pytest.mark.parametrize("text", ["", " ", "\n", "\n \n", "\u200b", "\u200b\u2060\u200d", "\u00ad", "\ufe0f"])
def test_nothing_to_read_is_no_answer(text: str) -> None:
    assert refusal(REASON, Typed(clean(text))) == limits.plain(str(SCENE.t(REASON.asks)))


@pytest.mark.parametrize("blank", ["\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"], ids=ascii)
def test_letters_that_look_blank_are_no_answer(blank: str) -> None:
    for question in (REASON, Note(key="note", title="Catatan")):
        assert refusal(question, Typed(clean(f"{blank} {blank}"))) == limits.plain(str(SCENE.t(REASON.asks)))
        assert typed(question, clean(f"a{blank}b")) == clean(f"a{blank}b")


def test_too_long_is_refused_with_both_lengths() -> None:
    said = refusal(REASON, Typed("x" * 41))
    assert "40" in said
    assert "41" in said


def test_a_very_long_text_is_refused_shortly() -> None:
    assert len(refusal(REASON, Typed("x" * 4096))) < 120


def test_a_suggestion_is_read_and_taken_with_one_tap() -> None:
    face = TASK.face({}, SCENE)
    assert any("Wali kelas & <pembina>" in limits.plain(str(SCENE.t(line))) for line in face.lines)
    assert answer(TASK, Tap("s")) == "Wali kelas & <pembina>"


def test_a_suggestion_that_is_too_long_is_not_offered() -> None:
    """It could be taken, but never kept."""
    long = Words(key="task", title="Tugas", longest=10, suggested="Wali kelas dan pembina")
    assert labels(long) == []
    assert refusal(long, Tap("s"))


@pytest.mark.parametrize("action", ["", "x", "=a", "s1"])
def test_a_forged_tap_is_no_answer(action: str) -> None:
    assert refusal(TASK, Tap(action))


def test_without_a_suggestion_its_tap_is_refused() -> None:
    assert refusal(REASON, Tap("s"))
    assert labels(REASON) == []


def test_other_kinds_are_refused() -> None:
    asks_for_its_kind(REASON)


@pytest.mark.parametrize("kept", [None, "", "x" * 41, 5, True, ["x"], {}])
def test_a_kept_answer_that_fits_no_longer_is_recognised(kept: object) -> None:
    assert not REASON.fits(kept)


@effort(200)
@given(st.text(max_size=60))
def test_whatever_is_typed_is_kept_on_one_line_or_refused(text: str) -> None:
    reaction = REASON.accept(Typed(clean(text)), {}, SCENE)
    if isinstance(reaction, Answered):
        assert REASON.fits(reaction.answer)
        assert reaction.answer.split() == clean(text).split()
        assert len(reaction.answer.splitlines()) == 1
    else:
        assert refusal(REASON, Typed(clean(text)))
