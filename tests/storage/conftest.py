"""The made-up dinas, in a fresh database."""

from __future__ import annotations

import pytest

from storage.database import Database
from tests.storage.school import World, settle


@pytest.fixture
async def world(database: Database) -> World:
    """A dinas and two schools in which everybody has joined."""
    return await settle(database)
