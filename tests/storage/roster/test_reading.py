"""Files as people send them: encodings, separators, titles above the headings, numbers that Excel has touched."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from storage.roster import csv_file, reading, xlsx_file
from storage.roster.problems import Unreadable
from storage.roster.reading import read
from storage.roster.sheet import CellKind
from tests.storage.roster.files import HEADINGS, PLAIN, as_csv, as_xlsx, guru, kepala


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_any_usual_separator(tmp_path: Path, sign: str) -> None:
    sheet = read(as_csv(tmp_path / "roster.csv", [guru(nama="Siti, S.Pd; M.Pd")], sign=sign))
    assert sheet.headings == HEADINGS
    assert sheet.lines[0].at(HEADINGS.index("nama")).text == "Siti, S.Pd; M.Pd"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = as_csv(tmp_path / "roster.csv", [guru(nama="Renée")])
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    assert read(path).lines[0].at(HEADINGS.index("nama")).text == "Renée"


def test_rows_count_as_in_the_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    good = as_csv(tmp_path / "good.csv", [guru(nama='Dua\nbaris "sel"'), kepala()]).read_text("utf-8").splitlines(True)
    path.write_text("DAFTAR GURU;;;\n\n" + good[0] + "\n" + "".join(good[1:]), "utf-8")
    sheet = read(path)
    assert sheet.heading_row == 3
    assert [line.number for line in sheet.lines] == [5, 6]


def test_the_separator_hint_of_excel_is_no_row(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "roster.csv", [guru()])
    path.write_text("sep=;\n" + path.read_text("utf-8"), "utf-8")
    assert (read(path).heading_row, read(path).lines[0].number) == (1, 2)


def test_xlsx_with_title_blank_rows_and_a_second_list(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    cover = book.worksheets[0]
    cover.append(["Keterangan"])
    for name in ("SD", "SMP"):
        page = book.create_sheet(name)
        page.append(["Daftar guru"])
        page.append([])
        page.append(list(HEADINGS))
        page.append([])
        page.append([guru(nama=name).get(heading) for heading in HEADINGS])
    book.save(tmp_path / "roster.xlsx")
    sheet = read(tmp_path / "roster.xlsx")
    assert (sheet.heading_row, sheet.lines[0].number) == (3, 5)
    assert sheet.lines[0].at(HEADINGS.index("nama")).text == "SD"
    assert sheet.unread == ("SMP",)


def test_numbers_become_the_digits_that_are_left(tmp_path: Path) -> None:
    values = [99999901, 99999901.0, 197505171998031005.0, 0.5, True, date(2027, 3, 5)]
    path = as_xlsx(tmp_path / "r.xlsx", [dict(zip(HEADINGS, values, strict=False))])
    cells = read(path).lines[0].cells
    expected = ["99999901", "99999901", "1.97505171998031E+17", "0.5", "True", "2027-03-05 00:00:00"]
    assert [cell.text for cell in cells[:6]] == expected
    assert [cell.kind for cell in cells[:6]] == [CellKind.number] * 4 + [CellKind.text, CellKind.date]


def test_a_format_of_zeros_gives_the_leading_zeros_back(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "r.xlsx", [{"npsn": 1234567, "nip": 5}])
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A2"].number_format = "00000000"
    book.save(path)
    assert read(path).lines[0].at(0).text == "01234567"


def test_a_formula_that_failed_is_marked(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "r.xlsx", [{"npsn": "x"}])
    book = openpyxl.load_workbook(path)
    cell = book.worksheets[0]["A2"]
    cell.value, cell.data_type = "#N/A", "e"
    book.save(path)
    assert read(path).lines[0].at(0).kind is CellKind.broken


def test_endless_formatting_is_not_read_to_the_end(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "r.xlsx", [guru()])
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(900_000, 1).value = "far below"
    book.save(path)
    assert len(read(path).lines) == 1


def test_a_wrong_dimension_hides_no_rows(tmp_path: Path) -> None:
    whole = as_xlsx(tmp_path / "whole.xlsx", [guru(), kepala()])
    path = tmp_path / "roster.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', source.read(name))
            target.writestr(name, content)
    assert len(read(path).lines) == 2


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.csv", b"", "kosong"),
        ("blank.csv", b";;;\n \n", "kosong"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "Excel lama"),
        ("page.xls", b"\n <html><table></table>", "halaman web"),
        ("scan.pdf", b"%PDF-1.7 ...", "bukan lembar kerja"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), "bukan lembar kerja"),
        ("cut.xlsx", b"PK\x03\x04" + bytes(100), "terpotong"),
    ],
)
def test_what_is_no_roster_is_refused_with_advice(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        read(path)
    assert told in PLAIN(refused.value.message)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read(tmp_path / "none.csv")
    assert "none.csv" in PLAIN(refused.value.message)
    with pytest.raises(Unreadable, match="tidak dapat dibuka"):
        read(tmp_path)


def test_an_archive_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(Unreadable, match=r"bukan berkas \.xlsx"):
        read(path)


def test_a_damaged_xlsx_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    with pytest.raises(Unreadable, match="rusak"):
        read(path)


def test_an_archive_that_unpacks_beyond_measure_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = as_xlsx(tmp_path / "roster.xlsx", [guru()])
    monkeypatch.setattr(xlsx_file, "MOST_UNPACKED", 1_000)
    with pytest.raises(Unreadable, match="terlalu besar"):
        read(path)


def test_too_many_bytes_or_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [guru()] * 12
    monkeypatch.setattr(csv_file, "MOST_LINES", 10)
    monkeypatch.setattr(xlsx_file, "MOST_LINES", 10)
    for path in (as_csv(tmp_path / "r.csv", rows), as_xlsx(tmp_path / "r.xlsx", rows)):
        with pytest.raises(Unreadable, match="baris"):
            read(path)
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    with pytest.raises(Unreadable, match="terlalu besar"):
        read(tmp_path / "r.csv")


def test_a_csv_with_a_giant_cell_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(";".join(HEADINGS) + "\n" + "x" * 200_000, "utf-8")
    with pytest.raises(Unreadable, match="rusak"):
        read(path)
