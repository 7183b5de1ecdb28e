"""A nudge: something waits in the inbox. At most one a day for each who decides, however much comes in."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage import appraising, outbox
from storage.outbox import Priority
from storage.values import Member

NEWS = "inbox_news"


async def nudge(session: AsyncSession, owner: Member, now: datetime) -> None:
    """Something of the owner's waits: point whoever decides about them to the inbox."""
    for decider in await appraising.deciders(session, owner.assignment_id, now):
        await nudge_decider(session, decider, now)


async def nudge_decider(session: AsyncSession, decider: Member, now: datetime) -> None:
    """Point one to the inbox, unless that was done today (the day of their unit)."""
    day = now.astimezone(ZoneInfo(decider.zone)).date()
    await outbox.post(
        session,
        f"{NEWS}:{decider.assignment_id}:{day.isoformat()}",
        decider.person_id,
        NEWS,
        {"assignment": decider.assignment_id},
        now,
        subject=f"inbox:{decider.assignment_id}",
        priority=Priority.answer,
    )
