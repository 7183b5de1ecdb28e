"""Many values as one parameter."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.people import PEOPLE
from storage.types import among
from tests.storage.plans_of_queries import plan_of
from tests.storage.school import World


@pytest.mark.parametrize(
    ("ids", "found"), [((1, 2, 99), {1, 2}), ((), set()), (range(2, 9), {2, 3, 4, 5, 6, 7, 8})], ids=str
)
async def test_as_in_does(database: Database, world: World, ids: range | tuple[int, ...], found: set[int]) -> None:
    async with database.reading() as session:
        assert set(await session.scalars(select(PEOPLE.c.id).where(among(PEOPLE.c.id, ids)))) == found
        others = set(await session.scalars(select(PEOPLE.c.id).where(~among(PEOPLE.c.id, ids))))
    assert others == {member.person_id for member in world.members.values()} - found


async def test_words_too(database: Database, world: World) -> None:
    async with database.reading() as session:
        names = select(PEOPLE.c.id).where(among(PEOPLE.c.name, ["Guru", "it's"]))
        assert (await session.scalars(names)).all() == [world.guru.person_id]


async def test_it_may_use_an_index(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    assert "SEARCH" in await plan_of(database, select(PEOPLE.c.name).where(among(PEOPLE.c.id, [1, 2])))
    await database.dispose()
