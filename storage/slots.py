"""Slots of observations: two that are too close for the same person, and the month of one who observes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Side
from storage import appraising, people
from storage.errors import Invalid, SlotTaken
from storage.observation_record import OBSERVATIONS, OWNER, observes, takes_part
from storage.operations import operation
from storage.people import ASSIGNMENTS, MEMBERS, PEOPLE
from storage.teams import TEAM
from storage.values import AssignmentStatus, Member
from storage.values.observation import ObservationFacts, ObservationStatus, Slot

APART = timedelta(minutes=60)
"""How long an observation is taken to last. Ours: no regulation says it."""
OPEN = (ObservationStatus.persiapan, ObservationStatus.dijadwalkan)
"""While it stands so, the slot is still to come."""
_observer = ASSIGNMENTS.alias("observer")


async def check(session: AsyncSession, facts: ObservationFacts, now: datetime) -> None:
    """Invalid or SlotTaken when the slot, as it stands in the record, cannot be.

    Call it after the change was audited: writers of the trail wait for each other, so of two who take the same hour at
    once the second sees the first.
    """
    assert facts.starts is not None
    if facts.starts <= now:
        raise Invalid("slot_past")
    if not facts.opens <= facts.starts.astimezone(ZoneInfo(facts.owner.zone)).date() <= facts.closes:
        raise Invalid("slot_outside")
    taken = [
        other for other in await busy(session, facts.owner, facts.observer_id, facts.id, now) if near(other, facts)
    ]
    if taken:
        raise SlotTaken(min(taken))


def near(other: datetime, facts: ObservationFacts) -> bool:
    """Whether another slot is too close to this one."""
    return facts.starts is not None and abs(other - facts.starts) < APART


async def busy(
    session: AsyncSession, owner: Member, observer_id: int | None, but: int, now: datetime
) -> tuple[datetime, ...]:
    """When the owner cannot be observed from now on, since they or the observer have another slot then; `but` is the
    slot that moves.

    While nobody has taken the observation it is the slots of whoever may, as long as that is only one.
    """
    persons = {owner.person_id}
    if observer_id is not None:
        observer = await people.member(session, observer_id)
        persons |= {observer.person_id} if observer else set()
    else:
        may = {member.person_id for member in await observers(session, owner, now)}
        persons |= may if len(may) == 1 else set()
    rows = await session.scalars(
        select(OBSERVATIONS.c.starts)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.id == OWNER)
        .outerjoin(_observer, _observer.c.id == OBSERVATIONS.c.observer_id)
        .where(
            OBSERVATIONS.c.status.in_(OPEN),
            OBSERVATIONS.c.starts > now - APART,
            OBSERVATIONS.c.id != but,
            or_(ASSIGNMENTS.c.person_id.in_(persons), _observer.c.person_id.in_(persons)),
        )
        .order_by(OBSERVATIONS.c.starts)
    )
    return tuple(rows)


async def observers(session: AsyncSession, owner: Member, now: datetime) -> tuple[Member, ...]:
    """Whoever may observe the owner now: those who decide about them, then those who watch them."""
    deciders = await appraising.deciders(session, owner.assignment_id, now)
    watch = select(TEAM.c.member_assignment_id).where(
        TEAM.c.watched_assignment_id == owner.assignment_id, TEAM.c.ends.is_(None)
    )
    active = ASSIGNMENTS.c.status == AssignmentStatus.active
    watchers = await people.find(session, ASSIGNMENTS.c.id.in_(watch), active)
    return tuple(
        {one.assignment_id: one for one in (*deciders, *watchers) if one.person_id != owner.person_id}.values()
    )


@operation("slots.month")
async def month(session: AsyncSession, actor: Member, first: date, last: date, now: datetime) -> tuple[Slot, ...]:
    """The slots of the actor's people, and of the actor, on these local days, both included, in order.

    Nothing for one who neither is observed nor observes.
    """
    zone = ZoneInfo(actor.zone)
    begins = datetime.combine(first, time(), zone)
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    columns = (
        OBSERVATIONS.c.id,
        OBSERVATIONS.c.version,
        OBSERVATIONS.c.status.label("stands"),
        PEOPLE.c.name,
        OBSERVATIONS.c.starts,
        ASSIGNMENTS.c.person_id,
        OBSERVATIONS.c.observer_id,
    )
    rows = (
        await session.execute(
            select(*columns)
            .select_from(MEMBERS)
            .join(OBSERVATIONS, OBSERVATIONS.c.assignment_id == ASSIGNMENTS.c.id)
            .where(
                OBSERVATIONS.c.starts >= begins,
                OBSERVATIONS.c.starts < ends,
                OBSERVATIONS.c.status != ObservationStatus.dibatalkan,
                takes_part(OWNER, actor, now),
            )
            .order_by(OBSERVATIONS.c.starts, OBSERVATIONS.c.id)
        )
    ).all()
    clashing = _clashing([row for row in rows if _keeps_busy(row, actor)])
    return tuple(
        Slot(
            row.id, row.version, row.stands, row.name, row.starts, row.person_id == actor.person_id, row.id in clashing
        )
        for row in rows
    )


def _keeps_busy(row: Row[*tuple[Any, ...]], actor: Member) -> bool:
    """Whether the actor has to be there, as far as is known."""
    return row.stands in OPEN and (row.person_id == actor.person_id or row.observer_id in (None, actor.assignment_id))


def _clashing(rows: Sequence[Row[*tuple[Any, ...]]]) -> set[int]:
    return {row.id for one, other in pairwise(rows) if other.starts - one.starts < APART for row in (one, other)}


def side_of(facts: ObservationFacts, actor: Member) -> Side:
    """On which side the actor stands."""
    return Side.diobservasi if facts.owner.person_id == actor.person_id else Side.pengamat


async def may_observe(session: AsyncSession, actor: Member, now: datetime) -> bool:
    """Whether there is anybody whom the actor may observe."""
    return (
        await session.scalar(select(ASSIGNMENTS.c.id).where(observes(ASSIGNMENTS.c.id, actor, now)).limit(1))
        is not None
    )
