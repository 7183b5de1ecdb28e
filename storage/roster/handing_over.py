"""Plans that wait while their owner gets another appraiser: the card leaves the one and comes to the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import outbox, people, skp
from storage.outbox import Priority
from storage.people import ASSIGNMENTS
from storage.roster.appointing import Change
from storage.skp import SKPS
from storage.values import AssignmentStatus, SkpStatus


async def hand_over(session: AsyncSession, changes: Sequence[Change], year: int, now: datetime) -> int:
    """Put every waiting plan before its new appraiser; gives their number.

    An appraiser who is not active yet is told when that happens (`skp.tell_waiting`).
    """
    appraisers = {change.assignment_id: change.appraiser for change in changes}
    waiting = (
        select(SKPS.c.id, SKPS.c.version, SKPS.c.assignment_id)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.id == SKPS.c.assignment_id)
        .where(ASSIGNMENTS.c.year == year, SKPS.c.status == SkpStatus.diajukan)
        .order_by(SKPS.c.submitted_at, SKPS.c.id)
    )
    plans = [plan for plan in (await session.execute(waiting)).all() if plan.assignment_id in appraisers]
    for plan in plans:
        await outbox.supersede(session, f"skp:{plan.id}", skp.WAITING, plan.version, now)
        await _ask(session, plan.id, plan.version, appraisers[plan.assignment_id], now)
    return len(plans)


async def _ask(session: AsyncSession, skp_id: int, version: int, appraiser_id: int | None, now: datetime) -> None:
    appraiser = await people.member(session, appraiser_id) if appraiser_id is not None else None
    if appraiser is None or appraiser.status is not AssignmentStatus.active:
        return
    await outbox.post(
        session,
        f"{skp.WAITING}:{skp_id}:{version}:{appraiser.assignment_id}:from:{now:%Y%m%dT%H%M%S}",
        appraiser.person_id,
        skp.WAITING,
        {"skp": skp_id, "version": version},
        now,
        subject=f"skp:{skp_id}",
        priority=Priority.answer,
        may_resend=True,
    )
