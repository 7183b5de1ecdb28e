"""A deadline that was moved, and why one cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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


class InvalidDeadline(StrEnum):
    """Why a deadline cannot be moved so."""

    past = "deadline_past"
    early = "deadline_early"
    reason = "deadline_reason"
