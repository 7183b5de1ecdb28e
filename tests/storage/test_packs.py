"""A talk keeps the pack it began with; a school may be given another one."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from sqlalchemy import func, select

from regulations.library import Library, from_json, packaged
from regulations.models import Pack
from storage import packs, people, units
from storage.audit import ENTRIES
from storage.database import Database
from storage.errors import NotFound
from storage.packs import SNAPSHOTS
from storage.people import UNITS
from tests.storage.school import LATER, NOW, World

PACK = packaged().pack("kepdirjen-5539-2024")
CHANGED = from_json(PACK.to_json().replace(PACK.title, "Judul lain"))


def library_with(*some: Pack) -> Library:
    return Library(MappingProxyType({pack.id: pack for pack in some}), packaged().reference)


async def test_an_installed_pack_needs_no_memory(database: Database) -> None:
    async with database.reading() as session:
        assert await packs.recall(session, library_with(PACK), PACK.id, PACK.digest) is PACK


@pytest.mark.parametrize("installed", [(), (CHANGED,)])
async def test_a_former_pack_comes_back_as_it_was(database: Database, installed: tuple[Pack, ...]) -> None:
    async with database.transaction() as session:
        await packs.remember(session, PACK, NOW)
        await packs.remember(session, PACK, LATER)
        recalled = await packs.recall(session, library_with(*installed), PACK.id, PACK.digest)
        assert await session.scalar(select(func.count()).select_from(SNAPSHOTS)) == 1
    assert recalled == PACK
    assert recalled.digest == PACK.digest


async def test_a_changed_pack_under_the_same_version_is_another(database: Database) -> None:
    async with database.transaction() as session:
        await packs.remember(session, PACK, NOW)
        await packs.remember(session, CHANGED, NOW)
        assert await session.scalar(select(func.count()).select_from(SNAPSHOTS)) == 2
        recalled = await packs.recall(session, library_with(PACK), PACK.id, CHANGED.digest)
    assert recalled.title == "Judul lain"


async def test_a_pack_that_was_never_remembered(database: Database) -> None:
    async with database.reading() as session:
        with pytest.raises(NotFound):
            await packs.recall(session, library_with(PACK), PACK.id, "never")


async def test_a_school_is_given_another_pack(database: Database, world: World) -> None:
    async with database.transaction() as session:
        for pack_id in (PACK.id, None):
            await packs.pin_pack(session, world.operator, world.school, pack_id, NOW)
            guru = await people.member(session, world.guru.assignment_id)
            other = await people.member(session, world.other_guru.assignment_id)
            assert guru is not None
            assert other is not None
            assert (guru.pinned_pack, other.pinned_pack) == (pack_id, None)
        await packs.pin_pack(session, None, world.school, PACK.id, NOW)
        actors = await session.scalars(select(ENTRIES.c.actor).order_by(ENTRIES.c.seq))
        assert actors.all() == [f"assignment:{world.operator.assignment_id}"] * 2 + ["cli"]


async def test_no_such_school(database: Database, world: World) -> None:
    async with database.transaction() as session:
        with pytest.raises(NotFound):
            await packs.pin_pack(session, None, 99, PACK.id, NOW)
        assert await units.by_npsn(session, "99999999") is None
        await session.execute(UNITS.update().where(UNITS.c.id == world.school).values(npsn="99999901"))
        assert await units.by_npsn(session, "99999901") == world.school
