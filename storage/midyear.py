"""The check-in: the owner of an agreed plan says how far it is, whoever decides about them answers in a few words.

No regulation asks for it; it is Kawal's advice for a year that has one period. Every check-in of a period is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ColumnElement, Row, Select, Text, UniqueConstraint, and_, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from storage import audit, nudging, outbox, people
from storage.appraising import appraised_by, owned_by, sees
from storage.errors import Invalid, NotFound
from storage.flow import UNDO_WITHIN, Moving, Who, move, step
from storage.operations import operation
from storage.people import ASSIGNMENTS, MEMBER, MEMBERS, PEOPLE, UNITS
from storage.skp import PLANNERS, SKPS
from storage.types import Instant, code_of, table
from storage.values import AssignmentStatus, Member, SkpStatus
from storage.values.inbox import Thing, Waiting
from storage.values.midyear import (
    LONGEST,
    AnswerCheckin,
    CheckinFacts,
    CheckinStatus,
    Progress,
    SubmitCheckin,
    UndoAnswer,
    WithdrawCheckin,
)

ANSWERED = "checkin_answered"
UNDONE = "checkin_undone"


class Checkin(Moving, table=True):
    """One check-in of one member; a period may have several, counted from 1."""

    __tablename__ = "checkin"
    __table_args__ = (UniqueConstraint("assignment_id", "period", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    skp_id: int = Field(foreign_key="skp.id")
    """The agreed plan that it is about."""
    period: str = Field(max_length=20)
    number: int
    status: CheckinStatus = Field(sa_type=code_of(CheckinStatus))
    progress: list[dict[str, Any]] = Field(sa_type=JSON)
    """Per RHK: rhk, reached, target, satuan, words (numbers as text)."""
    hindrance: str | None = Field(default=None, sa_type=Text)
    support: str | None = Field(default=None, sa_type=Text)
    submitted_at: datetime = Field(sa_type=Instant)
    answer: str | None = Field(default=None, sa_type=Text)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    answered_by: int | None = Field(default=None, foreign_key="assignment.id")


CHECKINS = table(Checkin)
_OWNER = CHECKINS.c.assignment_id
_answerer = ASSIGNMENTS.alias("answerer")
_answerer_person = PEOPLE.alias("answerer_person")

S = CheckinStatus
SUBMIT = step("midyear.submit", (), S.diajukan, Who.owner)
SUBMIT_AGAIN = step("midyear.submit", (S.diajukan, S.ditarik), S.diajukan, Who.owner)
WITHDRAW = step("midyear.withdraw", S.diajukan, S.ditarik, Who.owner)
ANSWER = step("midyear.answer", S.diajukan, S.dijawab, Who.appraiser)
UNDO = step("midyear.undo", S.dijawab, S.diajukan, Who.appraiser)


@operation("midyear.submit")
async def submit(session: AsyncSession, actor: Member, intent: SubmitCheckin, now: datetime) -> CheckinFacts:
    """Send a check-in on an agreed plan of one's own: a new one, or one that waits or was withdrawn once more.

    Raises NotAllowed, MovedOn (answered meanwhile), and Invalid: without an agreed plan, while another one waits, or
    with content that no check-in may have. Not idempotent by itself: close the draft that it comes from.
    """
    owner = await people.acting(session, actor, "midyear.submit", *PLANNERS)
    _check(intent)
    period = await _agreed_period(session, owner, intent.skp_id)
    content = {
        "progress": [_kept(item) for item in intent.progress],
        "hindrance": intent.hindrance,
        "support": intent.support,
        "submitted_at": now,
    }
    if intent.checkin_id is not None:
        may = and_(owned_by(_OWNER, owner, AssignmentStatus.active), CHECKINS.c.skp_id == intent.skp_id)
        version = intent.version
        moved = await move(session, CHECKINS, SUBMIT_AGAIN, owner, intent.checkin_id, version, may, now, also=content)
        checkin_id = intent.checkin_id
    else:
        checkin_id, moved = await _begin(session, owner, intent.skp_id, period, content, now), True
    if moved:
        await nudging.nudge(session, owner, now)
    return await _facts(session, checkin_id)


def _check(intent: SubmitCheckin) -> None:
    codes = [item.rhk for item in intent.progress]
    if not codes or len(set(codes)) != len(codes) or not all(codes):
        raise Invalid("progress")
    for item in intent.progress:
        if not (item.reached.is_finite() and item.reached >= 0 and item.target.is_finite() and item.target > 0):
            raise Invalid("progress")
    words = [intent.hindrance, intent.support, *(item.words for item in intent.progress)]
    if any(said is not None and not 0 < len(said.strip()) <= LONGEST for said in words):
        raise Invalid("words")


async def _agreed_period(session: AsyncSession, owner: Member, skp_id: int) -> str:
    mine = select(SKPS.c.period).where(
        SKPS.c.id == skp_id, SKPS.c.status == SkpStatus.disepakati, owned_by(SKPS.c.assignment_id, owner)
    )
    period: str | None = await session.scalar(mine)
    if period is None:
        raise Invalid("agreed_plan")
    return period


async def _begin(
    session: AsyncSession, owner: Member, skp_id: int, period: str, content: Mapping[str, Any], now: datetime
) -> int:
    """The id of a new check-in, the next of its period."""
    its = (CHECKINS.c.assignment_id == owner.assignment_id, CHECKINS.c.period == period)
    if await session.scalar(select(CHECKINS.c.id).where(*its, CHECKINS.c.status == S.diajukan)) is not None:
        raise Invalid("checkin_waits")
    last = await session.scalar(select(func.max(CHECKINS.c.number)).where(*its))
    values = {"assignment_id": owner.assignment_id, "skp_id": skp_id, "period": period, "number": (last or 0) + 1}
    stands = {"status": SUBMIT.to, "version": 1, "changed_at": now, "changed_by": owner.assignment_id}
    made = insert(CHECKINS).values(**values, **stands, **content).returning(CHECKINS.c.id)
    checkin_id = int((await session.execute(made)).scalar_one())
    await audit.record(session, audit.by(owner), SUBMIT.operation, f"checkin:{checkin_id}", {"version": 1}, now)
    return checkin_id


@operation("midyear.withdraw")
async def withdraw(session: AsyncSession, actor: Member, intent: WithdrawCheckin, now: datetime) -> CheckinFacts:
    """Take one's own check-in back while it waits; repeating it has no effect. Raises NotFound, NotAllowed, MovedOn."""
    may = owned_by(_OWNER, actor, AssignmentStatus.active)
    await move(session, CHECKINS, WITHDRAW, actor, intent.checkin_id, intent.version, may, now)
    return await _facts(session, intent.checkin_id)


