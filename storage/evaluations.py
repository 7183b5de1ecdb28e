"""The evaluation of a period: the pejabat penilai sets and revises it, its owner reads it and may add a word.

Members of the tim kinerja recommend; nobody but who decides about the owner now ever sets a predikat.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.models import Rating
from storage import appraising, audit, outbox, people, plans, verdicts
from storage.appraising import appraised_by, owned_by, sees, watched_by
from storage.errors import Invalid, MovedOn, NotAllowed, NotFound
from storage.flow import Moving, Who, move, step
from storage.operations import operation
from storage.people import ASSIGNMENTS, PEOPLE
from storage.skp import SKPS
from storage.types import Instant, Record, code_of, table
from storage.values import AssignmentStatus, Member, Plan, SkpStatus
from storage.values.evaluation import (
    Acknowledge,
    Advice,
    Evaluation,
    EvaluationFacts,
    EvaluationStatus,
    Recommend,
    Respond,
    ReviseEvaluation,
    SetEvaluation,
)

EVALUATED = "evaluation_set"
RESPONDED = "evaluation_answered"


class EvaluationRow(Moving, table=True):
    """One evaluation. What it says is in its revisions (`storage.verdicts`); here is where it stands."""

    __tablename__ = "evaluation"
    __table_args__ = (UniqueConstraint("assignment_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    """Whose."""
    period: str = Field(max_length=20)
    status: EvaluationStatus = Field(sa_type=code_of(EvaluationStatus))
    revision: int = 1
    """Grows with every verdict."""
    predikat: str = Field(max_length=40)
    """That of the present verdict, for counting."""
    acknowledged_at: datetime | None = Field(default=None, sa_type=Instant)


class EvaluationAdvice(Record, table=True):
    """What one member of the tim kinerja recommends for somebody's period: their last word."""

    __tablename__ = "evaluation_advice"
    __table_args__ = (UniqueConstraint("assignment_id", "period", "by_assignment_id"),)

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    """Who is evaluated."""
    period: str = Field(max_length=20)
    by_assignment_id: int = Field(foreign_key="assignment.id")
    """Who recommends."""
    hasil: Rating = Field(sa_type=code_of(Rating))
    perilaku: Rating = Field(sa_type=code_of(Rating))
    note: str = Field(sa_type=Text)
    changed_at: datetime = Field(sa_type=Instant)


EVALUATIONS, ADVICE = table(EvaluationRow), table(EvaluationAdvice)
_OWNER = EVALUATIONS.c.assignment_id

DECIDE = step("evaluations.decide", (), EvaluationStatus.ditetapkan, Who.appraiser)
REVISE = step(
    "evaluations.revise",
    (EvaluationStatus.ditetapkan, EvaluationStatus.diketahui),
    EvaluationStatus.ditetapkan,
    Who.appraiser,
)
ACKNOWLEDGE = step("evaluations.acknowledge", EvaluationStatus.ditetapkan, EvaluationStatus.diketahui, Who.owner)
RESPOND = step(
    "evaluations.respond",
    (EvaluationStatus.ditetapkan, EvaluationStatus.diketahui),
    EvaluationStatus.diketahui,
    Who.owner,
)


# --- the pejabat penilai ----------------------------------------------------------


