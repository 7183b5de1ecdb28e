"""Evaluations to set, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Period, Rating
from storage.confirmations import CONFIRMATIONS
from storage.feedback import FEEDBACK
from storage.logbook import LOGS
from storage.midyear import CHECKINS
from storage.observation_record import FORMS
from storage.skp import SKPS
from storage.teams import TEAM
from storage.values import Member
from storage.values.competence import LogStatus
from storage.values.confirmations import ConfirmationStatus
from storage.values.evaluation import Rated, SetEvaluation, Verdict
from storage.values.feedback import FeedbackKind, FeedbackStatus
from storage.values.midyear import CheckinStatus
from storage.values.observation import FormKind, ObservationStatus
from tests.storage import observations
from tests.storage.plans import PLAN
from tests.storage.school import NOW

PERIOD = "2027"
VERDICT = Verdict(
    results=tuple(Rated(item.rhk, Rating.sesuai) for item in PLAN.results),
    behaviours=tuple(Rated(item.aspect, Rating.sesuai) for item in PLAN.behaviours),
    hasil=Rating.sesuai,
    perilaku=Rating.sesuai,
    predikat="baik",
    note="Terus <maju> & sehat",
)


def first_for(owner: Member, verdict: Verdict = VERDICT) -> SetEvaluation:
    """The first evaluation of somebody."""
    return SetEvaluation(owner.assignment_id, PERIOD, verdict)


async def watch(session: AsyncSession, appraiser: Member, member: Member, watched: Member) -> None:
    """`member` is in the tim kinerja of the appraiser and watches somebody."""
    row = {
        "appraiser_assignment_id": appraiser.assignment_id,
        "member_assignment_id": member.assignment_id,
        "watched_assignment_id": watched.assignment_id,
        "sk_number": "1",
        "sk_date": date(2027, 1, 2),
        "starts": NOW,
    }
    await session.execute(insert(TEAM).values(**row))


async def a_busy_period(session: AsyncSession, owner: Member, appraiser: Member, period: Period) -> None:
    """One of everything that may be read beside the ratings, behind the back of the operations."""
    await observations.agreed_plan(session, owner, appraiser)
    skp_id = await session.scalar(select(SKPS.c.id).where(SKPS.c.assignment_id == owner.assignment_id))
    moved = {"version": 1, "changed_at": NOW, "changed_by": owner.assignment_id}
    mine: dict[str, Any] = {"assignment_id": owner.assignment_id, "period": period.code, **moved}
    progress = [{"rhk": "a", "reached": "12.5", "target": "32", "satuan": "poin", "words": None}]
    for number, status in enumerate((CheckinStatus.dijawab, CheckinStatus.ditarik), 1):
        checkin = {"skp_id": skp_id, "number": number, "status": status, "submitted_at": NOW}
        kept = [{**progress[0], "reached": "1"}] if status is CheckinStatus.ditarik else progress
        await session.execute(insert(CHECKINS).values(**mine, **checkin, progress=kept))
    for rhk, stands in (("a", ConfirmationStatus.dikonfirmasi), ("b", ConfirmationStatus.diminta)):
        await session.execute(insert(CONFIRMATIONS).values(**mine, rhk=rhk, status=stands))
    for log in (LogStatus.dikonfirmasi, LogStatus.dikonfirmasi, LogStatus.diajukan, LogStatus.tersimpan):
        await session.execute(insert(LOGS).values(**mine, **_a_log(period), status=log))
    await _observed(session, owner, appraiser, period)
    await _said(session, owner, appraiser, period)


def _a_log(period: Period) -> dict[str, Any]:
    return {
        "starts": period.starts,
        "ends": period.ends,
        "pack_id": "x",
        "pack_version": "x",
        "needs_evidence": False,
        "activity": "k1",
        "day": period.starts,
        "title": "Lokakarya",
        "units": 2,
        "each": 6,
        "asked": False,
        "reflection": {},
    }


async def _observed(session: AsyncSession, owner: Member, appraiser: Member, period: Period) -> None:
    """One cycle with levels, one without, and one that was cancelled."""
    for focus, status in (
        ("1", ObservationStatus.selesai),
        ("3", ObservationStatus.dijadwalkan),
        ("4", ObservationStatus.dibatalkan),
    ):
        number = await observations.put(session, owner, status, focus=focus, period=period.code)
        if focus == "1":
            written = {"observation_id": number, "written_by": appraiser.assignment_id, "written_at": NOW}
            content = {"levels": {"a": "2", "b": "2", "c": "0"}, "notes": {}}
            await session.execute(insert(FORMS).values(**written, kind=FormKind.pengamatan, content=content))


async def _said(session: AsyncSession, owner: Member, appraiser: Member, period: Period) -> None:
    """Twice inside the period, once outside, and a counselling note."""
    inside = datetime(period.year, 3, 1, tzinfo=UTC)
    notes = [(FeedbackKind.apresiasi, inside), (FeedbackKind.bimbingan, inside), (FeedbackKind.konseling, inside)]
    for kind, at in [*notes, (FeedbackKind.umpan_balik, datetime(period.year + 1, 3, 1, tzinfo=UTC))]:
        note = {
            "assignment_id": owner.assignment_id,
            "given_by": appraiser.assignment_id,
            "kind": kind,
            "status": FeedbackStatus.disampaikan,
            "text": "x",
            "given_at": at,
        }
        moved = {"version": 1, "changed_at": NOW, "changed_by": appraiser.assignment_id}
        await session.execute(insert(FEEDBACK).values(**note, **moved))
