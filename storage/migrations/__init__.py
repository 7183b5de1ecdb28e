"""How the tables came to be what they are: Alembic migrations, packaged with the record.

A migration is written by hand in `versions/`; `check` says whether the tables in the code and the migrations agree.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from storage.database import Database
from storage.tables import METADATA

T = TypeVar("T")

FOLDER = Path(__file__).parent
LOCK = 0x4B41_5741
"""PostgreSQL advisory lock: replicas that start together migrate one after the other."""


async def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to a revision. All or nothing; doing it again changes nothing."""
    await _in_transaction(url, lambda connection: command.upgrade(_config(connection), revision))


async def downgrade(url: str, revision: str = "base") -> None:
    """Take the database at `url` back to a revision; `base` is empty."""
    await _in_transaction(url, lambda connection: command.downgrade(_config(connection), revision))


async def check(url: str | None = None) -> list[str]:
    """What differs between the tables in the code and an upgraded database: that at `url`, or a fresh SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        place = url or f"sqlite:///{folder}/check.db"
        await upgrade(place)
        return [str(difference) for difference in await _in_transaction(place, _differences)]


async def _in_transaction(url: str, work: Callable[[Connection], T]) -> T:
    database = Database(url)
    try:
        async with database.engine.begin() as connection:
            if not database.is_sqlite:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            return await connection.run_sync(work)
    finally:
        await database.dispose()


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, METADATA))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
