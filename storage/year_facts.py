"""What the record of a period holds about somebody, in figures: read beside the ratings of their evaluation.

Only counts and what the owner reported themselves; no note of anybody's is read, and counselling is never counted.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Pack, Period
from storage import midyear
from storage.confirmations import CONFIRMATIONS
from storage.feedback import FEEDBACK
from storage.logbook import LOGS
from storage.observation_record import FORMS, OBSERVATIONS
from storage.values import Member
from storage.values.competence import LogStatus
from storage.values.evaluation import Observed, RhkFacts, YearFacts
from storage.values.feedback import FeedbackKind, FeedbackStatus
from storage.values.observation import FormKind, ObservationStatus

COUNTED = (FeedbackKind.apresiasi, FeedbackKind.umpan_balik, FeedbackKind.bimbingan)


async def of(session: AsyncSession, owner: Member, pack: Pack, period: Period, now: datetime) -> YearFacts:
    """The record of one period; who may read it is decided by whoever asks for the evaluation."""
    confirmed, waiting, points = await _competences(session, owner, period.code)
    return YearFacts(
        on=now.astimezone(ZoneInfo(owner.zone)).date(),
        results=await _results(session, owner, period.code),
        competence_confirmed=confirmed,
        competence_waiting=waiting,
        points=points if pack.uses_points else None,
        observed=await _observed(session, owner, period.code),
        feedback=await _said(session, owner, period),
    )


async def _results(session: AsyncSession, owner: Member, period: str) -> tuple[RhkFacts, ...]:
    """What the latest check-in says of each RHK, and where its confirmation stands."""
    checkin = await midyear.latest(session, owner.assignment_id, period)
    reached = {item.rhk: str(item.reached) for item in checkin.progress} if checkin else {}
    rows = await session.execute(
        select(CONFIRMATIONS.c.rhk, CONFIRMATIONS.c.status).where(
            CONFIRMATIONS.c.assignment_id == owner.assignment_id, CONFIRMATIONS.c.period == period
        )
    )
    confirmed = {row.rhk: row.status.value for row in rows}
    codes = dict.fromkeys([*reached, *confirmed])
    return tuple(RhkFacts(code, reached.get(code), confirmed.get(code)) for code in codes)


async def _competences(session: AsyncSession, owner: Member, period: str) -> tuple[int, int, int]:
    """Entries that are confirmed, entries that wait, and the points of the confirmed ones."""
    rows = await session.execute(
        select(LOGS.c.status, func.count(), func.sum(LOGS.c.units * func.coalesce(LOGS.c.each, 0)))
        .where(LOGS.c.assignment_id == owner.assignment_id, LOGS.c.period == period)
        .group_by(LOGS.c.status)
    )
    found = {status: (count, int(points or 0)) for status, count, points in rows}
    confirmed, points = found.get(LogStatus.dikonfirmasi, (0, 0))
    return confirmed, found.get(LogStatus.diajukan, (0, 0))[0], points


async def _observed(session: AsyncSession, owner: Member, period: str) -> tuple[Observed, ...]:
    """Each cycle that was not cancelled, with the levels that were seen, counted."""
    rows = await session.execute(
        select(OBSERVATIONS.c.focus, OBSERVATIONS.c.status, FORMS.c.content)
        .outerjoin(FORMS, (FORMS.c.observation_id == OBSERVATIONS.c.id) & (FORMS.c.kind == FormKind.pengamatan))
        .where(
            OBSERVATIONS.c.assignment_id == owner.assignment_id,
            OBSERVATIONS.c.period == period,
            OBSERVATIONS.c.status != ObservationStatus.dibatalkan,
        )
        .order_by(OBSERVATIONS.c.id)
    )
    return tuple(
        Observed(focus, status.value, dict(Counter((content or {}).get("levels", {}).values())))
        for focus, status, content in rows
    )


async def _said(session: AsyncSession, owner: Member, period: Period) -> int:
    """How often the person was appreciated, advised or guided in the period, by the days of their unit."""
    zone = ZoneInfo(owner.zone)
    count = select(func.count()).where(
        FEEDBACK.c.assignment_id == owner.assignment_id,
        FEEDBACK.c.kind.in_(COUNTED),
        FEEDBACK.c.status != FeedbackStatus.dihapus,
        FEEDBACK.c.given_at >= _midnight(period.starts, zone),
        FEEDBACK.c.given_at < _midnight(period.ends + timedelta(days=1), zone),
    )
    return await session.scalar(count) or 0


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
