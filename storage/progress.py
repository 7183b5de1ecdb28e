"""How far a large send is, in numbers only: for whoever runs Kawal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.lending import UNREACHABLE
from storage.outbox import OUTBOX, Priority
from storage.values import OutboxState

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MOST_ERRORS = 8
_TROUBLED = tuple(state for state in OutboxState if state is not OutboxState.sent)


@dataclass(frozen=True, slots=True)
class Queue:
    """Cards of one priority that wait. `oldest` is since when the first of those that are due could have gone."""

    due: int = 0
    later: int = 0
    resting: int = 0
    """For people who cannot be reached; they go when these come back."""
    oldest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What ended, or put back, so many cards in the last 24 hours."""

    state: OutboxState
    error: str
    count: int


@dataclass(frozen=True, slots=True)
class Progress:
    """The outbox at an instant (UTC)."""

    at: datetime
    states: Mapping[OutboxState, int]
    queues: Mapping[Priority, Queue]
    last_minute: int
    """Cards sent."""
    last_hour: int
    troubles: tuple[Trouble, ...]

    @property
    def due(self) -> int:
        """Cards that could go now."""
        return sum(queue.due for queue in self.queues.values()) + self.states[OutboxState.sending]

    @property
    def left(self) -> timedelta | None:
        """About how long what is due still takes at the rate of the last minute; None when nothing moves."""
        if not self.due:
            return timedelta()
        return MINUTE * (self.due / self.last_minute) if self.last_minute else None


async def progress(session: AsyncSession, now: datetime) -> Progress:
    """How far everything is. Reads only, and knows no names."""
    states = dict.fromkeys(OutboxState, 0)
    for state, count in await session.execute(select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state)):
        states[state] = count
    return Progress(
        at=now,
        states=states,
        queues=await _queues(session, now),
        last_minute=await _sent(session, now - MINUTE, now),
        last_hour=await _sent(session, now - HOUR, now),
        troubles=await _troubles(session, now - DAY),
    )


async def _queues(session: AsyncSession, now: datetime) -> dict[Priority, Queue]:
    resting = func.coalesce(OUTBOX.c.error, "") == UNREACHABLE
    is_due = and_(~resting, OUTBOX.c.not_before <= now)
    rows = await session.execute(
        select(
            OUTBOX.c.priority,
            func.count(case((is_due, 1))),
            func.count(case((and_(~resting, ~is_due), 1))),
            func.count(case((resting, 1))),
            func.min(case((is_due, OUTBOX.c.not_before))),
        )
        .where(OUTBOX.c.state == OutboxState.waiting)
        .group_by(OUTBOX.c.priority)
    )
    return dict.fromkeys(Priority, Queue()) | {Priority(priority): Queue(*found) for priority, *found in rows}


async def _sent(session: AsyncSession, since: datetime, now: datetime) -> int:
    between = and_(OUTBOX.c.updated_at > since, OUTBOX.c.updated_at <= now)
    sent = select(func.count()).where(OUTBOX.c.state == OutboxState.sent, between)
    return await session.scalar(sent) or 0


async def _troubles(session: AsyncSession, since: datetime) -> tuple[Trouble, ...]:
    """The most frequent first."""
    count = func.count()
    rows = await session.execute(
        select(OUTBOX.c.state, OUTBOX.c.error, count)
        .where(OUTBOX.c.state.in_(_TROUBLED), OUTBOX.c.updated_at > since, OUTBOX.c.error.is_not(None))
        .group_by(OUTBOX.c.state, OUTBOX.c.error)
        .order_by(count.desc(), OUTBOX.c.error)
        .limit(MOST_ERRORS)
    )
    return tuple(Trouble(*row) for row in rows)
