"""Spreadsheets that Kawal writes: every cell is text, so that nothing becomes a formula and no digit is lost."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from locales import _
from storage.roster.problems import Unwritable
from storage.roster.text import FORMULA_SIGNS, clean

TEXT_FORMAT = "@"
OWNER_ONLY = 0o600
WIDEST = 60


def fill(page: Worksheet, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Headings in bold that stay in sight, and rows of text below them."""
    lines = [list(headings), *(list(row) for row in rows)]
    for number, line in enumerate(lines, start=1):
        for place, text in enumerate(line, start=1):
            _write(page, number, place, text)
    for place in range(1, len(headings) + 1):
        page.cell(1, place).font = Font(bold=True)
        column = page.column_dimensions[get_column_letter(place)]
        column.width = min(WIDEST, 3 + max(len(line[place - 1]) for line in lines))
        column.number_format = TEXT_FORMAT
    page.freeze_panes = "A2"


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV as an Indonesian Excel opens it: `;` between cells, UTF-8 with a mark, formulas made harmless."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headings)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def save(path: Path, content: bytes) -> None:
    """Write a new file that only its owner may read.

    Raises `Unwritable` when it exists already (it may hold codes that are shown once) or cannot be written.
    """
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY)
    except FileExistsError:
        raise Unwritable(_("Berkas {name} sudah ada. Pilih nama lain.", name=str(path))) from None
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> Unwritable:
    reason = error.strerror or str(error)
    return Unwritable(_("Berkas {name} tidak dapat ditulis: {reason}.", name=str(path), reason=reason))


def _write(page: Worksheet, row: int, column: int, text: str) -> None:
    cell = page.cell(row, column)
    cell.value = clean(text)
    cell.data_type = "s"  # openpyxl takes a text that begins with = for a formula
    cell.number_format = TEXT_FORMAT
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
