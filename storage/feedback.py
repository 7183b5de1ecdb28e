"""Feedback and coaching at any time: apresiasi, umpan balik, penugasan baru, bimbingan, konseling.

Notes are read by their owner, by whoever decides about the owner now, and by whoever watches the owner. A counselling
note is read by the two people alone, whoever appraises the owner later, and its text is forgotten in time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, Text, and_, cast, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from storage import audit, outbox, people
from storage.appraising import appraised_by, owned_by, sees, watched_by
from storage.drafts import DRAFTS
from storage.errors import Invalid, NotAllowed, NotFound
from storage.flow import Moving, Who, move, step
from storage.operations import operation
from storage.people import ASSIGNMENTS, PEOPLE
from storage.skp import PLANNERS
from storage.types import Instant, code_of, table
from storage.values import AssignmentStatus, DraftStatus, Member
from storage.values.feedback import (
    ANSWER,
    GIVE,
    LONGEST,
    AnswerFeedback,
    FeedbackFacts,
    FeedbackKind,
    FeedbackLine,
    FeedbackStatus,
    GiveFeedback,
    keep_until,
)

GIVEN = "feedback_given"
ANSWERED = "feedback_answered"
SOON = timedelta(days=3)
"""A follow-up is spoken of from so many days before it until a week after."""
OVER = timedelta(days=7)


class Feedback(Moving, table=True):
    """One note of one person about the work of another."""

    __tablename__ = "feedback"

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    """Whose work it is about."""
    given_by: int = Field(foreign_key="assignment.id", index=True)
    kind: FeedbackKind = Field(sa_type=code_of(FeedbackKind))
    status: FeedbackStatus = Field(sa_type=code_of(FeedbackStatus))
    text: str | None = Field(default=None, sa_type=Text)
    """None once it was forgotten."""
    follow_up_on: date | None = None
    given_at: datetime = Field(sa_type=Instant)
    keep_until: date | None = None
    """The last day on which the text is kept; None: as long as the rest."""
    answer: str | None = Field(default=None, sa_type=Text)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)


FEEDBACK = table(Feedback)
NOTE = FEEDBACK.c
_owner, _giver = ASSIGNMENTS.alias("about"), ASSIGNMENTS.alias("giver")
_owner_person, _giver_person = PEOPLE.alias("about_person"), PEOPLE.alias("giver_person")

TELL = step("feedback.give", (), FeedbackStatus.disampaikan, Who.appraiser)
REPLY = step("feedback.answer", FeedbackStatus.disampaikan, FeedbackStatus.ditanggapi, Who.owner)
FORGET = step(
    "feedback.forget", (FeedbackStatus.disampaikan, FeedbackStatus.ditanggapi), FeedbackStatus.dihapus, Who.system
)


# --- giving and answering ---------------------------------------------------------


@operation("feedback.give")
async def give(session: AsyncSession, actor: Member, intent: GiveFeedback, now: datetime) -> FeedbackFacts:
    """Tell somebody about their work, for whoever decides about them now or watches them. They are told at once.

    Raises NotAllowed, and Invalid for an empty or too long text. Not idempotent by itself: close the draft that it
    comes from in the same transaction.
    """
    owner = await _looked_after(session, actor, intent.assignment_id, now)
    until = keep_until(intent.kind, owner.year)
    row = {
        "assignment_id": owner.assignment_id,
        "given_by": actor.assignment_id,
        "kind": intent.kind,
        "status": TELL.to,
        "text": _checked(intent.text),
        "follow_up_on": intent.follow_up_on,
        "given_at": now,
        "keep_until": until,
        "version": 1,
        "changed_at": now,
        "changed_by": actor.assignment_id,
    }
    note_id = await session.scalar(insert(FEEDBACK).values(**row).returning(NOTE.id))
    assert note_id is not None
    detail = {"kind": intent.kind.value, "version": 1}
    await audit.record(session, audit.by(actor), TELL.operation, f"feedback:{note_id}", detail, now)
    await _post(session, GIVEN, note_id, owner.person_id, now)
    return await _facts(session, note_id)


async def _looked_after(session: AsyncSession, actor: Member, assignment_id: int, now: datetime) -> Member:
    this = ASSIGNMENTS.c.id
    may = or_(appraised_by(this, actor, now), watched_by(this, actor))
    theirs = select(this).where(this == assignment_id, ASSIGNMENTS.c.status != AssignmentStatus.ended, may)
    owner = await people.member(session, assignment_id) if await session.scalar(theirs) else None
    if owner is None or owner.role not in PLANNERS:
        raise NotAllowed("feedback.give")
    return owner


def _checked(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= LONGEST:
        raise Invalid("feedback_text")
    return text


@operation("feedback.answer")
async def answer(session: AsyncSession, actor: Member, intent: AnswerFeedback, now: datetime) -> FeedbackFacts:
    """The owner answers a note, once; whoever gave it is told. Raises NotFound, NotAllowed, MovedOn (answered, or
    forgotten meanwhile), Invalid."""
    may = owned_by(NOTE.assignment_id, actor, AssignmentStatus.active)
    news = {"answer": _checked(intent.text), "answered_at": now}
    if await move(session, FEEDBACK, REPLY, actor, intent.id, intent.version, may, now, also=news):
        facts = await _facts(session, intent.id)
        await _post(session, ANSWERED, intent.id, facts.giver.person_id, now)
    return await _facts(session, intent.id)


async def _post(session: AsyncSession, card: str, note_id: int, person_id: int, now: datetime) -> None:
    await outbox.tell(
        session,
        f"{card}:{note_id}",
        person_id,
        card,
        {"feedback": note_id},
        now,
        subject=f"feedback:{note_id}",
    )


# --- reading ----------------------------------------------------------------------


def _visible(viewer: Member, now: datetime) -> ColumnElement[bool]:
    """Notes about the viewer, notes that the viewer gave, and those of whom the viewer looks after but counselling."""
    mine = select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.person_id == viewer.person_id)
    others = and_(NOTE.kind != FeedbackKind.konseling, sees(NOTE.assignment_id, viewer, now))
    return or_(NOTE.assignment_id.in_(mine), NOTE.given_by.in_(mine), others)


@operation("feedback.facts")
async def facts(session: AsyncSession, viewer: Member, note_id: int, now: datetime) -> FeedbackFacts:
    """A note as this viewer may read it; NotFound for everybody else."""
    if await session.scalar(select(NOTE.id).where(NOTE.id == note_id, _visible(viewer, now))) is None:
        raise NotFound("feedback")
    return await _facts(session, note_id)


async def _facts(session: AsyncSession, note_id: int) -> FeedbackFacts:
    row = (await session.execute(select(FEEDBACK).where(NOTE.id == note_id))).one()
    owner = await people.member(session, row.assignment_id)
    giver = await people.member(session, row.given_by)
    assert owner is not None
    assert giver is not None
    return FeedbackFacts(
        id=note_id,
        version=row.version,
        kind=row.kind,
        status=row.status,
        owner=owner,
        giver=giver,
        text=row.text,
        follow_up_on=row.follow_up_on,
        given_at=row.given_at,
        keep_until=row.keep_until,
        answer=row.answer,
        answered_at=row.answered_at,
    )


@operation("feedback.about")
async def about(
    session: AsyncSession, viewer: Member, assignment_id: int, offset: int, limit: int, now: datetime
) -> tuple[int, tuple[FeedbackLine, ...]]:
    """How many notes about somebody the viewer may read, and a page of them, newest first.

    NotFound for one who neither is that person nor looks after them, unless they gave one of the notes.
    """
    this = ASSIGNMENTS.c.id
    count, lines = await _lines(session, _visible(viewer, now), NOTE.assignment_id == assignment_id, offset, limit)
    if count == 0:
        seen = select(this).where(this == assignment_id, sees(this, viewer, now))
        if await session.scalar(seen) is None:
            raise NotFound("feedback")
    return count, lines


async def received(
    session: AsyncSession, viewer: Member, offset: int, limit: int
) -> tuple[int, tuple[FeedbackLine, ...]]:
    """The notes about the viewer in all their roles, newest first."""
    mine = select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.person_id == viewer.person_id)
    return await _lines(session, NOTE.assignment_id.in_(mine), NOTE.id > 0, offset, limit)


async def given(session: AsyncSession, viewer: Member, offset: int, limit: int) -> tuple[int, tuple[FeedbackLine, ...]]:
    """The notes that the viewer gave in the role in front, newest first."""
    return await _lines(session, NOTE.given_by == viewer.assignment_id, NOTE.id > 0, offset, limit)


async def _lines(
    session: AsyncSession, may: ColumnElement[bool], which: ColumnElement[bool], offset: int, limit: int
) -> tuple[int, tuple[FeedbackLine, ...]]:
    count = await session.scalar(select(func.count()).select_from(FEEDBACK).where(may, which))
    columns = (NOTE.id, NOTE.version, NOTE.kind, NOTE.status, _owner_person.c.name, _giver_person.c.name, NOTE.given_at)
    rows = await session.execute(
        select(*columns)
        .join_from(FEEDBACK, _owner, _owner.c.id == NOTE.assignment_id)
        .join(_owner_person, _owner_person.c.id == _owner.c.person_id)
        .join(_giver, _giver.c.id == NOTE.given_by)
        .join(_giver_person, _giver_person.c.id == _giver.c.person_id)
        .where(may, which)
        .order_by(NOTE.given_at.desc(), NOTE.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return count or 0, tuple(FeedbackLine(*row) for row in rows)


async def to_follow_up(session: AsyncSession, member: Member, today: date) -> tuple[int, FeedbackKind, date] | None:
    """The next follow-up that the member has agreed on, near `today` (local): the note's id, its kind and the day."""
    mine = or_(NOTE.assignment_id == member.assignment_id, NOTE.given_by == member.assignment_id)
    near = NOTE.follow_up_on.between(today - OVER, today + SOON)
    columns = (NOTE.id, NOTE.kind, NOTE.follow_up_on)
    row = (
        await session.execute(select(*columns).where(mine, near).order_by(NOTE.follow_up_on, NOTE.id).limit(1))
    ).first()
    return None if row is None else (row.id, row.kind, row.follow_up_on)


# --- forgetting -------------------------------------------------------------------


async def forget(session: AsyncSession, now: datetime) -> int:
    """Forget the counselling notes whose time is over, and what was typed in talks that have ended. Gives the number
    of notes. `now` is UTC: nothing is forgotten before the day is over anywhere in the country."""
    over = select(NOTE.id, NOTE.version).where(NOTE.keep_until < now.date(), NOTE.status != FORGET.to)
    notes = (await session.execute(over.order_by(NOTE.id))).all()
    for note_id, version in notes:
        gone: Mapping[str, Any] = {"text": None, "answer": None, "status": FORGET.to, "version": version + 1}
        await session.execute(update(FEEDBACK).where(NOTE.id == note_id).values(**gone, changed_at=now))
        await audit.record(session, "system", FORGET.operation, f"feedback:{note_id}", {"version": version + 1}, now)
    ended = (DRAFTS.c.dialog.in_((GIVE, ANSWER)), DRAFTS.c.status != DraftStatus.open)
    typed = cast(DRAFTS.c.answers, String) != "{}"
    await session.execute(update(DRAFTS).where(*ended, typed).values(answers={}, cursor={}))
    return len(notes)
