"""What waits for a decision, of whatever kind, and batches of decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

UNDO_WITHIN = timedelta(minutes=10)
"""One's own decision can be taken back for so long; the notices of a batch wait as long."""


class Thing(StrEnum):
    """Kinds of things that an appraiser decides about."""

    plan = "plan"
    competence = "competence"
    confirmation = "confirmation"
    checkin = "checkin"
    observation = "observation"
    pendampingan = "pendampingan"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the inbox."""

    thing: Thing
    id: int
    version: int
    owner: str
    """Name of whose it is."""
    unit: str
    since: datetime
    problems: tuple[str, ...] = ()
    """Codes of what needs a look; with any of them it is never decided in a batch."""
    note: str = ""
    """A few words of what it is."""


class BatchStatus(StrEnum):
    """`disusun`: a list that was shown; `diputuskan`: decided, can be taken back for a while; `diurungkan`."""

    disusun = "disusun"
    diputuskan = "diputuskan"
    diurungkan = "diurungkan"


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One decision of a batch. `done` is False for what had moved on by itself."""

    thing: Thing
    id: int
    version: int
    owner: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """A batch as views show it."""

    id: int
    version: int
    status: BatchStatus
    items: tuple[BatchItem, ...]
    left_out: int
    """How many waited but need a look."""
    told_at: datetime | None = None
    """When the owners are told (UTC); until then it can be taken back."""
