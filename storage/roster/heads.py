"""Who leads a school or a dinas, and whom the column penilai names."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from locales import Msg, _
from regulations.models import Role
from storage.people import DECIDES
from storage.roster.columns import Column
from storage.roster.entries import Entries, Entry
from storage.roster.known import Existing
from storage.roster.people import People
from storage.roster.problems import Problem, Severity, shown
from storage.roster.units import Units

BELOW_DINAS = frozenset({Role.kepala_sekolah, Role.pengawas})
"""Whose appraiser is the kepala dinas unless the roster says otherwise."""


@dataclass
class Heads:
    """Checks of a roster whose units and people are known; `appraisers` by row is what they find."""

    found: Entries
    units: Units
    people: People
    existing: Existing
    appraisers: dict[int, str] = field(default_factory=dict)
    """Key of the person who is named as appraiser, by row."""
    problems: list[Problem] = field(default_factory=list)

    def check(self) -> None:
        """Look at every unit's head and every named appraiser."""
        for npsn, rows in self._rows.items():
            if npsn in self.units.schools:
                self._school(npsn, rows)
        for key in self.units.dinas:
            self._dinas(key)
        for entry in self.found.rows:
            if entry.appraiser is not None:
                self._appraiser(entry, entry.appraiser)

    def _school(self, npsn: str, rows: list[Entry]) -> None:
        name = self.units.schools[npsn].name
        heads = self._leading.get(npsn, [])
        if not heads and npsn not in self.existing.heads:
            message = _(
                "{school} belum punya kepala sekolah, sehingga rencana guru belum dapat disetujui. "
                "Boleh diisi plt kepala sekolah.",
                school=name,
            )
            self._remark(rows[0], Column.peran, message, Severity.warning)
        for entry in heads:
            if entry.post is not None and entry.post.acting:
                message = _("{school} dipimpin Plt. Impor lagi setelah ada kepala sekolah definitif.", school=name)
                self._remark(entry, Column.peran, message, Severity.warning)
        self._only_one(npsn, name)

    def _dinas(self, key: str) -> None:
        name = self.units.dinas[key].name
        waiting = self._below.get(key)
        if waiting is not None and key not in self._leading and key not in self.existing.heads:
            message = _("{dinas} belum punya kepala dinas, yang menilai kepala sekolah dan pengawas.", dinas=name)
            self._remark(waiting, Column.peran, message, Severity.warning)
        self._only_one(key, name)

    def _only_one(self, unit: str, name: str) -> None:
        heads = [entry for entry in self._leading.get(unit, []) if entry.row in self.people.by_row]
        if not heads:
            return
        first = heads[0]
        for entry in heads[1:]:
            if self.people.by_row[entry.row] != self.people.by_row[first.row]:
                message = _("{unit} sudah punya kepala di baris {row}.", unit=name, row=str(first.row))
                self._remark(entry, Column.peran, message)
        self._replaced(unit, first)

    def _replaced(self, unit: str, entry: Entry) -> None:
        former = self.existing.heads.get(unit)
        person = self.people.persons[self.people.by_row[entry.row]]
        if former is None or former.person_id == person.known:
            return
        name = shown(self.existing.people[former.person_id].name)
        message = _("Menggantikan {name}, yang tercatat sebagai kepala; tugasnya di sini berakhir.", name=name)
        self._remark(entry, Column.nama, message, Severity.warning)

    def _appraiser(self, entry: Entry, reference: str) -> None:
        own = self.people.by_row.get(entry.row)
        dinas = self.units.dinas_of(entry)
        if own is None or dinas is None:
            return
        key = self.people.named(reference, dinas) or self._recorded(reference, dinas)
        wrong = self._wrong_appraiser(key, own)
        if wrong is not None:
            self._remark(entry, Column.penilai, wrong)
        elif key is not None:
            self.appraisers[entry.row] = key

    def _recorded(self, reference: str, dinas: str) -> str | None:
        known = self.existing.by_nip.get(reference) or self.existing.by_local_id.get((dinas, reference))
        return known.key if known else None

    def _wrong_appraiser(self, key: str | None, own: str) -> Msg | None:
        if key is None:
            return _("Penilai ini tidak ada di berkas maupun di catatan Kawal.")
        if key == own:
            return _("Seseorang tidak dapat menjadi penilai bagi dirinya sendiri.")
        if key not in self._deciding:
            return _("Penilai harus kepala sekolah (boleh Plt.) atau kepala dinas.")
        return None

    @cached_property
    def _rows(self) -> dict[str, list[Entry]]:
        """Rows by unit."""
        rows: dict[str, list[Entry]] = {}
        for entry in self.found.rows:
            if unit := self.units.unit_of(entry):
                rows.setdefault(unit, []).append(entry)
        return rows

    @cached_property
    def _leading(self) -> dict[str, list[Entry]]:
        """Rows of heads by unit."""
        heads = {unit: [entry for entry in rows if _leads(entry)] for unit, rows in self._rows.items()}
        return {unit: rows for unit, rows in heads.items() if rows}

    @cached_property
    def _below(self) -> dict[str, Entry]:
        """The first row of each dinas that waits for a kepala dinas as appraiser."""
        found: dict[str, Entry] = {}
        for entry in self.found.rows:
            dinas = self.units.dinas_of(entry)
            if dinas and entry.post and entry.post.role in BELOW_DINAS and entry.appraiser is None:
                found.setdefault(dinas, entry)
        return found

    @cached_property
    def _deciding(self) -> frozenset[str]:
        """Keys of everybody who leads a unit after this file, which may replace heads of the record."""
        rows = (entry for rows in self._leading.values() for entry in rows)
        here = {self.people.by_row[entry.row] for entry in rows if entry.row in self.people.by_row}
        staying = (head for unit, head in self.existing.heads.items() if unit not in self._leading)
        return frozenset(here | {self.existing.people[head.person_id].key for head in staying})

    def _remark(self, entry: Entry, column: Column, message: Msg, severity: Severity = Severity.error) -> None:
        value = {Column.nama: entry.name, Column.penilai: entry.appraiser}.get(column)
        self.problems.append(self.found.problem(entry, column, value, message, severity))


def _leads(entry: Entry) -> bool:
    return entry.post is not None and entry.post.role in DECIDES
