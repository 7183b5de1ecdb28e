"""Evidence as dialogs and views see it: files that were looked at and kept, links, and why something was not taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_PAGES = 20
"""Files and links of one entry: two albums of Telegram."""
LONGEST_LINK = 500


class FileKind(StrEnum):
    """What a piece of evidence is, by its content."""

    image = "image"
    pdf = "pdf"
    link = "link"


class FileProblem(StrEnum):
    """Why a file was not taken; each has its own words in `dialogs.questions.evidence`."""

    empty = "empty"
    too_large = "too_large"
    program = "program"
    """An executable, whatever it is called."""
    heic = "heic"
    kind = "kind"
    """Neither photo nor PDF."""
    broken_image = "broken_image"
    too_many_pixels = "too_many_pixels"
    broken_pdf = "broken_pdf"
    locked_pdf = "locked_pdf"
    trouble = "trouble"
    """Telegram or the disk did not hand it over: nothing is wrong with the file."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the vault, looked at and clean. `pages` counts those of a PDF, 1 for an image."""

    sha256: str
    size: int
    kind: FileKind
    pages: int
    telegram: str | None = None
    """Telegram's file_id, where what lies there is as free of place data as ours."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What somebody has sent as evidence: a file of theirs (`file` is its id in the record), or a link.

    `message` and `album` are Telegram's message id and media_group_id: the pages of an album belong together. `again`:
    the same person has used the same file before.
    """

    kind: FileKind
    file: int | None = None
    link: str | None = None
    message: int = 0
    album: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One file of a piece of evidence."""

    file: int
    sha256: str
    size: int
    pages: int
    telegram: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """One piece of evidence: photos of one album, a PDF, or a link."""

    id: int
    kind: FileKind
    pages: tuple[Page, ...]
    link: str | None
    created_at: datetime
    also_in: int | None = None
    """Another entry of the same person that has the same file."""
