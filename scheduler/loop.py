"""The loop: APScheduler as a clock, nothing more, and the sender that its ticks wake.

No job is stored or shared: what is due stands in the database, a tick only looks there. A tick that comes late still
comes, several missed ones come once, and one that is still running is not started again.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta

from apscheduler.executors.asyncio import AsyncIOExecutor  # type: ignore[import-untyped]  # it has no types
from apscheduler.jobstores.memory import MemoryJobStore  # type: ignore[import-untyped]
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

from scheduler.sender import Sender
from storage import absences, arrivals, feedback, lending
from storage.clock import Clock
from storage.database import Database

POLL = timedelta(seconds=0.5)
"""How often the sender looks for what another process posted; a card has to arrive within two seconds."""
PRUNE = timedelta(hours=1)
TURN = timedelta(seconds=20)
"""How late what waits comes to a delegate, at most."""
CARDS_FOR = timedelta(days=400)
"""How long a delivered card is remembered: the ledger of a year is read in the year after, and until then nothing is
told twice and a card on a phone can be edited. What is older helps nobody and says who was told what."""
CARDS_AT_ONCE = 2000
"""A clock that is wrong for a while costs no more of the ledger."""
SEEN_FOR = timedelta(days=7)
"""How long a handled update is remembered. Telegram keeps an unconfirmed update for a day at most."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Something that looks, every so often in real time, whether there is work."""

    name: str
    every: timedelta
    action: Callable[[], Awaitable[None]]


async def run(sender: Sender, ticks: Iterable[Tick] = ()) -> None:
    """Tick and deliver until `sender.stop()`. Raises Misconfigured as the sender does."""
    logging.getLogger("apscheduler.executors").setLevel(logging.WARNING)  # it tells of every tick, twice

    async def look() -> None:
        sender.nudge()

    clockwork = AsyncIOScheduler(
        timezone=UTC,
        jobstores={"default": MemoryJobStore()},
        executors={"default": AsyncIOExecutor()},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    for tick in (Tick("sender", POLL, look), *ticks):
        clockwork.add_job(tick.action, "interval", seconds=tick.every.total_seconds(), id=tick.name, name=tick.name)
    clockwork.start()
    try:
        await sender.run()
    finally:
        clockwork.shutdown(wait=False)


def prune(database: Database, clock: Clock) -> Tick:
    """Forget the updates that were handled, and the cards that were delivered, long ago."""

    async def forget() -> None:
        async with database.transaction() as session:
            await arrivals.prune(session, clock.now() - SEEN_FOR)
            await lending.prune(session, clock.now() - CARDS_FOR, CARDS_AT_ONCE)

    return Tick("prune", PRUNE, forget)


def forget(database: Database, clock: Clock) -> Tick:
    """Forget what is kept only for a time: counselling notes."""

    async def expire() -> None:
        async with database.transaction() as session:
            await feedback.forget(session, clock.now())

    return Tick("forget", PRUNE, expire)


def turn(database: Database, clock: Clock) -> Tick:
    """Begin and end delegations whose time has come."""

    async def look() -> None:
        async with database.transaction() as session:
            await absences.turn(session, clock.now())

    return Tick("turn", TURN, look)
