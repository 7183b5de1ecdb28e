"""Who can be reached: a person who blocks the bot is marked and their operators are told; Start brings them back."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import lending, outbox, people
from storage.accounts import ACCOUNTS
from storage.operations import operation
from storage.outbox import OUTBOX
from storage.values import Member

LOST = "person_lost"
FRESH = timedelta(days=7)
"""How long the operators' card is worth sending, and how often at most they get one about the same person."""


@operation("reach.lost")
async def lost(session: AsyncSession, telegram_id: int, now: datetime) -> None:
    """Telegram does not let the bot write to this account any more (blocked, deleted, never started).

    Their reminders are dropped; what asks for a decision, or tells one, rests until they come back. Nothing happens for
    an account that is unknown or marked already.
    """
    mine = update(ACCOUNTS).where(ACCOUNTS.c.telegram_id == telegram_id, ACCOUNTS.c.reachable)
    person_id = await session.scalar(mine.values(reachable=False).returning(ACCOUNTS.c.person_id))
    if person_id is not None:
        await outbox.drop(session, OUTBOX.c.person_id == person_id, ~OUTBOX.c.may_resend, now=now, why="gone")
        await _tell_operators(session, person_id, now)


@operation("reach.back")
async def back(session: AsyncSession, telegram_id: int, now: datetime) -> None:
    """Telegram lets the bot write to this account again: what rests for its person may go."""
    mine = update(ACCOUNTS).where(ACCOUNTS.c.telegram_id == telegram_id)
    person_id = await session.scalar(mine.values(reachable=True).returning(ACCOUNTS.c.person_id))
    if person_id is not None:
        await lending.wake(session, person_id, now)


async def is_reachable(session: AsyncSession, person_id: int) -> bool:
    """Whether the person has an account that the bot may write to."""
    found = select(ACCOUNTS.c.reachable).where(ACCOUNTS.c.person_id == person_id)
    return bool(await session.scalar(found))


async def _tell_operators(session: AsyncSession, person_id: int, now: datetime) -> None:
    for role in await _present(session, person_id):
        year, week, _ = now.astimezone(ZoneInfo(role.zone)).isocalendar()
        for operator in await people.operators(session, role.unit_id, role.year):
            if operator == person_id:
                continue
            await outbox.post(
                session,
                f"{LOST}:{person_id}:{year}-{week}:{operator}",
                operator,
                LOST,
                {"assignment": role.assignment_id},
                now,
                subject=f"person:{person_id}",
                expires_at=now + FRESH,
            )


async def _present(session: AsyncSession, person_id: int) -> tuple[Member, ...]:
    """Their roles of the latest year."""
    roles = await people.held(session, person_id)
    return tuple(role for role in roles if role.year == roles[0].year)
