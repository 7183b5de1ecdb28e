"""One inbox for all kinds of decisions, and batches that can be taken back.

Each kind of thing brings how it is listed, decided and undone. A batch is a list that was shown first; deciding it
decides each of its things, whose owners are told ten minutes later, unless the batch is taken back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from storage import competence, confirmations, confirming, midyear, observing, pendampingan, people, skp
from storage.appraising import owned_by
from storage.errors import Invalid, NotFound, Refused
from storage.flow import UNDO_WITHIN, Moving, Who, move, step
from storage.operations import operation
from storage.types import Instant, Record, code_of, table
from storage.values import ApproveSkp, Member, UndoSkp
from storage.values.competence import OnLog
from storage.values.confirmations import ConfirmAsked, UndoConfirmation
from storage.values.inbox import BatchFacts, BatchItem, BatchStatus, Thing, Waiting
from storage.values.pendampingan import OnReport


class Batch(Moving, table=True):
    """A list of decisions of one appraiser."""

    __tablename__ = "batch"

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    """Whose decisions they are."""
    status: BatchStatus = Field(sa_type=code_of(BatchStatus))
    left_out: int
    """How many waited at that moment but need a look."""
    created_at: datetime = Field(sa_type=Instant)
    told_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the owners are told."""


class BatchRow(Record, table=True):
    """One thing of a batch, as it was at `version` when the list was shown."""

    __tablename__ = "batch_item"

    batch_id: int = Field(primary_key=True, foreign_key="batch.id")
    position: int = Field(primary_key=True)
    thing: Thing = Field(sa_type=code_of(Thing))
    thing_id: int
    version: int
    done: bool = False


BATCHES, ITEMS = table(Batch), table(BatchRow)
DECIDE = step("inbox.decide_batch", BatchStatus.disusun, BatchStatus.diputuskan, Who.owner)
UNDO = step("inbox.undo_batch", BatchStatus.diputuskan, BatchStatus.diurungkan, Who.owner)
PROPOSE = step("inbox.propose", (), BatchStatus.disusun, Who.owner)


@dataclass(frozen=True, slots=True)
class Source:
    """How one kind of thing is listed, and, where batches are possible, decided and undone by id and version."""

    waiting: Callable[[AsyncSession, Member, datetime], Awaitable[Sequence[Waiting]]]
    decide: Callable[[AsyncSession, Member, int, int, datetime, datetime], Awaitable[Any]] | None = None
    """With the instant at which the owner is told."""
    undo: Callable[[AsyncSession, Member, int, int, datetime], Awaitable[Any]] | None = None


SOURCES: dict[Thing, Source] = {
    Thing.plan: Source(
        skp.waiting,
        lambda session, actor, at, version, now, told: skp.approve(
            session, actor, ApproveSkp(at, version), now, told_at=told
        ),
        lambda session, actor, at, version, now: skp.undo(session, actor, UndoSkp(at, version), now),
    ),
    Thing.competence: Source(
        competence.waiting,
        lambda session, actor, at, version, now, told: competence.confirm(
            session, actor, OnLog(at, version), now, told_at=told
        ),
        lambda session, actor, at, version, now: competence.undo(session, actor, OnLog(at, version), now),
    ),
    Thing.confirmation: Source(
        confirmations.waiting,
        lambda session, actor, at, version, now, told: confirming.confirm(
            session, actor, ConfirmAsked(at, version), now, told_at=told
        ),
        lambda session, actor, at, version, now: confirming.undo(session, actor, UndoConfirmation(at, version), now),
    ),
    Thing.checkin: Source(midyear.waiting),
    Thing.observation: Source(observing.waiting),
    Thing.pendampingan: Source(
        pendampingan.waiting,
        lambda session, actor, at, version, now, told: pendampingan.confirm(
            session, actor, OnReport(at, version), now, told_at=told
        ),
        lambda session, actor, at, version, now: pendampingan.undo(session, actor, OnReport(at, version), now),
    ),
}
"""Every kind of thing that waits for decisions."""


async def waiting(session: AsyncSession, actor: Member, now: datetime) -> tuple[Waiting, ...]:
    """Everything that waits for this actor: what needs a look, then what is complete; the oldest first in each."""
    found = [line for source in SOURCES.values() for line in await source.waiting(session, actor, now)]
    return tuple(sorted(found, key=lambda line: (not line.problems, line.since, line.thing, line.id)))


def complete(lines: Sequence[Waiting]) -> tuple[Waiting, ...]:
    """What may be decided in one go: nothing about it needs a look, and its kind allows it."""
    return tuple(line for line in lines if not line.problems and SOURCES[line.thing].decide is not None)


