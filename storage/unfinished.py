"""Who has not yet done what a duty asks: for many people at once, a constant number of statements for each duty."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.agenda import Duty
from regulations.models import DoneWhen, Role
from storage import coaching, midyear, pendampingan
from storage.confirmations import CONFIRMATIONS
from storage.delegations import DELEGATIONS
from storage.evaluations import EVALUATIONS
from storage.logbook import LOGS
from storage.pendampingan_record import REPORTS
from storage.people import APPOINTMENTS, ASSIGNMENTS, UNITS
from storage.preparing import TICKS
from storage.skp import SKPS
from storage.teams import TEAM
from storage.units import UnitKind
from storage.values import Member, SkpStatus
from storage.values.competence import LogStatus
from storage.values.confirmations import ConfirmationStatus
from storage.values.midyear import CheckinStatus
from storage.values.pendampingan import ReportStatus


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether these members have done what a duty asks, at `now` (UTC)."""

    duty: Duty
    members: Sequence[Member]
    now: datetime

    @property
    def ids(self) -> list[int]:
        """Their assignments."""
        return [member.assignment_id for member in self.members]


Open = Callable[[AsyncSession, Asked], Awaitable[Collection[int]]]
"""The assignments among those asked about for which the duty is still open."""
MonthlyWork = Callable[[AsyncSession, Collection[int], int, int], Awaitable[Mapping[int, int]]]
"""By assignment how many reports of a month (year, month) are missing."""


async def of(session: AsyncSession, asked: Asked) -> Collection[int]:
    """The assignments among these members that have not done what the duty asks."""
    return await OPEN[asked.duty.done_when](session, asked)


async def _plan(session: AsyncSession, asked: Asked) -> Collection[int]:
    """The plan is not in Ruang GTK yet, as far as its owner has said."""
    entered = select(SKPS.c.assignment_id).where(
        SKPS.c.assignment_id.in_(asked.ids), SKPS.c.period == asked.duty.period, SKPS.c.entered_on.is_not(None)
    )
    return set(asked.ids).difference(await session.scalars(entered))


async def _data(session: AsyncSession, asked: Asked) -> Collection[int]:
    """Not every line of the checklist is ticked. How many there are is the regulation's: any tick less than that."""
    rows = await session.execute(
        select(TICKS.c.person_id, TICKS.c.role, func.count())
        .where(
            TICKS.c.person_id.in_([member.person_id for member in asked.members]),
            TICKS.c.year == int(asked.duty.period[:4]),
        )
        .group_by(TICKS.c.person_id, TICKS.c.role)
    )
    ticked = {(person_id, role): count for person_id, role, count in rows}
    return {one.assignment_id for one in asked.members if ticked.get((one.person_id, one.role), 0) < asked.duty.steps}


async def _decisions(session: AsyncSession, asked: Asked) -> Collection[int]:
    """A plan waits for this appraiser, or for the one they stand in for."""
    waits = (SKPS.c.status == SkpStatus.diajukan, SKPS.c.period == asked.duty.period)
    return await deciders(session, asked.members, select(SKPS.c.assignment_id).where(*waits), asked.now)


async def _evaluations(session: AsyncSession, asked: Asked) -> Collection[int]:
    """An agreed plan of the period has no evaluation yet: for who appraises its owner, and for who watches them."""
    done = select(EVALUATIONS.c.id).where(
        EVALUATIONS.c.assignment_id == SKPS.c.assignment_id, EVALUATIONS.c.period == SKPS.c.period
    )
    left = (SKPS.c.status == SkpStatus.disepakati, SKPS.c.period == asked.duty.period, ~done.exists())
    watching = (
        select(TEAM.c.member_assignment_id)
        .join(SKPS, SKPS.c.assignment_id == TEAM.c.watched_assignment_id)
        .where(TEAM.c.member_assignment_id.in_(asked.ids), TEAM.c.ends.is_(None), *left)
    )
    found = await deciders(session, asked.members, select(SKPS.c.assignment_id).where(*left), asked.now)
    return {*found, *await session.scalars(watching)}


