"""The frame around a question: where am I, how do I go back, where do I stop, what does it rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from dialogs import calls, frame
from dialogs.calls import OnDialog
from dialogs.engine import Pending, State, Turn
from dialogs.frame import Name, clipped, height, mark, pages_of
from dialogs.questions import Choose, Number, Option, Options, Question, Scene
from dialogs.screen import LABEL_LIMIT, LINES, WIDTH, Screen
from locales import AnyText, catalogue
from regulations.models import Basis, Cited
from tests.dialogs import limits
from tests.dialogs.effort import effort

SCENE = Scene(catalogue("id"), date(2027, 1, 12), "Ibu")
NAME = Name("Rencana <SKP>", 7)
COLOURS = Options(Option(code, code) for code in ("merah", "putih"))
LONG: Sequence[AnyText] = [f"Kalimat resmi nomor {n}, kata demi kata sebagaimana tercetak." for n in range(20)]
SOURCES = [Cited(source=f"Aturan Contoh, huruf {letter}", basis=Basis.regulated) for letter in "abcdefgh"]
COLOUR = Choose(key="colour", title="Warna & <rupa>", options=COLOURS, part=4)
LETTERED = replace(COLOUR, full=lambda: LONG, sources=lambda: SOURCES)


def show(
    question: Question[Any], own: dict[str, Any] | None = None, notice: AnyText | None = None, was: Any = None
) -> Screen:
    """The screen of a second question."""
    cursor = {"q": question.key, "s": own or {}, "was": {} if was is None else {question.key: was}}
    return frame.show(5, NAME, Turn(State({}, cursor), Pending(question, ("before",)), notice), SCENE)


def actions(screen: Screen) -> list[str]:
    """What the buttons do."""
    found = [calls.read(button.data or "") for row in screen.rows for button in row]
    assert all(isinstance(call, OnDialog) and call.draft_id == 5 for call in found)
    return [call.action for call in found if isinstance(call, OnDialog)]


def text(screen: Screen) -> str:
    """What is read."""
    limits.check(screen)
    return limits.plain(str(screen.text))


# --- where am I ----------------------------------------------------------------------


def test_the_head_says_which_part_of_how_many() -> None:
    assert text(show(COLOUR)).split("\n")[0] == "Rencana <SKP> · 4 dari 7"


def test_a_question_of_no_part_has_the_title_alone() -> None:
    assert text(show(replace(COLOUR, part=0))).split("\n")[0] == "Rencana <SKP>"


def test_values_in_titles_are_escaped() -> None:
    assert "Warna & <rupa>" in text(show(COLOUR))


def test_a_notice_stands_above_the_question() -> None:
    lines = text(show(COLOUR, notice="Itu <bukan> warna.")).split("\n")
    assert lines[1:3] == ["⚠ Itu <bukan> warna.", "Warna & <rupa>"]


# --- the ways back and out ---------------------------------------------------------------


def test_every_question_can_be_put_aside_and_left_backwards() -> None:
    assert actions(show(COLOUR)) == ["=merah", "=putih", "back", "keep"]


def test_there_is_no_way_back_from_the_first_question() -> None:
    first = frame.show(5, NAME, Turn(State(), Pending(COLOUR, ())), SCENE)
    assert actions(first) == ["=merah", "=putih", "keep"]


def test_wording_and_source_are_offered_where_there_are_any() -> None:
    assert actions(show(LETTERED)) == ["=merah", "=putih", "f", "w", "back", "keep"]


def test_the_former_answer_of_a_typed_question_is_offered() -> None:
    number = Number(key="n", title="Jumlah", low=1, high=10)
    assert actions(show(number, was="7")) == ["r", "back", "keep"]
    assert actions(show(number)) == ["back", "keep"]


def test_a_former_answer_that_fits_no_longer_is_not_offered() -> None:
    assert actions(show(Number(key="n", title="Jumlah", low=1, high=10), was="70")) == ["back", "keep"]


def test_a_long_label_is_cut_between_words() -> None:
    long = Options([Option("a", "Pelatihan " * 9)])
    (row, *_) = show(replace(COLOUR, options=long)).rows
    assert row[0].label == "Pelatihan Pelatihan Pelatihan…"


# --- pages beside the question ---------------------------------------------------------------


@pytest.mark.parametrize("kind", ["full", "why"])
def test_pages_hold_everything_once_and_lead_back(kind: str) -> None:
    wanted = [str(line) for line in LONG] if kind == "full" else [item.source for item in SOURCES]
    seen: list[str] = []
    turns = actions(show(LETTERED, {kind: 0}))
    pages = 1 + max(int(action[1:]) for action in turns if action[1:])
    for page in range(pages):
        screen = show(LETTERED, {kind: page})
        seen += [line for line in wanted if line in text(screen)]
        assert actions(screen)[-1] == "q"
    assert seen == wanted


def test_a_page_that_is_not_there_shows_the_last() -> None:
    assert show(LETTERED, {"full": 999}) == show(LETTERED, {"full": 3})


def test_one_page_has_nothing_to_turn() -> None:
    short = replace(COLOUR, full=lambda: ["pendek"])
    assert actions(show(short, {"full": 0})) == ["q"]


def test_no_blocks_at_all_are_an_empty_page() -> None:
    assert pages_of([], 10) == [[]]


@effort(100)
@given(st.lists(st.integers(1, 500), max_size=30))
def test_pages_keep_order_and_height(lengths: list[int]) -> None:
    blocks = [Markup("x" * length) for length in lengths]
    pages = pages_of(blocks, 10)
    assert [block for page in pages for block in page] == blocks
    for page in pages:
        assert len(page) == 1 or sum(map(height, page)) <= 10 or not page


# --- small things --------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [1, LABEL_LIMIT - 1, LABEL_LIMIT, LABEL_LIMIT + 1, 500])
def test_labels_are_cut_to_what_a_phone_shows(length: int) -> None:
    label = clipped("x" * length)
    assert len(label) == min(length, LABEL_LIMIT)
    assert label.endswith("…") == (length > LABEL_LIMIT)


def test_height_counts_what_is_read_not_what_is_written() -> None:
    assert height(Markup("<b>a</b>\nb")) == 2
    assert height(Markup("&lt;" * WIDTH)) == 1
    assert height(Markup("x" * (WIDTH + 1))) == 2
    assert height(Markup("")) == 1


@effort(200)
@given(st.text(max_size=60))
def test_a_mark_is_short_and_always_the_same(key: str) -> None:
    assert mark(key) == mark(key)
    assert 1 <= len(mark(key)) <= 7
    assert mark(key).isalnum()


@effort(60)
@given(st.lists(st.integers(1, 90), min_size=1, max_size=10), st.integers(1, 120))
def test_a_notice_never_pushes_the_question_off_the_screen(lengths: list[int], notice: int) -> None:
    """Whatever fitted without it fits with it; the title and the last line stay."""
    body = replace(COLOUR, body=lambda: ["x" * length for length in lengths[:-1]] + ["y" * lengths[-1]])
    calm = limits.plain(str(show(body).text))
    if limits.lines(calm) > LINES:
        return
    told = text(show(body, notice="z" * notice)).split("\n")
    assert told[2] == "Warna & <rupa>"
    assert told[-1] == "y" * lengths[-1]
