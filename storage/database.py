"""The database behind the record: SQLite by default, PostgreSQL by URL, one way to hold a transaction on both."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, CursorResult, UpdateBase, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from storage import sqlite

PATIENCE = 5.0
"""Seconds."""
READERS = 4
"""Connections that read one SQLite file at the same time; there is always one writer."""
PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL")
CONNECTIONS = 10
"""Connections of one process to PostgreSQL."""
TRY_AGAIN = frozenset({"40001", "40P01", "53300", "55P03", "57P01", "57P03"})
"""SQLSTATE: serialization failure, deadlock, too many connections, lock not available, shutting down, starting up."""


class Busy(Exception):
    """The database could not be had just now. Nothing was changed; doing the same again is safe."""


class BadUrl(ValueError):
    """The database URL is none that Kawal understands; the text says what would be."""


class Database:
    """One database: `sqlite:///data/kawal.db` or `postgresql://user@host/name`.

    Sessions are handed out inside a transaction that ends with the block: committed, or rolled back when it raises.
    """

    def __init__(self, url: str, *, patience: float = PATIENCE) -> None:
        """Opens nothing yet, except that the folder of a SQLite file is made. BadUrl for any other kind of URL.

        `patience` is how many seconds to wait for a lock or a connection before giving up with `Busy`.
        """
        self.url = async_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        engines = _sqlite_engines if self.is_sqlite else _postgresql_engines
        self._writer, self._reader = engines(self.url, patience)

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes, for migrations and for the sender's lock."""
        return self._writer

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A transaction that may write. On SQLite it is the only one at that time. Raises Busy; then try again."""
        async with _session(self._writer) as session:
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads; writing in it is an error of the database. Raises Busy."""
        async with _session(self._reader) as session:
            yield session

    async def dispose(self) -> None:
        """Close all connections."""
        await self._reader.dispose()
        await self._writer.dispose()


async def changed(session: AsyncSession, statement: UpdateBase) -> int:
    """Run an INSERT, UPDATE or DELETE; how many rows it touched."""
    result = await session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount


def async_url(url: str) -> URL:
    """The URL with its async driver: `sqlite:` means aiosqlite, `postgresql:` and `postgres:` mean asyncpg."""
    try:
        parsed = make_url(url)
    except Exception as error:
        raise BadUrl("expected sqlite:///path or postgresql://user:password@host/name") from error
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite+aiosqlite")
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+asyncpg")
    raise BadUrl("expected sqlite:///path or postgresql://user:password@host/name")


@asynccontextmanager
async def _session(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    try:
        async with AsyncSession(engine, expire_on_commit=False, autoflush=False) as session, session.begin():
            await _connect(session)
            yield session
    except NoConnection as error:
        raise Busy from error
    except DBAPIError as error:
        if _passing(error):
            raise Busy from error
        raise


async def _connect(session: AsyncSession) -> None:
    """Have the connection, and on SQLite the write lock, before anything is done with it."""
    try:
        await session.connection()
    except OSError as error:
        raise Busy from error


def _passing(error: DBAPIError) -> bool:
    """Whether the same transaction may succeed a moment later."""
    if isinstance(error.orig, sqlite3.OperationalError):
        return error.orig.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in TRY_AGAIN


def _postgresql_engines(url: URL, patience: float) -> tuple[AsyncEngine, AsyncEngine]:
    writer = create_async_engine(
        url,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=patience,
        pool_reset_on_return=None,  # a session always ends its transaction itself
        json_serializer=_json,
        connect_args={"timeout": patience},
    )
    return writer, writer.execution_options(postgresql_readonly=True)


def _sqlite_engines(url: URL, patience: float) -> tuple[AsyncEngine, AsyncEngine]:
    """SQLite has one writer at a time: a pool of one connection queues writers in order instead of polling the lock."""
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    writer = _sqlite_engine(url, 1, "BEGIN IMMEDIATE", patience, PRAGMAS)
    return writer, _sqlite_engine(url, READERS, "BEGIN", patience, (*PRAGMAS, "query_only=ON"))


def _sqlite_engine(url: URL, connections: int, begin: str, patience: float, pragmas: tuple[str, ...]) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=patience,
        pool_reset_on_return=None,
        json_serializer=_json,
        async_creator=lambda: sqlite.connect(Path(str(url.database)), patience, pragmas),
    )

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
