"""A sheet becomes entries: one per row, every cell understood or refused by row and column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from locales import Msg, _
from regulations.models import Role
from storage.roster import identifiers
from storage.roster.choices import EMPLOYMENT, OWNERSHIP, POST, SALUTATION, Post, Words
from storage.roster.columns import ABOUT, EXAMPLE_MARK, Column, column_named, is_forbidden
from storage.roster.problems import Problem, Severity, shown
from storage.roster.provinces import nearest_province, province_named
from storage.roster.sheet import Cell, CellKind, Line, Sheet
from storage.roster.text import FORMULA_SIGNS
from storage.values import Employment

T = TypeVar("T")

NAME_MOST = 100
WORDS_MOST = 80
LEVEL_MOST = 20
NIK_INSIDE = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){15}(?!\d)")
GENERIC_OFFICES = {"dinas", "pendidikan", "dan", "kebudayaan", "pemuda", "olahraga", "disdik", "disdikbud"}
GENERIC_DINAS = GENERIC_OFFICES | {"kabupaten", "kab", "kota", "provinsi", "prov"}
"""A dinas named with these words only could be any."""
AT_DINAS = frozenset({Role.kepala_dinas, Role.pengawas})
AT_SCHOOL = frozenset({Role.guru, Role.kepala_sekolah})


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. None: not said, or refused (then a problem tells why)."""

    row: int
    name: str | None
    salutation: str | None
    nip: str | None
    local_id: str | None
    post: Post | None
    position: str | None
    employment: Employment | None
    additional_task: str | None
    appraiser: str | None
    npsn: str | None
    school: str | None
    level: str | None
    ownership: str | None
    province: str | None
    district: str | None
    dinas: str | None
    binaan: tuple[str, ...] = ()
    """NPSN of the schools that are entrusted to a pengawas."""


@dataclass(frozen=True, slots=True)
class Entries:
    """All rows of a sheet with the columns that it has; a missing column leaves what the record knows."""

    rows: tuple[Entry, ...]
    columns: Mapping[Column, str]
    """Heading as written in the file, by column."""
    problems: tuple[Problem, ...]

    def problem(
        self, entry: Entry, column: Column, value: str | None, message: Msg, severity: Severity = Severity.error
    ) -> Problem:
        """A remark on one cell of an entry, found later."""
        heading = self.columns.get(column, column.value)
        return Problem(entry.row, heading, shown(value) if value else None, message, severity)


def entries(sheet: Sheet, year: int) -> Entries:
    """Understand every row. `year` is the year of the plans, against which dates in a NIP are held."""
    places, problems = _places(sheet)
    headings = {column: sheet.headings[place] for column, place in places.items()}
    rows = [_Row(line, places, headings) for line in sheet.lines]
    real = [row for row in rows if not row.is_example()]
    understood = tuple(_entry(row, year) for row in real)
    if not real:
        problems.append(_about_file(sheet.heading_row, _("Belum ada orang di bawah baris judul.")))
    return Entries(understood, headings, (*problems, *(problem for row in rows for problem in row.problems)))


def _places(sheet: Sheet) -> tuple[dict[Column, int], list[Problem]]:
    places: dict[Column, int] = {}
    problems: list[Problem] = []
    for place, heading in enumerate(sheet.headings):
        column = column_named(heading)
        if column is not None and column not in places:
            places[column] = place
        elif remark := _heading_remark(sheet, heading, column):
            problems.append(remark)
    return places, problems + _missing(sheet, places) + _unread_sheets(sheet)


def _heading_remark(sheet: Sheet, heading: str, column: Column | None) -> Problem | None:
    if not heading:
        return None
    if is_forbidden(heading):
        message = _("Kawal tidak menerima NIK. Hapus kolom ini dari berkas.")
        return Problem(sheet.heading_row, heading, None, message)
    if column is not None:
        message = _("Kolom {column} ada dua kali. Sisakan satu.", column=column.value)
        return Problem(sheet.heading_row, heading, None, message)
    message = _("Kolom ini tidak dikenal dan tidak dibaca.")
    return Problem(sheet.heading_row, shown(heading), None, message, Severity.warning)


