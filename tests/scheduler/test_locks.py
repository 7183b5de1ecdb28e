"""The sender's turn: one process at a time on PostgreSQL."""

from __future__ import annotations

from urllib.parse import urlsplit

import asyncpg

from storage.database import Database
from storage.locks import OnlyOne
from tests.databases import Postgres


async def test_one_holds_it_and_keeps_it(database: Database) -> None:
    lock = OnlyOne(database, "sender")
    assert await lock.held()
    assert await lock.held()
    await lock.release()


async def test_a_second_one_waits_until_it_is_given_back(postgres_url: str) -> None:
    database = Database(postgres_url)
    first, second, other = OnlyOne(database, "sender"), OnlyOne(database, "sender"), OnlyOne(database, "planner")
    assert await first.held()
    assert not await second.held()
    assert await other.held()
    await first.release()
    assert await second.held()
    assert not await first.held()
    for lock in (first, second, other):
        await lock.release()


async def test_a_holder_whose_connection_dies_learns_it(postgres_url: str, postgres: Postgres) -> None:
    database = Database(postgres_url)
    first, second = OnlyOne(database, "sender"), OnlyOne(database, "sender")
    assert await first.held()
    await end_connections(postgres, postgres_url)
    assert await second.held()
    assert not await first.held()
    assert not await first.held()
    for lock in (first, second):
        await lock.release()


async def test_without_a_database_nobody_holds_it(postgres_url: str, postgres: Postgres) -> None:
    lock = OnlyOne(Database(postgres.url("no_such_database")), "sender")
    assert not await lock.held()
    await lock.release()


async def end_connections(postgres: Postgres, url: str) -> None:
    """As when PostgreSQL restarts; waits until they are gone."""
    name = urlsplit(url).path.removeprefix("/")
    connection = await asyncpg.connect(host=postgres.socket, user="postgres", database="postgres")
    await connection.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1", name)
    await connection.close()
