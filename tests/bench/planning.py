"""`python -m tests.bench.planning URL SECONDS`: reminds everybody of January as the scheduler does, as far as it comes.

A process of its own that imports what the scheduler needs, so that its memory is the scheduler's. Batch by batch it is
compared with the floor: the same rows, put into the same tables by SQLAlchemy Core, in the same batches.
"""

from __future__ import annotations

import asyncio
import gc
import json
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from regulations.library import packaged
from scheduler import reminders
from storage.agendas import Agendas
from storage.database import Database
from storage.outbox import OUTBOX, Priority
from storage.reminding import REMINDER, REMINDERS, REMINDING

DAYS = (2, 16, 23, 28, 30, 31)
"""Of January 2027: when a guru is reminded of the plan."""
NOMINAL = {2: 1, 16: 17, 23: 24}
WARM = 3
"""Batches that are not counted: statements are compiled, caches filled."""


async def main(url: str, seconds: float) -> None:
    """Prints what was measured as JSON."""
    database, agendas = Database(url), Agendas(packaged())
    people = await _people(database)
    pairs: list[tuple[int, float, float]] = []
    gc.freeze()  # as bot.app does
    end = time.monotonic() + seconds
    for day in DAYS:
        now = datetime(2027, 1, day, 0, 0, tzinfo=UTC)  # 08.00 WITA
        while time.monotonic() < end:
            begin = time.perf_counter()
            looked = await reminders.remind(database, agendas, now)
            ours = time.perf_counter() - begin
            if not looked:
                break
            pairs.append((looked, ours, await _floor(database, len(pairs), looked, people, now)))
    told = await _told(database)
    await database.dispose()
    print(json.dumps(_summary(pairs[WARM:], told)))


async def _people(database: Database) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(REMINDING)) or 0


async def _told(database: Database) -> int:
    async with database.reading() as session:
        ours = select(func.count()).select_from(REMINDERS).where(REMINDERS.c.period == "2027")
        return await session.scalar(ours) or 0


async def _floor(database: Database, number: int, many: int, people: int, now: datetime) -> float:
    """Seconds for as many rows of our making."""
    first = number * many
    reminded, cards = _rows([(first + one) % people + 1 for one in range(many)], first // people, now)
    begin = time.perf_counter()
    async with database.transaction() as session:
        await session.execute(insert(REMINDERS), reminded)
        await session.execute(insert(OUTBOX), cards)
    return time.perf_counter() - begin


def _rows(persons: Sequence[int], turn: int, now: datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    day = date(2027, 1, NOMINAL.get(now.day, now.day))
    reminded = [
        {"assignment_id": one, "code": "perencanaan", "period": f"floor{turn}", "nominal": day, "told_on": now.date()}
        for one in persons
    ]
    same = {"card": REMINDER, "priority": Priority.bulk, "not_before": now, "created_at": now, "updated_at": now}
    cards = [
        {
            "key": f"floor:{one}:{turn}:{now.date()}",
            "person_id": one,
            "params": {"day": f"{now.date()}", "items": [[one, "perencanaan", "2027", f"{day}"]]},
            "expires_at": now + timedelta(hours=12),
            **same,
        }
        for one in persons
    ]
    return reminded, cards


def _summary(pairs: Sequence[tuple[int, float, float]], told: int) -> dict[str, float]:
    rates = [many / ours for many, ours, _ in pairs]
    ratios = [floor / ours for _, ours, floor in pairs]
    return {
        "told": told,
        "rate": statistics.median(rates),
        "ratio": statistics.median(ratios),
        "low": statistics.quantiles(ratios, n=10)[0],
        "high": statistics.quantiles(ratios, n=10)[-1],
        "peak": _peak(),
    }


def _peak() -> float:
    """The most memory of this process so far, in MB. What getrusage says begins with that of the parent."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