@operation("midyear.answer")
async def answer(
    session: AsyncSession, actor: Member, intent: AnswerCheckin, now: datetime, *, told_at: datetime | None = None
) -> CheckinFacts:
    """Answer a check-in that waits. For whoever decides now; the owner is told at once, or at `told_at`.

    Raises NotFound, NotAllowed, MovedOn, and Invalid without words.
    """
    said = intent.answer.strip()
    if not 0 < len(said) <= LONGEST:
        raise Invalid("words")
    news = {"answer": said, "answered_at": now, "answered_by": actor.assignment_id}
    may, detail = appraised_by(_OWNER, actor, now), {"answer": audit.digest_of(said)}
    version = intent.version
    moved = await move(session, CHECKINS, ANSWER, actor, intent.checkin_id, version, may, now, also=news, detail=detail)
    facts = await _facts(session, intent.checkin_id)
    if moved:
        await _tell(session, ANSWERED, facts, now, told_at)
    return facts


@operation("midyear.undo")
async def undo(session: AsyncSession, actor: Member, intent: UndoAnswer, now: datetime) -> CheckinFacts:
    """Take one's own answer back within `UNDO_WITHIN`: the check-in waits again as it did before.

    The owner is told so, unless they had not been told of the answer yet. Raises NotFound, NotAllowed, MovedOn.
    """
    mine = and_(CHECKINS.c.answered_by == actor.assignment_id, CHECKINS.c.answered_at > now - UNDO_WITHIN)
    may = and_(appraised_by(_OWNER, actor, now), or_(mine, CHECKINS.c.status == S.diajukan))
    former = {"answer": None, "answered_at": None, "answered_by": None}
    if await move(session, CHECKINS, UNDO, actor, intent.checkin_id, intent.version, may, now, also=former):
        facts = await _facts(session, intent.checkin_id)
        if await outbox.take_back(session, f"{ANSWERED}:{facts.id}:{intent.version}", now):
            await _tell(session, UNDONE, facts, now, None)
    return await _facts(session, intent.checkin_id)


async def _tell(
    session: AsyncSession, card: str, facts: CheckinFacts, now: datetime, not_before: datetime | None
) -> None:
    await outbox.tell(
        session,
        f"{card}:{facts.id}:{facts.version}",
        facts.owner.person_id,
        card,
        {"checkin": facts.id, "version": facts.version},
        now,
        subject=f"checkin:{facts.id}",
        not_before=not_before,
    )


@operation("midyear.facts")
async def facts(session: AsyncSession, checkin_id: int, viewer: Member, now: datetime) -> CheckinFacts:
    """A check-in as its owner, whoever decides about them now, or who watches them may see it; NotFound for others."""
    seen = select(CHECKINS.c.id).where(CHECKINS.c.id == checkin_id, sees(_OWNER, viewer, now))
    if await session.scalar(seen) is None:
        raise NotFound("checkin")
    return await _facts(session, checkin_id)


