"""Roles of a roster are written, and a head who has been replaced ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage.people import ASSIGNMENTS, DECIDES, joined_status
from storage.roster.bulk import Values, insert_many, update_many
from storage.roster.columns import Column
from storage.roster.known import Existing, KnownAssignment
from storage.roster.roster import Assignment, Roster
from storage.roster.text import slug
from storage.values import AssignmentStatus

ASSIGNMENT_KEY = ("person_id", "unit_id", "role", "year")
ACTING_POSITION = "Plt. kepala sekolah"


@dataclass(frozen=True, slots=True)
class Places:
    """Ids of units and of people, by their keys in the roster."""

    units: Mapping[str, int]
    people: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Present:
    """An assignment that holds after the import."""

    id: int
    person_id: int
    unit: str
    role: Role


@dataclass(frozen=True, slots=True)
class Assigned:
    """The year's assignments after the import."""

    present: tuple[Present, ...]
    by_row: Mapping[int, int]
    """Assignment id by row of the file."""
    changed: frozenset[int]
    """Ids of persons whose assignments are new or different."""
    begun: tuple[int, ...]
    """Assignments that people who have joined already get by this import."""
    ended: tuple[int, ...]


async def write_assignments(
    session: AsyncSession, roster: Roster, existing: Existing, places: Places, now: datetime
) -> Assigned:
    """Write every row; what is already so stays untouched."""
    writing = _Writing(roster, existing, places, now, await _confirmed(session))
    new = [row for row in roster.assignments if writing.known(row) is None]
    new_ids = await insert_many(session, ASSIGNMENTS, [writing.new_values(row) for row in new], ASSIGNMENT_KEY)
    by_row = {row.row: id_ for row, id_ in zip(new, new_ids, strict=True)}
    described, standing = writing.described(), writing.standing()
    await update_many(session, ASSIGNMENTS, described)
    await update_many(session, ASSIGNMENTS, standing)
    changed = described.keys() | standing.keys() | set(new_ids)
    ended = writing.replaced()
    await _end(session, ended)
    by_row |= {row.row: known.id for row in roster.assignments if (known := writing.known(row))}
    return Assigned(
        present=_present(existing, writing, by_row, {known.id for known in ended}),
        by_row=by_row,
        changed=frozenset(places.people[row.person] for row in roster.assignments if by_row[row.row] in changed),
        begun=tuple(by_row[row.row] for row in roster.assignments if writing.begins(row)),
        ended=tuple(known.id for known in ended),
    )


