"""Evaluations in lists: what an appraiser still has to do, how the predikat are spread, and one's own periods."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.appraising import appraised_by, sees
from storage.evaluations import EVALUATIONS
from storage.operations import operation
from storage.people import ASSIGNMENTS, MEMBERS, PEOPLE, UNITS
from storage.skp import SKPS
from storage.values import AssignmentStatus, Member, SkpStatus
from storage.values.evaluation import EvaluationStatus, Overview, OwnPeriod, Standing

_WITH_PLAN = and_(EVALUATIONS.c.assignment_id == SKPS.c.assignment_id, EVALUATIONS.c.period == SKPS.c.period)


@operation("evaluations.overview")
async def overview(
    session: AsyncSession, actor: Member, period: str, offset: int, limit: int, now: datetime
) -> Overview:
    """The people about whom one decides and who have an agreed plan for the period: how many, how the predikat are
    spread, and some of them, those without an evaluation first. Nobody for one who decides about nobody."""
    mine = _decided_by(actor, period, now)
    counted = await session.execute(
        select(EVALUATIONS.c.predikat, EVALUATIONS.c.status, func.count())
        .select_from(SKPS.outerjoin(EVALUATIONS, _WITH_PLAN))
        .where(*mine)
        .group_by(EVALUATIONS.c.predikat, EVALUATIONS.c.status)
    )
    agreed = read = 0
    predikat: dict[str, int] = {}
    for code, status, count in counted:
        agreed += count
        read += count if status is EvaluationStatus.diketahui else 0
        if code is not None:
            predikat[code] = predikat.get(code, 0) + count
    rows = await session.execute(
        select(
            SKPS.c.assignment_id,
            PEOPLE.c.name,
            ASSIGNMENTS.c.role,
            UNITS.c.name,
            EVALUATIONS.c.status,
            EVALUATIONS.c.predikat,
        )
        .select_from(SKPS.join(MEMBERS, ASSIGNMENTS.c.id == SKPS.c.assignment_id).outerjoin(EVALUATIONS, _WITH_PLAN))
        .where(*mine)
        .order_by(EVALUATIONS.c.id.is_not(None), PEOPLE.c.name, SKPS.c.assignment_id)
        .offset(offset)
        .limit(limit)
    )
    return Overview(agreed, read, predikat, tuple(Standing(*row) for row in rows))


async def unfinished(session: AsyncSession, actor: Member, period: str, now: datetime) -> int:
    """How many agreed plans of a period wait for their evaluation by this actor."""
    done = exists().where(_WITH_PLAN)
    count = select(func.count()).select_from(SKPS).where(*_decided_by(actor, period, now), ~done)
    return await session.scalar(count) or 0


async def decides(session: AsyncSession, actor: Member, now: datetime) -> bool:
    """Whether there is anybody about whom the actor decides now."""
    anybody = select(ASSIGNMENTS.c.id).where(appraised_by(ASSIGNMENTS.c.id, actor, now)).limit(1)
    return await session.scalar(anybody) is not None


async def own(session: AsyncSession, person: Member) -> tuple[OwnPeriod, ...]:
    """The periods of which a person has a plan, in whatever role, the latest first."""
    return await _periods(session, ASSIGNMENTS.c.person_id == person.person_id)


async def unread(session: AsyncSession, person: Member) -> tuple[OwnPeriod, ...]:
    """Evaluations of a person's own that they have not read yet."""
    mine = (ASSIGNMENTS.c.person_id == person.person_id, ASSIGNMENTS.c.status == AssignmentStatus.active)
    return await _periods(session, *mine, EVALUATIONS.c.status == EvaluationStatus.ditetapkan)


async def of(session: AsyncSession, owner: int, viewer: Member, now: datetime) -> tuple[OwnPeriod, ...]:
    """The periods of which somebody has a plan, for who may see them."""
    return await _periods(session, SKPS.c.assignment_id == owner, sees(SKPS.c.assignment_id, viewer, now))


async def _periods(session: AsyncSession, *which: ColumnElement[bool]) -> tuple[OwnPeriod, ...]:
    rows = await session.execute(
        select(SKPS.c.assignment_id, SKPS.c.period, EVALUATIONS.c.status, EVALUATIONS.c.predikat)
        .select_from(SKPS.join(ASSIGNMENTS, ASSIGNMENTS.c.id == SKPS.c.assignment_id))
        .outerjoin(EVALUATIONS, _WITH_PLAN)
        .where(*which)
        .order_by(SKPS.c.period.desc(), SKPS.c.assignment_id)
    )
    return tuple(OwnPeriod(*row) for row in rows)


def _decided_by(actor: Member, period: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        SKPS.c.period == period,
        SKPS.c.status == SkpStatus.disepakati,
        appraised_by(SKPS.c.assignment_id, actor, now),
    )
