"""Deadlines that an operator has moved for a school or a whole district, as the authorities sometimes do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, UniqueConstraint, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.models import Role
from regulations.pack import Moved
from storage import audit, people, reminding
from storage.database import changed
from storage.errors import Invalid, NotFound
from storage.operations import operation
from storage.people import ASSIGNMENTS, UNITS
from storage.types import Instant, Record, table
from storage.units import UnitKind
from storage.values import AssignmentStatus, Member
from storage.values.deadlines import LONGEST_REASON, Deadline, InvalidDeadline, MovedAt, Place


class MovedDeadline(Record, table=True):
    """The last day of one window for one unit and, at a dinas, for its schools. The trail keeps former ones."""

    __tablename__ = "deadline"
    __table_args__ = (UniqueConstraint("unit_id", "code", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")
    code: str = Field(max_length=40)
    """Code of the window."""
    period: str = Field(max_length=20)
    closes: date
    """The last day now, local."""
    reason: str = Field(max_length=LONGEST_REASON)
    moved_by: int = Field(foreign_key="assignment.id")
    moved_at: datetime = Field(sa_type=Instant)


DEADLINES = table(MovedDeadline)
_DEADLINE = (DEADLINES.c.unit_id, DEADLINES.c.code, DEADLINES.c.period, DEADLINES.c.closes, DEADLINES.c.reason)
MOST = 500
"""Units, or moved deadlines, on one list."""


@operation("deadlines.move")
async def move(session: AsyncSession, actor: Member, to: Deadline, now: datetime) -> None:
    """Move a last day for a unit, or move it again. NotAllowed for all but its operators.

    Invalid for a day that is over or before the window opens, and without a reason. Whether there is such a window is
    for the caller to know.
    """
    await people.require_operator(session, actor, {to.unit_id}, "deadlines.move")
    if to.closes < now.astimezone(ZoneInfo(actor.zone)).date():
        raise Invalid(InvalidDeadline.past)
    if to.closes < to.opens:
        raise Invalid(InvalidDeadline.early)
    if not to.reason.strip() or len(to.reason) > LONGEST_REASON:
        raise Invalid(InvalidDeadline.reason)
    key = {"unit_id": to.unit_id, "code": to.code, "period": to.period}
    news = {"closes": to.closes, "reason": to.reason, "moved_by": actor.assignment_id, "moved_at": now}
    written = insert(DEADLINES).values(**key, **news)
    await session.execute(written.on_conflict_do_update(index_elements=list(key), set_=news))
    await _tell(session, actor, "deadlines.move", key | {"closes": to.closes.isoformat()}, to.reason, now)


@operation("deadlines.restore")
async def restore(session: AsyncSession, actor: Member, unit_id: int, code: str, period: str, now: datetime) -> None:
    """Let the printed last day hold again. NotAllowed as `move`; NotFound when it was not moved."""
    await people.require_operator(session, actor, {unit_id}, "deadlines.restore")
    key = {"unit_id": unit_id, "code": code, "period": period}
    if not await changed(
        session, delete(DEADLINES).where(*(DEADLINES.c[name] == value for name, value in key.items()))
    ):
        raise NotFound("deadline")
    await _tell(session, actor, "deadlines.restore", key, "", now)


async def _tell(
    session: AsyncSession, actor: Member, what: str, detail: Mapping[str, Any], reason: str, now: datetime
) -> None:
    entry = {**detail, "reason": audit.digest_of(reason)}
    await audit.record(session, audit.by(actor), what, f"unit:{detail['unit_id']}", entry, now)
    today = now.astimezone(ZoneInfo(actor.zone)).date()
    await reminding.recall(session, today, now, reminding.at_units({int(detail["unit_id"])}))


async def moved(session: AsyncSession, unit_ids: Collection[int]) -> dict[int, Moved]:
    """What was moved for each of these units; what the school itself has goes before that of its dinas."""
    found = await holding(session, unit_ids)
    return {unit_id: {key: one.closes for key, one in some.items()} for unit_id, some in found.items()}


async def holding(session: AsyncSession, unit_ids: Collection[int]) -> dict[int, dict[tuple[str, str], Deadline]]:
    """The same with reasons, by code of the window and of the period."""
    rows = await session.execute(
        select(UNITS.c.id, *_DEADLINE)
        .join(DEADLINES, DEADLINES.c.unit_id.in_((UNITS.c.id, UNITS.c.parent_id)))
        .where(UNITS.c.id.in_(unit_ids))
        .order_by(UNITS.c.id, DEADLINES.c.unit_id == UNITS.c.id)
    )
    found: dict[int, dict[tuple[str, str], Deadline]] = {}
    for unit_id, *row in rows:
        one = Deadline(*row)
        found.setdefault(unit_id, {})[one.code, one.period] = one
    return found


# --- what an operator may move ------------------------------------------------------


@operation("deadlines.listed")
async def listed(session: AsyncSession, actor: Member) -> tuple[MovedAt, ...]:
    """What was moved at the operator's unit and at the schools below it, by the new last day. NotAllowed for others."""
    operator = await people.acting(session, actor, "deadlines.listed", Role.operator)
    rows = await session.execute(
        select(UNITS.c.name, UNITS.c.pinned_pack, *_DEADLINE)
        .join(DEADLINES, DEADLINES.c.unit_id == UNITS.c.id)
        .where(_cared_for(operator))
        .order_by(DEADLINES.c.closes.desc(), DEADLINES.c.code, UNITS.c.name, UNITS.c.id)
        .limit(MOST)
    )
    return tuple(MovedAt(Deadline(*row), name, pinned) for name, pinned, *row in rows)


@operation("deadlines.places")
async def places(session: AsyncSession, actor: Member) -> tuple[Place, ...]:
    """The operator's own unit, then those below it, with how many work there. NotAllowed for others."""
    operator = await people.acting(session, actor, "deadlines.places", Role.operator)
    own_first = UNITS.c.id != operator.unit_id
    units = await session.execute(
        select(UNITS.c.id, UNITS.c.name, UNITS.c.kind, UNITS.c.pinned_pack)
        .where(_cared_for(operator))
        .order_by(own_first, UNITS.c.name, UNITS.c.id)
        .limit(MOST)
    )
    there = await _people(session, operator)
    return tuple(
        Place(unit_id, name, kind is UnitKind.school, pinned, there.get(unit_id, ()))
        for unit_id, name, kind, pinned in units
    )


async def _people(session: AsyncSession, operator: Member) -> dict[int, tuple[tuple[int, Role, int], ...]]:
    """By unit how many roles there are, joined or not: year, role, count; at the operator's own those of all."""
    rows = await session.execute(
        select(ASSIGNMENTS.c.unit_id, ASSIGNMENTS.c.year, ASSIGNMENTS.c.role, func.count())
        .join(UNITS, UNITS.c.id == ASSIGNMENTS.c.unit_id)
        .where(_cared_for(operator), ASSIGNMENTS.c.status != AssignmentStatus.ended)
        .group_by(ASSIGNMENTS.c.unit_id, ASSIGNMENTS.c.year, ASSIGNMENTS.c.role)
    )
    found: dict[int, Counter[tuple[int, Role]]] = defaultdict(Counter)
    for unit_id, year, role, count in rows:
        for one in {unit_id, operator.unit_id}:
            found[one][year, role] += count
    return {
        unit_id: tuple((year, role, count) for (year, role), count in sorted(some.items()))
        for unit_id, some in found.items()
    }


def _cared_for(operator: Member) -> ColumnElement[bool]:
    return or_(UNITS.c.id == operator.unit_id, UNITS.c.parent_id == operator.unit_id)
