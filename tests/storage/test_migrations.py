"""The tables can be made, unmade and made again, and are those that the code speaks of."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, inspect, text

from storage.database import Database
from storage.migrations import check, downgrade, upgrade
from storage.tables import METADATA


@pytest.fixture(params=["sqlite_url", "expendable_postgres_url"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database whose tables may come and go."""
    return str(request.getfixturevalue(request.param))


def _names(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


async def _tables(url: str) -> set[str]:
    database = Database(url)
    try:
        async with database.engine.connect() as connection:
            return await connection.run_sync(_names)
    finally:
        await database.dispose()


async def test_up_down_up(database_url: str) -> None:
    assert await _tables(database_url) == set(METADATA.tables)
    await downgrade(database_url)
    assert await _tables(database_url) == set()
    await upgrade(database_url)
    assert await _tables(database_url) == set(METADATA.tables)


async def test_plans_survive_an_upgrade(database_url: str) -> None:
    """Neither database lets go of a table to which rows of another refer."""
    await downgrade(database_url)
    await upgrade(database_url, "0001")
    at = "'2027-01-12 01:05:00+00:00'"
    database = Database(database_url)
    async with database.transaction() as session:
        for row in (
            f"person (id, name, salutation, created) VALUES (1, 'Contoh Satu', 'Ibu', {at})",
            "unit (id, kind, name, province, zone) VALUES (1, 'school', 'SDN Contoh 01', 'Bali', 'Asia/Makassar')",
            "assignment (id, person_id, unit_id, role, year, status, version, position, employment)"
            " VALUES (1, 1, 1, 'guru', 2027, 'active', 1, '', 'pns')",
            "skp (id, assignment_id, period, pack_id, pack_version, status, version, revision, submitted_at,"
            f" changed_at) VALUES (1, 1, '2027', 'x', 'x', 'diajukan', 1, 1, {at}, {at})",
            f"skp_revision (id, skp_id, revision, submitted_at) VALUES (1, 1, 1, {at})",
        ):
            await session.execute(text(f"INSERT INTO {row}"))
    await upgrade(database_url)
    async with database.reading() as session:
        assert await session.scalar(text("SELECT status FROM skp")) == "diajukan"
    await database.dispose()
    assert await check(database_url) == []


async def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    await upgrade(database_url)
    assert await check(database_url) == []


async def test_the_code_and_the_migrations_agree(database_url: str) -> None:
    assert await check(database_url) == []


async def test_check_without_a_database_uses_a_fresh_one() -> None:
    assert await check() == []


async def test_check_tells_a_difference(database: Database, database_url: str) -> None:
    async with database.transaction() as session:
        await session.execute(text("ALTER TABLE unit ADD COLUMN forgotten INTEGER"))
    assert any("forgotten" in difference for difference in await check(database_url))