@operation("inbox.propose")
async def propose(session: AsyncSession, actor: Member, things: frozenset[Thing], now: datetime) -> BatchFacts:
    """Make the list of what is complete, of these kinds (all when empty), to be shown before it is decided.

    A list that was made before and not decided is replaced. Raises NotAllowed, and Invalid when nothing is complete.
    """
    await people.acting(session, actor, "inbox.propose")
    lines = [line for line in await waiting(session, actor, now) if not things or line.thing in things]
    chosen = complete(lines)
    if not chosen:
        raise Invalid("nothing_complete")
    await _forget_undecided(session, actor)
    values = {"assignment_id": actor.assignment_id, "status": PROPOSE.to, "left_out": len(lines) - len(chosen)}
    changed = {"version": 1, "changed_at": now, "changed_by": actor.assignment_id, "created_at": now}
    batch_id = await session.scalar(insert(BATCHES).values(**values, **changed).returning(BATCHES.c.id))
    rows = [
        {"batch_id": batch_id, "position": at, "thing": line.thing, "thing_id": line.id, "version": line.version}
        for at, line in enumerate(chosen)
    ]
    await session.execute(insert(ITEMS), [{**row, "done": False} for row in rows])
    assert batch_id is not None
    return _named(await _facts(session, batch_id), chosen)


async def _forget_undecided(session: AsyncSession, actor: Member) -> None:
    mine = select(BATCHES.c.id).where(
        BATCHES.c.assignment_id == actor.assignment_id, BATCHES.c.status == BatchStatus.disusun
    )
    old = (await session.scalars(mine)).all()
    await session.execute(delete(ITEMS).where(ITEMS.c.batch_id.in_(old)))
    await session.execute(delete(BATCHES).where(BATCHES.c.id.in_(old)))


@operation("inbox.batch")
async def batch(session: AsyncSession, actor: Member, batch_id: int, now: datetime) -> BatchFacts:
    """One's own batch; names stand beside what still waits. NotFound for everybody else."""
    mine = select(BATCHES.c.id).where(BATCHES.c.id == batch_id, owned_by(BATCHES.c.assignment_id, actor))
    if await session.scalar(mine) is None:
        raise NotFound("batch")
    return _named(await _facts(session, batch_id), await waiting(session, actor, now))


@operation("inbox.decide_batch")
async def decide_batch(session: AsyncSession, actor: Member, batch_id: int, version: int, now: datetime) -> BatchFacts:
    """Decide everything on a list that was shown. What has moved on meanwhile, or needs a look by now, stays out.

    The owners are told when it cannot be taken back any more. The same tap again has no second effect. Raises
    NotFound, NotAllowed, MovedOn.
    """
    told_at = now + UNDO_WITHIN
    may = owned_by(BATCHES.c.assignment_id, await people.acting(session, actor, "inbox.decide_batch"))
    if await move(session, BATCHES, DECIDE, actor, batch_id, version, may, now, also={"told_at": told_at}):
        still = {(line.thing, line.id, line.version) for line in complete(await waiting(session, actor, now))}
        for item in (await _facts(session, batch_id)).items:
            if (item.thing, item.id, item.version) in still:
                await _decide(session, actor, batch_id, item, now, told_at)
    return await _facts(session, batch_id)


async def _decide(
    session: AsyncSession, actor: Member, batch_id: int, item: BatchItem, now: datetime, told_at: datetime
) -> None:
    decide = SOURCES[item.thing].decide
    assert decide is not None
    try:
        async with session.begin_nested():
            await decide(session, actor, item.id, item.version, now, told_at)
    except Refused:
        return  # somebody was faster: it is not part of what can be taken back
    await session.execute(
        update(ITEMS)
        .where(ITEMS.c.batch_id == batch_id, ITEMS.c.thing == item.thing, ITEMS.c.thing_id == item.id)
        .values(done=True)
    )


@operation("inbox.undo_batch")
async def undo_batch(session: AsyncSession, actor: Member, batch_id: int, version: int, now: datetime) -> BatchFacts:
    """Take a whole batch back before its owners are told: everything waits again as it did. Raises NotFound, NotAllowed
    (also when it is too late), MovedOn."""
    mine = owned_by(BATCHES.c.assignment_id, await people.acting(session, actor, "inbox.undo_batch"))
    may = mine & ((BATCHES.c.told_at > now) | (BATCHES.c.status == BatchStatus.diurungkan))
    if await move(session, BATCHES, UNDO, actor, batch_id, version, may, now):
        for item in (await _facts(session, batch_id)).items:
            undo = SOURCES[item.thing].undo
            if item.done and undo is not None:
                await _undo(session, undo(session, actor, item.id, item.version + 1, now))
    return await _facts(session, batch_id)


async def _undo(session: AsyncSession, undoing: Awaitable[object]) -> None:
    try:
        async with session.begin_nested():
            await undoing
    except Refused:
        return  # it went on by itself meanwhile, e.g. its owner has entered it in Ruang GTK


async def _facts(session: AsyncSession, batch_id: int) -> BatchFacts:
    row = (await session.execute(select(BATCHES).where(BATCHES.c.id == batch_id))).one()
    items = await session.execute(select(ITEMS).where(ITEMS.c.batch_id == batch_id).order_by(ITEMS.c.position))
    return BatchFacts(
        id=batch_id,
        version=row.version,
        status=row.status,
        items=tuple(BatchItem(item.thing, item.thing_id, item.version, "", item.done) for item in items),
        left_out=row.left_out,
        told_at=row.told_at,
    )


def _named(facts: BatchFacts, lines: Sequence[Waiting]) -> BatchFacts:
    """The batch with the names of those whose things still wait."""
    names = {(line.thing, line.id): line.owner for line in lines}
    return replace(
        facts, items=tuple(replace(item, owner=names.get((item.thing, item.id), "")) for item in facts.items)
    )
