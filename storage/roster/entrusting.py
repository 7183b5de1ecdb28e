"""Sekolah binaan: the schools that a pengawas's row names, checked against file and record, and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import Msg, _
from regulations.models import Role
from storage import binaan
from storage.binaan import BINAAN
from storage.people import ASSIGNMENTS
from storage.roster.assigning import Assigned
from storage.roster.columns import Column
from storage.roster.entries import Entries, Entry
from storage.roster.known import Existing
from storage.roster.problems import Problem, Severity
from storage.roster.roster import Roster
from storage.roster.units import Units


@dataclass
class Entrusting:
    """The check: every school is in the file or the record, and below the dinas of its pengawas."""

    found: Entries
    units: Units
    existing: Existing
    problems: list[Problem] = field(default_factory=list)

    def check(self) -> None:
        """Look at every row that names schools."""
        for entry in self.found.rows:
            if entry.binaan and entry.post is not None and entry.post.role is not Role.pengawas:
                message = _("Sekolah binaan hanya untuk pengawas; isian di baris ini tidak dipakai.")
                self._remark(entry, None, message, Severity.warning)
            elif entry.binaan:
                self._schools(entry)

    def _schools(self, entry: Entry) -> None:
        dinas = self.units.dinas_of(entry)
        for npsn in entry.binaan:
            above = self._dinas_of(npsn)
            if above is None:
                message = _("NPSN {npsn} tidak ada di berkas ini dan belum ada di Kawal.", npsn=npsn)
                self._remark(entry, npsn, message)
            elif dinas is not None and above != dinas:
                message = _("Sekolah {npsn} berada di bawah dinas lain, jadi bukan binaan pengawas ini.", npsn=npsn)
                self._remark(entry, npsn, message)

    def _dinas_of(self, npsn: str) -> str | None:
        """Key of the dinas above a school."""
        if npsn in self.units.schools:
            return self.units.schools[npsn].dinas
        known = self.existing.units.get(npsn)
        return None if known is None else known.dinas

    def _remark(self, entry: Entry, npsn: str | None, message: Msg, severity: Severity = Severity.error) -> None:
        self.problems.append(self.found.problem(entry, Column.sekolah_binaan, npsn, message, severity))


async def write(
    session: AsyncSession,
    roster: Roster,
    existing: Existing,
    assigned: Assigned,
    units: Mapping[str, int],
    now: datetime,
) -> frozenset[int]:
    """Entrust what each pengawas's row names, and nothing else, to them; gives the rows for which that has changed.

    Without the column what the record knows stays, and a role of a new year begins with the schools of the last one.
    """
    ids = {unit.key: unit.id for unit in existing.units.values()} | dict(units)
    said = Column.sekolah_binaan in roster.columns
    changed = set()
    for row in roster.assignments:
        if row.role is not Role.pengawas:
            continue
        assignment_id = assigned.by_row[row.row]
        wanted = {ids[npsn] for npsn in row.binaan} if said else await _carried(session, assignment_id)
        if wanted is not None and await binaan.put(session, None, assignment_id, wanted, now):
            changed.add(row.row)
    return frozenset(changed)


async def _carried(session: AsyncSession, assignment_id: int) -> set[int] | None:
    """The schools of the same pengawas in the latest year before; None where this role has, or had, its own."""
    if await session.scalar(select(BINAAN.c.id).where(BINAAN.c.assignment_id == assignment_id).limit(1)) is not None:
        return None
    mine, before = ASSIGNMENTS.alias("mine"), ASSIGNMENTS.alias("before")
    rows = await session.execute(
        select(before.c.year, BINAAN.c.unit_id)
        .join(before, before.c.id == BINAAN.c.assignment_id)
        .join(mine, (mine.c.person_id == before.c.person_id) & (mine.c.unit_id == before.c.unit_id))
        .where(mine.c.id == assignment_id, before.c.year < mine.c.year, BINAAN.c.ends.is_(None))
    )
    found = [(row.year, row.unit_id) for row in rows]
    latest = max((year for year, _unit in found), default=None)
    return {unit for year, unit in found if year == latest}
