"""A deadline that was moved, and why one cannot be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from regulations.models import Role
from storage.values import Intent

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a window (`code`, `period`) for a unit; days are local."""

    unit_id: int
    code: str
    period: str
    closes: date
    reason: str
    opens: date = date.min
    """First day of the window: the last one cannot be before it."""


@dataclass(frozen=True, slots=True)
class MovedAt:
    """A deadline as an operator finds it, with the unit it was moved for."""

    deadline: Deadline
    unit: str
    pinned_pack: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A unit whose deadlines an operator may move."""

    unit_id: int
    name: str
    school: bool
    pinned_pack: str | None
    people: tuple[tuple[int, Role, int], ...]
    """How many roles there are, joined or not: year, role, count. Those of a dinas include its schools."""

    def concerned(self, year: int, roles: Collection[Role]) -> int:
        """How many roles of that year are among these."""
        return sum(count for when, role, count in self.people if when == year and role in roles)


@dataclass(frozen=True, slots=True)
class MoveDeadline(Intent):
    """Move a last day, or move it again."""

    to: Deadline


class InvalidDeadline(StrEnum):
    """Why a deadline cannot be moved so."""

    past = "deadline_past"
    early = "deadline_early"
    reason = "deadline_reason"
