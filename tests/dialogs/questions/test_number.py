"""Numbers as Indonesians write them: points group thousands, a comma begins the decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogs.questions import Number, Tap, Typed
from dialogs.questions.number import parse
from tests.dialogs import limits
from tests.dialogs.effort import effort
from tests.dialogs.questions.asking import ENGLISH, SCENE, answer, asks_for_its_kind, labels, refusal, typed

TARGET = Number(key="target", title="Target", low=Decimal("0.01"), high=100_000, places=2, suggested=2)
UNITS = Number(key="units", title="Berapa kali?", low=1, high=60)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", "2"),
        ("12,5", "12.5"),
        ("1.250,5", "1250.5"),
        ("1.250", "1250"),
        ("100.000", "100000"),
        ("0,01", "0.01"),
        ("+7", "7"),
        ("99999,99", "99999.99"),
    ],
)
def test_indonesian_notation_is_read(text: str, value: str) -> None:
    assert typed(TARGET, text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        *("12.5", "1,250.5", "1.25", "1..250", "1.2.3", "12.50,5", ".5", ",5", "5,", "1,2,3", "1 250", "1'250"),
        *("dua", "dua kali", "2 kali", "2x", "Rp2", "50%", "½", "²", "٣", "１２", "1e5", "1E5", "0x10", "1_000", "--1"),
        *("NaN", "nan", "sNaN", "Infinity", "-Infinity", "inf", "∞", "", " ", "<b>2</b>", "2\n3", "😀", "\u202e21"),
    ],
)
def test_what_is_no_number_is_refused_with_an_example(text: str) -> None:
    said = refusal(TARGET, Typed(text))
    assert "12,5" in said, "an example of what is accepted"
    assert " ".join(text.split()) in said, "what was understood"


def test_a_long_wrong_answer_is_not_repeated_at_length() -> None:
    assert len(refusal(TARGET, Typed("x" * 4096))) < 200
    assert limits.lines(refusal(TARGET, Typed("\n".join("abcdefghijklmnopqrst")))) <= 3


def test_where_only_whole_numbers_are_asked_the_example_is_one() -> None:
    assert "12,5" not in refusal(UNITS, Typed("dua"))


@pytest.mark.parametrize("text", ["0", "-1", "0,009", "100.000,01", "100.001", "9" * 40, "-99"])
def test_out_of_range_is_refused_with_the_range(text: str) -> None:
    said = refusal(TARGET, Typed(text))
    assert "0,01" in said
    assert "100.000" in said


@pytest.mark.parametrize("text", ["2,125", "1,000", "2," + "0" * 40 + "1"])
def test_too_many_decimals_are_refused(text: str) -> None:
    """`1,000` is no thousand: whoever writes so in English must not be told yes and get one."""
    assert "2" in refusal(TARGET, Typed(text))


@pytest.mark.parametrize("text", ["1,5", "2,0"])
def test_whole_means_no_comma(text: str) -> None:
    assert refusal(UNITS, Typed(text))


@pytest.mark.parametrize(("text", "value"), [("1", 1), ("60", 60)])
def test_both_bounds_are_in(text: str, value: int) -> None:
    assert typed(UNITS, text) == value


def test_the_suggestion_is_taken_with_one_tap() -> None:
    assert TARGET.value(answer(TARGET, Tap("s"))) == 2
    assert any("2" in label for label in labels(TARGET))


def test_without_a_suggestion_its_tap_is_refused() -> None:
    assert refusal(UNITS, Tap("s"))
    assert labels(UNITS) == []


@pytest.mark.parametrize("action", ["", "x", "=2", "s2", "back", "2"])
def test_a_forged_tap_is_no_answer(action: str) -> None:
    assert refusal(TARGET, Tap(action))


def test_other_kinds_are_refused() -> None:
    asks_for_its_kind(TARGET)


@pytest.mark.parametrize(
    "kept", [None, 2, 2.0, True, ["2"], {}, "", "dua", "NaN", "sNaN", "Infinity", "0", "100001", "0.001"]
)
def test_a_kept_answer_that_fits_no_longer_is_recognised(kept: object) -> None:
    assert not TARGET.fits(kept)


def test_a_long_unit_does_not_lengthen_the_label() -> None:
    unit = Number(key="t", title="T", low=1, high=100_000, suggested=95_000, unit="perangkat pembelajaran lengkap")
    assert all(len(label) <= 32 for label in (*labels(unit), *labels(unit, scene=ENGLISH)))


@effort(200)
@given(st.decimals(min_value=Decimal("0.01"), max_value=100_000, places=2))
def test_every_number_that_is_shown_can_be_typed(value: Decimal) -> None:
    shown = SCENE.t.number(value)
    assert parse(shown) == value
    assert typed(TARGET, shown) == value


@effort(300)
@given(st.text(max_size=60) | st.text(alphabet="0123456789.,-+eE ", max_size=20))
@example("1.000,")
@example("٠")
def test_whatever_is_typed_gives_a_number_in_range_or_a_refusal(text: str) -> None:
    for question in (TARGET, UNITS):
        reaction = question.accept(Typed(text), {}, ENGLISH)
        kept = getattr(reaction, "answer", None)
        if kept is None:
            assert refusal(question, Typed(text))
        else:
            assert question.fits(kept)
            assert question.low <= question.value(kept) <= question.high
            assert parse(text) == question.value(kept)
