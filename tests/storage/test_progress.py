"""How far a large send is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from storage.database import Database
from storage.lending import UNREACHABLE
from storage.outbox import OUTBOX, Priority
from storage.progress import HOUR, MINUTE, Queue, Trouble, progress
from storage.values import OutboxState
from tests.storage.school import NOW, World

SECOND = timedelta(seconds=1)


async def fill(database: Database, world: World, *cards: dict[str, Any]) -> None:
    """Cards with a key each; what is not said is a bulk card that waits since an hour ago."""
    usual = {"person_id": world.guru.person_id, "card": "card", "params": {}, "not_before": NOW - HOUR}
    times = {"created_at": NOW - HOUR, "updated_at": NOW - HOUR}
    async with database.transaction() as session:
        for number, card in enumerate(cards):
            await session.execute(insert(OUTBOX).values({"key": str(number), **usual, **times, **card}))


async def test_an_empty_outbox_has_nothing_to_do(database: Database, world: World) -> None:
    async with database.reading() as session:
        found = await progress(session, NOW)
    assert found.states == dict.fromkeys(OutboxState, 0)
    assert found.queues == dict.fromkeys(Priority, Queue())
    assert (found.due, found.left, found.troubles) == (0, timedelta(), ())


async def test_a_large_send_in_the_middle(database: Database, world: World) -> None:
    sent: dict[str, Any] = {"state": OutboxState.sent}
    unknown: dict[str, Any] = {"state": OutboxState.unknown, "error": "ReadTimeout", "updated_at": NOW - HOUR}
    await fill(
        database,
        world,
        {},
        {"not_before": NOW - MINUTE},
        {"not_before": NOW + SECOND},
        {"error": UNREACHABLE},
        {"priority": Priority.answer, "not_before": NOW, "error": "502", "updated_at": NOW},
        {"state": OutboxState.sending},
        *(sent | {"updated_at": NOW - ago} for ago in (SECOND, 59 * SECOND, MINUTE, 59 * MINUTE, HOUR)),
        *(unknown, unknown, unknown | {"updated_at": NOW - timedelta(days=2)}),
    )
    async with database.reading() as session:
        found = await progress(session, NOW)
    assert {state: count for state, count in found.states.items() if count} == {
        OutboxState.waiting: 5,
        OutboxState.sending: 1,
        OutboxState.sent: 5,
        OutboxState.unknown: 3,
    }
    assert found.queues[Priority.bulk] == Queue(due=2, later=1, resting=1, oldest=NOW - HOUR)
    assert found.queues[Priority.answer] == Queue(due=1, oldest=NOW)
    assert (found.last_minute, found.last_hour) == (2, 4)
    assert found.left == timedelta(minutes=2), "four are due, two go in a minute"
    assert found.troubles == (
        Trouble(OutboxState.unknown, "ReadTimeout", 2),
        Trouble(OutboxState.waiting, "502", 1),
        Trouble(OutboxState.waiting, UNREACHABLE, 1),
    )


async def test_when_nothing_moves_no_end_is_promised(database: Database, world: World) -> None:
    await fill(database, world, {})
    async with database.reading() as session:
        assert (await progress(session, NOW)).left is None
