"""Who has not yet done what a duty asks: for many people at once, a constant number of statements for each duty.

What is open is a condition on the assignment's row, but for the monthly reports, which are counted.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.agenda import Duty
from regulations.models import DoneWhen, Role
from storage import coaching, midyear, pendampingan
from storage.confirmations import CONFIRMATIONS
from storage.delegations import DELEGATIONS
from storage.evaluations import EVALUATIONS
from storage.logbook import LOGS
from storage.pendampingan_record import REPORTS
from storage.people import APPOINTMENTS, ASSIGNMENTS, MEMBERS, UNITS
from storage.preparing import TICKS
from storage.skp import SKPS
from storage.teams import TEAM
from storage.types import among
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


Open = Callable[[Duty, datetime], ColumnElement[bool]]
"""Whether a duty is still open, at an instant, for the assignment that a row of ASSIGNMENTS is."""
MonthlyWork = Callable[[AsyncSession, Collection[int], int, int], Awaitable[Mapping[int, int]]]
"""By assignment how many reports of a month (year, month) are missing."""


async def of(session: AsyncSession, asked: Asked) -> Collection[int]:
    """The assignments among these members that have not done what the duty asks."""
    if asked.duty.done_when is DoneWhen.reported:
        return await unreported(session, asked.duty, asked.ids)
    return await _among(session, asked.members, OPEN[asked.duty.done_when](asked.duty, asked.now))


async def condition(
    session: AsyncSession, duty: Duty, which: Sequence[ColumnElement[bool]], now: datetime
) -> ColumnElement[bool]:
    """The same in SQL, about a row of MEMBERS: for so many that none is read here. `which` lets through all of them."""
    if duty.done_when is not DoneWhen.reported:
        return OPEN[duty.done_when](duty, now)
    ids = (await session.scalars(select(ASSIGNMENTS.c.id).select_from(MEMBERS).where(*which))).all()
    return ASSIGNMENTS.c.id.in_(await unreported(session, duty, ids))


async def _among(session: AsyncSession, members: Sequence[Member], holds: ColumnElement[bool]) -> set[int]:
    ids = [member.assignment_id for member in members]
    return set(await session.scalars(select(ASSIGNMENTS.c.id).where(among(ASSIGNMENTS.c.id, ids), holds)))


def _plan(duty: Duty, now: datetime) -> ColumnElement[bool]:  # noqa: ARG001 - all are asked alike
    """The plan is not in Ruang GTK yet, as far as its owner has said."""
    entered = select(SKPS.c.id).where(
        SKPS.c.assignment_id == ASSIGNMENTS.c.id, SKPS.c.period == duty.period, SKPS.c.entered_on.is_not(None)
    )
    return ~entered.exists()


def _data(duty: Duty, now: datetime) -> ColumnElement[bool]:  # noqa: ARG001
    """Not every line of the checklist is ticked. How many there are is the regulation's: any tick less than that."""
    ticked = select(func.count()).where(
        TICKS.c.person_id == ASSIGNMENTS.c.person_id,
        TICKS.c.role == ASSIGNMENTS.c.role,
        TICKS.c.year == int(duty.period[:4]),
    )
    return ticked.scalar_subquery() < duty.steps


def _decisions(duty: Duty, now: datetime) -> ColumnElement[bool]:
    """A plan waits for this appraiser, or for the one they stand in for."""
    waits = (SKPS.c.status == SkpStatus.diajukan, SKPS.c.period == duty.period)
    return _decides(select(SKPS.c.assignment_id).where(*waits), now)


def _evaluations(duty: Duty, now: datetime) -> ColumnElement[bool]:
    """An agreed plan of the period has no evaluation yet: for who appraises its owner, and for who watches them."""
    done = select(EVALUATIONS.c.id).where(
        EVALUATIONS.c.assignment_id == SKPS.c.assignment_id, EVALUATIONS.c.period == SKPS.c.period
    )
    left = (SKPS.c.status == SkpStatus.disepakati, SKPS.c.period == duty.period, ~done.exists())
    owners = select(SKPS.c.assignment_id).where(*left)
    watched = (TEAM.c.ends.is_(None), TEAM.c.watched_assignment_id.in_(owners))
    watches = select(TEAM.c.id).where(TEAM.c.member_assignment_id == ASSIGNMENTS.c.id, *watched)
    return or_(_decides(owners, now), watches.exists())


def _decides(owners: Select[int], now: datetime) -> ColumnElement[bool]:
    """Whoever decides about any of these owners, themselves or for somebody who is absent."""
    present = (APPOINTMENTS.c.ends.is_(None), APPOINTMENTS.c.assignment_id.in_(owners))
    appraises = select(APPOINTMENTS.c.id).where(APPOINTMENTS.c.appraiser_assignment_id == ASSIGNMENTS.c.id, *present)
    running = (DELEGATIONS.c.starts <= now, DELEGATIONS.c.ends > now)
    stands_in = (
        select(DELEGATIONS.c.id)
        .join(APPOINTMENTS, APPOINTMENTS.c.appraiser_assignment_id == DELEGATIONS.c.appraiser_assignment_id)
        .where(DELEGATIONS.c.delegate_assignment_id == ASSIGNMENTS.c.id, *running, *present)
    )
    return or_(appraises.exists(), stands_in.exists())


def _team(duty: Duty, now: datetime) -> ColumnElement[bool]:  # noqa: ARG001
    """The kepala dinas has nobody in the tim kinerja yet: for the kepala dinas and the operators of that dinas."""
    head, dinas = ASSIGNMENTS.alias("head"), UNITS.alias("dinas")
    appointed = select(TEAM.c.id).where(TEAM.c.appraiser_assignment_id == head.c.id, TEAM.c.ends.is_(None))
    without = (
        select(head.c.id)
        .join(dinas, dinas.c.id == head.c.unit_id)
        .where(
            head.c.unit_id == ASSIGNMENTS.c.unit_id,
            head.c.role == Role.kepala_dinas,
            head.c.year == duty.year,
            dinas.c.kind == UnitKind.dinas,
            ~appointed.exists(),
        )
    )
    return without.exists()


def _checkin(duty: Duty, now: datetime) -> ColumnElement[bool]:  # noqa: ARG001
    """There is an agreed plan for the period, and no check-in on it."""
    return midyear.unchecked(SKPS.c.assignment_id == ASSIGNMENTS.c.id, duty.period).exists()


def _nobody(duty: Duty, now: datetime) -> ColumnElement[bool]:  # noqa: ARG001
    """What runs through the whole year has no reminders of its own."""
    return false()


async def unreported(session: AsyncSession, duty: Duty, ids: Collection[int]) -> Collection[int]:
    """Those among these assignments whose reports of the duty's month are not all in."""
    year, month = (int(part) for part in duty.period.split("-"))
    missing = await MONTHLY[duty.code](session, ids, year, month)
    return {assignment_id for assignment_id, count in missing.items() if count}


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
    return await _among(session, members, _decides(select(owners.c.assignment_id), now))


OPEN: Mapping[DoneWhen, Open] = {
    DoneWhen.data_updated: _data,
    DoneWhen.team_plotted: _team,
    DoneWhen.plan_entered: _plan,
    DoneWhen.plan_adjusted: _plan,
    DoneWhen.plan_decided: _decisions,
    DoneWhen.carried_out: _nobody,
    DoneWhen.checked_in: _checkin,
    DoneWhen.evaluated: _evaluations,
}
MONTHLY: Mapping[str, MonthlyWork] = {"pendampingan": pendampingan.open_work, "coaching": coaching.open_work}
"""Who counts the reports of which monthly work."""
