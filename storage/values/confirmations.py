"""Confirmations: whether what the documentation table names is there, RHK by RHK."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from regulations.models import ConfirmedBy, Documentation, Pack, Role
from storage.values import Intent, Member


class ConfirmationStatus(StrEnum):
    """Where the confirmation of one RHK stands; `kosong`: nobody has said anything yet."""

    kosong = "kosong"
    diminta = "diminta"
    """The owner says that it is ready to be looked at."""
    dikonfirmasi = "dikonfirmasi"
    belum = "belum"
    """The appraiser has looked: not there yet."""


LONGEST_NOTE = 300
"""Characters of what is still missing."""


def ticked_by_appraiser(row: Documentation) -> bool:
    """Whether the appraiser confirms this row. The system and a reflection confirm by themselves, and what the kepala
    sekolah confirms about their teachers is nobody else's to tick."""
    if row.confirmed_by is ConfirmedBy.kepala_sekolah:
        return row.role is not Role.kepala_sekolah
    return row.confirmed_by is ConfirmedBy.pejabat_penilai


def row_of(pack: Pack, role: Role, rhk: str) -> Documentation | None:
    """The row of the documentation table for a RHK, or None."""
    return next((row for row in pack.documentation(role) if row.rhk == rhk), None)


@dataclass(frozen=True, slots=True)
class RhkConfirmation:
    """One RHK of a person's agreed plan as far as it is confirmed; `id` and `version` are 0 before anybody acted."""

    rhk: str
    id: int = 0
    version: int = 0
    status: ConfirmationStatus = ConfirmationStatus.kosong
    note: str | None = None
    changed_at: datetime | None = None
    decided_by: str | None = None
    """Name of who decided."""
    decided_by_id: int | None = None
    decided_at: datetime | None = None
    fresh: bool = False
    """The decision could be taken back by who made it, were it not too late."""


@dataclass(frozen=True, slots=True)
class ConfirmationFacts:
    """Everything about one person and period. No `rhk` before their plan was agreed."""

    owner: Member
    period: str
    rhk: tuple[RhkConfirmation, ...] = ()
    """The RHK of the agreed plan, in its order."""
    pack_id: str | None = None
    pack_version: str | None = None
    """The pack of the agreed plan."""


@dataclass(frozen=True, slots=True)
class RhkCount:
    """One row of the documentation table for everybody whom an appraiser decides about."""

    role: Role
    rhk: str
    people: int
    """Whose agreed plan holds it."""
    confirmed: int
    asked: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whose RHK is not confirmed yet; `version` is 0 before anybody acted on it."""

    assignment_id: int
    name: str
    unit: str
    version: int


@dataclass(frozen=True, slots=True)
class ConfirmationBatch:
    """What became of confirming one RHK for many."""

    id: int
    period: str
    rhk: str
    at: datetime
    names: tuple[str, ...]
    """Whose RHK is confirmed by it now."""
    undone: bool


@dataclass(frozen=True, slots=True)
class AskConfirmation(Intent):
    """The owner: this RHK is ready to be looked at."""

    period: str
    rhk: str
    version: int


@dataclass(frozen=True, slots=True)
class DecideRhk(Intent):
    """The appraiser has looked at one RHK of one person. Without `confirmed` the note says what is missing."""

    assignment_id: int
    period: str
    rhk: str
    version: int
    confirmed: bool
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ConfirmAsked(Intent):
    """The appraiser confirms what somebody has asked for, by its id."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class UndoConfirmation(Intent):
    """The appraiser takes a fresh decision back."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class ConfirmMany(Intent):
    """The appraiser confirms one RHK for several people at once."""

    period: str
    rhk: str
    people: tuple[tuple[int, int], ...]
    """Assignment and version of each, as they were when the list was shown."""
