"""Schools to talk to, on SQLite: `joined` (everybody has), `sent` (and the guru's plan waits)."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import tests.quick_aiogram  # noqa: F401 - before aiogram
from tests.bot.neighbours import Picture, picture
from tests.bot.people import School

gc.freeze()  # aiogram brings so many types that looking at them again and again takes seconds


@pytest.fixture(scope="session")
def joined_picture(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Picture:
    return picture(sqlite_template, tmp_path_factory.mktemp("joined"), sent=False)


@pytest.fixture(scope="session")
def sent_picture(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Picture:
    return picture(sqlite_template, tmp_path_factory.mktemp("sent"), sent=True)


@pytest.fixture
async def joined(joined_picture: Picture, tmp_path: Path) -> AsyncIterator[School]:
    """Everybody has joined, nobody has done anything yet."""
    school = joined_picture.copy(tmp_path)
    yield school
    await school.database.dispose()


@pytest.fixture
async def sent(sent_picture: Picture, tmp_path: Path) -> AsyncIterator[School]:
    """The guru's plan lies before the kepala sekolah."""
    school = sent_picture.copy(tmp_path)
    yield school
    await school.database.dispose()
