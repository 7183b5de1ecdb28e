"""Who appraises whom after an import: the head of one's school or dinas, or whom the roster names.

Guru are appraised by their kepala sekolah, kepala sekolah and pengawas by their kepala dinas (Kepdirjen GTK
5539/B.B1/HK.03.01/2024); the column penilai is for everybody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage.people import APPOINTMENTS, ASSIGNMENTS, DECIDES
from storage.roster.assigning import Assigned, Present
from storage.roster.bulk import Values
from storage.roster.columns import Column
from storage.roster.known import Existing
from storage.roster.roster import Assignment, Roster


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody's appraiser is another one from now on; None: nobody."""

    assignment_id: int
    former: int | None
    """Assignment id of the former appraiser."""
    appraiser: int | None


async def appoint(
    session: AsyncSession,
    roster: Roster,
    existing: Existing,
    assigned: Assigned,
    people: Mapping[str, int],
    now: datetime,
) -> tuple[Change, ...]:
    """Close the appointments that no longer hold and open those that begin. `people` are ids by key in the roster."""
    choosing = _Choosing(roster, existing, assigned, people, await _open(session, roster.year))
    changes = choosing.changes()
    await _write(session, changes, now)
    return changes


@dataclass(frozen=True)
class _Choosing:
    """The appraiser of everybody at the units of a roster. Pure."""

    roster: Roster
    existing: Existing
    assigned: Assigned
    people: Mapping[str, int]
    open: Mapping[int, int]
    """Present appraiser by assignment, both as assignment ids."""

    def changes(self) -> tuple[Change, ...]:
        """Only what differs from the record."""
        ended = [Change(id_, self.open[id_], None) for id_ in self.assigned.ended if id_ in self.open]
        here = [present for present in self.assigned.present if self._concerned(present)]
        wanted = [Change(present.id, self.open.get(present.id), self._appraiser(present)) for present in here]
        return tuple(change for change in (*ended, *wanted) if change.former != change.appraiser)

    def _concerned(self, present: Present) -> bool:
        """People at the units of the file, and whoever is below a dinas of which the file has rows."""
        return present.unit in self._units or self._dinas_of.get(present.unit) in self._units

    def _appraiser(self, present: Present) -> int | None:
        row = self._rows.get(present.id)
        if row is not None and row.appraiser is not None:
            return self._named(row.appraiser, present)
        current = self.open.get(present.id)
        said = row is not None and Column.penilai in self.roster.columns
        if not said and current in self._present_ids:
            return current
        return self._default(present)

    def _default(self, present: Present) -> int | None:
        dinas = self._dinas_of.get(present.unit, present.unit)
        match present.role:
            case Role.guru:
                line = (present.unit, dinas)
            case Role.kepala_sekolah | Role.pengawas:
                line = (dinas, dinas)
            case _:
                return None
        heads = (self._heads.get(unit) for unit in line)
        return next((head.id for head in heads if head and head.person_id != present.person_id), None)

    def _named(self, key: str, present: Present) -> int | None:
        """Of the named person's leading roles the nearest one."""
        person_id = self.people.get(key) or self._recorded_people.get(key)
        near = (present.unit, self._dinas_of.get(present.unit))
        leading = [head for head in self._heads.values() if head.person_id == person_id]
        leading.sort(key=lambda head: (near.index(head.unit) if head.unit in near else len(near), head.id))
        return leading[0].id if leading else None

    @cached_property
    def _rows(self) -> dict[int, Assignment]:
        return {self.assigned.by_row[row.row]: row for row in self.roster.assignments}

    @cached_property
    def _units(self) -> frozenset[str]:
        return frozenset(row.unit for row in self.roster.assignments)

    @cached_property
    def _dinas_of(self) -> dict[str, str]:
        recorded = {key: unit.dinas for key, unit in self.existing.units.items() if unit.dinas}
        return recorded | {school.npsn: school.dinas for school in self.roster.schools}

    @cached_property
    def _heads(self) -> dict[str, Present]:
        return {present.unit: present for present in self.assigned.present if present.role in DECIDES}

    @cached_property
    def _present_ids(self) -> frozenset[int]:
        return frozenset(present.id for present in self.assigned.present)

    @cached_property
    def _recorded_people(self) -> dict[str, int]:
        return {person.key: person.id for person in self.existing.people.values()}


async def _open(session: AsyncSession, year: int) -> dict[int, int]:
    present = (
        select(APPOINTMENTS.c.assignment_id, APPOINTMENTS.c.appraiser_assignment_id)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.id == APPOINTMENTS.c.assignment_id)
        .where(ASSIGNMENTS.c.year == year, APPOINTMENTS.c.ends.is_(None))
    )
    return {row.assignment_id: row.appraiser_assignment_id for row in await session.execute(present)}


async def _write(session: AsyncSession, changes: tuple[Change, ...], now: datetime) -> None:
    closing = [{"appraised": change.assignment_id} for change in changes if change.former is not None]
    if closing:
        present = (APPOINTMENTS.c.assignment_id == bindparam("appraised"), APPOINTMENTS.c.ends.is_(None))
        await (await session.connection()).execute(update(APPOINTMENTS).where(*present).values(ends=now), closing)
    opening = [_opened(change, now) for change in changes if change.appraiser is not None]
    if opening:
        await session.execute(insert(APPOINTMENTS), opening)


def _opened(change: Change, now: datetime) -> Values:
    appraised = {"assignment_id": change.assignment_id, "appraiser_assignment_id": change.appraiser}
    return appraised | {"starts": now, "ends": None}
