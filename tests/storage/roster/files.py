"""Rosters for tests: one good row to vary, written as the files that people send."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from babel import Locale

from locales import Catalogue
from storage.roster.check import check
from storage.roster.columns import Column
from storage.roster.known import Existing
from storage.roster.problems import Problem, Severity
from storage.roster.reading import read
from storage.roster.roster import Checked

YEAR = 2027
HEADINGS = tuple(column.value for column in Column)
PLAIN = Catalogue("id", {}, {}, Locale("id")).plain

SCHOOL = {
    "npsn": "99999901",
    "nama_sekolah": "SDN Contoh 01",
    "jenjang": "SD",
    "status_sekolah": "negeri",
    "provinsi": "Kalimantan Selatan",
    "kabupaten_kota": "Kabupaten Contoh",
    "dinas": "Dinas Pendidikan Kabupaten Contoh",
}
OFFICE = SCHOOL | {"npsn": "", "nama_sekolah": "", "jenjang": "", "status_sekolah": ""}

Row = dict[str, Any]


def guru(**changes: Any) -> Row:
    """A complete row of a guru, with changes."""
    person = {"nama": "Guru Satu, S.Pd.", "sapaan": "Ibu", "nip": "198501012010012001", "peran": "guru"}
    return SCHOOL | person | {"jabatan": "guru kelas IV", "status_kepegawaian": "PNS"} | changes


def kepala(**changes: Any) -> Row:
    """A complete row of a kepala sekolah, with changes."""
    return guru(nama="Kepala Satu, M.Pd.", nip="197502022000011002", peran="kepala sekolah", jabatan="") | changes


def kadis(**changes: Any) -> Row:
    """A complete row of a kepala dinas, with changes."""
    person = {"nama": "Kadis Satu", "nip": "197003031995031003", "peran": "kepala dinas", "status_kepegawaian": "PNS"}
    return OFFICE | person | changes


def pengawas(**changes: Any) -> Row:
    """A complete row of a pengawas, with changes."""
    return kadis(nama="Pengawas Satu", nip="197204042005012004", peran="pengawas") | changes


def as_csv(path: Path, rows: Iterable[Row], *, headings: Sequence[str] = HEADINGS, sign: str = ";") -> Path:
    """Write rows as a UTF-8 CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=sign)
        writer.writerow(headings)
        writer.writerows([row.get(heading, "") for heading in headings] for row in rows)
    return path


def as_xlsx(path: Path, rows: Iterable[Row], *, headings: Sequence[str] = HEADINGS) -> Path:
    """Write rows as xlsx; values keep their kind."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(list(headings))
    for row in rows:
        page.append([row.get(heading) for heading in headings])
    book.save(path)
    return path


def checked(path: Path, existing: Existing | None = None) -> Checked:
    """Read and check a file."""
    return check(read(path), YEAR, existing or Existing())


def errors(found: Checked) -> list[Problem]:
    """The problems that keep a file out."""
    return [problem for problem in found.problems if problem.severity is Severity.error]


def warnings(found: Checked) -> list[Problem]:
    """The problems that do not."""
    return [problem for problem in found.problems if problem.severity is Severity.warning]


def said(problems: Iterable[Problem]) -> list[tuple[int | None, str | None, str]]:
    """Row, column and Indonesian text of each problem."""
    return [(problem.row, problem.column, PLAIN(problem.message)) for problem in problems]
