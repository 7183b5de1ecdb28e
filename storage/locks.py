"""One among many: a name that only one process may hold at a time, as long as it lives."""

from __future__ import annotations

import hashlib
import logging

from sqlalchemy import NullPool, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.database import Database

log = logging.getLogger(__name__)
PATIENCE = 5
"""Seconds to wait for PostgreSQL before the lock counts as lost."""


class OnlyOne:
    """A name held by at most one process among all that use the same PostgreSQL database.

    It is a session's advisory lock on a connection of its own, so it ends with the process or with the connection, and
    a holder that lost the connection learns it at the next `held`. SQLite is one machine's database and knows no such
    lock: there everybody holds it, and what it protects must be safe without.
    """

    def __init__(self, database: Database, name: str) -> None:
        """Connects to nothing yet. Equal names exclude each other."""
        self._engine: AsyncEngine | None = None if database.is_sqlite else _own_connection(database)
        self._key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        self._name = name
        self._connection: AsyncConnection | None = None
        self._holds = False

    async def held(self) -> bool:
        """True while this process is the one; takes the name if nobody has it. Cheap enough to ask before each work."""
        if self._engine is None:
            return True
        try:
            await self._ask(self._engine)
        except (DBAPIError, OSError) as error:
            log.warning("the lock %s is lost: %s", self._name, type(error).__name__)
            await self._let_go()
        return self._holds

    async def release(self) -> None:
        """Give the name back. It may be taken again."""
        await self._let_go()
        if self._engine is not None:
            await self._engine.dispose()

    async def _ask(self, engine: AsyncEngine) -> None:
        if self._connection is None:
            self._connection = await engine.connect()
        if self._holds:
            await self._connection.execute(text("SELECT 1"))  # fails when the connection, and so the lock, is gone
            return
        taken = await self._connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key})
        self._holds = bool(taken.scalar_one())
        if self._holds:
            log.info("this process holds the lock %s", self._name)

    async def _let_go(self) -> None:
        connection, self._connection, self._holds = self._connection, None, False
        if connection is None:
            return
        try:
            await connection.close()
        except (DBAPIError, OSError) as error:  # PostgreSQL frees the lock of a connection that has died
            log.debug("closing the lock's connection: %s", type(error).__name__)


def _own_connection(database: Database) -> AsyncEngine:
    # No pool: closing the connection must end it, because that is what frees the lock.
    return create_async_engine(
        database.url,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": PATIENCE, "command_timeout": PATIENCE},
    )
