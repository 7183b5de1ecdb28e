"""The column sekolah_binaan: read, checked, written, and carried into a new year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import binaan, people
from storage.binaan import BINAAN
from storage.database import Database
from storage.people import ASSIGNMENTS, UNITS
from storage.roster.applying import Applied, apply
from storage.roster.check import check
from storage.roster.columns import Column
from storage.roster.identifiers import several_npsn
from storage.roster.reading import read
from storage.roster.recorded import existing
from storage.roster.sheet import Cell, CellKind
from tests.storage.roster.files import (
    HEADINGS,
    PLAIN,
    SCHOOL,
    YEAR,
    Row,
    as_csv,
    as_xlsx,
    checked,
    errors,
    guru,
    kadis,
    kepala,
    pengawas,
    said,
    warnings,
)
from tests.storage.school import NOW

OTHER = SCHOOL | {"npsn": "99999902", "nama_sekolah": "SDN Contoh 02"}
ELSEWHERE = SCHOOL | {"npsn": "99999903", "nama_sekolah": "SDN Lain", "dinas": "Dinas Pendidikan Kota Lain"}
SECOND = kepala(nama="Kepala Dua", nip="197601012001011004", **OTHER)
HEADS = [kadis(), kepala(), SECOND]
WITHOUT = tuple(heading for heading in HEADINGS if heading != Column.sekolah_binaan)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("99999901", ("99999901",)),
        ("99999901, 99999902", ("99999901", "99999902")),
        ("99999901;99999902/99999903", ("99999901", "99999902", "99999903")),
        ("99999901 99999902,", ("99999901", "99999902")),
        ("99999901, 99999901", ("99999901",)),
    ],
)
def test_several_in_one_cell(text: str, found: tuple[str, ...]) -> None:
    assert several_npsn(Cell(text)) == found


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell("99999901, 123"), "8 angka"),
        (Cell("99999901, 6371012010850001"), "seperti NIK"),
        (Cell("99999901.99999902", CellKind.number), "sebagai satu bilangan"),
        (Cell("2027-01-12", CellKind.date), "menjadi tanggal"),
    ],
)
def test_what_is_wrong_is_said(cell: Cell, words: str) -> None:
    found = several_npsn(cell)
    assert not isinstance(found, tuple)
    assert words in PLAIN(found)


def test_one_number_of_excel_is_one_school(tmp_path: Path) -> None:
    found = checked(as_xlsx(tmp_path / "a.xlsx", [*HEADS, pengawas(sekolah_binaan=99999901)]))
    assert found.roster is not None
    assert found.roster.assignments[-1].binaan == ("99999901",)


def test_a_school_must_be_known_and_below_the_same_dinas(tmp_path: Path) -> None:
    lain = kepala(nama="Kepala Tiga", nip="197701012002011005", **ELSEWHERE)
    row = pengawas(sekolah_binaan="99999901, 99999903, 99999909")
    found = checked(as_csv(tmp_path / "a.csv", [*HEADS, lain, row]))
    assert said(errors(found)) == [
        (6, "sekolah_binaan", "Sekolah 99999903 berada di bawah dinas lain, jadi bukan binaan pengawas ini."),
        (6, "sekolah_binaan", "NPSN 99999909 tidak ada di berkas ini dan belum ada di Kawal."),
    ]


def test_for_anybody_else_it_is_not_used(tmp_path: Path) -> None:
    found = checked(as_csv(tmp_path / "a.csv", [*HEADS, guru(sekolah_binaan="99999909")]))
    assert found.roster is not None
    told = [text for _row, column, text in said(warnings(found)) if column == "sekolah_binaan"]
    assert told == ["Sekolah binaan hanya untuk pengawas; isian di baris ini tidak dipakai."]


# --- written ------------------------------------------------------------------------


async def _import(database: Database, file: Path, year: int = YEAR, days: int = 0) -> Applied:
    async with database.transaction() as session:
        recorded = await existing(session, year)
        found = check(read(file), year, recorded)
        assert found.roster is not None, found.problems
        return await apply(session, found.roster, recorded, NOW + timedelta(days=days))


async def _binaan(database: Database, year: int = YEAR) -> list[str]:
    async with database.reading() as session:
        [member] = await people.find(session, ASSIGNMENTS.c.role == "pengawas", ASSIGNMENTS.c.year == year)
        return [school.npsn or "" for school in await binaan.schools(session, member.assignment_id)]


def _file(folder: Path, rows: Iterable[Row], headings: tuple[str, ...] = HEADINGS) -> Path:
    return as_csv(folder / "roster.csv", rows, headings=headings)


async def test_what_the_row_says_holds_and_is_changed_by_the_next_one(database: Database, tmp_path: Path) -> None:
    both = _file(tmp_path, [*HEADS, pengawas(sekolah_binaan="99999901, 99999902")])
    await _import(database, both)
    assert await _binaan(database) == ["99999901", "99999902"]
    again = await _import(database, both)
    assert (again.updated, again.created) == (0, 0)
    fewer = await _import(database, _file(tmp_path, [pengawas(sekolah_binaan="99999902")]), days=1)
    assert fewer.updated == 1
    assert await _binaan(database) == ["99999902"]
    async with database.reading() as session:
        ended = select(UNITS.c.npsn).join(BINAAN, BINAAN.c.unit_id == UNITS.c.id).where(BINAAN.c.ends.is_not(None))
        assert list(await session.scalars(ended)) == ["99999901"]


async def test_without_the_column_the_record_stays(database: Database, tmp_path: Path) -> None:
    await _import(database, _file(tmp_path, [*HEADS, pengawas(sekolah_binaan="99999901")]))
    await _import(database, _file(tmp_path, [*HEADS, pengawas()], WITHOUT), days=1)
    assert await _binaan(database) == ["99999901"]
    await _import(database, _file(tmp_path, [*HEADS, pengawas()]), days=2)
    assert await _binaan(database) == []
    await _import(database, _file(tmp_path, [*HEADS, pengawas()], WITHOUT), days=3)
    assert await _binaan(database) == []


async def test_a_new_year_begins_with_the_schools_of_the_last(database: Database, tmp_path: Path) -> None:
    await _import(database, _file(tmp_path, [*HEADS, pengawas(sekolah_binaan="99999902")]))
    await _import(database, _file(tmp_path, [*HEADS, pengawas()], WITHOUT), YEAR + 1, days=360)
    assert await _binaan(database, YEAR + 1) == ["99999902"]
    assert await _binaan(database) == ["99999902"]
