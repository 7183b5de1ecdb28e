"""Schools and dinas of a roster: each described at least once, and nowhere differently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from locales import Msg, _
from storage.roster.columns import Column
from storage.roster.entries import Entries, Entry
from storage.roster.known import Existing
from storage.roster.problems import Problem, Severity
from storage.roster.provinces import zone_of
from storage.roster.roster import Dinas, School
from storage.roster.text import slug

DESCRIBED = {
    Column.nama_sekolah: "school",
    Column.jenjang: "level",
    Column.status_sekolah: "ownership",
    Column.provinsi: "province",
    Column.kabupaten_kota: "district",
    Column.dinas: "dinas",
}
"""What describes a school, with the field of an entry."""
KNOWN_AS = {"school": "name"}
KEY_MOST = 80
"""What the record keeps of a key; a longer one is told apart by its digest."""
LONG_WORDS = {"kab": "kabupaten", "prov": "provinsi", "disdik": "dinas_pendidikan"}


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a roster by key, and where each row belongs."""

    schools: Mapping[str, School]
    dinas: Mapping[str, Dinas]
    problems: tuple[Problem, ...]

    def unit_of(self, entry: Entry) -> str | None:
        """Key of the school, or of the dinas for those who serve there; None when it was refused."""
        if entry.npsn is not None:
            return entry.npsn if entry.npsn in self.schools else None
        return dinas_key(entry.dinas) if entry.dinas else None

    def dinas_of(self, entry: Entry) -> str | None:
        """Key of the dinas that a row belongs to, directly or through its school."""
        unit = self.unit_of(entry)
        return self.schools[unit].dinas if unit is not None and unit in self.schools else unit


def dinas_key(name: str) -> str:
    """One key for the ways of writing a dinas: `Dinas Pendidikan Kab. Contoh` and `… Kabupaten Contoh` are the same."""
    key = "dinas:" + "_".join(LONG_WORDS.get(word, word) for word in slug(name).split("_"))
    return key if len(key) <= KEY_MOST else key[: KEY_MOST - 9] + "-" + sha256(key.encode()).hexdigest()[:8]


def units(found: Entries, existing: Existing) -> Units:
    """Gather the units of all rows; what the record already knows need not be said again."""
    refused = {(problem.row, problem.column) for problem in found.problems if problem.severity is Severity.error}
    gathering = _Gathering(found, existing, refused, [])
    by_school = _grouped(found.rows)
    offices = gathering.offices()
    schools = [school for npsn, rows in by_school.items() if (school := gathering.school(npsn, rows))]
    return Units({s.npsn: s for s in schools}, {d.key: d for d in offices}, tuple(gathering.problems))


def _grouped(rows: Iterable[Entry]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for row in rows:
        if row.npsn is not None:
            groups.setdefault(row.npsn, []).append(row)
    return groups


@dataclass
class _Gathering:
    """Descriptions being put together from many rows, with what contradicts or is missing."""

    found: Entries
    existing: Existing
    refused: set[tuple[int | None, str | None]]
    problems: list[Problem]

    def school(self, npsn: str, rows: list[Entry]) -> School | None:
        said = {column: self._said(column, rows) or self._known(npsn, column) for column in DESCRIBED}
        missing = [column for column, value in said.items() if value is None]
        for column in missing:
            self._missing(column, rows, _("Isi kolom ini sekali untuk NPSN {npsn}.", npsn=npsn))
        if missing:
            return None
        values = {DESCRIBED[column]: value or "" for column, value in said.items()}
        return School(
            npsn=npsn,
            name=values["school"],
            level=values["level"],
            ownership=values["ownership"],
            province=values["province"],
            district=values["district"],
            zone=zone_of(values["province"]),
            dinas=values["dinas"],
        )

    def offices(self) -> list[Dinas]:
        groups: dict[str, list[Entry]] = {}
        for row in self.found.rows:
            if row.dinas:
                groups.setdefault(dinas_key(row.dinas), []).append(row)
        return [office for key, rows in groups.items() if (office := self._office(key, rows))]

    def _office(self, key: str, rows: list[Entry]) -> Dinas | None:
        known = self.existing.units.get(key)
        serving = [row for row in rows if row.npsn is None]
        province = self._agreed(Column.provinsi, serving or rows) or (known.province if known else None)
        if province is None:
            self._missing(Column.provinsi, rows, _("Isi provinsi sekali untuk dinas ini."))
            return None
        district = self._agreed(Column.kabupaten_kota, serving) or (known.district if known else None)
        return Dinas(key, rows[0].dinas or "", province, district, zone_of(province))

    def _agreed(self, column: Column, rows: list[Entry]) -> str | None:
        """What the rows say alike; every row that says otherwise is named."""
        said = [(row, value) for row in rows if (value := getattr(row, DESCRIBED[column]))]
        if not said:
            return None
        first, meant = said[0]
        for row, value in said[1:]:
            if _comparable(column, value) != _comparable(column, meant):
                self._differs(column, row, value, first, meant)
        return str(meant)

    def _differs(self, column: Column, row: Entry, value: str, first: Entry, meant: str) -> None:
        message = _("Berbeda dari baris {row}, yang berisi: {other}. Samakan.", row=str(first.row), other=meant)
        problem = self.found.problem(row, column, value, message)
        if problem not in self.problems:
            self.problems.append(problem)

    def _missing(self, column: Column, rows: list[Entry], message: Msg) -> None:
        heading = self.found.columns.get(column)
        if heading is None or any((row.row, heading) in self.refused for row in rows):
            return
        self.problems.append(Problem(rows[0].row, heading, None, message))

    def _known(self, npsn: str, column: Column) -> str | None:
        known = self.existing.units.get(npsn)
        if known is None:
            return None
        name = DESCRIBED[column]
        value = getattr(known, KNOWN_AS.get(name, name))
        return None if value is None else str(value)

    def _said(self, column: Column, rows: list[Entry]) -> str | None:
        value = self._agreed(column, rows)
        return dinas_key(value) if value and column is Column.dinas else value


def _comparable(column: Column, value: str) -> str:
    return dinas_key(value) if column is Column.dinas else slug(value)
