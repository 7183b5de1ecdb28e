"""Evidence: what proves that something was done. The files lie in the vault, under their SHA-256.

A file has a row here from the moment it is taken in, so that a talk may rest for weeks; the sweep forgets those that no
entry and no open talk needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from storage import people
from storage.database import changed
from storage.drafts import DRAFTS
from storage.errors import Invalid, NotFound
from storage.operations import operation
from storage.people import ASSIGNMENTS
from storage.types import Instant, Record, code_of, table
from storage.values import DraftStatus, Member
from storage.values.evidence import LONGEST_LINK, MOST_PAGES, EvidenceFacts, FileKind, Kept, Page, Piece


class StoredFile(Record, table=True):
    """One file that somebody has sent; several rows may share the content in the vault."""

    __tablename__ = "stored_file"

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    """Whose it is."""
    draft_id: int = Field(foreign_key="draft.id", index=True)
    """The talk that it was sent to."""
    sha256: str = Field(max_length=64, index=True)
    kind: FileKind = Field(sa_type=code_of(FileKind))
    size: int
    pages: int
    telegram: str | None = Field(default=None, max_length=200)
    """Telegram's file_id of a copy that tells no more than ours; None: send it from the vault."""
    created_at: datetime = Field(sa_type=Instant)


class EvidenceRow(Record, table=True):
    """One piece of evidence of an entry: the photos of an album, PDFs sent together, or a link."""

    __tablename__ = "evidence"

    id: int | None = Field(default=None, primary_key=True)
    log_id: int = Field(foreign_key="competence_log.id", index=True)
    kind: FileKind = Field(sa_type=code_of(FileKind))
    link: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = Field(sa_type=Instant)


class EvidencePage(Record, table=True):
    """One file of a piece of evidence."""

    __tablename__ = "evidence_page"

    evidence_id: int = Field(foreign_key="evidence.id", primary_key=True)
    position: int = Field(primary_key=True)
    file_id: int = Field(foreign_key="stored_file.id", index=True)


class ReportEvidence(Record, table=True):
    """One file or link of a report of a pengawas."""

    __tablename__ = "report_evidence"

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="pendampingan.id", index=True)
    position: int
    kind: FileKind = Field(sa_type=code_of(FileKind))
    link: str | None = Field(default=None, sa_type=Text)
    file_id: int | None = Field(default=None, foreign_key="stored_file.id", index=True)
    created_at: datetime = Field(sa_type=Instant)


FILES, EVIDENCE, PAGES = table(StoredFile), table(EvidenceRow), table(EvidencePage)
OF_REPORTS = table(ReportEvidence)
_other = PAGES.alias("other_page")
_same = FILES.alias("same_file")


@operation("evidence.keep")
async def keep(session: AsyncSession, actor: Member, draft_id: int, kept: Kept, now: datetime) -> int:
    """Note a file of the vault as sent to one's own open talk; gives its id. NotFound when it is none of one's own."""
    await people.acting(session, actor, "evidence.keep")
    mine = select(DRAFTS.c.id).where(
        DRAFTS.c.id == draft_id,
        DRAFTS.c.assignment_id == actor.assignment_id,
        DRAFTS.c.status == DraftStatus.open,
    )
    if await session.scalar(mine) is None:
        raise NotFound("draft")
    values = {name: getattr(kept, name) for name in ("sha256", "kind", "size", "pages", "telegram")}
    row = {"assignment_id": actor.assignment_id, "draft_id": draft_id, "created_at": now, **values}
    file_id = await session.scalar(insert(FILES).values(**row).returning(FILES.c.id))
    assert file_id is not None
    return int(file_id)


async def used_in(session: AsyncSession, person_id: int, sha256: str) -> int | None:
    """An entry of this person that has the same file already: the latest one."""
    found: int | None = await session.scalar(
        select(func.max(EVIDENCE.c.log_id))
        .join(PAGES, PAGES.c.evidence_id == EVIDENCE.c.id)
        .join(FILES, FILES.c.id == PAGES.c.file_id)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.id == FILES.c.assignment_id)
        .where(FILES.c.sha256 == sha256, ASSIGNMENTS.c.person_id == person_id)
    )
    return found


