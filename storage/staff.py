"""Whom a member looks after: the people they decide about, and those they watch in a tim kinerja."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.appraising import appraised_by, watched_by
from storage.errors import NotFound
from storage.operations import operation
from storage.people import ASSIGNMENTS, MEMBER, MEMBERS, PEOPLE
from storage.skp import SKPS
from storage.values import AssignmentStatus, Member
from storage.values.staff import StaffLine


@operation("staff.of")
async def of(
    session: AsyncSession, actor: Member, offset: int, limit: int, now: datetime
) -> tuple[int, tuple[StaffLine, ...]]:
    """How many people this member looks after, and a page of them by name. Nobody for one who looks after nobody."""
    mine = _mine(actor, now)
    count = await session.scalar(select(func.count()).select_from(MEMBERS).where(mine))
    rows = await session.execute(
        _lines(actor, now).where(mine).order_by(PEOPLE.c.name, ASSIGNMENTS.c.id).offset(offset).limit(limit)
    )
    return count or 0, tuple(_line(row) for row in rows)


@operation("staff.one")
async def one(session: AsyncSession, actor: Member, assignment_id: int, now: datetime) -> StaffLine:
    """Somebody this member looks after. NotFound for anybody else."""
    mine = _lines(actor, now).where(_mine(actor, now), ASSIGNMENTS.c.id == assignment_id)
    row = (await session.execute(mine)).first()
    if row is None:
        raise NotFound("staff")
    return _line(row)


def _mine(actor: Member, now: datetime) -> Any:
    looked_after = or_(appraised_by(ASSIGNMENTS.c.id, actor, now), watched_by(ASSIGNMENTS.c.id, actor))
    return and_(looked_after, ASSIGNMENTS.c.status != AssignmentStatus.ended)


def _lines(actor: Member, now: datetime) -> Select[Any]:
    latest = (
        select(SKPS.c.assignment_id, func.max(SKPS.c.period).label("period"))
        .group_by(SKPS.c.assignment_id)
        .subquery("latest")
    )
    decides = appraised_by(ASSIGNMENTS.c.id, actor, now).label("decides")
    skp = and_(SKPS.c.assignment_id == latest.c.assignment_id, SKPS.c.period == latest.c.period)
    columns = (SKPS.c.id, SKPS.c.version, SKPS.c.status.label("stands"), SKPS.c.entered_on)
    return (
        select(*MEMBER, decides, *columns)
        .select_from(MEMBERS)
        .outerjoin(latest, latest.c.assignment_id == ASSIGNMENTS.c.id)
        .outerjoin(SKPS, skp)
    )


def _line(row: Any) -> StaffLine:
    member = Member(*row[: len(MEMBER)])
    decides, skp_id, version, status, entered_on = row[len(MEMBER) :]
    return StaffLine(member, bool(decides), skp_id, version or 0, status, entered_on is not None)