async def deciders(session: AsyncSession, members: Sequence[Member], owners: Select[int], now: datetime) -> set[int]:
    """Those among the members who decide about any of these owners, themselves or for somebody who is absent."""
    ids = [member.assignment_id for member in members]
    present = (APPOINTMENTS.c.ends.is_(None), APPOINTMENTS.c.assignment_id.in_(owners))
    appraise = select(APPOINTMENTS.c.appraiser_assignment_id).where(
        APPOINTMENTS.c.appraiser_assignment_id.in_(ids), *present
    )
    stand_in = (
        select(DELEGATIONS.c.delegate_assignment_id)
        .join(APPOINTMENTS, APPOINTMENTS.c.appraiser_assignment_id == DELEGATIONS.c.appraiser_assignment_id)
        .where(
            DELEGATIONS.c.delegate_assignment_id.in_(ids),
            DELEGATIONS.c.starts <= now,
            DELEGATIONS.c.ends > now,
            *present,
        )
    )
    return {*await session.scalars(appraise.union(stand_in))}


async def _team(session: AsyncSession, asked: Asked) -> Collection[int]:
    """The kepala dinas has nobody in the tim kinerja yet: for the kepala dinas and the operators of that dinas."""
    appointed = select(TEAM.c.id).where(TEAM.c.appraiser_assignment_id == ASSIGNMENTS.c.id, TEAM.c.ends.is_(None))
    heads = (ASSIGNMENTS.c.role == Role.kepala_dinas, ASSIGNMENTS.c.year == asked.duty.year)
    missing = await session.scalars(
        select(ASSIGNMENTS.c.unit_id)
        .join(UNITS, UNITS.c.id == ASSIGNMENTS.c.unit_id)
        .where(
            *heads,
            UNITS.c.kind == UnitKind.dinas,
            ASSIGNMENTS.c.unit_id.in_({member.unit_id for member in asked.members}),
            ~appointed.exists(),
        )
    )
    units = set(missing)
    return {member.assignment_id for member in asked.members if member.unit_id in units}


async def _checkin(session: AsyncSession, asked: Asked) -> Collection[int]:
    """There is an agreed plan for the period, and no check-in on it."""
    return set(await session.scalars(midyear.unchecked(asked.ids, asked.duty.period)))


async def _reports(session: AsyncSession, asked: Asked) -> Collection[int]:
    year, month = (int(part) for part in asked.duty.period.split("-"))
    missing = await MONTHLY[asked.duty.code](session, asked.ids, year, month)
    return {assignment_id for assignment_id, count in missing.items() if count}


async def _nobody(session: AsyncSession, asked: Asked) -> Collection[int]:  # noqa: ARG001 - all are asked alike
    """What runs through the whole year has no reminders of its own."""
    return ()


async def decisions(
    session: AsyncSession, members: Sequence[Member], before: datetime, now: datetime
) -> Collection[int]:
    """Those among the members for whom something has waited for a decision since before an instant."""
    owners = union_all(
        select(SKPS.c.assignment_id).where(SKPS.c.status == SkpStatus.diajukan, SKPS.c.submitted_at < before),
        select(LOGS.c.assignment_id).where(LOGS.c.status == LogStatus.diajukan, LOGS.c.submitted_at < before),
        select(CONFIRMATIONS.c.assignment_id).where(
            CONFIRMATIONS.c.status == ConfirmationStatus.diminta, CONFIRMATIONS.c.changed_at < before
        ),
        select(midyear.CHECKINS.c.assignment_id).where(
            midyear.CHECKINS.c.status == CheckinStatus.diajukan, midyear.CHECKINS.c.submitted_at < before
        ),
        select(REPORTS.c.assignment_id).where(REPORTS.c.status == ReportStatus.diajukan, REPORTS.c.changed_at < before),
    ).subquery()
    return await deciders(session, members, select(owners.c.assignment_id), now)


OPEN: Mapping[DoneWhen, Open] = {
    DoneWhen.data_updated: _data,
    DoneWhen.team_plotted: _team,
    DoneWhen.plan_entered: _plan,
    DoneWhen.plan_adjusted: _plan,
    DoneWhen.plan_decided: _decisions,
    DoneWhen.carried_out: _nobody,
    DoneWhen.checked_in: _checkin,
    DoneWhen.evaluated: _evaluations,
    DoneWhen.reported: _reports,
}
MONTHLY: Mapping[str, MonthlyWork] = {"pendampingan": pendampingan.open_work, "coaching": coaching.open_work}
"""Who counts the reports of which monthly work."""
