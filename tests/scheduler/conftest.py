"""The post office, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.scheduler.office import Office, office


@pytest.fixture
async def small_office(sqlite_url: str) -> AsyncIterator[Office]:
    """On SQLite only: for what does not depend on the database."""
    database = Database(sqlite_url)
    async with office(database) as opened:
        yield opened
    await database.dispose()


@pytest.fixture
async def post_office(database: Database) -> AsyncIterator[Office]:
    """A fresh one."""
    async with office(database) as opened:
        yield opened
