"""Rosters in xlsx, read row by row. Numbers are turned into the text that they still stand for."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl

from locales import _
from storage.roster.problems import Unreadable
from storage.roster.sheet import (
    EMPTY,
    MOST_COLUMNS,
    MOST_LINES,
    Cell,
    CellKind,
    Line,
    Sheet,
    heading_place,
    sheet_of,
    too_many_lines,
)
from storage.roster.text import clean

MOST_UNPACKED = 200_000_000
"""Bytes after unpacking: a small file must not fill the memory."""
BLANK_END = 1_000
"""So many empty rows in a row are the end, however far the formatting reaches."""
EXACT = 10**15
"""Excel keeps 15 digits; a larger number has lost some."""
ZEROS = re.compile(r"^0+$")
"""A number format such as 00000000 shows leading zeros that the number itself has not."""


def sheet(content: bytes) -> Sheet:
    """Read the first sheet that has a roster's headings.

    Raises `Unreadable` for a damaged file, an archive of another kind, or one that unpacks beyond measure.
    """
    _check_archive(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on decorations that it does not read
            tables = _tables(content)
    except Unreadable:
        raise
    except Exception as error:
        # openpyxl meets damage with whatever its parsers raise
        raise Unreadable(_("Berkas .xlsx ini rusak. Buka di Excel atau LibreOffice, lalu simpan ulang.")) from error
    rosters = [name for name, lines in tables.items() if heading_place(_filled(lines)) is not None]
    chosen = rosters[0] if rosters else next(iter(tables), None)
    return sheet_of(tables[chosen] if chosen is not None else [], unread=tuple(rosters[1:]))


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise Unreadable(_("Berkas ini terpotong atau rusak. Salin atau unduh sekali lagi.")) from None
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise Unreadable(_("Ini bukan berkas .xlsx. Buka di Excel atau LibreOffice, lalu simpan sebagai .xlsx."))
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable(_("Berkas ini terlalu besar (lebih dari 20 MB). Bagi menjadi beberapa berkas."))


def _tables(content: bytes) -> dict[str, list[Line]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        return {page.title: list(_lines(page)) for page in book.worksheets if page.sheet_state == "visible"}
    finally:
        book.close()


def _lines(page: Any) -> Iterator[Line]:
    """Rows of a sheet. Some programs write a wrong dimension, so it is not believed."""
    page.reset_dimensions()
    blank = 0
    for number, row in enumerate(page.iter_rows(), start=1):
        line = Line(number, tuple(_cell(cell) for cell in row[:MOST_COLUMNS]))
        blank = 0 if any(cell.text for cell in line.cells) else blank + 1
        if number - blank > MOST_LINES:
            raise too_many_lines()
        if blank > BLANK_END:
            return
        yield line


def _filled(lines: list[Line]) -> list[Line]:
    return [line for line in lines if any(cell.text for cell in line.cells)]


def _cell(cell: Any) -> Cell:
    match cell.value:
        case None:
            return EMPTY
        case bool() as value:
            return Cell(str(value))
        case int() | float() as value:
            return Cell(_number(value, str(cell.number_format)), CellKind.number)
        case datetime() | date() | time() as value:
            return Cell(str(value), CellKind.date)
        case value if cell.data_type == "e":
            return Cell(str(value), CellKind.broken)
        case value:
            return Cell(clean(str(value)))


def _number(value: int | float, number_format: str) -> str:
    """The digits that are certain: an 18-digit float is shown as Excel would, so that its loss is seen."""
    if isinstance(value, float) and not (value.is_integer() and abs(value) < EXACT):
        return f"{value:.15G}"
    digits = str(int(value))
    return digits.zfill(len(number_format)) if ZEROS.match(number_format) else digits
