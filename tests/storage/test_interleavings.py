"""Two who may decide, the owner who sends again and the owner who withdraws, all at once on PostgreSQL: one wins."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import audit, skp
from storage.audit import ENTRIES
from storage.database import Busy, Database
from storage.delegations import DELEGATIONS
from storage.errors import MovedOn
from storage.values import ApproveSkp, ReturnSkp, SkpFacts, SkpStatus, WithdrawSkp
from tests.storage.plans import SUBMIT
from tests.storage.school import LATER, NOW, World, settle

LONGEST_PAUSE = 0.004
"""Seconds before each of the four begins: about as long as one of them takes."""
Act = Callable[[AsyncSession], Awaitable[SkpFacts]]


@pytest.fixture
async def town(postgres_url: str) -> AsyncIterator[tuple[Database, World]]:
    """The world on PostgreSQL, where a colleague stands in for the kepala sekolah."""
    database = Database(postgres_url)
    world = await settle(database)
    async with database.transaction() as session:
        await session.execute(
            insert(DELEGATIONS).values(
                appraiser_assignment_id=world.kepala.assignment_id,
                delegate_assignment_id=world.colleague.assignment_id,
                starts=NOW - timedelta(days=1),
                ends=NOW + timedelta(days=30),
                created_at=NOW,
                created_by=world.kepala.assignment_id,
                told=True,
                returned=False,
            )
        )
    yield database, world
    await database.dispose()


@pytest.mark.parametrize("rounds", [25, pytest.param(200, marks=pytest.mark.long)])
async def test_one_wins_each_time(town: tuple[Database, World], rounds: int) -> None:
    database, world = town
    chance = random.Random(rounds)
    winners = set()
    for number in range(rounds):
        winners.add(await _round(database, world, f"p{number}", chance))
    assert winners == {"approve", "give_back", "withdraw", "submit"}, "every one of them wins sometimes"
    async with database.reading() as session:
        assert await audit.verify(session) is None


async def _round(database: Database, world: World, period: str, chance: random.Random) -> str:
    intent = replace(SUBMIT, period=period)
    async with database.transaction() as session:
        facts = await skp.submit(session, world.guru, intent, NOW)
    acts: dict[str, Act] = {
        "approve": lambda s: skp.approve(s, world.kepala, ApproveSkp(facts.id, 1), LATER),
        "give_back": lambda s: skp.give_back(s, world.colleague, ReturnSkp(facts.id, 1, "Kurang"), LATER),
        "withdraw": lambda s: skp.withdraw(s, world.guru, WithdrawSkp(facts.id, 1), LATER),
        "submit": lambda s: skp.submit(s, world.guru, intent, LATER),
    }
    names = list(acts)
    chance.shuffle(names)
    pauses = [chance.uniform(0, LONGEST_PAUSE) for _ in names]
    done = await asyncio.gather(*(_act(database, acts[name], pause) for name, pause in zip(names, pauses, strict=True)))
    won = [name for name, won in zip(names, done, strict=True) if won]
    decided = [name for name in won if name != "submit"]
    assert len(decided) <= 1, "two decided about the same version"
    assert won, "somebody wins"
    return await _told_by_the_trail(database, world, facts.id, set(won))


async def _act(database: Database, act: Act, pause: float) -> bool:
    await asyncio.sleep(pause)
    while True:
        try:
            async with database.transaction() as session:
                await act(session)
            return True
        except MovedOn:
            return False
        except Busy:
            continue


async def _told_by_the_trail(database: Database, world: World, skp_id: int, won: set[str]) -> str:
    """The trail holds what won and nothing else, one version after the other; gives who was first."""
    async with database.reading() as session:
        mine = select(ENTRIES.c.action, ENTRIES.c.detail).where(ENTRIES.c.subject == f"skp:{skp_id}")
        trail = [
            (row.action, json.loads(row.detail)["version"])
            for row in await session.execute(mine.order_by(ENTRIES.c.seq))
        ]
        facts = await skp.facts(session, skp_id, world.guru, LATER)
    actions = [action.removeprefix("skp.") for action, _ in trail]
    assert [version for _, version in trail] == list(range(1, len(trail) + 1))
    assert sorted(actions) == sorted(["submit", *won])
    assert facts.version == len(trail)
    after = {"approve": SkpStatus.disepakati, "give_back": SkpStatus.dikembalikan, "withdraw": SkpStatus.ditarik}
    assert facts.status is after.get(actions[-1], SkpStatus.diajukan)
    return str(actions[1])