@operation("evaluations.decide")
async def decide(session: AsyncSession, actor: Member, intent: SetEvaluation, now: datetime) -> EvaluationFacts:
    """Set the evaluation of a period whose plan is agreed. For whoever decides about the owner now; the owner is told.

    Raises NotFound, NotAllowed, Invalid, and MovedOn when there is one already. Close the draft that it comes from in
    the same transaction.
    """
    plan = await _agreed_plan(session, intent.owner, intent.period, DECIDE.operation, appraised_by, actor, now)
    verdicts.check(intent.verdict, plan)
    first = {"status": DECIDE.to, "version": 1, "revision": 1, "predikat": intent.verdict.predikat}
    made = (
        insert(EVALUATIONS)
        .values(
            assignment_id=intent.owner,
            period=intent.period,
            changed_at=now,
            changed_by=actor.assignment_id,
            **first,
        )
        .on_conflict_do_nothing()
    )
    number = await session.scalar(made.returning(EVALUATIONS.c.id))
    if number is None:
        raise await _moved_on(session, intent.owner, intent.period)
    detail = {"version": 1, "predikat": intent.verdict.predikat, "verdict": verdicts.digest(intent.verdict)}
    await audit.record(session, audit.by(actor), DECIDE.operation, f"evaluation:{number}", detail, now)
    await verdicts.write(session, number, 1, intent.verdict, None, actor.assignment_id, now)
    await _tell(session, intent.owner, intent.period, number, 1, 1, now)
    return await _facts(session, intent.owner, intent.period, actor, now)


@operation("evaluations.revise")
async def revise(session: AsyncSession, actor: Member, intent: ReviseEvaluation, now: datetime) -> EvaluationFacts:
    """Change an evaluation, read or not, and say why; its owner is told again and reads it again.

    Raises NotFound, NotAllowed, Invalid, MovedOn.
    """
    why = _said(intent.why)
    plan = await _agreed_plan(session, intent.owner, intent.period, REVISE.operation, appraised_by, actor, now)
    verdicts.check(intent.verdict, plan)
    row = await _row(session, intent.owner, intent.period)
    revision = row.revision + 1
    also = {"revision": revision, "predikat": intent.verdict.predikat, "acknowledged_at": None}
    detail = {
        "revision": revision,
        "predikat": intent.verdict.predikat,
        "verdict": verdicts.digest(intent.verdict),
        "why": audit.digest_of(why),
    }
    may = appraised_by(_OWNER, actor, now)
    moved = await move(session, EVALUATIONS, REVISE, actor, row.id, intent.version, may, now, also=also, detail=detail)
    if moved:
        await verdicts.write(session, row.id, revision, intent.verdict, why, actor.assignment_id, now)
        await _tell(session, intent.owner, intent.period, row.id, intent.version + 1, revision, now)
    return await _facts(session, intent.owner, intent.period, actor, now)


async def _tell(
    session: AsyncSession, owner: int, period: str, number: int, version: int, revision: int, now: datetime
) -> None:
    """The owner reads it in a card; those of earlier verdicts say that they are out of date."""
    await outbox.supersede(session, f"evaluation:{number}", EVALUATED, version, now)
    member = await people.member(session, owner)
    assert member is not None
    params = {"owner": owner, "period": period, "revision": revision}
    await _post(session, EVALUATED, f"{EVALUATED}:{number}:{version}", member, number, params, now)


async def _post(
    session: AsyncSession, card: str, key: str, to: Member, number: int, params: Mapping[str, Any], now: datetime
) -> None:
    subject = f"evaluation:{number}"
    await outbox.tell(session, key, to.person_id, card, params, now, subject=subject)


# --- its owner ----------------------------------------------------------------------


@operation("evaluations.acknowledge")
async def acknowledge(session: AsyncSession, actor: Member, intent: Acknowledge, now: datetime) -> EvaluationFacts:
    """The owner says that they have read it; repeating it has no effect. Raises NotFound, NotAllowed, MovedOn."""
    row = await _row(session, intent.owner, intent.period)
    may = owned_by(_OWNER, actor, AssignmentStatus.active)
    also = {"acknowledged_at": now}
    if await move(session, EVALUATIONS, ACKNOWLEDGE, actor, row.id, intent.version, may, now, also=also):
        await outbox.supersede(session, f"evaluation:{row.id}", EVALUATED, intent.version + 1, now)
    return await _facts(session, intent.owner, intent.period, actor, now)


