"""`kawal outbox`: how far a large send is, as lines and a table. Numbers only, no person."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from rich.console import Group, RenderableType
from rich.table import Table

from bot.app import clock_of, prepared
from bot.settings import Settings
from storage.outbox import Priority
from storage.progress import Progress, Queue
from storage.progress import progress as read

NAMES = {Priority.answer: "answers", Priority.bulk: "bulk"}
UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
"""With their seconds."""


async def follow(settings: Settings, show: Callable[[Progress], None], every: timedelta | None) -> None:
    """Show how far it is: once, or again and again until interrupted."""
    database = await prepared(settings)
    try:
        async with clock_of(settings) as clock:
            while True:
                async with database.reading() as session:
                    show(await read(session, clock.now()))
                if every is None:
                    return
                await asyncio.sleep(every.total_seconds())
    finally:
        await database.dispose()


def report(progress: Progress) -> RenderableType:
    """The whole report."""
    return Group(
        f"outbox at {progress.at:%Y-%m-%d %H:%M:%S} UTC",
        _states(progress),
        *(_queue(NAMES[priority], queue, progress.at) for priority, queue in progress.queues.items()),
        f"sent: {progress.last_minute} in the last minute, {progress.last_hour} in the last hour",
        _end(progress),
        *(f"last 24 h: {one.count} x {one.state.value}: {one.error}" for one in progress.troubles),
    )


def _states(progress: Progress) -> Table:
    table = Table("state", "cards", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for state, count in progress.states.items():
        table.add_row(state.value, str(count))
    return table


def _queue(name: str, queue: Queue, now: datetime) -> str:
    oldest = "" if queue.oldest is None else f", the oldest for {_span(now - queue.oldest)}"
    return f"{name}: {queue.due} may go now{oldest}; {queue.later} later; {queue.resting} for people out of reach"


def _end(progress: Progress) -> str:
    if not progress.due:
        return "nothing is due"
    if progress.left is None:
        return "nothing was sent in the last minute: is a sender running?"
    return f"at this rate finished in about {_span(progress.left)}"


def _span(span: timedelta) -> str:
    """In its two largest units, e.g. `3 h 20 min`; never negative."""
    left, told = max(0, round(span.total_seconds())), []
    for unit, size in UNITS:
        count, left = divmod(left, size)
        told += [f"{count} {unit}"] if count else []
    return " ".join(told[:2]) or "0 s"
