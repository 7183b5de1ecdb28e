"""Deadlines that an operator has moved for a school or a whole district, as the authorities sometimes do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import UniqueConstraint, delete, select
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.agenda import Moved
from storage import audit, people, reminding
from storage.database import changed
from storage.errors import Invalid, NotFound
from storage.operations import operation
from storage.people import UNITS
from storage.types import Instant, Record, table
from storage.values import Member
from storage.values.deadlines import LONGEST_REASON, Deadline, InvalidDeadline


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
    rows = await session.execute(
        select(UNITS.c.id, DEADLINES.c.code, DEADLINES.c.period, DEADLINES.c.closes)
        .join(DEADLINES, DEADLINES.c.unit_id.in_((UNITS.c.id, UNITS.c.parent_id)))
        .where(UNITS.c.id.in_(unit_ids))
        .order_by(UNITS.c.id, DEADLINES.c.unit_id == UNITS.c.id)
    )
    found: dict[int, dict[tuple[str, str], date]] = {}
    for unit_id, code, period, closes in rows:
        found.setdefault(unit_id, {})[code, period] = closes
    return dict(found)


async def of_unit(session: AsyncSession, unit_id: int) -> tuple[Deadline, ...]:
    """What was moved at this very unit, by the new last day."""
    rows = await session.execute(
        select(DEADLINES.c.unit_id, DEADLINES.c.code, DEADLINES.c.period, DEADLINES.c.closes, DEADLINES.c.reason)
        .where(DEADLINES.c.unit_id == unit_id)
        .order_by(DEADLINES.c.closes, DEADLINES.c.code)
    )
    return tuple(Deadline(*row) for row in rows)
