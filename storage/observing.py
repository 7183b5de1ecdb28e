"""Observations as those who take part see them: one cycle, all of a person, and what waits for an observer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Side
from storage import people, skp
from storage.appraising import appraised_by, sees
from storage.errors import NotFound
from storage.observation_record import OBSERVATIONS, OWNER, observes, read
from storage.operations import operation
from storage.people import ASSIGNMENTS, MEMBERS, PEOPLE, UNITS
from storage.teams import TEAM
from storage.types import among
from storage.values import Member, SkpStatus
from storage.values.inbox import Thing, Waiting
from storage.values.observation import Cycle, Cycles, ObservationFacts, ObservationStatus

ANSWERED = (ObservationStatus.dijawab, ObservationStatus.direfleksikan)
"""The observer's words are wanted."""
HORIZON = timedelta(days=21)
"""People are looked at every week at least; the working day before a slot may be a whole week of holidays earlier."""


@operation("observing.facts")
async def facts(session: AsyncSession, observation_id: int, viewer: Member, now: datetime) -> ObservationFacts:
    """A cycle as those who take part in it may see it; NotFound for all others."""
    mine = select(OBSERVATIONS.c.id).where(OBSERVATIONS.c.id == observation_id, sees(OWNER, viewer, now))
    found = None if await session.scalar(mine) is None else await read(session, observation_id)
    if found is None:
        raise NotFound("observation")
    return found


@operation("observing.cycles")
async def cycles(session: AsyncSession, viewer: Member, owner_id: int, period: str, now: datetime) -> Cycles:
    """Every focus of somebody's agreed plan, and where its cycle stands; NotFound for whoever may not see it."""
    visible = select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.id == owner_id, sees(ASSIGNMENTS.c.id, viewer, now))
    owner = None if await session.scalar(visible) is None else await people.member(session, owner_id)
    if owner is None:
        raise NotFound("observation")
    plan = await skp.of_member(session, owner, period)
    agreed = plan is not None and plan.status is SkpStatus.disepakati
    at = OBSERVATIONS.c
    rows = await session.execute(
        select(at.focus, at.id, at.version, at.status, at.starts, at.slot_by)
        .where(at.assignment_id == owner_id, at.period == period, at.status != ObservationStatus.dibatalkan)
        .order_by(at.id)
    )
    begun = {row.focus: Cycle(*row) for row in rows}
    focuses = plan.plan.focuses if plan is not None and agreed else ()
    lines = tuple(begun.get(focus) or Cycle(focus) for focus in dict.fromkeys((*focuses, *begun)))
    if plan is None:
        return Cycles(owner, None, None, lines)
    return Cycles(owner, plan.pack_id if agreed or begun else None, plan.pack_version, lines)


async def agreed(
    session: AsyncSession, assignment_ids: Collection[int], now: datetime
) -> dict[int, tuple[tuple[int, int, datetime], ...]]:
    """Slots to come within HORIZON, by the assignment that takes part: observation, assignment, when (UTC)."""
    at = OBSERVATIONS.c
    rows = await session.execute(
        select(at.id, at.assignment_id, at.observer_id, at.starts)
        .where(at.status == ObservationStatus.dijadwalkan, at.starts > now, at.starts < now + HORIZON)
        .where(or_(among(at.assignment_id, assignment_ids), among(at.observer_id, assignment_ids)))
        .order_by(at.starts)
    )
    found: dict[int, tuple[tuple[int, int, datetime], ...]] = {}
    for observation_id, owner, observer, starts in rows:
        for side in (owner, observer):
            if side is not None:
                found[side] = (*found.get(side, ()), (observation_id, side, starts))
    return found


async def waiting(session: AsyncSession, actor: Member, now: datetime) -> tuple[Waiting, ...]:
    """The steps that wait for this observer: a proposed slot, an observation whose day has come, an answer to respond
    to. Each needs a look. Nothing of one's own, and nothing that a member of the tim kinerja has taken over."""
    at = OBSERVATIONS.c
    tomorrow = datetime.combine(now.astimezone(ZoneInfo(actor.zone)).date() + timedelta(days=1), time())
    due = or_(
        and_(at.status == ObservationStatus.persiapan, at.slot_by == Side.diobservasi),
        and_(at.status == ObservationStatus.dijadwalkan, at.starts < tomorrow.replace(tzinfo=ZoneInfo(actor.zone))),
        at.status.in_(ANSWERED),
    )
    taken_over = exists().where(
        TEAM.c.member_assignment_id == at.observer_id, TEAM.c.watched_assignment_id == OWNER, TEAM.c.ends.is_(None)
    )
    own_or_nobodys = or_(at.observer_id.is_(None), at.observer_id == actor.assignment_id)
    rows = await session.execute(
        select(at.id, at.version, PEOPLE.c.name, UNITS.c.name, at.changed_at)
        .select_from(MEMBERS)
        .join(OBSERVATIONS, OBSERVATIONS.c.assignment_id == ASSIGNMENTS.c.id)
        .where(
            due,
            observes(OWNER, actor, now),
            or_(own_or_nobodys, and_(appraised_by(OWNER, actor, now), ~taken_over)),
        )
        .order_by(at.changed_at, at.id)
    )
    return tuple(Waiting(Thing.observation, *row, problems=("step",)) for row in rows)
