"""The story with the bot killed (SIGKILL) and started again after actions: the same ending, nothing lost, nothing
twice.

The kill comes a random moment after the action (seeded), so that it falls before, inside and after the transaction.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from tests.acceptance.ending import Ending, ending
from tests.acceptance.nursery import Nursery
from tests.acceptance.story import STORY, play
from tests.acceptance.town import Town, town

SHORT = 5
"""Every so many actions the short form kills; the long form (`make chaos`) kills after every single one."""
LATEST = 0.12
"""Seconds after the action; most are handled by then."""


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long), pytest.param(3, marks=pytest.mark.long)])
@pytest.mark.parametrize("database_url", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)], indirect=True)
async def test_a_killed_bot_changes_nothing(
    nursery: Nursery, database_url: str, tmp_path: Path, seed: int, request: pytest.FixtureRequest
) -> None:
    chance = random.Random(seed)
    every = 1 if request.config.getoption("long") else SHORT
    kills = 0

    async def perhaps_kill(here: Town, number: int) -> None:
        nonlocal kills
        if number % every:
            return
        await asyncio.sleep(chance.uniform(0, LATEST))
        await here.restart("bot")
        kills += 1

    async with town(nursery, database_url, tmp_path) as here:
        await play(here, perhaps_kill)
        assert await ending(here) == Ending.expected()
    assert kills == len(range(0, len(STORY), every))
