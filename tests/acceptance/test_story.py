"""The whole story over real HTTP, with simulator, bot and sender as separate processes, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.ending import Ending, ending
from tests.acceptance.nursery import Nursery
from tests.acceptance.story import play
from tests.acceptance.town import town


@pytest.mark.parametrize("database_url", [pytest.param("sqlite", marks=pytest.mark.long), "postgres"], indirect=True)
async def test_the_story_is_lived_and_everybody_sees_it(nursery: Nursery, database_url: str, tmp_path: Path) -> None:
    async with town(nursery, database_url, tmp_path) as here:
        await play(here)
        assert await ending(here) == Ending.expected()
