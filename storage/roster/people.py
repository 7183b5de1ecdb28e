"""Who is who in a roster: rows of the same person are put together, and mixed-up numbers are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from locales import Msg, _
from storage.roster.columns import Column
from storage.roster.entries import Entries, Entry
from storage.roster.known import Existing, KnownPerson, person_key
from storage.roster.problems import Problem, Severity, shown
from storage.roster.roster import Person
from storage.roster.text import slug
from storage.roster.units import Units


@dataclass(frozen=True)
class People:
    """The people of a roster by key, and the person of each row that has one."""

    persons: Mapping[str, Person]
    by_row: Mapping[int, str]
    problems: tuple[Problem, ...]

    def named(self, reference: str, dinas: str) -> str | None:
        """Key of the person with this NIP, or with this local id in that dinas."""
        nip = person_key(reference, "", "")
        return nip if nip in self.persons else self._by_local_id.get((dinas, reference))

    @cached_property
    def _by_local_id(self) -> dict[tuple[str, str], str]:
        return {(p.dinas, p.local_id): p.key for p in self.persons.values() if p.local_id}


def people(found: Entries, units: Units, existing: Existing) -> People:
    """Tell the people apart, by NIP and else by local id within a dinas."""
    meeting = _Meeting(found, units, existing)
    meeting.learn_numbers()
    for entry in found.rows:
        meeting.meet(entry)
    meeting.check_duplicates()
    persons = {key: meeting.person(key, rows) for key, rows in meeting.rows.items()}
    return People(persons, meeting.by_row, tuple(meeting.problems))


@dataclass
class _Meeting:
    """Row by row, somebody new or somebody met before."""

    found: Entries
    units: Units
    existing: Existing
    rows: dict[str, list[Entry]] = field(default_factory=dict)
    by_row: dict[int, str] = field(default_factory=dict)
    nip_of: dict[tuple[str, str], str] = field(default_factory=dict)
    """NIP by dinas and local id, for rows that give only the local id."""
    problems: list[Problem] = field(default_factory=list)

    def learn_numbers(self) -> None:
        """Which local ids belong to somebody with a NIP: from this file, and for the rest from the record."""
        for entry in self.found.rows:
            dinas = self.units.dinas_of(entry)
            if dinas is None or not (entry.nip and entry.local_id):
                continue
            if self.nip_of.setdefault((dinas, entry.local_id), entry.nip) != entry.nip:
                self._remark(entry, Column.id_lokal, _("id_lokal ini sudah dipakai orang lain di berkas ini."))
        for place, person in self.existing.by_local_id.items():
            if person.nip:
                self.nip_of.setdefault(place, person.nip)

    def meet(self, entry: Entry) -> None:
        """Put a row to the rows of its person."""
        dinas = self.units.dinas_of(entry)
        if dinas is None or entry.name is None or not (entry.nip or entry.local_id):
            return
        local_id = entry.local_id or ""
        key = person_key(entry.nip or self.nip_of.get((dinas, local_id)), local_id, dinas)
        self.by_row[entry.row] = key
        rows = self.rows.setdefault(key, [])
        if rows:
            self._compare(entry, rows[0])
        rows.append(entry)

    def person(self, key: str, rows: list[Entry]) -> Person:
        """One person out of all their rows."""
        first = rows[0]
        dinas = self.units.dinas_of(first) or ""
        nip = key.removeprefix("nip:") if key.startswith("nip:") else None
        local_id = next((entry.local_id for entry in rows if entry.local_id), None)
        known = self._known(first, nip, (dinas, local_id))
        return Person(
            key=key,
            nip=nip,
            local_id=local_id,
            dinas=dinas,
            name=first.name or "",
            salutation=next((entry.salutation for entry in rows if entry.salutation), None),
            known=known.id if known else None,
        )

    def check_duplicates(self) -> None:
        """The same person twice in one role, and namesakes at one unit that may be one person."""
        posts: dict[tuple[str, str, str], int] = {}
        names: dict[tuple[str, str], tuple[str, int]] = {}
        for entry in self.found.rows:
            person, unit = self.by_row.get(entry.row), self.units.unit_of(entry)
            if person is None or unit is None or entry.post is None:
                continue
            first = posts.setdefault((person, unit, entry.post.role), entry.row)
            if first != entry.row:
                message = _("Orang, peran, dan unit yang sama sudah ada di baris {row}.", row=str(first))
                self._remark(entry, Column.nama, message)
            other, row = names.setdefault((slug(entry.name or ""), unit), (person, entry.row))
            if other != person:
                message = _(
                    "Nama yang sama ada di baris {row} dengan nomor lain. Mungkin orang yang sama.", row=str(row)
                )
                self._remark(entry, Column.nama, message, Severity.warning)

    def _compare(self, entry: Entry, first: Entry) -> None:
        column = Column.nip if entry.nip else Column.id_lokal
        if slug(entry.name or "") != slug(first.name or ""):
            message = _("Nomor ini di baris {row} milik {name}.", row=str(first.row), name=shown(first.name or ""))
            self._remark(entry, column, message)
        if entry.local_id and first.local_id and entry.local_id != first.local_id:
            message = _("Orang ini di baris {row} memakai id_lokal {other}.", row=str(first.row), other=first.local_id)
            self._remark(entry, Column.id_lokal, message)

    def _known(self, entry: Entry, nip: str | None, place: tuple[str, str | None]) -> KnownPerson | None:
        """Whom the record knows by this NIP or local id. Somebody who has got a NIP since is found by the local id."""
        by_nip = self.existing.by_nip.get(nip) if nip else None
        by_local = self.existing.by_local_id.get((place[0], place[1])) if place[1] else None
        if by_local is not None and by_local is not by_nip and (by_nip is not None or (nip and by_local.nip)):
            message = _("id_lokal ini tercatat untuk orang lain ({name}).", name=shown(by_local.name))
            self._remark(entry, Column.id_lokal, message)
        known = by_nip or by_local
        if known is not None and slug(known.name) != slug(entry.name or ""):
            message = _(
                "Nomor ini tercatat atas nama {name}; namanya akan diganti. Pastikan nomornya benar.",
                name=shown(known.name),
            )
            self._remark(entry, Column.nama, message, Severity.warning)
        return known

    def _remark(self, entry: Entry, column: Column, message: Msg, severity: Severity = Severity.error) -> None:
        value = {Column.nama: entry.name, Column.nip: entry.nip, Column.id_lokal: entry.local_id}[column]
        self.problems.append(self.found.problem(entry, column, value, message, severity))
