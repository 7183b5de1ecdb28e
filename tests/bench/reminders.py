"""What it costs to plan January for everybody, and to look when nobody is due.

`KAWAL_BENCH_PEOPLE` makes it smaller. Planning goes on for a limited time: the rate and the ratio are of what came
that far.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import time
from datetime import UTC, datetime

from regulations.library import packaged
from scheduler import reminders
from storage import reminding
from storage.agendas import Agendas
from storage.database import Database
from storage.migrations import upgrade
from tests.bench import people
from tests.storage.plans_of_queries import plan_of

PEOPLE = int(os.environ.get("KAWAL_BENCH_PEOPLE", 1_000_000))
SECONDS = 30.0
"""For planning, on each database."""
RATIO = 0.3
"""Reminders per second on PostgreSQL, at least, as a multiple of the floor."""
PEAK = 300
"""MB, at most."""
MANY_MESSAGES = 6
"""Of a guru who does nothing, in January 2027."""
LOOKS = 50
MORNING = datetime(2027, 1, 1, 23, 30, tzinfo=UTC)
"""The first of them, 07.30 WITA."""
IDLE = datetime(2027, 1, 1, 12, 0, tzinfo=UTC)
INDEX = "ix_reminding_look_at"


async def measure(name: str, url: str) -> bool:
    """Print the figures of one database; whether the limits are kept."""
    await upgrade(url)
    database = Database(url)
    good, there = True, 0
    try:
        for many in sorted({min(many, PEOPLE) for many in (1_000, 100_000, 1_000_000)}):
            await people.settle(database, there + 1, many, MORNING)
            there = many
            good &= await _idle(name, database, many)
    finally:
        await database.dispose()
    return good & await _planning(name, url)


async def _idle(name: str, database: Database, many: int) -> bool:
    """One tick when nobody is due."""
    agendas, runs = Agendas(packaged()), []
    for _ in range(LOOKS):
        begin = time.perf_counter()
        assert await reminders.remind(database, agendas, IDLE) == 0
        runs.append((time.perf_counter() - begin) * 1000)
    plan = await plan_of(database, reminding.waiting(IDLE, reminders.AT_ONCE))
    print(f"{name}: a tick with nothing to do among {many:,} people: {statistics.median(runs):.2f} ms")
    print("\n".join(f"    {line}" for line in plan.splitlines()))
    return INDEX in plan


async def _planning(name: str, url: str) -> bool:
    command = (sys.executable, "-m", "tests.bench.planning", url, str(SECONDS))
    child = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    output, _ = await child.communicate()
    if child.returncode:
        return False
    found = json.loads(output)
    hours = PEOPLE * MANY_MESSAGES / found["rate"] / 3600
    limit = "" if name == "SQLite" else f"; limit {RATIO}"
    print(
        f"{name}: {found['rate']:,.0f} reminders a second, {found['ratio']:.2f} of bare inserts"
        f" ({found['low']:.2f}..{found['high']:.2f}{limit}); {found['told']:,} told,"
        f" all of January for {PEOPLE:,} people takes {hours:.2f} h; peak {found['peak']:.0f} MB (limit {PEAK})"
    )
    return bool(found["peak"] <= PEAK and (name == "SQLite" or found["ratio"] >= RATIO))
