"""Talks that have begun: what was answered so far, so that nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, bindparam, exists, select, text, update
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from storage import people
from storage.accounts import ACCOUNTS
from storage.database import changed
from storage.errors import NotFound
from storage.operations import operation
from storage.people import ASSIGNMENTS
from storage.types import Instant, Record, code_of, table
from storage.values import Draft, DraftStatus, Member


class DraftRow(Record, table=True):
    """One talk of one member. At most one is open for a dialog and its subject."""

    __tablename__ = "draft"
    __table_args__ = (
        Index(
            "uq_draft_open",
            "assignment_id",
            "dialog",
            "subject",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    dialog: str = Field(max_length=60)
    subject: str = Field(max_length=60)
    """What the talk is about, e.g. the code of a period."""
    pinned: dict[str, Any] = Field(sa_type=JSON)
    """The ground it began on: pack and version, period, options."""
    answers: dict[str, Any] = Field(sa_type=JSON)
    cursor: dict[str, Any] = Field(sa_type=JSON)
    status: DraftStatus = Field(default=DraftStatus.open, sa_type=code_of(DraftStatus))
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)


DRAFTS = table(DraftRow)
DRAFT = (
    DRAFTS.c.id,
    DRAFTS.c.assignment_id,
    DRAFTS.c.dialog,
    DRAFTS.c.subject,
    DRAFTS.c.pinned,
    DRAFTS.c.answers,
    DRAFTS.c.cursor,
    DRAFTS.c.status,
    DRAFTS.c.updated_at,
)
"""The columns of a `Draft`, in the order of its fields."""
_NOTHING: Mapping[str, Any] = {"pinned": {}, "answers": {}, "cursor": {}}
"""What is left of a talk that is over: it may have been about somebody else."""

_SAVE = (
    update(DRAFTS)
    .where(DRAFTS.c.id == bindparam("draft"), DRAFTS.c.status == DraftStatus.open)
    .values(answers=bindparam("new_answers"), cursor=bindparam("new_cursor"), updated_at=bindparam("now"))
)


async def save(
    session: AsyncSession, draft_id: int, answers: Mapping[str, Any], cursor: Mapping[str, Any], now: datetime
) -> None:
    """Keep what was answered. The draft is the one in front of the visitor. NotFound when it is no longer open."""
    connection = await session.connection()
    values = {"draft": draft_id, "new_answers": answers, "new_cursor": cursor, "now": now}
    if (await connection.execute(_SAVE, values)).rowcount == 0:
        raise NotFound("draft")


@operation("drafts.open_draft")
async def open_draft(
    session: AsyncSession,
    actor: Member,
    dialog: str,
    subject: str,
    pinned: Mapping[str, Any],
    now: datetime,
    answers: Mapping[str, Any] | None = None,
) -> Draft:
    """Begin a talk, or go on with the one that is open about the same subject; it comes to the front.

    `pinned` and `answers` (to begin with, e.g. those of a plan that was given back) count for a new draft only.
    """
    await people.acting(session, actor, "drafts.open_draft")
    await session.execute(
        insert(DRAFTS)
        .values(
            assignment_id=actor.assignment_id,
            dialog=dialog,
            subject=subject,
            pinned=pinned,
            answers=answers or {},
            cursor={},
            created_at=now,
            updated_at=now,
        )
        .on_conflict_do_nothing()  # the partial index: one is open already
    )
    draft = await _latest(session, actor, dialog, subject, DraftStatus.open)
    assert draft is not None
    front = {"draft_id": draft.id, "assignment_id": actor.assignment_id}
    await session.execute(update(ACCOUNTS).where(ACCOUNTS.c.person_id == actor.person_id).values(**front))
    return draft


async def last_done(session: AsyncSession, member: Member, dialog: str, subject: str) -> Draft | None:
    """The talk about this subject that was finished last, for one who has to revise what came of it."""
    return await _latest(session, member, dialog, subject, DraftStatus.done)


async def _latest(
    session: AsyncSession, member: Member, dialog: str, subject: str, status: DraftStatus
) -> Draft | None:
    row = (
        await session.execute(
            select(*DRAFT)
            .where(
                DRAFTS.c.assignment_id == member.assignment_id,
                DRAFTS.c.dialog == dialog,
                DRAFTS.c.subject == subject,
                DRAFTS.c.status == status,
            )
            .order_by(DRAFTS.c.updated_at.desc(), DRAFTS.c.id.desc())
            .limit(1)
        )
    ).first()
    return row and Draft(*row)


async def list_open(session: AsyncSession, member: Member) -> tuple[Draft, ...]:
    """What this member may continue, the latest first."""
    rows = await session.execute(
        select(*DRAFT)
        .where(DRAFTS.c.assignment_id == member.assignment_id, DRAFTS.c.status == DraftStatus.open)
        .order_by(DRAFTS.c.updated_at.desc(), DRAFTS.c.id.desc())
    )
    return tuple(Draft(*row) for row in rows)


@operation("drafts.set_front")
async def set_front(session: AsyncSession, telegram_id: int, draft_id: int | None) -> None:
    """Put an open talk of the same person in front, with its role; None leaves no talk in front.

    NotFound when it is somebody else's or no longer open.
    """
    account = update(ACCOUNTS).where(ACCOUNTS.c.telegram_id == telegram_id)
    if draft_id is None:
        await session.execute(account.values(draft_id=None))
        return
    role = select(DRAFTS.c.assignment_id).where(DRAFTS.c.id == draft_id).scalar_subquery()
    theirs = exists().where(
        DRAFTS.c.id == draft_id,
        DRAFTS.c.status == DraftStatus.open,
        ASSIGNMENTS.c.id == DRAFTS.c.assignment_id,
        ASSIGNMENTS.c.person_id == ACCOUNTS.c.person_id,
        ASSIGNMENTS.c.status.in_(people.HELD),
    )
    if not await changed(session, account.where(theirs).values(draft_id=draft_id, assignment_id=role)):
        raise NotFound("draft")


@operation("drafts.discard")
async def discard(session: AsyncSession, actor: Member, draft_id: int, now: datetime) -> None:
    """Throw an open talk of one's own away, with what was typed. NotFound when there is none; one that was thrown away
    stays so."""
    mine = update(DRAFTS).where(DRAFTS.c.id == draft_id, DRAFTS.c.assignment_id == actor.assignment_id)
    not_done = mine.where(DRAFTS.c.status != DraftStatus.done)
    if not await changed(session, not_done.values(status=DraftStatus.discarded, updated_at=now, **_NOTHING)):
        raise NotFound("draft")
    await _leave_front(session, draft_id)


async def finish(session: AsyncSession, draft_id: int, now: datetime, *, keep: bool = False) -> bool:
    """Close a talk whose intent is being performed in this transaction.

    What was typed goes, unless the next talk about the same subject begins with it (`keep`, see `last_done`).
    False when it is not open any more: then its intent was performed before, and must not be again.
    """
    mine = update(DRAFTS).where(DRAFTS.c.id == draft_id, DRAFTS.c.status == DraftStatus.open)
    over = mine.values(status=DraftStatus.done, updated_at=now)
    was_open = await changed(session, over if keep else over.values(**_NOTHING))
    await _leave_front(session, draft_id)
    return was_open == 1


async def _leave_front(session: AsyncSession, draft_id: int) -> None:
    await session.execute(update(ACCOUNTS).where(ACCOUNTS.c.draft_id == draft_id).values(draft_id=None))