@operation("midyear.of")
async def of(session: AsyncSession, viewer: Member, assignment_id: int, now: datetime) -> tuple[CheckinFacts, ...]:
    """The check-ins of a member, the latest first, as far as the viewer may see them."""
    theirs = _all().where(CHECKINS.c.assignment_id == assignment_id, sees(_OWNER, viewer, now))
    rows = await session.execute(theirs.order_by(CHECKINS.c.submitted_at.desc(), CHECKINS.c.id.desc()))
    return tuple(_read(row) for row in rows)


async def latest(session: AsyncSession, assignment_id: int, period: str) -> CheckinFacts | None:
    """The latest check-in of a member in a period that was not withdrawn: for the evaluation's facts of the year."""
    its = (CHECKINS.c.assignment_id == assignment_id, CHECKINS.c.period == period, CHECKINS.c.status != S.ditarik)
    row = (await session.execute(_all().where(*its).order_by(CHECKINS.c.number.desc()).limit(1))).first()
    return None if row is None else _read(row)


async def due(session: AsyncSession, member: Member, period: str) -> bool:
    """Whether the member has an agreed plan for the period and has not checked in on it."""
    return await session.scalar(unchecked(SKPS.c.assignment_id == member.assignment_id, period)) is not None


def unchecked(whose: ColumnElement[bool], period: str) -> Select[int]:
    """Those with an agreed plan for the period who have not checked in on it; `whose` is about the plan's row."""
    checked = select(CHECKINS.c.id).where(CHECKINS.c.skp_id == SKPS.c.id, CHECKINS.c.status != S.ditarik)
    theirs = (whose, SKPS.c.period == period)
    return select(SKPS.c.assignment_id).where(*theirs, SKPS.c.status == SkpStatus.disepakati, ~checked.exists())


async def waiting(session: AsyncSession, actor: Member, now: datetime) -> tuple[Waiting, ...]:
    """The check-ins that wait for this actor's answer, oldest first. They need words, so no batch has them."""
    rows = await session.execute(
        select(CHECKINS.c.id, CHECKINS.c.version, PEOPLE.c.name, UNITS.c.name, CHECKINS.c.submitted_at)
        .join_from(CHECKINS, MEMBERS, ASSIGNMENTS.c.id == _OWNER)
        .where(CHECKINS.c.status == S.diajukan, appraised_by(_OWNER, actor, now))
        .order_by(CHECKINS.c.submitted_at, CHECKINS.c.id)
    )
    return tuple(Waiting(Thing.checkin, *row, problems=("answer",)) for row in rows)


async def _facts(session: AsyncSession, checkin_id: int) -> CheckinFacts:
    return _read((await session.execute(_all().where(CHECKINS.c.id == checkin_id))).one())


def _all() -> Select[Any]:
    joined = (
        CHECKINS.join(MEMBERS, ASSIGNMENTS.c.id == _OWNER)
        .join(SKPS, SKPS.c.id == CHECKINS.c.skp_id)
        .outerjoin(_answerer, _answerer.c.id == CHECKINS.c.answered_by)
        .outerjoin(_answerer_person, _answerer_person.c.id == _answerer.c.person_id)
    )
    own = [column.label(f"c_{column.name}") for column in CHECKINS.c]
    columns = (*MEMBER, SKPS.c.pack_id, SKPS.c.pack_version, _answerer_person.c.name.label("answerer_name"), *own)
    return select(*columns).select_from(joined)


def _read(row: Row[Any]) -> CheckinFacts:
    return CheckinFacts(
        id=row.c_id,
        version=row.c_version,
        status=row.c_status,
        owner=Member(*row[: len(MEMBER)]),
        skp_id=row.c_skp_id,
        period=row.c_period,
        number=row.c_number,
        pack_id=row.pack_id,
        pack_version=row.pack_version,
        progress=_progress(row.c_progress),
        hindrance=row.c_hindrance,
        support=row.c_support,
        submitted_at=row.c_submitted_at,
        answer=row.c_answer,
        answered_at=row.c_answered_at,
        answered_by=row.answerer_name,
        answered_by_id=row.c_answered_by,
    )


def _kept(item: Progress) -> dict[str, Any]:
    numbers = {"reached": str(item.reached), "target": str(item.target)}
    return {"rhk": item.rhk, "satuan": item.satuan, "words": item.words, **numbers}


def _progress(kept: Sequence[Mapping[str, Any]]) -> tuple[Progress, ...]:
    return tuple(
        Progress(item["rhk"], Decimal(item["reached"]), Decimal(item["target"]), item["satuan"], item["words"])
        for item in kept
    )