def _missing(sheet: Sheet, places: Mapping[Column, int]) -> list[Problem]:
    missing = [column for column, about in ABOUT.items() if not about.optional and column not in places]
    problems = [
        _about_file(sheet.heading_row, _("Kolom {column} tidak ada.", column=column.value)) for column in missing
    ]
    if Column.nip not in places and Column.id_lokal not in places:
        problems.append(_about_file(sheet.heading_row, _("Kolom nip tidak ada (atau id_lokal untuk orang tanpa NIP).")))
    return problems


def _unread_sheets(sheet: Sheet) -> list[Problem]:
    message = _(
        "Hanya satu lembar yang dibaca. Lembar {names} juga berisi daftar dan tidak dibaca.",
        names=", ".join(sheet.unread),
    )
    return [Problem(None, None, None, message, Severity.warning)] if sheet.unread else []


def _about_file(row: int, message: Msg) -> Problem:
    return Problem(row, None, None, message)


@dataclass
class _Row:
    """One line being understood: cells by column, and what is wrong with them."""

    line: Line
    places: Mapping[Column, int]
    headings: Mapping[Column, str]
    problems: list[Problem] = field(default_factory=list)

    def cell(self, column: Column) -> Cell:
        return self.line.at(self.places[column]) if column in self.places else Cell("")

    def is_example(self) -> bool:
        if not self.cell(Column.nama).text.endswith(EXAMPLE_MARK):
            return False
        self.remark(Column.nama, _("Baris contoh dilewati."), Severity.warning)
        return True

    def remark(self, column: Column, message: Msg, severity: Severity = Severity.error) -> None:
        value = shown(self.cell(column).text) or None
        self.problems.append(
            Problem(self.line.number, self.headings.get(column, column.value), value, message, severity)
        )

    def text(self, column: Column, most: int = WORDS_MOST) -> str | None:
        """Free text of a cell, or None when it is empty or refused."""
        cell = self.cell(column)
        wrong = _wrong_text(cell, most)
        if wrong is not None:
            self.remark(column, wrong)
            return None
        return cell.text or None

    def number(self, column: Column, found: str | Msg) -> str | None:
        """Keep an identifier, or remark on what is wrong with it."""
        if isinstance(found, Msg):
            self.remark(column, found)
            return None
        return found

    def choice(self, column: Column, words: Words[T]) -> T | None:
        """One of the known words; an unknown one is refused with the list of them."""
        text = self.text(column)
        if text is None:
            return None
        value = words.meant(text)
        if value is None:
            self.remark(column, _unknown_word(words, text))
        return value

    def needed(self, column: Column, value: T | None) -> T | None:
        """Remark on an empty cell that must not be; a refused one has been remarked on already."""
        if column in self.places and not self.cell(column).text:
            self.remark(column, _("Kolom ini wajib diisi."))
        return value


def _wrong_text(cell: Cell, most: int) -> Msg | None:
    if cell.kind is CellKind.broken:
        return _("Sel ini berisi kesalahan rumus. Ganti rumusnya dengan nilainya.")
    if cell.kind is CellKind.text and cell.text.startswith(FORMULA_SIGNS):
        return _("Isian tidak boleh diawali =, +, - atau @, karena Excel menganggapnya rumus.")
    if NIK_INSIDE.search(cell.text):
        return identifiers.NO_NIK
    if len(cell.text) > most:
        return _("Terlalu panjang: {count} huruf, paling banyak {most}.", count=len(cell.text), most=most)
    return None


def _unknown_word(words: Words[T], text: str) -> Msg:
    names = ", ".join(words.names)
    if nearest := words.nearest(text):
        return _("Tidak dikenal. Mungkin maksudnya: {nearest}. Yang dikenal: {names}.", nearest=nearest, names=names)
    return _("Tidak dikenal. Yang dikenal: {names}.", names=names)


