"""A role ends: what its person had begun there is closed, and whoever depended on them is looked after."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import absences, appraising, handing, outbox, people, skp
from storage.accounts import ACCOUNTS
from storage.departures import DEPARTURES
from storage.flow import Who, move, step
from storage.outbox import Priority
from storage.people import APPOINTMENTS, ASSIGNMENTS
from storage.skp import SKPS
from storage.teams import TEAM
from storage.values import AssignmentStatus, Member, SkpStatus

CLOSED = "plan_closed"
ROLE_ENDED = "role_ended"
CLOSE = step("leaving.close", SkpStatus.diajukan, SkpStatus.ditarik, Who.system)

Closer = Callable[[AsyncSession, Member, Member, datetime], Awaitable[object]]
"""Closes what somebody has waiting in a role that ends: who ends it, whose role, now."""
CLOSERS: list[Closer] = []
"""Parts of the year that have things waiting; plans are always looked after."""


async def leave(session: AsyncSession, by: Member, member: Member, now: datetime) -> int:
    """Close everything that hangs on a role whose status is `ended` by now; gives the id of the departure.

    What waits is withdrawn, whom they appraised has nobody until somebody is appointed, and they are in no team and
    stand in for nobody. `by` is whose doing it is.
    """
    found = await session.execute(
        insert(DEPARTURES).values(assignment_id=member.assignment_id, at=now).returning(DEPARTURES.c.id)
    )
    departure: int = found.scalar_one()
    await _close_plans(session, by, member, now)
    for closer in CLOSERS:
        await closer(session, by, member, now)
    await absences.end_all(session, member.assignment_id, now)
    appraised = await handing.appraised_by(session, member.assignment_id)
    await _end_appointments(session, member.assignment_id, now)
    await _leave_teams(session, member.assignment_id, now)
    await handing.over(session, appraised, now, f"left:{departure}")
    await _step_back(session, member)
    return departure


async def tell(session: AsyncSession, member: Member, departure: int, now: datetime) -> None:
    """Tell somebody that their role is over."""
    params = {"assignment": member.assignment_id}
    key = f"{ROLE_ENDED}:{departure}"
    await outbox.post(
        session, key, member.person_id, ROLE_ENDED, params, now, priority=Priority.answer, may_resend=True
    )


async def _close_plans(session: AsyncSession, by: Member, member: Member, now: datetime) -> None:
    """A waiting plan is withdrawn; its cards say so, and its owner is told."""
    waiting = (SKPS.c.assignment_id == member.assignment_id, SKPS.c.status == SkpStatus.diajukan)
    plans = await session.execute(select(SKPS.c.id, SKPS.c.version).where(*waiting).with_for_update())
    for skp_id, version in plans.all():
        await move(session, SKPS, CLOSE, by, skp_id, version, true(), now)
        await outbox.supersede(session, f"skp:{skp_id}", skp.WAITING, version + 1, now)
        for reader in (member, *await appraising.deciders(session, member.assignment_id, now)):
            params = {"assignment": member.assignment_id}
            key = f"{CLOSED}:{skp_id}:{version + 1}:{reader.assignment_id}"
            await outbox.post(
                session, key, reader.person_id, CLOSED, params, now, priority=Priority.answer, may_resend=True
            )


async def _end_appointments(session: AsyncSession, assignment_id: int, now: datetime) -> None:
    mine = or_(APPOINTMENTS.c.assignment_id == assignment_id, APPOINTMENTS.c.appraiser_assignment_id == assignment_id)
    await session.execute(update(APPOINTMENTS).where(mine, APPOINTMENTS.c.ends.is_(None)).values(ends=now))


async def _leave_teams(session: AsyncSession, assignment_id: int, now: datetime) -> None:
    mine = or_(
        TEAM.c.appraiser_assignment_id == assignment_id,
        TEAM.c.member_assignment_id == assignment_id,
        TEAM.c.watched_assignment_id == assignment_id,
    )
    await session.execute(update(TEAM).where(mine, TEAM.c.ends.is_(None)).values(ends=now))


async def _step_back(session: AsyncSession, member: Member) -> None:
    """Another of their roles comes to the front."""
    others = await people.held(session, member.person_id)
    front = {"assignment_id": others[0].assignment_id if others else None, "draft_id": None}
    await session.execute(update(ACCOUNTS).where(ACCOUNTS.c.assignment_id == member.assignment_id).values(**front))


async def end(session: AsyncSession, assignment_id: int, version: int) -> bool:
    """End a role as it was at `version`. False when it has changed meanwhile."""
    mine = update(ASSIGNMENTS).where(
        ASSIGNMENTS.c.id == assignment_id,
        ASSIGNMENTS.c.version == version,
        ASSIGNMENTS.c.status != AssignmentStatus.ended,
    )
    values = {"status": AssignmentStatus.ended, "version": ASSIGNMENTS.c.version + 1}
    return await session.scalar(mine.values(**values).returning(ASSIGNMENTS.c.id)) is not None
