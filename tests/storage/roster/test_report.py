"""What the command line says about a file's problems."""

from __future__ import annotations

from locales import _
from storage.roster.problems import Problem, Severity
from storage.roster.report import problem_lines, row_ranges, table_lines
from tests.storage.roster.files import PLAIN


def test_each_problem_has_its_row_and_column() -> None:
    problems = [
        Problem(None, None, None, _("Satu."), Severity.warning),
        Problem(1, None, None, _("Dua.")),
        Problem(12, "nip", "1985••", _("Tiga {braces}.", braces="{x}")),
    ]
    assert problem_lines(problems, PLAIN) == [
        "Perhatikan: Satu.",
        "Perlu diperbaiki, baris 1: Dua.",
        "Perlu diperbaiki, baris 12, kolom nip: “1985••”. Tiga {x}.",
    ]


def test_what_is_wrong_everywhere_is_said_once_for_the_rest() -> None:
    problems = [Problem(row, "nip", str(row), _("Rusak.")) for row in (*range(2, 11), 15)]
    lines = problem_lines(problems, PLAIN)
    assert len(lines) == 6
    assert lines[-1] == "Perlu diperbaiki, kolom nip, juga di baris 7-10, 15: Rusak."


def test_row_ranges() -> None:
    assert row_ranges([9, 3, 7, 8, 3]) == "3, 7-9"
    assert row_ranges([]) == ""


def test_a_table_keeps_its_columns() -> None:
    assert table_lines(("Nama", "Kode"), [("Siti Aminah", "X")]) == ["Nama         Kode", "Siti Aminah  X"]
