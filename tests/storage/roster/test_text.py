"""Cells hold more than one sees."""

from __future__ import annotations

import pytest

from storage.roster.problems import shown
from storage.roster.text import clean, slug


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("  Siti\u00a0 Aminah\n", "Siti Aminah"),
        ("\u202eitiS\u202c", "itiS"),
        ("Si\u200bti\x07", "Siti"),
        ('="0123"', "0123"),
        ("'0123", "0123"),
        ("'Aisyah", "'Aisyah"),
        ("-", ""),
        ("–", ""),
        ("Re\u0301nee", "Rénee"),
        ("Siti 👩🏽‍🏫", "Siti 👩🏽🏫"),
    ],
)
def test_a_cell_becomes_one_visible_line(written: str, meant: str) -> None:
    assert clean(written) == meant


@pytest.mark.parametrize("heading", ["Nama Sekolah", " NAMA_SEKOLAH* ", "nama-sekolah", "Nama\nSekolah:"])
def test_headings_are_compared_without_case_and_signs(heading: str) -> None:
    assert slug(heading) == "nama_sekolah"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("198501012010012001", "1985" + "•" * 14),
        ("19850101 201001 2 001", "1985" + "•" * 14),
        ("6371010101850001", "•" * 16),
        ("63710101018500011", "•" * 17),
        ("Siti (6371010101850001)", "Siti (" + "•" * 16 + ")"),
        ("99999901", "99999901"),
        ("guru kelas IV", "guru kelas IV"),
    ],
)
def test_numbers_of_people_are_not_shown(text: str, seen: str) -> None:
    assert shown(text) == seen
