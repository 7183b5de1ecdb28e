"""What people type, made safe to keep."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.cleaning import clean, looks_like_nik
from tests.dialogs.effort import effort

NIK = "7371010101900001"
"""Made up: no district has this date and number together."""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  dua  kali ", "dua kali"),
        ("dua\tkali", "dua kali"),
        ("dua\u00a0kali", "dua kali"),
        ("satu\r\ndua", "satu\ndua"),
        ("satu \n  dua", "satu\ndua"),
        ("\n\nsatu\n", "satu"),
        ("", ""),
        (" \n ", ""),
        ("e\u0301", "\u00e9"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("a\u2066b\u2069c\u200ed\u200fe\u061cf", "abcdef"),
        ("\ufeffhalo", "halo"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("e\u200e\u0301", "\u00e9"),
    ],
)
def test_invisible_signs_and_spare_space_go(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "text", ["محمد بن عبد الله", "עברית", "👩🏽\u200d🏫🇮🇩", "ꦲꦏ꧀ꦱꦫ", "<b>&amp;{x}", "1.250,5", "‘kutip’ — ﷺ"]
)
def test_letters_of_every_script_and_emoji_stay(text: str) -> None:
    assert clean(text) == text


@effort(300)
@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == once.strip()
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(sign) == "Cc" and sign != "\n" for sign in once)
    assert not any(unicodedata.bidirectional(sign) in BIDI for sign in once)


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""The controls that make a text read as something else."""


# --- NIK -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        NIK,
        f"NIK saya {NIK}.",
        f"nik:{NIK}",
        f"({NIK})",
        "7371 0101 0190 0001",
        "737101-010190-0001",
        "73.71.01.010190.0001",
        "7 3 7 1 0 1 0 1 0 1 9 0 0 0 0 1",
        "7371\u00a00101\u00a00190\u00a00001",
        "7371  0101  0190  0001",
        "7371\u202f0101\u20090190\u30000001",
        "737101\u200e0101900001",
        "73710101\u202a01900001",
        "７３７１０１０１０１９００００１",
        "٧٣٧١٠١٠١٠١٩٠٠٠٠١",
        f"saya guru\n{NIK}\nterima kasih",
        f"x{NIK}y",
    ],
)
def test_sixteen_digits_are_taken_for_a_nik(text: str) -> None:
    assert looks_like_nik(text)


@pytest.mark.parametrize(
    "text",
    [
        "198001012005011001",
        "19800101 200501 1 001",
        "NIP 19800101.200501.1.001",
        "PPPK 198001012023211001",
        "737101010190000",
        "73710101019000011",
        "081234567890",
        "+62 812-3456-7890",
        "20401234",
        "1.250,5",
        "31-01-2027",
        "tahun 2024, 2025, 2026 dan 2027",
        "1 2 3 4 5 6 7 8 9 10 11",
        "",
    ],
)
def test_a_nip_a_telephone_and_a_date_are_none(text: str) -> None:
    assert not looks_like_nik(text)


@effort(200)
@given(st.lists(st.sampled_from(["", " ", "-", ".", "\u00a0", "  "]), min_size=15, max_size=15), st.text(max_size=5))
def test_however_it_is_grouped_a_nik_is_recognised(between: list[str], before: str) -> None:
    grouped = NIK[0] + "".join(gap + digit for gap, digit in zip(between, NIK[1:], strict=True))
    assert looks_like_nik(f"{''.join(sign for sign in before if not sign.isdigit())} : {grouped} .")


def test_two_days_side_by_side_are_no_nik() -> None:
    assert not looks_like_nik("01-02-2027 15-02-2027")
    assert looks_like_nik("33-01-0125 05900003")
