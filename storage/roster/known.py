"""What the record already knows, as far as a roster has to be held against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from regulations.models import Role
from storage.people import DECIDES
from storage.values import AssignmentStatus, Employment


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A school or dinas; `key` is the NPSN or `dinas_key` of the name."""

    id: int
    key: str
    name: str
    level: str | None
    ownership: str | None
    province: str | None
    district: str | None
    zone: str
    dinas: str | None
    """Key of the dinas above a school."""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person; `joined` when a Telegram account is linked."""

    id: int
    name: str
    salutation: str | None
    nip: str | None
    local_id: str | None
    dinas: str | None
    """Key of the dinas within which the local id is unique."""
    joined: bool

    @property
    def key(self) -> str:
        """The same key that a row of this person would get."""
        return person_key(self.nip, self.local_id or "", self.dinas or "")


@dataclass(frozen=True, slots=True)
class KnownAssignment:
    """A role of a person at a unit in the year of the roster, ended ones included."""

    id: int
    person_id: int
    unit: str
    role: Role
    status: AssignmentStatus
    version: int
    position: str
    employment: Employment
    additional_task: str | None


@dataclass(frozen=True)
class Existing:
    """The record before the import."""

    units: Mapping[str, KnownUnit] = field(default_factory=dict)
    people: Mapping[int, KnownPerson] = field(default_factory=dict)
    assignments: tuple[KnownAssignment, ...] = ()

    @cached_property
    def by_nip(self) -> dict[str, KnownPerson]:
        """People by NIP."""
        return {person.nip: person for person in self.people.values() if person.nip}

    @cached_property
    def by_local_id(self) -> dict[tuple[str, str], KnownPerson]:
        """People by dinas and local id."""
        return {(p.dinas, p.local_id): p for p in self.people.values() if p.dinas and p.local_id}

    @cached_property
    def heads(self) -> dict[str, KnownAssignment]:
        """Who leads a school or a dinas, by unit."""
        return {a.unit: a for a in self._present if a.role in DECIDES}

    @cached_property
    def roles(self) -> dict[int, tuple[KnownAssignment, ...]]:
        """Present assignments by person."""
        found: dict[int, tuple[KnownAssignment, ...]] = {}
        for assignment in self._present:
            found[assignment.person_id] = (*found.get(assignment.person_id, ()), assignment)
        return found

    @cached_property
    def _present(self) -> tuple[KnownAssignment, ...]:
        return tuple(a for a in self.assignments if a.status is not AssignmentStatus.ended)


def person_key(nip: str | None, local_id: str, dinas: str) -> str:
    """One key per person within a roster and the record: by NIP, else by local id and dinas."""
    return f"nip:{nip}" if nip else f"id:{dinas}:{local_id}"
