"""The empty roster: filled in and given back it is understood; nothing in it becomes a formula."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import openpyxl
import pytest

from locales import catalogue
from storage.roster.columns import ABOUT, Column
from storage.roster.export import as_csv, fill, save
from storage.roster.problems import Unwritable
from storage.roster.reading import read
from storage.roster.template import template
from tests.storage.roster.files import PLAIN, checked, errors, guru, kadis, kepala, said, warnings


@pytest.mark.parametrize("name", ["roster.xlsx", "roster.csv"])
def test_the_template_has_all_columns_and_only_an_example(tmp_path: Path, name: str) -> None:
    template(tmp_path / name, PLAIN)
    assert read(tmp_path / name).headings == tuple(column.value for column in Column)
    found = checked(tmp_path / name)
    assert [text for _, _, text in said(errors(found))] == ["Belum ada orang di bawah baris judul."]
    assert [(row, text) for row, _, text in said(warnings(found))] == [(2, "Baris contoh dilewati.")]


def test_the_example_would_be_right_without_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    template(path, PLAIN)
    path.write_text(path.read_text("utf-8-sig").replace(" (hapus baris ini)", ""), "utf-8")
    assert errors(checked(path)) == []


def test_a_template_that_was_filled_in_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    template(path, PLAIN)
    book = openpyxl.load_workbook(path)
    for row in (kadis(), kepala(), guru()):
        book.worksheets[0].append([row.get(column) for column in Column])
    book.save(path)
    found = checked(path)
    assert found.roster is not None
    assert [assignment.row for assignment in found.roster.assignments] == [3, 4, 5]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_second_sheet_explains_every_column(tmp_path: Path, language: str) -> None:
    template(tmp_path / "roster.xlsx", catalogue(language).plain)
    page = openpyxl.load_workbook(tmp_path / "roster.xlsx").worksheets[1]
    rows = list(page.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [column.value for column in ABOUT]
    assert all(row[2] for row in rows)


def test_columns_of_numbers_are_text_for_excel(tmp_path: Path) -> None:
    template(tmp_path / "roster.xlsx", PLAIN)
    page = openpyxl.load_workbook(tmp_path / "roster.xlsx").worksheets[0]
    assert page["A2"].number_format == "@"
    assert page.column_dimensions["A"].number_format == "@"
    assert {choice.formula1 for choice in page.data_validations.dataValidation} >= {'"PNS,PPPK,Non-ASN"'}


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+62 8", "@SUM(A1)", "-1"])
def test_nothing_written_is_a_formula(tmp_path: Path, text: str) -> None:
    book = openpyxl.Workbook()
    fill(book.worksheets[0], ["Nama"], [[text]])
    book.save(tmp_path / "list.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    (line,) = list(csv.reader(as_csv(["Nama"], [[text]]).decode("utf-8-sig").splitlines()[1:], delimiter=";"))
    assert line == [f"'{text}"]


def test_signs_that_xlsx_cannot_hold_do_no_harm(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(book.worksheets[0], ["Nama"], [["Siti\x07"]])
    assert book.worksheets[0]["A2"].value == "Siti"


def test_no_file_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("mine", "utf-8")
    with pytest.raises(Unwritable, match="sudah ada"):
        template(path, PLAIN)
    assert path.read_text("utf-8") == "mine"


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="tidak dapat ditulis"):
        template(tmp_path / "none" / "roster.csv", PLAIN)
    with pytest.raises(Unwritable, match=r"\.xlsx atau \.csv"):
        template(tmp_path / "roster.ods", PLAIN)


def test_codes_are_for_their_owner_only(tmp_path: Path) -> None:
    save(tmp_path / "codes.xlsx", b"secret")
    assert stat.S_IMODE((tmp_path / "codes.xlsx").stat().st_mode) == 0o600
