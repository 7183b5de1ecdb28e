"""The empty roster that operators fill in: headings, one made-up row, and what belongs in each column."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from locales import Msg, _
from storage.roster.choices import EMPLOYMENT, OWNERSHIP, POST, SALUTATION
from storage.roster.columns import ABOUT, Column
from storage.roster.export import as_csv, fill, save
from storage.roster.problems import Unwritable

CHOICES = {
    Column.status_sekolah: OWNERSHIP.names,
    Column.sapaan: SALUTATION.names,
    Column.peran: POST.names,
    Column.status_kepegawaian: EMPLOYMENT.names,
}
LAST_ROW = 5_000
HEADINGS = tuple(column.value for column in ABOUT)
EXAMPLE = tuple(about.example for about in ABOUT.values())


def template(path: Path, tell: Callable[[Msg], str]) -> None:
    """Write an empty roster, xlsx or csv by the name's ending. `tell` turns a text into the reader's language.

    Raises `Unwritable` for another ending, for a file that exists, or for a place that cannot be written.
    """
    match path.suffix.lower():
        case ".xlsx":
            content = _workbook(tell)
        case ".csv":
            content = as_csv(HEADINGS, [EXAMPLE])
        case _:
            raise Unwritable(_("Nama templat harus berakhir .xlsx atau .csv."))
    save(path, content)


def _workbook(tell: Callable[[Msg], str]) -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = tell(_("Daftar"))
    fill(page, HEADINGS, [EXAMPLE])
    for column, names in CHOICES.items():
        _offer(page, HEADINGS.index(column) + 1, names)
    second: Worksheet = book.create_sheet(tell(_("Penjelasan")))
    fill(second, [tell(_("Kolom")), tell(_("Wajib ada")), tell(_("Isi")), tell(_("Contoh"))], _explained(tell))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _explained(tell: Callable[[Msg], str]) -> list[list[str]]:
    yes, no = tell(_("ya")), tell(_("boleh tidak ada"))
    return [
        [column.value, no if about.optional else yes, tell(about.explanation), about.example]
        for column, about in ABOUT.items()
    ]


def _offer(page: Worksheet, place: int, names: tuple[str, ...]) -> None:
    """A list to choose from in every row; other spellings stay possible."""
    letter = get_column_letter(place)
    choice = DataValidation(type="list", formula1=f'"{",".join(names)}"', allow_blank=True, showErrorMessage=False)
    choice.add(f"{letter}2:{letter}{LAST_ROW}")
    page.add_data_validation(choice)
