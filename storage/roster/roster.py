"""A roster that has been understood: units, people and their roles, ready to be written into the record."""

from __future__ import annotations

from dataclasses import dataclass

from regulations.models import Role
from storage.roster.columns import Column
from storage.roster.problems import Problem
from storage.values import Employment


@dataclass(frozen=True, slots=True)
class Dinas:
    """An education office: schools belong to it, pengawas serve in it."""

    key: str
    name: str
    province: str | None
    district: str | None
    zone: str


@dataclass(frozen=True, slots=True)
class School:
    """A school with all that the record needs; `dinas` is the key of its office."""

    npsn: str
    name: str
    level: str
    ownership: str
    province: str
    district: str
    zone: str
    dinas: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the roster. `known` is the id in the record, None for a new person."""

    key: str
    nip: str | None
    local_id: str | None
    dinas: str
    name: str
    salutation: str | None
    known: int | None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One row: a person in a role at a unit (NPSN or key of a dinas)."""

    row: int
    person: str
    unit: str
    role: Role
    acting: bool
    position: str | None
    employment: Employment
    additional_task: str | None
    appraiser: str | None
    """Key of the person whom the column penilai names."""
    binaan: tuple[str, ...] = ()
    """NPSN of the schools that are entrusted to a pengawas."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything of one file, for one year."""

    year: int
    dinas: tuple[Dinas, ...]
    schools: tuple[School, ...]
    people: tuple[Person, ...]
    assignments: tuple[Assignment, ...]
    columns: frozenset[Column]
    """Columns that the file has. What a missing one would say stays as the record has it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """`roster` is None as soon as one problem is an error; warnings may stand beside a roster."""

    roster: Roster | None
    problems: tuple[Problem, ...]
