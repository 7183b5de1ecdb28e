"""Confirming: an owner asks for it, whoever decides about them looks, RHK by RHK or for a whole school.

Only RHK of an agreed plan are confirmed, and only those that the table leaves to the appraiser. The owner is told in
one card of all that was decided about them in a row.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Pack
from storage import nudging, outbox, people
from storage.appraising import appraised_by, owned_by
from storage.confirmations import BATCHES, CONFIRMATIONS, OWNER, agreed_plan, codes_of
from storage.errors import Invalid, NotAllowed, NotFound, Refused
from storage.flow import UNDO_WITHIN, Step, Who, move, step
from storage.operations import operation
from storage.outbox import OUTBOX
from storage.people import ASSIGNMENTS, MEMBERS, PEOPLE
from storage.skp import PLANNERS
from storage.values import AssignmentStatus, Member, OutboxAction, OutboxState
from storage.values.confirmations import (
    LONGEST_NOTE,
    AskConfirmation,
    ConfirmAsked,
    ConfirmationBatch,
    ConfirmationStatus,
    ConfirmMany,
    DecideRhk,
    RhkConfirmation,
    UndoConfirmation,
    row_of,
    ticked_by_appraiser,
)

DECIDED = "confirmations_decided"
S = ConfirmationStatus
BEGIN = step("confirming.ask", (), S.diminta, Who.owner)
BEGIN_DECIDED = step("confirming.decide", (), S.dikonfirmasi, Who.appraiser)
BEGIN_MISSING = step("confirming.decide", (), S.belum, Who.appraiser)
ASK = step("confirming.ask", (S.kosong, S.belum), S.diminta, Who.owner)
CONFIRM = step("confirming.decide", (S.kosong, S.diminta, S.belum), S.dikonfirmasi, Who.appraiser)
MISSING = step("confirming.decide", (S.kosong, S.diminta, S.dikonfirmasi, S.belum), S.belum, Who.appraiser)
UNDO = {to: step("confirming.undo", (S.dikonfirmasi, S.belum), to, Who.appraiser) for to in S}


@operation("confirming.ask")
async def ask(session: AsyncSession, actor: Member, pack: Pack, intent: AskConfirmation, now: datetime) -> None:
    """The owner of an agreed plan says that a RHK is ready to be looked at; the same again has no second effect.

    `pack` is the plan's. Raises NotAllowed, MovedOn (confirmed meanwhile), and Invalid for a RHK that is not in the
    agreed plan or that the appraiser does not confirm.
    """
    owner = await people.acting(session, actor, "confirming.ask", *PLANNERS)
    row_id = await _row(session, pack, owner, intent.period, intent.rhk, now)
    may = owned_by(OWNER, owner, AssignmentStatus.active)
    news = {"batch_id": None, "former": None}
    detail = {"rhk": intent.rhk}
    version = max(intent.version, 1)
    if await move(session, CONFIRMATIONS, ASK, owner, row_id, version, may, now, also=news, detail=detail):
        await nudging.nudge(session, owner, now)


@operation("confirming.decide")
async def decide(
    session: AsyncSession, actor: Member, pack: Pack, intent: DecideRhk, now: datetime, *, batch_id: int | None = None
) -> int:
    """The appraiser has looked at one RHK: it is there, or something is missing. Gives the confirmation's id.

    The owner is told ten minutes after the last decision about them, in one card. `pack` is the plan's. Raises
    NotAllowed, MovedOn, and Invalid as `ask` does, or without a note where something is missing.
    """
    owner = await _decided_by(session, actor, intent.assignment_id, now)
    note = None if intent.confirmed else (intent.note or "").strip()
    if note is not None and not 0 < len(note) <= LONGEST_NOTE:
        raise Invalid("confirmation_note")
    row_id = await _row(session, pack, owner, intent.period, intent.rhk, now)
    taken = CONFIRM if intent.confirmed else MISSING
    version = max(intent.version, 1)
    await _decide(session, actor, taken, row_id, version, now, now + UNDO_WITHIN, note=note, batch_id=batch_id)
    return row_id


@operation("confirming.confirm")
async def confirm(
    session: AsyncSession, actor: Member, intent: ConfirmAsked, now: datetime, *, told_at: datetime | None = None
) -> None:
    """Confirm what its owner has asked for. They are told at once, or at `told_at`. Raises NotFound, NotAllowed,
    MovedOn."""
    await _decide(session, actor, CONFIRM, intent.id, intent.version, now, told_at or now)


async def _decided_by(session: AsyncSession, actor: Member, assignment_id: int, now: datetime) -> Member:
    """The owner, whom the actor decides about now. NotAllowed for everybody else."""
    theirs = select(ASSIGNMENTS.c.id).where(
        ASSIGNMENTS.c.id == assignment_id, appraised_by(ASSIGNMENTS.c.id, actor, now)
    )
    owner = await people.member(session, assignment_id) if await session.scalar(theirs) else None
    if owner is None:
        raise NotAllowed("confirming.decide")
    return owner


async def _row(session: AsyncSession, pack: Pack, owner: Member, period: str, rhk: str, now: datetime) -> int:
    """The id of the row, which is made when nobody has acted on this RHK before."""
    plan = await agreed_plan(session, owner.assignment_id, period)
    listed = row_of(pack, owner.role, rhk)
    if plan is None or plan.pack_id != pack.id or listed is None or not ticked_by_appraiser(listed):
        raise Invalid("confirmation_rhk")
    if rhk not in set(await session.scalars(codes_of(plan.id, plan.revision))):
        raise Invalid("confirmation_rhk")
    values = {"assignment_id": owner.assignment_id, "period": period, "rhk": rhk, "status": S.kosong}
    made = insert(CONFIRMATIONS).values(**values, version=1, changed_at=now, changed_by=owner.assignment_id)
    await session.execute(made.on_conflict_do_nothing())
    found = select(CONFIRMATIONS.c.id).where(
        CONFIRMATIONS.c.assignment_id == owner.assignment_id,
        CONFIRMATIONS.c.period == period,
        CONFIRMATIONS.c.rhk == rhk,
    )
    row_id: int = (await session.execute(found)).scalar_one()
    return row_id


async def _decide(
    session: AsyncSession,
    actor: Member,
    taken: Step,
    row_id: int,
    version: int,
    now: datetime,
    told_at: datetime,
    *,
    note: str | None = None,
    batch_id: int | None = None,
) -> None:
    before = (await session.execute(select(CONFIRMATIONS).where(CONFIRMATIONS.c.id == row_id))).first()
    if before is None:
        raise NotFound("confirmation")
    decision = {"decided_at": now, "decided_by": actor.assignment_id, "note": note, "batch_id": batch_id}
    news = {**decision, "former": _former(before)}
    may = appraised_by(OWNER, actor, now)
    detail = {"rhk": before.rhk, "to": taken.to.value}
    if await move(session, CONFIRMATIONS, taken, actor, row_id, version, may, now, also=news, detail=detail):
        await _tell(session, before.assignment_id, before.period, now, told_at)


def _former(row: Row[Any]) -> dict[str, Any]:
    decided_at = row.decided_at.isoformat() if row.decided_at else None
    return {"status": row.status.value, "note": row.note, "decided_at": decided_at, "decided_by": row.decided_by}


# --- taking back ----------------------------------------------------------------


@operation("confirming.undo")
async def undo(session: AsyncSession, actor: Member, intent: UndoConfirmation, now: datetime) -> None:
    """Take one's own decision back within `UNDO_WITHIN`: it stands as it did before; the same again has no effect.

    Raises NotFound, NotAllowed (another's decision, or too late), MovedOn.
    """
    row = (await session.execute(select(CONFIRMATIONS).where(CONFIRMATIONS.c.id == intent.id))).first()
    if row is None:
        raise NotFound("confirmation")
    at = CONFIRMATIONS.c
    fresh = and_(at.decided_by == actor.assignment_id, at.decided_at > now - UNDO_WITHIN)
    may = and_(appraised_by(OWNER, actor, now), or_(fresh, at.changed_by == actor.assignment_id))
    if row.former is None:  # taken back before, or never decided
        taken, news = UNDO[row.status], {}
    else:
        if row.decided_at is None or row.decided_at <= now - UNDO_WITHIN:
            raise NotAllowed("confirming.undo")
        taken, news = UNDO[S(row.former["status"])], _restored(row.former)
    detail = {"rhk": row.rhk, "to": taken.to.value}
    if await move(session, CONFIRMATIONS, taken, actor, row.id, intent.version, may, now, also=news, detail=detail):
        await outbox.refresh(session, _subject(row.assignment_id, row.period), DECIDED, f"{row.id}:{row.version}", now)


def _restored(former: dict[str, Any]) -> dict[str, Any]:
    when = former["decided_at"]
    decided_at = datetime.fromisoformat(when) if when else None
    kept = {"note": former["note"], "decided_by": former["decided_by"], "decided_at": decided_at}
    return {**kept, "former": None, "batch_id": None}


# --- many at once ---------------------------------------------------------------


@operation("confirming.decide_many")
async def decide_many(
    session: AsyncSession, actor: Member, pack: Pack, intent: ConfirmMany, now: datetime
) -> ConfirmationBatch:
    """Confirm one RHK for everybody on a list that was shown. Who has moved on meanwhile stays out.

    Each owner has an audit entry of their own and is told ten minutes later. NotAllowed when nobody on the list is the
    actor's to decide.
    """
    await people.acting(session, actor, "confirming.decide_many")
    row = {"assignment_id": actor.assignment_id, "period": intent.period, "rhk": intent.rhk, "at": now}
    batch_id = await session.scalar(insert(BATCHES).values(**row).returning(BATCHES.c.id))
    assert batch_id is not None
    refused = 0
    for assignment_id, version in intent.people:
        one = DecideRhk(assignment_id, intent.period, intent.rhk, version, confirmed=True)
        try:
            async with session.begin_nested():
                await decide(session, actor, pack, one, now, batch_id=batch_id)
        except NotAllowed:
            refused += 1
        except Refused:
            continue  # somebody was faster
    if refused == len(intent.people):
        raise NotAllowed("confirming.decide_many")
    return await batch(session, actor, batch_id)


@operation("confirming.batch")
async def batch(session: AsyncSession, actor: Member, batch_id: int) -> ConfirmationBatch:
    """One's own batch. NotFound for everybody else."""
    mine = select(BATCHES).where(BATCHES.c.id == batch_id, owned_by(BATCHES.c.assignment_id, actor))
    row = (await session.execute(mine)).first()
    if row is None:
        raise NotFound("confirmation")
    names = await session.scalars(
        select(PEOPLE.c.name)
        .join_from(CONFIRMATIONS, MEMBERS, ASSIGNMENTS.c.id == OWNER)
        .where(CONFIRMATIONS.c.batch_id == batch_id, CONFIRMATIONS.c.status == S.dikonfirmasi)
        .order_by(PEOPLE.c.name, ASSIGNMENTS.c.id)
    )
    return ConfirmationBatch(batch_id, row.period, row.rhk, row.at, tuple(names), row.undone_at is not None)


@operation("confirming.undo_many")
async def undo_many(session: AsyncSession, actor: Member, batch_id: int, now: datetime) -> ConfirmationBatch:
    """Take one's own batch back within `UNDO_WITHIN`: each stands as it did before; what was decided anew since then
    stays. Raises NotFound, NotAllowed when it is too late."""
    made = await batch(session, actor, batch_id)
    if made.undone:
        return made
    if made.at <= now - UNDO_WITHIN:
        raise NotAllowed("confirming.undo_many")
    await session.execute(update(BATCHES).where(BATCHES.c.id == batch_id).values(undone_at=now))
    of_batch = select(CONFIRMATIONS.c.id, CONFIRMATIONS.c.version).where(CONFIRMATIONS.c.batch_id == batch_id)
    for row in (await session.execute(of_batch)).all():
        try:
            async with session.begin_nested():
                await undo(session, actor, UndoConfirmation(row.id, row.version), now)
        except Refused:
            continue  # it is somebody else's to decide by now
    return await batch(session, actor, batch_id)


# --- telling --------------------------------------------------------------------


def _subject(assignment_id: int, period: str) -> str:
    return f"confirmations:{assignment_id}:{period}"


async def _tell(session: AsyncSession, assignment_id: int, period: str, now: datetime, at: datetime) -> None:
    """Tell the owner at `at`; a card that is held back already waits for this decision and tells it too."""
    about = (
        OUTBOX.c.subject == _subject(assignment_id, period),
        OUTBOX.c.card == DECIDED,
        OUTBOX.c.action == OutboxAction.send,
        OUTBOX.c.state == OutboxState.waiting,
    )
    held = (await session.execute(select(OUTBOX.c.params, OUTBOX.c.not_before).where(*about))).all()
    await outbox.drop(session, *about, now=now)
    since = min((row.params["since"] for row in held), default=now.isoformat())
    at = max(at, *(row.not_before for row in held)) if held else at
    owner = await people.member(session, assignment_id)
    assert owner is not None
    occasion = await session.scalar(select(func.count()).select_from(OUTBOX).where(*about[:2]))
    await outbox.tell(
        session,
        f"{DECIDED}:{assignment_id}:{period}:{occasion}",
        owner.person_id,
        DECIDED,
        {"assignment": assignment_id, "period": period, "since": since},
        now,
        subject=_subject(assignment_id, period),
        not_before=at,
    )


def decided_since(stands: Iterable[RhkConfirmation], since: datetime) -> tuple[RhkConfirmation, ...]:
    """What has been decided since an instant, as it stands now."""
    decided = (S.dikonfirmasi, S.belum)
    return tuple(one for one in stands if one.status in decided and one.decided_at and one.decided_at >= since)