@operation("evaluations.respond")
async def respond(session: AsyncSession, actor: Member, intent: Respond, now: datetime) -> EvaluationFacts:
    """The owner adds a word, which says that they have read it; a later word replaces it. Who decides is told.

    Raises NotFound, NotAllowed, MovedOn, and Invalid without a word.
    """
    words = _said(intent.words)
    row = await _row(session, intent.owner, intent.period)
    may = owned_by(_OWNER, actor, AssignmentStatus.active)
    also = {"acknowledged_at": row.acknowledged_at or now}
    detail = {"response": audit.digest_of(words)}
    version = intent.version
    if await move(session, EVALUATIONS, RESPOND, actor, row.id, version, may, now, also=also, detail=detail):
        await verdicts.respond(session, row.id, row.revision, words)
        await outbox.supersede(session, f"evaluation:{row.id}", EVALUATED, version + 1, now)
        params = {"owner": intent.owner, "period": intent.period, "revision": row.revision}
        for decider in await appraising.deciders(session, intent.owner, now):
            key = f"{RESPONDED}:{row.id}:{version + 1}:{decider.assignment_id}"
            await _post(session, RESPONDED, key, decider, row.id, params, now)
    return await _facts(session, intent.owner, intent.period, actor, now)


# --- the tim kinerja ------------------------------------------------------------------


@operation("evaluations.recommend")
async def recommend(session: AsyncSession, actor: Member, intent: Recommend, now: datetime) -> EvaluationFacts:
    """A member of the tim kinerja recommends ratings, for who decides to read; the last word counts.

    Raises NotFound, NotAllowed, Invalid without a note, and MovedOn once the evaluation is set.
    """
    note = _said(intent.note)
    await _agreed_plan(session, intent.owner, intent.period, "evaluations.recommend", _watched, actor, now)
    known = select(EVALUATIONS.c.id).where(*_of(intent.owner, intent.period))
    if await session.scalar(known) is not None:
        raise await _moved_on(session, intent.owner, intent.period)
    which = {"assignment_id": intent.owner, "period": intent.period, "by_assignment_id": actor.assignment_id}
    said = {"hasil": intent.hasil, "perilaku": intent.perilaku, "note": note, "changed_at": now}
    made = insert(ADVICE).values(**which, **said)
    await session.execute(made.on_conflict_do_update(index_elements=list(which), set_=said))
    detail = {"period": intent.period, "hasil": intent.hasil, "perilaku": intent.perilaku}
    detail["note"] = audit.digest_of(note)
    await audit.record(session, audit.by(actor), "evaluations.recommend", f"assignment:{intent.owner}", detail, now)
    return await _facts(session, intent.owner, intent.period, actor, now)


def _watched(owner: ColumnElement[int], actor: Member, now: datetime) -> ColumnElement[bool]:  # noqa: ARG001 - as appraised_by
    return watched_by(owner, actor)


# --- reading ----------------------------------------------------------------------------


@operation("evaluations.facts")
async def facts(session: AsyncSession, owner: int, period: str, viewer: Member, now: datetime) -> EvaluationFacts:
    """Somebody's period, evaluated or not, as its owner, who decides about them now, or who watches them may see it;
    NotFound for all others, and where there is no plan."""
    mine = select(SKPS.c.id).where(
        SKPS.c.assignment_id == owner, SKPS.c.period == period, sees(SKPS.c.assignment_id, viewer, now)
    )
    if await session.scalar(mine) is None:
        raise NotFound("evaluation")
    return await _facts(session, owner, period, viewer, now)


async def _facts(session: AsyncSession, owner: int, period: str, viewer: Member, now: datetime) -> EvaluationFacts:
    at = SKPS.c.assignment_id
    row = (
        await session.execute(
            select(
                SKPS,
                appraised_by(at, viewer, now).label("decides"),
                watched_by(at, viewer).label("watches"),
            ).where(at == owner, SKPS.c.period == period)
        )
    ).one()
    member, appraiser = await people.member(session, owner), await people.appraiser(session, owner)
    assert member is not None
    return EvaluationFacts(
        owner=member,
        period=period,
        pack_id=row.pack_id,
        pack_version=row.pack_version,
        plan_status=row.status,
        plan=await plans.read(session, row.id, row.revision),
        appraiser_name=appraiser.name if appraiser else None,
        decides=row.decides,
        watches=row.watches,
        evaluation=await _evaluation(session, owner, period),
        advice=await _advice(session, owner, period, viewer, everything=row.decides),
    )


