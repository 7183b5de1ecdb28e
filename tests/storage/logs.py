"""Entries of the competence log, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Basis
from storage import competence, drafts, evidence
from storage.values import Member
from storage.values.competence import Entry, LogFacts, OnLog, SaveLog
from storage.values.evidence import FileKind, Kept, Piece
from tests.storage.school import NOW

ENTRY = Entry("o", date(2027, 1, 11), "Pelatihan <asesmen> & refleksi 😀", 2, 8, Basis.secondary)
LINK = Piece(FileKind.link, link="https://contoh.id/sertifikat")
NEW = SaveLog("2027-1", date(2027, 1, 1), date(2027, 6, 30), "perdirjen-7607-2023", "f" * 64, True, ENTRY, (LINK,))
A_FILE = Kept("a" * 64, 1234, FileKind.image, 1, "TELEGRAM")


async def keep(session: AsyncSession, owner: Member, digest: str, subject: str = "x") -> Piece:
    """A photo that somebody has sent to a talk; `digest` may be one letter of it."""
    talk = await drafts.open_draft(session, owner, "kegiatan", subject, {}, NOW)
    kept = replace(A_FILE, sha256=digest if len(digest) == 64 else digest * 64)
    return Piece(FileKind.image, await evidence.keep(session, owner, talk.id, kept, NOW), message=1)


async def saved(session: AsyncSession, owner: Member, new: SaveLog = NEW) -> LogFacts:
    """An entry that is not sent."""
    return await competence.save(session, owner, new, NOW)


async def sent(session: AsyncSession, owner: Member, new: SaveLog = NEW) -> LogFacts:
    """An entry that waits."""
    return await competence.submit(session, owner, OnLog((await saved(session, owner, new)).id, 1), NOW)
