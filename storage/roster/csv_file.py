"""Rosters in CSV: UTF-8 or what an Indonesian Windows writes, with `;`, `,` or tab between the cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from locales import _
from storage.roster.problems import Unreadable
from storage.roster.sheet import (
    HEADING_WITHIN,
    MOST_COLUMNS,
    MOST_LINES,
    Cell,
    Line,
    Sheet,
    known_headings,
    sheet_of,
    too_many_lines,
)
from storage.roster.text import clean

DELIMITERS = (";", ",", "\t")


def sheet(content: bytes) -> Sheet:
    """Read a CSV. The delimiter is the one with which the headings are understood best.

    Raises `Unreadable` when the text is no table.
    """
    text = _without_hint(_decoded(content))
    delimiter = max(DELIMITERS, key=lambda sign: _understood(text, sign))
    try:
        lines = [_line(number, row) for number, row in enumerate(_rows(text, delimiter), start=1)]
    except csv.Error as error:
        raise Unreadable(_("CSV ini rusak: {reason}. Simpan ulang sebagai .xlsx.", reason=str(error))) from None
    if len(lines) > MOST_LINES:
        raise too_many_lines()
    return sheet_of(lines)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _without_hint(text: str) -> str:
    """`sep=;` in the first line is a hint for Excel, which does not count it as a row."""
    first, _line_end, rest = text.partition("\n")
    return rest if first.strip().lower().startswith("sep=") else text


def _understood(text: str, delimiter: str) -> int:
    try:
        return max((known_headings(_line(0, row)) for row in islice(_rows(text, delimiter), HEADING_WITHIN)), default=0)
    except csv.Error:
        return 0


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _line(number: int, row: list[str]) -> Line:
    return Line(number, tuple(Cell(clean(text)) for text in row[:MOST_COLUMNS]))