async def attach(session: AsyncSession, actor: Member, log_id: int, pieces: Sequence[Piece], now: datetime) -> None:
    """Add pieces to an entry whose owner the actor is; the pages of an album become one piece, in the order sent.

    Raises Invalid for files of somebody else, links that are too long, and more than MOST_PAGES together.
    """
    if not pieces:
        return
    if await _count(session, log_id) + len(pieces) > MOST_PAGES:
        raise Invalid("evidence_full")
    await _require_own(session, actor, [piece.file for piece in pieces if piece.file is not None])
    for group in _together(pieces):
        await _attach(session, log_id, group, now)


def _together(pieces: Iterable[Piece]) -> list[list[Piece]]:
    groups: dict[object, list[Piece]] = {}
    for number, piece in enumerate(pieces):
        groups.setdefault((piece.album, piece.kind) if piece.album else number, []).append(piece)
    return [sorted(group, key=lambda piece: piece.message) for group in groups.values()]


async def _attach(session: AsyncSession, log_id: int, group: Sequence[Piece], now: datetime) -> None:
    link = _link_of(group[0])
    made = insert(EVIDENCE).values(log_id=log_id, kind=group[0].kind, link=link, created_at=now)
    evidence_id = await session.scalar(made.returning(EVIDENCE.c.id))
    rows = [
        {"evidence_id": evidence_id, "position": position, "file_id": piece.file}
        for position, piece in enumerate(group)
        if piece.file is not None
    ]
    if rows:
        await session.execute(insert(PAGES), rows)


def _link_of(piece: Piece) -> str | None:
    if (piece.link is None) == (piece.kind is FileKind.link) or len(piece.link or "") > LONGEST_LINK:
        raise Invalid("link")
    return piece.link


async def _count(session: AsyncSession, log_id: int) -> int:
    pages = select(func.count()).select_from(EVIDENCE.outerjoin(PAGES)).where(EVIDENCE.c.log_id == log_id)
    return await session.scalar(pages) or 0


async def _require_own(session: AsyncSession, actor: Member, file_ids: Collection[int]) -> None:
    mine = select(func.count()).where(FILES.c.id.in_(file_ids), FILES.c.assignment_id == actor.assignment_id)
    if await session.scalar(mine) != len(set(file_ids)):
        raise Invalid("evidence")


async def remove(session: AsyncSession, log_id: int, evidence_id: int | None = None) -> bool:
    """Take one piece off an entry, or all of them; its files are swept later. Whether there was one."""
    which = [EVIDENCE.c.log_id == log_id, *([] if evidence_id is None else [EVIDENCE.c.id == evidence_id])]
    ids = (await session.scalars(select(EVIDENCE.c.id).where(*which))).all()
    await session.execute(delete(PAGES).where(PAGES.c.evidence_id.in_(ids)))
    return await changed(session, delete(EVIDENCE).where(EVIDENCE.c.id.in_(ids))) > 0


async def of_entries(session: AsyncSession, log_ids: Collection[int]) -> dict[int, tuple[EvidenceFacts, ...]]:
    """The evidence of some entries, by entry, in the order it was added."""
    rows = await session.execute(
        select(EVIDENCE, PAGES.c.position, FILES, _also_in().label("also_in"))
        .select_from(EVIDENCE.outerjoin(PAGES).outerjoin(FILES, FILES.c.id == PAGES.c.file_id))
        .where(EVIDENCE.c.log_id.in_(log_ids))
        .order_by(EVIDENCE.c.id, PAGES.c.position)
    )
    pieces: dict[int, list[Any]] = {}
    for row in rows:
        pieces.setdefault(row[0], []).append(row)
    found: dict[int, tuple[EvidenceFacts, ...]] = {}
    for some in pieces.values():
        found[some[0].log_id] = (*found.get(some[0].log_id, ()), _facts(some))
    return found


