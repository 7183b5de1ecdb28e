"""Deadlines that operators move: what holds where, what is refused, who looks again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert, select

from regulations.models import Role
from storage import deadlines, packs
from storage.audit import ENTRIES
from storage.database import Database
from storage.errors import Invalid, NotAllowed, NotFound
from storage.reminding import REMINDING
from storage.values import Member
from storage.values.deadlines import LONGEST_REASON, Deadline, InvalidDeadline
from tests.storage.access.deadlines import EXTENDED, extended
from tests.storage.school import LATER, NOW, World

PLAN = ("perencanaan", "2027")


async def test_the_own_school_goes_before_the_district(database: Database, world: World) -> None:
    later = replace(extended(world.dinas), closes=date(2027, 2, 28))
    units = (world.dinas, world.school, world.other_school)
    async with database.transaction() as session:
        await deadlines.move(session, world.dinas_operator, later, NOW)
        await deadlines.move(session, world.operator, extended(world.school), NOW)
        found = await deadlines.moved(session, units)
        (reason,) = {one[PLAN].reason for one in (await deadlines.holding(session, units)).values()}
    assert [found[unit][PLAN] for unit in units] == [later.closes, EXTENDED, later.closes]
    assert reason == "Surat edaran"


async def test_moved_again_and_back(database: Database, world: World) -> None:
    async with database.transaction() as session:
        for closes in (EXTENDED, date(2027, 1, 20)):
            await deadlines.move(session, world.operator, replace(extended(world.school), closes=closes), NOW)
        (one,) = await deadlines.listed(session, world.operator)
        assert (one.deadline.closes, one.unit) == (date(2027, 1, 20), "SDN Contoh 01")
        await deadlines.restore(session, world.operator, world.school, *PLAN, LATER)
        assert await deadlines.moved(session, [world.school]) == {}
        with pytest.raises(NotFound):
            await deadlines.restore(session, world.operator, world.school, *PLAN, LATER)
        actions = (await session.scalars(select(ENTRIES.c.action).order_by(ENTRIES.c.seq))).all()
    assert actions == ["deadlines.move"] * 2 + ["deadlines.restore"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"closes": date(2027, 1, 11)}, InvalidDeadline.past),
        ({"opens": date(2027, 2, 15)}, InvalidDeadline.early),
        ({"reason": "  "}, InvalidDeadline.reason),
        ({"reason": "x" * (LONGEST_REASON + 1)}, InvalidDeadline.reason),
    ],
)
async def test_what_cannot_be(
    database: Database, world: World, changes: dict[str, object], problem: InvalidDeadline
) -> None:
    wanted: Deadline = replace(extended(world.school), **changes)  # type: ignore[arg-type]
    async with database.transaction() as session:
        with pytest.raises(Invalid) as refused:
            await deadlines.move(session, world.operator, wanted, NOW)
        assert refused.value.problem == problem
        assert await deadlines.listed(session, world.operator) == ()


async def test_today_is_the_earliest_last_day(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await deadlines.move(session, world.operator, replace(extended(world.school), closes=date(2027, 1, 12)), NOW)
        assert (await deadlines.moved(session, [world.school]))[world.school] == {PLAN: date(2027, 1, 12)}


async def test_an_operator_moves_only_their_own(database: Database, world: World) -> None:
    async with database.transaction() as session:
        for unit in (world.other_school, world.dinas):
            with pytest.raises(NotAllowed):
                await deadlines.move(session, world.operator, extended(unit), NOW)
        await deadlines.move(session, world.dinas_operator, extended(world.other_school), NOW)
        assert await deadlines.listed(session, world.operator) == ()
        assert len(await deadlines.listed(session, world.dinas_operator)) == 1
        assert len(await deadlines.listed(session, world.other_operator)) == 1


async def test_places_with_those_who_work_there(database: Database, world: World) -> None:
    async with database.reading() as session:
        own = await deadlines.places(session, world.operator)
        dinas, *schools = await deadlines.places(session, world.dinas_operator)
    (school,) = own
    assert school in schools
    assert (school.school, dinas.school) == (True, False)
    there = [one for one in world.members.values() if one.unit_id == world.school and one.role is Role.guru]
    assert school.concerned(2027, {Role.guru}) == len(there)
    assert dinas.concerned(2027, {Role.guru}) == sum(one.role is Role.guru for one in world.members.values())
    assert school.concerned(2026, {Role.guru}) == school.concerned(2027, {Role.pengawas}) == 0


async def _asleep(database: Database, *members: Member) -> None:
    async with database.transaction() as session:
        await session.execute(insert(REMINDING), [{"person_id": member.person_id} for member in members])


async def _awake(database: Database) -> set[int]:
    async with database.reading() as session:
        return set(await session.scalars(select(REMINDING.c.person_id).where(REMINDING.c.look_at == LATER)))


async def test_everybody_concerned_looks_again(database: Database, world: World) -> None:
    await _asleep(database, world.guru, world.kepala, world.other_guru, world.pengawas)
    async with database.transaction() as session:
        await deadlines.move(session, world.operator, extended(world.school), LATER)
    assert await _awake(database) == {world.guru.person_id, world.kepala.person_id}
    async with database.transaction() as session:
        await deadlines.move(session, world.dinas_operator, extended(world.dinas), LATER)
    assert world.other_guru.person_id in await _awake(database)
    assert world.pengawas.person_id in await _awake(database)


async def test_another_pack_lets_its_school_look_again(database: Database, world: World) -> None:
    await _asleep(database, world.guru, world.other_guru)
    async with database.transaction() as session:
        await packs.pin_pack(session, world.operator, world.school, "perdirjen-7607-2023", LATER)
    assert await _awake(database) == {world.guru.person_id}
