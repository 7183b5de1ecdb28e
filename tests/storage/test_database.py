"""Transactions: all or nothing, one writer at a time on SQLite, and a named error when the database is busy."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from storage.accounts import ACCOUNTS
from storage.database import BadUrl, Busy, Database, async_url
from storage.outbox import OUTBOX
from storage.people import PEOPLE
from storage.types import Exact, table
from storage.units import Unit
from tests.databases import Postgres
from tests.storage.school import NOW, World, settle

PLACE = {"province": "Papua", "zone": "Asia/Jayapura"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///data/kawal.db", "sqlite+aiosqlite:///data/kawal.db"),
        ("sqlite:////srv/kawal.db", "sqlite+aiosqlite:////srv/kawal.db"),
        ("postgresql://kawal@db/kawal", "postgresql+asyncpg://kawal@db/kawal"),
        ("postgres://kawal:s3cret@db:5433/kawal", "postgresql+asyncpg://kawal:s3cret@db:5433/kawal"),
        ("postgresql+psycopg://kawal@db/kawal", "postgresql+asyncpg://kawal@db/kawal"),
    ],
)
def test_urls_get_their_async_driver(url: str, expected: str) -> None:
    assert async_url(url).render_as_string(hide_password=False) == expected


@pytest.mark.parametrize("url", ["", "kawal.db", "sqlite://", "sqlite:///:memory:", "mysql://x/y", "postgresql"])
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(BadUrl):
        async_url(url)


async def test_the_folder_of_a_file_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new/folder/kawal.db")
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE t (x)"))
    await database.dispose()
    assert (tmp_path / "new" / "folder" / "kawal.db").exists()


async def test_what_raises_leaves_nothing(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as session:
            await session.execute(insert(table(Unit)).values(kind="school", name="x", **PLACE))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.reading() as session:
        assert (await session.execute(select(table(Unit)))).all() == []


async def test_a_cancelled_transaction_leaves_nothing_and_frees_the_writer(database: Database) -> None:
    inside = asyncio.Event()

    async def hang() -> None:
        async with database.transaction() as session:
            await session.execute(insert(table(Unit)).values(kind="school", name="x", **PLACE))
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(hang())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.transaction() as session:
        assert (await session.execute(select(table(Unit)))).all() == []


async def test_reading_cannot_write(database: Database) -> None:
    async with database.reading() as session:
        with pytest.raises(DBAPIError, match=r"read-?only"):
            await session.execute(insert(table(Unit)).values(kind="school", name="x", **PLACE))


async def test_readers_see_what_was_committed_while_another_writes(database: Database, world: World) -> None:
    async with database.transaction() as writer:
        await writer.execute(PEOPLE.update().values(name="Lain"))
        async with database.reading() as session:
            names = set(await session.scalars(select(PEOPLE.c.name)))
    assert world.guru.name in names


async def test_foreign_keys_hold(database: Database) -> None:
    async with database.transaction() as session:
        with pytest.raises(IntegrityError):
            await session.execute(insert(ACCOUNTS).values(telegram_id=1, language="id", person_id=404))


async def test_one_card_of_a_person_under_way_is_a_law_of_the_database(database: Database, world: World) -> None:
    row = {"person_id": world.guru.person_id, "card": "x", "params": {}, "not_before": NOW}
    times = {"created_at": NOW, "updated_at": NOW, "state": "sending"}
    async with database.transaction() as session:
        await session.execute(insert(OUTBOX).values(key="a", **row, **times))
        with pytest.raises(IntegrityError):
            await session.execute(insert(OUTBOX).values(key="b", **row, **times))


async def test_instants_come_back_in_utc(database: Database) -> None:
    wita = datetime(2027, 1, 12, 9, 5, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    async with database.transaction() as session:
        await session.execute(insert(PEOPLE).values(name="x", created=wita))
        created = await session.scalar(select(PEOPLE.c.created))
    assert created == wita
    assert created.tzinfo is UTC or created.utcoffset() == timedelta(0)


async def test_an_instant_without_zone_is_refused(database: Database) -> None:
    async with database.transaction() as session:
        with pytest.raises(StatementError, match="zone"):
            await session.execute(insert(PEOPLE).values(name="x", created=datetime(2027, 1, 12)))  # noqa: DTZ001


@pytest.mark.parametrize("digits", ["2.50", "0.001", "1E+3", "12345678901234567890.123456789"])
def test_numbers_keep_their_digits(digits: str) -> None:
    kept = Exact().process_bind_param(Decimal(digits), sqlite_dialect())
    assert str(Exact().process_result_value(kept, sqlite_dialect())) == digits


async def test_a_locked_file_is_busy_and_then_free_again(sqlite_url: str) -> None:
    database = Database(sqlite_url, patience=0.05)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy):
            await _rename(database, 1)
        async with database.reading() as session:
            assert (await session.execute(select(PEOPLE))).all() == []
        other.execute("ROLLBACK")
        await _rename(database, 1)
    finally:
        other.close()
        await database.dispose()


async def test_a_writer_that_takes_too_long_makes_others_busy(sqlite_url: str) -> None:
    database = Database(sqlite_url, patience=0.05)
    try:
        async with database.transaction() as session:
            await session.execute(select(PEOPLE))
            with pytest.raises(Busy):
                await _rename(database, 1)
    finally:
        await database.dispose()


@pytest.fixture
async def postgresql(postgres_url: str) -> AsyncIterator[Database]:
    database = Database(postgres_url)
    await settle(database)
    yield database
    await database.dispose()


async def test_a_deadlock_is_busy(postgresql: Database) -> None:
    both = asyncio.Barrier(2)

    async def lock(*people: int) -> None:
        async with postgresql.transaction() as session:
            for person in people:
                await session.execute(PEOPLE.update().where(PEOPLE.c.id == person).values(name="x"))
                if person == people[0]:
                    await both.wait()

    results = await asyncio.gather(lock(1, 2), lock(2, 1), return_exceptions=True)
    assert [type(result) for result in results if result is not None] == [Busy]


async def test_a_lost_connection_is_busy(postgresql: Database) -> None:
    async def lose() -> None:
        async with postgresql.transaction() as session:
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(Busy):
        await lose()
    await _rename(postgresql, 1)


async def test_a_server_that_is_not_there_is_busy(tmp_path: Path) -> None:
    database = Database(f"postgresql://postgres@/kawal?host={tmp_path}", patience=0.5)
    with pytest.raises(Busy):
        await _rename(database, 1)
    await database.dispose()


async def test_a_wrong_database_name_is_not_busy(postgres: Postgres) -> None:
    database = Database(postgres.url("nowhere"))
    with pytest.raises(DBAPIError, match="nowhere"):
        await _rename(database, 1)
    await database.dispose()


async def _rename(database: Database, person: int) -> None:
    async with database.transaction() as session:
        await session.execute(PEOPLE.update().where(PEOPLE.c.id == person).values(name="x"))
