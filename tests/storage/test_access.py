"""Who may do what: every operation, by every role, at the own and at the other school.

The tables in `tests.storage.access` are the permission concept of Kawal in one place. An operation without a row fails.
"""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import random
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from storage import drafts, skp
from storage.database import Database
from storage.errors import NotAllowed, NotFound
from storage.operations import REGISTRY
from storage.people import ASSIGNMENTS
from storage.values import AssignmentStatus, SkpFacts
from tests.databases import TEMPLATE, Postgres
from tests.storage import access
from tests.storage.access.case import EVERYBODY, OPERATORS, Case, Do, Rows
from tests.storage.plans import SUBMIT
from tests.storage.school import NOW, World, settle


def _table() -> Rows:
    modules = [
        importlib.import_module(found.name) for found in pkgutil.iter_modules(access.__path__, "tests.storage.access.")
    ]
    return {name: row for module in modules for name, row in getattr(module, "ROWS", {}).items()}


TABLE = _table()


class Undo(Exception):
    """Leave the transaction without a trace."""


def _all_operations() -> set[str]:
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    return set(REGISTRY)


def test_every_operation_has_a_row() -> None:
    assert _all_operations() == set(TABLE)


@dataclass(frozen=True)
class Ground:
    """A record in which `guru` has sent a plan and begun a talk; made once, because every try is undone."""

    url: str
    world: World
    plan: SkpFacts
    draft_id: int

    @staticmethod
    async def made(url: str) -> Ground:
        """Make it in an empty record."""
        database = Database(url)
        world = await settle(database)
        async with database.transaction() as session:
            plan = await skp.submit(session, world.guru, SUBMIT, NOW)
            draft = await drafts.open_draft(session, world.guru, "plan", "2027", {}, NOW)
        await database.dispose()
        return Ground(url, world, plan, draft.id)

    def case(self, session: AsyncSession, who: str) -> Case:
        """Somebody before the things of `guru`; whom the case adds to the world is gone afterwards, too."""
        world = World(members=dict(self.world.members))
        return Case(session, world, world.members[who], self.plan, self.draft_id)


@pytest.fixture(scope="module")
def sqlite_ground(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("access") / "kawal.db")
    return asyncio.run(Ground.made(f"sqlite:///{file}"))


@pytest.fixture(scope="module")
def postgres_ground(postgres: Postgres) -> Iterator[Ground]:
    asyncio.run(postgres.run(f"CREATE DATABASE test_access TEMPLATE {TEMPLATE}"))
    yield asyncio.run(Ground.made(postgres.url("test_access")))
    asyncio.run(postgres.run("DROP DATABASE test_access WITH (FORCE)"))


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.long)])
def ground(request: pytest.FixtureRequest) -> Ground:
    made = request.getfixturevalue(f"{request.param}_ground")
    assert isinstance(made, Ground)
    return made


@pytest.fixture
async def database(ground: Ground) -> AsyncIterator[Database]:
    database = Database(ground.url)
    yield database
    await database.dispose()


async def _try(
    database: Database, ground: Ground, who: str, do: Do, status: AssignmentStatus = AssignmentStatus.active
) -> bool:
    """Whether it is allowed while every role has this status; nothing remains of it."""
    allowed: list[Any] = []
    try:
        async with database.transaction() as session:
            if status is not AssignmentStatus.active:
                await session.execute(update(ASSIGNMENTS).values(status=status))
            try:
                await do(ground.case(session, who))
                allowed.append(who)
            except (NotAllowed, NotFound):
                pass
            raise Undo
    except Undo:
        return bool(allowed)


CLOSEST = {"guru", "colleague", "kepala", "operator", "other_kepala"}
"""The owner, who works beside them, who decides, who runs the school, and who decides next door."""


def _asked(name: str, config: pytest.Config) -> set[str]:
    """Everybody with --long; every day whoever may, the closest, and one more, another for each operation."""
    if config.getoption("long"):
        return EVERYBODY
    return TABLE[name][1] | CLOSEST | set(random.Random(name).sample(sorted(EVERYBODY - CLOSEST), 1))


@pytest.mark.parametrize("name", TABLE)
async def test_access(database: Database, ground: Ground, name: str, pytestconfig: pytest.Config) -> None:
    do, expected = TABLE[name]
    asked = _asked(name, pytestconfig)
    assert {who for who in asked if await _try(database, ground, who, do)} == expected


@pytest.mark.parametrize("status", [AssignmentStatus.invited, AssignmentStatus.pending, AssignmentStatus.ended])
async def test_a_role_that_is_not_active_may_do_nothing_for_others(
    database: Database, ground: Ground, status: AssignmentStatus, pytestconfig: pytest.Config
) -> None:
    """Whoever may when active; who may not even then is asked with --long."""
    about_others = [name for name, (_, allowed) in TABLE.items() if allowed in ({"kepala"}, OPERATORS)]
    assert len(about_others) >= 8
    for name in about_others:
        do, allowed = TABLE[name]
        asked = EVERYBODY if pytestconfig.getoption("long") else allowed
        assert not [who for who in asked if await _try(database, ground, who, do, status)], name