def _also_in() -> ColumnElement[int | None]:
    """Another entry of the same person with the same content."""
    elsewhere = EVIDENCE.alias("elsewhere")
    mine, theirs = ASSIGNMENTS.alias("mine"), ASSIGNMENTS.alias("theirs")
    return (
        select(func.max(elsewhere.c.log_id))
        .select_from(_same)
        .join(_other, _other.c.file_id == _same.c.id)
        .join(elsewhere, elsewhere.c.id == _other.c.evidence_id)
        .join(theirs, theirs.c.id == _same.c.assignment_id)
        .join(mine, mine.c.person_id == theirs.c.person_id)
        .where(
            _same.c.sha256 == FILES.c.sha256,
            mine.c.id == FILES.c.assignment_id,
            elsewhere.c.log_id != EVIDENCE.c.log_id,
        )
        .correlate(EVIDENCE, FILES)
        .scalar_subquery()
    )


def _facts(rows: Sequence[Any]) -> EvidenceFacts:
    """One piece from its joined rows."""
    first = rows[0]._mapping
    pages = tuple(
        Page(row[FILES.c.id], row[FILES.c.sha256], row[FILES.c.size], row[FILES.c.pages], row[FILES.c.telegram])
        for row in (one._mapping for one in rows)
        if row[FILES.c.id] is not None
    )
    also = [row.also_in for row in rows if row.also_in is not None]
    return EvidenceFacts(
        id=first[EVIDENCE.c.id],
        kind=first[EVIDENCE.c.kind],
        pages=pages,
        link=first[EVIDENCE.c.link],
        created_at=first[EVIDENCE.c.created_at],
        also_in=max(also) if also else None,
    )


# --- beside reports ---------------------------------------------------------------


async def put_beside(
    session: AsyncSession, actor: Member, report_id: int, pieces: Sequence[Piece], now: datetime
) -> None:
    """These pieces, and no others, stand beside a report whose owner the actor is. Raises Invalid as `attach`."""
    if len(pieces) > MOST_PAGES:
        raise Invalid("evidence_full")
    await _require_own(session, actor, [piece.file for piece in pieces if piece.file is not None])
    await session.execute(delete(OF_REPORTS).where(OF_REPORTS.c.report_id == report_id))
    rows = [
        {"position": position, "kind": piece.kind, "link": _link_of(piece), "file_id": piece.file}
        for position, piece in enumerate(pieces)
    ]
    if rows:
        await session.execute(insert(OF_REPORTS), [row | {"report_id": report_id, "created_at": now} for row in rows])


async def beside(session: AsyncSession, report_id: int) -> tuple[EvidenceFacts, ...]:
    """The evidence of a report, in the order it was sent; each file is a piece of its own."""
    rows = await session.execute(
        select(OF_REPORTS, FILES.c.sha256, FILES.c.size, FILES.c.pages, FILES.c.telegram)
        .select_from(OF_REPORTS.outerjoin(FILES, FILES.c.id == OF_REPORTS.c.file_id))
        .where(OF_REPORTS.c.report_id == report_id)
        .order_by(OF_REPORTS.c.position)
    )
    return tuple(
        EvidenceFacts(
            id=row.id,
            kind=row.kind,
            pages=() if row.file_id is None else (Page(row.file_id, row.sha256, row.size, row.pages, row.telegram),),
            link=row.link,
            created_at=row.created_at,
        )
        for row in rows
    )


# --- files ------------------------------------------------------------------------


async def remember(session: AsyncSession, file_id: int, telegram: str) -> None:
    """Telegram has a copy of ours under this file_id now."""
    await session.execute(update(FILES).where(FILES.c.id == file_id).values(telegram=telegram))


async def forget_unused(session: AsyncSession, before: datetime) -> int:
    """Forget files sent before an instant that nothing has and no open talk may still use. How many."""
    used = or_(exists().where(PAGES.c.file_id == FILES.c.id), exists().where(OF_REPORTS.c.file_id == FILES.c.id))
    open_talk = exists().where(and_(DRAFTS.c.id == FILES.c.draft_id, DRAFTS.c.status == DraftStatus.open))
    return await changed(session, delete(FILES).where(FILES.c.created_at < before, ~used, ~open_talk))


async def referenced(session: AsyncSession, digests: Collection[str]) -> set[str]:
    """Those of these contents that somebody has."""
    found: set[str] = set()
    some = list(digests)
    for at in range(0, len(some), 500):
        found |= set(await session.scalars(select(FILES.c.sha256).where(FILES.c.sha256.in_(some[at : at + 500]))))
    return found