async def _evaluation(session: AsyncSession, owner: int, period: str) -> Evaluation | None:
    row = (await session.execute(select(EVALUATIONS).where(*_of(owner, period)))).first()
    if row is None:
        return None
    verdict, said = await verdicts.read(session, row.id, row.revision)
    decider = await people.member(session, said.decided_by)
    return Evaluation(
        id=row.id,
        version=row.version,
        revision=row.revision,
        status=row.status,
        verdict=verdict,
        decided_at=said.decided_at,
        decided_by=decider.name if decider else None,
        why=said.why,
        acknowledged_at=row.acknowledged_at,
        response=said.response,
    )


async def _advice(
    session: AsyncSession, owner: int, period: str, viewer: Member, *, everything: bool
) -> tuple[Advice, ...]:
    which = [ADVICE.c.assignment_id == owner, ADVICE.c.period == period]
    if not everything:
        which.append(ADVICE.c.by_assignment_id == viewer.assignment_id)
    rows = await session.execute(
        select(PEOPLE.c.name, ADVICE)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.id == ADVICE.c.by_assignment_id)
        .join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id)
        .where(*which)
        .order_by(ADVICE.c.changed_at, ADVICE.c.id)
    )
    mine = viewer.assignment_id
    return tuple(
        Advice(row.name, row.hasil, row.perilaku, row.note, row.changed_at, row.by_assignment_id == mine)
        for row in rows
    )


# --- what several operations ask -----------------------------------------------------------


def _of(owner: int, period: str) -> tuple[ColumnElement[bool], ...]:
    return (EVALUATIONS.c.assignment_id == owner, EVALUATIONS.c.period == period)


def _said(words: str) -> str:
    """The words without what surrounds them. Invalid where there are none, or too many."""
    said = words.strip()
    if not said or len(said) > verdicts.LONGEST:
        raise Invalid("words")
    return said


async def _agreed_plan(
    session: AsyncSession, owner: int, period: str, name: str, allowed: Any, actor: Member, now: datetime
) -> Plan:
    """The plan that the evaluation goes by. NotFound, NotAllowed, or Invalid while it is not agreed."""
    may = allowed(SKPS.c.assignment_id, actor, now).label("may")
    which = (SKPS.c.assignment_id == owner, SKPS.c.period == period)
    row = (await session.execute(select(SKPS.c.id, SKPS.c.status, SKPS.c.revision, may).where(*which))).first()
    if row is None:
        raise NotFound("evaluation")
    if not row.may:
        raise NotAllowed(name)
    if row.status is not SkpStatus.disepakati:
        raise Invalid("plan_not_agreed")
    return await plans.read(session, row.id, row.revision)


async def _row(session: AsyncSession, owner: int, period: str) -> Row[*tuple[Any, ...]]:
    columns = (EVALUATIONS.c.id, EVALUATIONS.c.revision, EVALUATIONS.c.acknowledged_at)
    row = (await session.execute(select(*columns).where(*_of(owner, period)))).first()
    if row is None:
        raise NotFound("evaluation")
    return row


async def _moved_on(session: AsyncSession, owner: int, period: str) -> MovedOn:
    row = (
        await session.execute(
            select(EVALUATIONS.c.status, EVALUATIONS.c.changed_at, EVALUATIONS.c.version, PEOPLE.c.name)
            .join(ASSIGNMENTS, ASSIGNMENTS.c.id == EVALUATIONS.c.changed_by)
            .join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id)
            .where(*_of(owner, period))
        )
    ).one()
    return MovedOn(row.status, row.name, row.changed_at, row.version)
