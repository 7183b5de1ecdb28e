"""Evaluations to set, for tests."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Rating
from storage.teams import TEAM
from storage.values import Member
from storage.values.evaluation import Rated, SetEvaluation, Verdict
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
