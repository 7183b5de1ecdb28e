"""A role ends: what its person had begun there is closed, and whoever depended on them is looked after."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import absences, appraising, binaan, handing, observation_record, outbox, people, skp
from storage.accounts import ACCOUNTS
from storage.confirmations import CONFIRMATIONS
from storage.departures import DEPARTURES
from storage.flow import Step, Who, move, step
from storage.logbook import LOGS
from storage.midyear import CHECKINS
from storage.observation_news import slot_changed
from storage.observation_record import OBSERVATIONS
from storage.pendampingan_record import REPORTS
from storage.people import APPOINTMENTS, ASSIGNMENTS
from storage.skp import SKPS
from storage.teams import TEAM
from storage.values import AssignmentStatus, Member, SkpStatus
from storage.values.competence import LogStatus
from storage.values.confirmations import ConfirmationStatus
from storage.values.midyear import CheckinStatus
from storage.values.observation import News, ObservationStatus
from storage.values.pendampingan import ReportStatus

CLOSED = "plan_closed"
ROLE_ENDED = "role_ended"
CLOSE_PLAN = step("skp.close", SkpStatus.diajukan, SkpStatus.ditarik, Who.system)
_BEFORE = (ObservationStatus.persiapan, ObservationStatus.dijadwalkan)
CLOSE_OBSERVATION = step("observations.close", _BEFORE, ObservationStatus.dibatalkan, Who.system)
OTHERS: tuple[tuple[Table, Step], ...] = (
    (LOGS, step("competence.close", LogStatus.diajukan, LogStatus.ditarik, Who.system)),
    (CHECKINS, step("midyear.close", CheckinStatus.diajukan, CheckinStatus.ditarik, Who.system)),
    (CONFIRMATIONS, step("confirming.close", ConfirmationStatus.diminta, ConfirmationStatus.kosong, Who.system)),
    (REPORTS, step("pendampingan.close", ReportStatus.diajukan, ReportStatus.ditarik, Who.system)),
)
"""What else of one who leaves waits for a decision, and how it is closed."""


async def leave(session: AsyncSession, by: Member, member: Member, now: datetime) -> int:
    """Close everything that hangs on a role whose status is `ended` by now; gives the id of the departure.

    What waits is withdrawn, whom they appraised has nobody until somebody is appointed, and they are in no team,
    stand in for nobody and have no sekolah binaan. `by` is whose doing it is.
    """
    found = await session.execute(
        insert(DEPARTURES).values(assignment_id=member.assignment_id, at=now).returning(DEPARTURES.c.id)
    )
    departure: int = found.scalar_one()
    await _close_plans(session, by, member, now)
    await _close_observations(session, by, member, now)
    for things, taken in OTHERS:
        await _close(session, by, member, things, taken, now)
    await absences.end_all(session, member.assignment_id, now)
    appraised = await handing.appraised_by(session, member.assignment_id)
    await _end_appointments(session, member.assignment_id, now)
    await _leave_teams(session, member.assignment_id, now)
    await binaan.end_all(session, member.assignment_id, now)
    await handing.over(session, appraised, now, f"left:{departure}")
    await _step_back(session, member)
    return departure


async def tell(session: AsyncSession, member: Member, departure: int, now: datetime) -> None:
    """Tell somebody that their role is over."""
    params = {"assignment": member.assignment_id}
    key = f"{ROLE_ENDED}:{departure}"
    await outbox.tell(session, key, member.person_id, ROLE_ENDED, params, now)


async def _close(
    session: AsyncSession, by: Member, member: Member, things: Table, taken: Step, now: datetime
) -> list[tuple[int, int]]:
    """Close what waits of one kind: ids and their new versions."""
    at = things.c
    waiting = select(at.id, at.version).where(at.assignment_id == member.assignment_id, at.status.in_(taken.frm))
    found = (await session.execute(waiting.order_by(at.id).with_for_update())).all()
    for id_, version in found:
        await move(session, things, taken, by, id_, version, true(), now)
    return [(id_, version + 1) for id_, version in found]


async def _close_plans(session: AsyncSession, by: Member, member: Member, now: datetime) -> None:
    """A waiting plan is withdrawn; its cards say so, and its owner and whoever would have decided are told."""
    for skp_id, version in await _close(session, by, member, SKPS, CLOSE_PLAN, now):
        await outbox.supersede(session, f"skp:{skp_id}", skp.WAITING, version, now)
        for reader in (member, *await appraising.deciders(session, member.assignment_id, now)):
            params = {"assignment": member.assignment_id}
            key = f"{CLOSED}:{skp_id}:{version}:{reader.assignment_id}"
            await outbox.tell(session, key, reader.person_id, CLOSED, params, now)


async def _close_observations(session: AsyncSession, by: Member, member: Member, now: datetime) -> None:
    """One that has not taken place will not; whoever would have observed is told."""
    for id_, version in await _close(session, by, member, OBSERVATIONS, CLOSE_OBSERVATION, now):
        facts = await observation_record.read(session, id_)
        assert facts is not None
        await slot_changed(session, facts, News.cancelled, member, version, now)


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
