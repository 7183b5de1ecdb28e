"""The files of an entry, ready to be handed out: as they were sent, or all photos in one PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from dialogs.screen import Attachment, CannotMake, Read, Screen
from dialogs.views.evidence import LOST, NOT_SMALL_ENOUGH
from documents import photos
from locales import Catalogue, _
from storage.values.competence import LogFacts
from storage.values.evidence import EvidenceFacts, FileKind


class HasEvidence(Protocol):
    """An entry, or a report."""

    @property
    def id(self) -> int:
        """Its number, for the names of files."""

    @property
    def evidence(self) -> tuple[EvidenceFacts, ...]:
        """What stands beside it."""


def album(screen: Screen, log: HasEvidence, t: Catalogue) -> Screen:
    """The screen with every file of the entry beside it."""
    lost = t.plain(LOST)
    files = [
        Attachment(
            name=f"bukti-{log.id}-{page.file}.{'pdf' if piece.kind is FileKind.pdf else 'jpg'}",
            make=partial(_stored, page.sha256, lost),
            photo=piece.kind is FileKind.image,
            telegram=page.telegram,
            stored=page.file,
        )
        for piece in log.evidence
        for page in piece.pages
    ]
    return replace(screen, files=tuple(files))


def one_pdf(screen: Screen, log: LogFacts, t: Catalogue) -> Screen:
    """The screen with all photos of the entry as one PDF beside it."""
    pages = [page.sha256 for piece in log.evidence if piece.kind is FileKind.image for page in piece.pages]
    if not pages:
        return screen
    make = partial(_one_pdf, pages, t.plain(NOT_SMALL_ENOUGH), t.plain(LOST))
    made = replace(screen, files=(Attachment(f"bukti-{log.id}.pdf", make),))
    return made.with_toast(t.plain(_("PDF sedang dibuat.")))


def _stored(digest: str, lost: str, read: Read) -> bytes:
    content = read(digest)
    if content is None:
        raise CannotMake(lost)
    return content


def _one_pdf(digests: Sequence[str], too_large: str, lost: str, read: Read) -> bytes:
    try:
        return photos.one_pdf([_stored(digest, lost, read) for digest in digests])
    except photos.TooLarge:
        raise CannotMake(too_large) from None
