"""What waits for a decision, of whatever kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.values import Intent


class Thing(StrEnum):
    """Kinds of things that an appraiser decides about."""

    plan = "plan"
    competence = "competence"
    confirmation = "confirmation"
    checkin = "checkin"
    observation = "observation"


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


@dataclass(frozen=True, slots=True)
class UndoBatch(Intent):
    """The appraiser takes a whole batch back."""

    batch_id: int
