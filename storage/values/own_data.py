"""One's own data: what is kept, what happened to it, and what became of it when it was erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.values import Intent

WORD = "HAPUS"
"""What has to be typed before anything is erased."""
GONE = "Orang yang sudah dihapus"
"""What stands where a name stood."""


@dataclass(frozen=True, slots=True)
class OwnData:
    """What is kept about a person: how many rows of each table are theirs."""

    counts: Mapping[str, int]
    appraises: int
    """People who would have no appraiser any more."""
    waiting: int
    """What waits for their decision."""
    operates: int = 0
    """Schools and dinas that would have no operator any more."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of the audit trail about one's own things. `who` is None for the system or the command line."""

    at: datetime
    action: str
    who: str | None
    mine: bool
    """The reader did it."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A piece of evidence in the vault: its name in the archive without ending, SHA-256 and size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Export:
    """Everything about a person: JSON texts by file name, and the evidence in the vault."""

    texts: Mapping[str, str]
    files: tuple[ExportFile, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """That somebody's data was erased; it does not say whose."""

    number: str
    at: datetime
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EraseMe(Intent):
    """The person wants everything about them erased; `word` is what they have typed."""

    word: str


@dataclass(frozen=True, slots=True)
class KeepMe(Intent):
    """They have thought better of it."""
