"""SQLite in one go: a statement is run and read to its end in a single visit to the connection's thread.

SQLAlchemy visits it four times for each statement (make a cursor, execute, fetch, close). Each visit wakes two threads,
which takes longer than a small statement itself, and a tap runs some twenty of them. Nothing is streamed: what is long
is read in pages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

import aiosqlite

Parameters = Sequence[Any]


class _Done(NamedTuple):
    """What is left of a statement that was run."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    rows: Sequence[Any] = ()


class _Cursor:
    """A cursor as SQLAlchemy's adapter for asyncio uses one."""

    arraysize = 1

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self._done = _Done()

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Parameters = ()) -> Self:
        self._done = await self._connection.run(lambda raw: raw.execute(sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Iterable[Parameters]) -> Self:
        self._done = await self._connection.run(lambda raw: raw.executemany(sql, parameters))
        return self

    async def fetchall(self) -> Sequence[Any]:
        return self._done.rows

    async def close(self) -> None:
        """It is closed since it was read."""

    @property
    def description(self) -> Any:
        return self._done.description

    @property
    def rowcount(self) -> int:
        return self._done.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._done.lastrowid


class _Connection(aiosqlite.Connection):
    def cursor(self) -> _Cursor:  # type: ignore[override]
        return _Cursor(self)

    async def run(self, statement: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> _Done:
        """Run a statement on the thread of this connection."""
        done: _Done = await self._execute(_through, self._conn, statement)  # type: ignore[no-untyped-call]
        return done


def _through(raw: sqlite3.Connection, statement: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> _Done:
    cursor = statement(raw)
    rows = cursor.fetchall()
    done = _Done(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
    cursor.close()
    return done


async def connect(path: Path, patience: float, pragmas: Sequence[str]) -> aiosqlite.Connection:
    """Open a file; `patience` is SQLite's busy_timeout in seconds. Transactions begin and end where we say so."""

    def opened() -> sqlite3.Connection:
        raw = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
        try:
            for pragma in pragmas:
                raw.execute(f"PRAGMA {pragma}").close()
        except BaseException:
            raw.close()
            raise
        return raw

    connection = _Connection(opened, iter_chunk_size=64)
    connection._thread.daemon = True  # as SQLAlchemy does: a connection that nobody closed keeps no process alive
    return await connection