@dataclass(frozen=True)
class _Writing:
    """What each row becomes in the record. Pure."""

    roster: Roster
    existing: Existing
    places: Places
    now: datetime
    confirmed: frozenset[tuple[int, int, Role]]
    """Deciding roles that an operator has confirmed, in whatever year."""

    def known(self, row: Assignment) -> KnownAssignment | None:
        return self._by_place.get((self.places.people[row.person], row.unit, row.role))

    def new_values(self, row: Assignment) -> Values:
        status = self._status(row)
        place = {
            "person_id": self.places.people[row.person],
            "unit_id": self.places.units[row.unit],
            "role": row.role,
            "year": self.roster.year,
        }
        return place | self._said(row, None) | self._standing(status, 1)

    def described(self) -> dict[int, Values]:
        """Position, employment and task by id, where they differ."""
        rows = ((row, self.known(row)) for row in self.roster.assignments)
        said = {known.id: (self._said(row, known), known) for row, known in rows if known is not None}
        return {id_: values for id_, (values, known) in said.items() if values != _recorded(known)}

    def standing(self) -> dict[int, Values]:
        """Status by id, for roles that begin again. All others keep theirs, whatever happens to it meanwhile."""
        rows = ((row, self.known(row)) for row in self.roster.assignments)
        begun = {known.id: (row, known) for row, known in rows if known is not None and not self._stays(row)}
        values = {id_: self._standing(self._status(row), known.version + 1) for id_, (row, known) in begun.items()}
        return {id_: new for id_, new in values.items() if new["status"] is not begun[id_][1].status}

    def begins(self, row: Assignment) -> bool:
        """Somebody who has joined before gets this role now."""
        return not self._stays(row) and self._status(row) is not AssignmentStatus.invited

    def replaced(self) -> list[KnownAssignment]:
        """Heads of units for which the file names somebody else."""
        heads = {(r.unit, r.role): self.places.people[r.person] for r in self.roster.assignments if r.role in DECIDES}
        return [
            known
            for known in self.existing.assignments
            if known.status is not AssignmentStatus.ended
            and heads.get((known.unit, known.role), known.person_id) != known.person_id
        ]

    def _said(self, row: Assignment, known: KnownAssignment | None) -> Values:
        """A column that the file has not leaves what the record knows."""
        task = row.additional_task
        if known is not None and Column.tugas_tambahan not in self.roster.columns:
            task = known.additional_task
        return {"position": self._position(row, known), "employment": row.employment, "additional_task": task}

    def _position(self, row: Assignment, known: KnownAssignment | None) -> str:
        said = row.position or ""
        if known is not None and Column.jabatan not in self.roster.columns:
            said = known.position
        if row.acting:
            return said if _is_acting(said) else ACTING_POSITION
        return "" if row.role in DECIDES and _is_acting(said) else said

    def _standing(self, status: AssignmentStatus, version: int) -> Values:
        active = status is AssignmentStatus.active
        return {"status": status, "version": version, "activated_at": self.now if active else None}

    def _status(self, row: Assignment) -> AssignmentStatus:
        """How a role begins: with an invite, unless its person has joined already."""
        person_id = self.places.people[row.person]
        person = self.existing.people.get(person_id)
        if person is None or not person.joined:
            return AssignmentStatus.invited
        if (person_id, self.places.units[row.unit], row.role) in self.confirmed:
            return AssignmentStatus.active
        return joined_status(row.role)

    def _stays(self, row: Assignment) -> bool:
        """Only an ended role begins again, and one that was still invited although its person has joined.

        A deciding role that an operator has sent back to `invited` stays so.
        """
        known = self.known(row)
        if known is None or known.status is AssignmentStatus.ended:
            return False
        missed = known.status is AssignmentStatus.invited and row.role not in DECIDES
        return not (missed and self.existing.people[known.person_id].joined)

    @cached_property
    def _by_place(self) -> dict[tuple[int, str, Role], KnownAssignment]:
        return {(known.person_id, known.unit, known.role): known for known in self.existing.assignments}


def _recorded(known: KnownAssignment) -> Values:
    return {
        "position": known.position,
        "employment": known.employment,
        "additional_task": known.additional_task,
    }


def _is_acting(position: str) -> bool:
    return slug(position).startswith(("plt", "pelaksana_tugas"))


def _present(existing: Existing, writing: _Writing, by_row: Mapping[int, int], ended: set[int]) -> tuple[Present, ...]:
    before = (
        Present(known.id, known.person_id, known.unit, known.role)
        for known in existing.assignments
        if known.status is not AssignmentStatus.ended and known.id not in ended
    )
    imported = (
        Present(by_row[row.row], writing.places.people[row.person], row.unit, row.role)
        for row in writing.roster.assignments
    )
    return tuple({present.id: present for present in (*before, *imported)}.values())


async def _confirmed(session: AsyncSession) -> frozenset[tuple[int, int, Role]]:
    columns = (ASSIGNMENTS.c.person_id, ASSIGNMENTS.c.unit_id, ASSIGNMENTS.c.role)
    found = select(*columns).where(
        ASSIGNMENTS.c.status == AssignmentStatus.active,
        ASSIGNMENTS.c.role.in_(DECIDES),
    )
    return frozenset((row.person_id, row.unit_id, row.role) for row in await session.execute(found))


async def _end(session: AsyncSession, ended: list[KnownAssignment]) -> None:
    """What hangs on these roles is looked after once the new heads are known (`storage.leaving`)."""
    for known in ended:
        values = {"status": AssignmentStatus.ended, "version": ASSIGNMENTS.c.version + 1}
        await session.execute(update(ASSIGNMENTS).where(ASSIGNMENTS.c.id == known.id).values(values))
