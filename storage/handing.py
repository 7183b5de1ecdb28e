"""Handing over: somebody else decides about people from now on, and whatever waits follows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import appraising, inbox, nudging, outbox, people, skp
from storage.outbox import OUTBOX, Priority
from storage.people import APPOINTMENTS, ASSIGNMENTS
from storage.skp import SKPS
from storage.values import AssignmentStatus, Member, SkpStatus
from storage.values.inbox import Thing

Moved = Callable[[AsyncSession, Collection[int], datetime, str], Awaitable[object]]
"""What a part of the year does when somebody else decides about these owners: assignment ids, now, and an occasion
that no other change has."""
MOVED: list[Moved] = []
"""Parts that keep cards of their own about what waits; plans are always looked after."""
MOST_LOOKED_AT = 200
"""People; where a whole roster changes nobody is pointed to their inbox for it."""


async def over(session: AsyncSession, owner_ids: Collection[int], now: datetime, occasion: str) -> int:
    """Bring what waits of these owners to whoever decides now; where nobody does, tell the operators.

    Gives the number of plans that wait.
    """
    count = await _plans(session, owner_ids, now, occasion)
    for moved in MOVED:
        await moved(session, owner_ids, now, occasion)
    await _tell_operators(session, owner_ids, now, occasion)
    if len(owner_ids) <= MOST_LOOKED_AT:
        await _point_to_inbox(session, owner_ids, now)
    return count


async def _point_to_inbox(session: AsyncSession, owner_ids: Collection[int], now: datetime) -> None:
    """Whoever decides now has an inbox in which something else than plans waits."""
    deciders: dict[int, Member] = {}
    for owner_id in owner_ids:
        deciders |= {one.assignment_id: one for one in await appraising.deciders(session, owner_id, now)}
    for decider in deciders.values():
        if any(line.thing is not Thing.plan for line in await inbox.waiting(session, decider, now)):
            await nudging.nudge_decider(session, decider, now)


async def _plans(session: AsyncSession, owner_ids: Collection[int], now: datetime, occasion: str) -> int:
    """Waiting plans come to whoever decides now, and the cards that others have say so."""
    deciders: dict[int, Member] = {}
    waiting = await _waiting(session, owner_ids)
    for plan in waiting:
        await outbox.drop(session, OUTBOX.c.subject == f"skp:{plan.id}", OUTBOX.c.card == skp.WAITING, now=now)
        await outbox.refresh(session, f"skp:{plan.id}", skp.WAITING, occasion, now)
        deciders |= {one.assignment_id: one for one in await appraising.deciders(session, plan.assignment_id, now)}
    for decider in deciders.values():
        await skp.tell_waiting(session, decider, occasion, now)
    return len(waiting)


async def _waiting(session: AsyncSession, owner_ids: Collection[int]) -> list[Row[*tuple[Any, ...]]]:
    """The oldest first."""
    columns = (SKPS.c.id, SKPS.c.version, SKPS.c.assignment_id)
    found = select(*columns).where(SKPS.c.status == SkpStatus.diajukan).order_by(SKPS.c.submitted_at, SKPS.c.id)
    return [plan for plan in await session.execute(found) if plan.assignment_id in owner_ids]


async def appraised_by(session: AsyncSession, appraiser_id: int) -> tuple[int, ...]:
    """Assignment ids of those whom somebody appraises now."""
    present = (APPOINTMENTS.c.appraiser_assignment_id == appraiser_id, APPOINTMENTS.c.ends.is_(None))
    found = await session.scalars(select(APPOINTMENTS.c.assignment_id).where(*present).order_by(APPOINTMENTS.c.id))
    return tuple(found)


async def _tell_operators(session: AsyncSession, owner_ids: Collection[int], now: datetime, occasion: str) -> None:
    """Plans that wait and that nobody may decide; cards about those that somebody may decide by now say so."""
    for plan in await _waiting(session, owner_ids):
        owner = await people.member(session, plan.assignment_id)
        assert owner is not None
        await _tell_about(session, owner, plan.id, plan.version, now, occasion)


async def _tell_about(
    session: AsyncSession, owner: Member, skp_id: int, version: int, now: datetime, occasion: str
) -> None:
    subject = f"skp:{skp_id}"
    await outbox.refresh(session, subject, skp.NO_APPRAISER, occasion, now)
    appraiser = await people.appraiser(session, owner.assignment_id)
    if appraiser is not None and appraiser.status is not AssignmentStatus.ended:
        return
    params = {"skp": skp_id, "assignment": owner.assignment_id}
    for operator in await people.operators(session, owner.unit_id, owner.year):
        key = f"{skp.NO_APPRAISER}:{skp_id}:{version}:{operator}:{occasion}"
        card = skp.NO_APPRAISER
        await outbox.post(session, key, operator, card, params, now, subject=subject, priority=Priority.answer)


async def without_appraiser(session: AsyncSession, operator: Member) -> int:
    """How many waiting plans in the operator's units nobody may decide."""
    named = (
        select(APPOINTMENTS.c.assignment_id)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.id == APPOINTMENTS.c.appraiser_assignment_id)
        .where(APPOINTMENTS.c.ends.is_(None), ASSIGNMENTS.c.status != AssignmentStatus.ended)
    )
    found = await session.scalars(
        select(SKPS.c.id)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.id == SKPS.c.assignment_id)
        .where(SKPS.c.status == SkpStatus.diajukan, people.cared_for_by(operator), SKPS.c.assignment_id.not_in(named))
    )
    return len(found.all())