def _entry(row: _Row, year: int) -> Entry:
    employment = row.needed(Column.status_kepegawaian, row.choice(Column.status_kepegawaian, EMPLOYMENT))
    post = row.needed(Column.peran, row.choice(Column.peran, POST))
    nip, local_id = _identity(row, employment, year)
    npsn = _npsn(row, post)
    penilai = row.cell(Column.penilai)
    return Entry(
        row=row.line.number,
        name=_name(row),
        salutation=row.choice(Column.sapaan, SALUTATION),
        nip=nip,
        local_id=local_id,
        post=post,
        position=row.text(Column.jabatan),
        employment=employment,
        additional_task=row.text(Column.tugas_tambahan),
        appraiser=row.number(Column.penilai, identifiers.appraiser(penilai, year)) if penilai.text else None,
        npsn=npsn,
        school=row.text(Column.nama_sekolah),
        level=row.text(Column.jenjang, LEVEL_MOST),
        ownership=row.choice(Column.status_sekolah, OWNERSHIP),
        province=_province(row),
        district=row.text(Column.kabupaten_kota),
        dinas=_dinas(row, npsn),
        binaan=_binaan(row),
    )


def _name(row: _Row) -> str | None:
    name = row.needed(Column.nama, row.text(Column.nama, NAME_MOST))
    if name is not None and not any(sign.isalpha() for sign in name):
        row.remark(Column.nama, _("Ini bukan nama orang."))
        return None
    return name


def _identity(row: _Row, employment: Employment | None, year: int) -> tuple[str | None, str | None]:
    nip_cell, id_cell = row.cell(Column.nip), row.cell(Column.id_lokal)
    nip = row.number(Column.nip, identifiers.nip(nip_cell, employment, year)) if nip_cell.text else None
    local_id = row.number(Column.id_lokal, identifiers.local_id(id_cell)) if id_cell.text else None
    if nip is not None and employment is Employment.non_asn:
        message = _("Orang Non-ASN biasanya tidak punya NIP. Periksa NIP atau status_kepegawaian.")
        row.remark(Column.nip, message, Severity.warning)
    if not nip_cell.text and not id_cell.text:
        column = Column.id_lokal if Column.id_lokal in row.places else Column.nip
        row.remark(column, _("NIP kosong. Isi id_lokal: kode buatan sendiri yang berbeda untuk setiap orang."))
    return nip, local_id


def _npsn(row: _Row, post: Post | None) -> str | None:
    cell = row.cell(Column.npsn)
    if not cell.text:
        if post is not None and post.role in AT_SCHOOL and Column.npsn in row.places:
            row.remark(Column.npsn, _("NPSN wajib diisi untuk guru dan kepala sekolah."))
        return None
    npsn = row.number(Column.npsn, identifiers.npsn(cell))
    if npsn is not None and identifiers.is_lettered(npsn):
        row.remark(Column.npsn, _("NPSN diawali huruf. Biasanya 8 angka; periksa sekali lagi."), Severity.warning)
    if post is not None and post.role in AT_DINAS:
        message = _("Pengawas dan kepala dinas bertugas di dinas; NPSN di baris ini tidak dipakai.")
        row.remark(Column.npsn, message, Severity.warning)
        return None
    return npsn


def _binaan(row: _Row) -> tuple[str, ...]:
    """Several NPSN in one cell; all or none of them are taken."""
    cell = row.cell(Column.sekolah_binaan)
    found = identifiers.several_npsn(cell) if cell.text else ()
    if isinstance(found, Msg):
        row.remark(Column.sekolah_binaan, found)
        return ()
    return found


def _province(row: _Row) -> str | None:
    text = row.text(Column.provinsi)
    if text is None:
        return None
    found = province_named(text)
    if found is None:
        row.remark(Column.provinsi, _unknown_province(nearest_province(text)))
    return found


def _unknown_province(nearest: str | None) -> Msg:
    if nearest is None:
        return _("Provinsi tidak dikenal, sehingga zona waktunya tidak dapat ditentukan.")
    return _(
        "Provinsi tidak dikenal, sehingga zona waktunya tidak dapat ditentukan. Mungkin maksudnya: {nearest}.",
        nearest=nearest,
    )


def _dinas(row: _Row, npsn: str | None) -> str | None:
    name = row.text(Column.dinas)
    if npsn is None and not row.cell(Column.npsn).text:
        row.needed(Column.dinas, name)
    if name is not None and not set(name.casefold().replace(".", " ").split()) - GENERIC_DINAS:
        row.remark(
            Column.dinas, _("Tulis nama lengkap dinas beserta daerahnya, misalnya Dinas Pendidikan Kabupaten Contoh.")
        )
        return None
    return name
