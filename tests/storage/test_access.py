"""Who may do what: every operation, by every role, at the own and at the other school.

The tables in `tests.storage.access` are the permission concept of Kawal in one place. An operation without a row fails.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import pytest
from sqlalchemy import update

import storage
from storage import drafts, skp
from storage.database import Database
from storage.errors import NotAllowed, NotFound
from storage.operations import REGISTRY
from storage.people import ASSIGNMENTS
from storage.values import AssignmentStatus, SkpFacts
from tests.storage import access
from tests.storage.access.case import EVERYBODY, OPERATORS, Case, Do, Rows
from tests.storage.plans import SUBMIT
from tests.storage.school import NOW, World


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


async def _prepare(database: Database, world: World) -> tuple[SkpFacts, int]:
    async with database.transaction() as session:
        facts = await skp.submit(session, world.guru, SUBMIT, NOW)
        draft = await drafts.open_draft(session, world.guru, "plan", "2027", {}, NOW)
    return facts, draft.id


async def _try(database: Database, world: World, who: str, do: Do, prepared: tuple[SkpFacts, int]) -> bool:
    """Whether it is allowed; nothing remains of it."""
    allowed: list[Any] = []
    try:
        async with database.transaction() as session:
            case = Case(session, world, world.members[who], *prepared)
            try:
                await do(case)
                allowed.append(who)
            except (NotAllowed, NotFound):
                pass
            raise Undo
    except Undo:
        return bool(allowed)


@pytest.mark.parametrize("name", TABLE)
async def test_access(database: Database, world: World, name: str) -> None:
    do, expected = TABLE[name]
    prepared = await _prepare(database, world)
    assert {who for who in EVERYBODY if await _try(database, world, who, do, prepared)} == expected


@pytest.mark.parametrize("status", [AssignmentStatus.invited, AssignmentStatus.pending, AssignmentStatus.ended])
async def test_a_role_that_is_not_active_may_do_nothing_for_others(
    database: Database, world: World, status: AssignmentStatus
) -> None:
    prepared = await _prepare(database, world)
    async with database.transaction() as session:
        await session.execute(update(ASSIGNMENTS).values(status=status))
    about_others = [name for name, (_, allowed) in TABLE.items() if allowed in ({"kepala"}, OPERATORS)]
    assert len(about_others) >= 8
    for name in about_others:
        do, _ = TABLE[name]
        assert not [who for who in EVERYBODY if await _try(database, world, who, do, prepared)], name
