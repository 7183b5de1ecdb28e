"""The competence log as dialogs and views see it, what it asks of the record, and its points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from regulations.models import Basis
from storage.values import Intent, Member
from storage.values.evidence import EvidenceFacts, FileKind, Piece

MOST_UNITS = 60
MOST_POINTS = 128
LONGEST_TITLE = 120
LONGEST_REFLECTION = 600
LONGEST_REASON = 300


class LogStatus(StrEnum):
    """Where an entry stands inside Kawal; `dihapus` is the end of it, its words are gone."""

    tersimpan = "tersimpan"
    diajukan = "diajukan"
    dikonfirmasi = "dikonfirmasi"
    dikembalikan = "dikembalikan"
    ditarik = "ditarik"
    dihapus = "dihapus"


OPEN = (LogStatus.tersimpan, LogStatus.dikembalikan, LogStatus.ditarik)
"""The owner may change, send or delete it."""


class LogProblem(StrEnum):
    """What the appraiser should look at before confirming."""

    unverified_points = "unverified_points"
    outside_period = "outside_period"
    no_evidence = "no_evidence"
    duplicate_file = "duplicate_file"
    link_only = "link_only"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done. `each` is the value of one unit where the pack counts points, `asked` whether its owner typed it;
    `reflection` holds answers by the code of the question."""

    activity: str
    day: date
    title: str
    units: int = 1
    each: int | None = None
    basis: Basis | None = None
    asked: bool = False
    reflection: Mapping[str, str] = field(default_factory=dict)

    @property
    def points(self) -> int | None:
        """Points of all units together; None where the pack counts none."""
        return None if self.each is None else self.each * self.units


@dataclass(frozen=True, slots=True)
class LogFacts:
    """An entry as views show it."""

    id: int
    version: int
    status: LogStatus
    owner: Member
    period: str
    pack_id: str
    pack_version: str
    entry: Entry
    needs_evidence: bool
    """The pack asks for an upload."""
    changed_at: datetime
    submitted_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    decided_by_id: int | None = None
    """Assignment of who decided."""
    reason: str | None = None
    problems: tuple[LogProblem, ...] = ()
    evidence: tuple[EvidenceFacts, ...] = ()

    @property
    def complete(self) -> bool:
        """Nothing is missing that the pack asks for."""
        return bool(self.evidence) or not self.needs_evidence

    def count(self, kind: FileKind) -> int:
        """How many files or links of one kind there are."""
        return sum(max(1, len(piece.pages)) for piece in self.evidence if piece.kind is kind)


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry in a list."""

    id: int
    version: int
    status: LogStatus
    activity: str
    title: str
    day: date
    points: int | None
    asked: bool
    basis: Basis | None
    complete: bool


@dataclass(frozen=True, slots=True)
class Points:
    """Sums of a period, by how far their entries have come."""

    confirmed: int = 0
    waiting: int = 0
    open: int = 0
    """Not sent, given back or taken back."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.confirmed + self.waiting + self.open


def points_of(lines: Iterable[LogLine]) -> Points:
    """The points of some entries together; those without points count nothing, those deleted neither."""
    sums = dict.fromkeys(LogStatus, 0)
    for line in lines:
        sums[line.status] += line.points or 0
    return Points(sums[LogStatus.dikonfirmasi], sums[LogStatus.diajukan], sum(sums[status] for status in OPEN))


# --- intents -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SaveLog(Intent):
    """A new entry. The first and last day of the period, both included, are those of the pack."""

    period: str
    starts: date
    ends: date
    pack_id: str
    pack_version: str
    needs_evidence: bool
    entry: Entry
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeLog(Intent):
    """Other words, another day, other units of an entry that is still open."""

    log_id: int
    version: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class AddEvidence(Intent):
    log_id: int
    version: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class RemoveEvidence(Intent):
    log_id: int
    version: int
    evidence_id: int


@dataclass(frozen=True, slots=True)
class OnLog(Intent):
    """Send, confirm, withdraw, undo or delete one entry: the operation says which."""

    log_id: int
    version: int


@dataclass(frozen=True, slots=True)
class ReturnLog(Intent):
    log_id: int
    version: int
    reason: str
