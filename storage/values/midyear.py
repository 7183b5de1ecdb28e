"""The check-in in the middle of the year: how far each RHK is, what stands in the way, what would help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from storage.values import Intent, Member

LONGEST = 300
"""Characters of what is written in a check-in and its answer, each."""


class CheckinStatus(StrEnum):
    """`diajukan` until the appraiser has answered; a further check-in is a new one."""

    diajukan = "diajukan"
    ditarik = "ditarik"
    dijawab = "dijawab"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one RHK of the agreed plan is."""

    rhk: str
    """Code of the pack."""
    reached: Decimal
    """In the unit of the target."""
    target: Decimal
    satuan: str
    words: str | None = None

    @property
    def percent(self) -> int:
        """Of the target, rounded down; more than 100 when it was passed."""
        return int(self.reached * 100 / self.target)


@dataclass(frozen=True, slots=True)
class CheckinFacts:
    """A check-in as views show it."""

    id: int
    version: int
    status: CheckinStatus
    owner: Member
    skp_id: int
    period: str
    number: int
    """Counts the check-ins of a period from 1."""
    pack_id: str
    pack_version: str
    progress: tuple[Progress, ...]
    hindrance: str | None
    support: str | None
    submitted_at: datetime
    answer: str | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    answered_by_id: int | None = None
    """Assignment of who answered: they may take it back for a while."""


@dataclass(frozen=True, slots=True)
class SubmitCheckin(Intent):
    """`checkin_id` and `version` when one that still waits, or was withdrawn, is sent again."""

    skp_id: int
    progress: tuple[Progress, ...]
    hindrance: str | None
    support: str | None
    checkin_id: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class AnswerCheckin(Intent):
    checkin_id: int
    version: int
    answer: str


@dataclass(frozen=True, slots=True)
class WithdrawCheckin(Intent):
    checkin_id: int
    version: int


@dataclass(frozen=True, slots=True)
class UndoAnswer(Intent):
    """The appraiser takes a fresh answer back."""

    checkin_id: int
    version: int
