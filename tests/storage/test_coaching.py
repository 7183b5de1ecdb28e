"""The list and the notes of a pelatih ahli in the record: what counts for which month, and what cannot be."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.library import packaged
from regulations.models import Role
from storage import audit, coached, coaching, history
from storage.coaching import ENTRIES
from storage.database import Database
from storage.errors import Invalid, MovedOn, NotAllowed, NotFound
from storage.people import ASSIGNMENTS
from storage.values import AssignmentStatus
from storage.values.coaching import (
    COACHING,
    LONGEST,
    MOST_SCHOOLS,
    PMO,
    AddSchool,
    ChangeEntry,
    Count,
    OnEntry,
    OnSchool,
    Tick,
    count,
    count_all,
    month_after,
    planned_jp,
    programme,
    total,
)
from tests.storage.coaching import DECEMBER, FORUM, JANUARY, OCTOBER, RECORDED, SESSION, TYPED, listed, noted, noting
from tests.storage.school import DINAS, LATER, NOW, OTHER_SCHOOL, SCHOOL, World, add_role, phone

CALENDAR = packaged().reference.pelatih_ahli
BY_CODE = {activity.code: activity for activity in CALENDAR.activities}
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
async def session(database: Database, world: World) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        yield session


# --- the list ---------------------------------------------------------------------


async def test_the_schools_of_the_own_dinas_are_offered(session: AsyncSession, world: World) -> None:
    found = await coached.recorded(session, world.pelatih_ahli)
    assert [(unit, name) for unit, _npsn, name in found] == [(SCHOOL, "SDN Contoh 01"), (OTHER_SCHOOL, "SDN Contoh 02")]


@pytest.mark.parametrize(
    ("school", "problem"),
    [
        (RECORDED, "coached_twice"),
        (AddSchool(None, "sdn contoh 01", JANUARY), "coached_twice"),
        (AddSchool(None, "  ", JANUARY), "coached_name"),
        (AddSchool(None, None, JANUARY), "coached_name"),
        (AddSchool(None, "x" * 121, JANUARY), "coached_name"),
        (AddSchool(OTHER_SCHOOL, None, date(2027, 1, 2)), "coaching_month"),
        (AddSchool(OTHER_SCHOOL, None, date(2027, 4, 1)), "coaching_month"),
    ],
)
async def test_a_school_stands_on_the_list_once(
    session: AsyncSession, world: World, school: AddSchool, problem: str
) -> None:
    await listed(session, world)
    with pytest.raises(Invalid, match=problem):
        await listed(session, world, school)


@pytest.mark.parametrize("unit", [DINAS, 99])
async def test_what_is_no_school_of_the_dinas_is_refused(session: AsyncSession, world: World, unit: int) -> None:
    with pytest.raises(NotFound):
        await listed(session, world, AddSchool(unit, None, JANUARY))


async def test_the_list_has_an_end(session: AsyncSession, world: World) -> None:
    for number in range(MOST_SCHOOLS):
        await listed(session, world, AddSchool(None, f"SD {number}", JANUARY))
    with pytest.raises(Invalid, match="coached_many"):
        await listed(session, world)


async def test_a_school_leaves_with_this_month_and_its_notes_stay(session: AsyncSession, world: World) -> None:
    school = await listed(session, world)
    await noted(session, world, school, month=DECEMBER, day=date(2026, 12, 3))
    gone = await coached.remove(session, world.pelatih_ahli, OnSchool(school.id, 1), NOW)
    assert (gone.ends, gone.version) == (JANUARY, 2)
    again = await coached.remove(session, world.pelatih_ahli, OnSchool(school.id, 1), LATER)
    assert again == gone
    work = await coaching.work(session, world.pelatih_ahli, OCTOBER, JANUARY)
    assert [one.id for one in work.in_month(DECEMBER)] == [school.id]
    assert work.in_month(JANUARY) == ()
    with pytest.raises(Invalid, match="coaching_school"):
        await noted(session, world, school)
    once_more = await listed(session, world, replace(RECORDED, starts=JANUARY))
    assert once_more.id != school.id


async def test_a_removal_is_taken_back_for_a_while(session: AsyncSession, world: World) -> None:
    school = await listed(session, world)
    await coached.remove(session, world.pelatih_ahli, OnSchool(school.id, 1), NOW)
    soon = NOW + timedelta(minutes=9)
    back = await coached.restore(session, world.pelatih_ahli, OnSchool(school.id, 2), soon)
    assert (back.ends, back.version) == (None, 3)
    assert await coached.restore(session, world.pelatih_ahli, OnSchool(school.id, 2), soon) == back
    await coached.remove(session, world.pelatih_ahli, OnSchool(school.id, 3), NOW)
    with pytest.raises(NotAllowed):
        await coached.restore(session, world.pelatih_ahli, OnSchool(school.id, 4), LATER)


async def test_what_was_put_on_the_list_anew_is_not_taken_back_too(session: AsyncSession, world: World) -> None:
    school = await listed(session, world)
    await coached.remove(session, world.pelatih_ahli, OnSchool(school.id, 1), NOW)
    await listed(session, world)
    with pytest.raises(Invalid, match="coached_twice"):
        await coached.restore(session, world.pelatih_ahli, OnSchool(school.id, 2), NOW)


# --- notes ------------------------------------------------------------------------


@pytest.mark.parametrize("content", [SESSION, FORUM])
async def test_an_entry_is_kept_as_it_was_told(session: AsyncSession, world: World, content: Any) -> None:
    school = await listed(session, world, TYPED)
    entry = await noted(session, world, school, content=content)
    assert entry == await coaching.facts(session, world.pelatih_ahli, entry.line.id)
    assert (entry.content, entry.school, entry.line.jp) == (content, TYPED.name, 2)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"day": date(2027, 1, 13)}, "coaching_day"),
        ({"day": date(2026, 12, 31)}, "coaching_day"),
        ({"month": date(2027, 1, 2)}, "coaching_day"),
        ({"month": date(2027, 2, 1), "day": date(2027, 2, 1)}, "coaching_day"),
        ({"month": SEPTEMBER, "day": date(2026, 9, 3)}, "coaching_school"),
        ({"jp": -1}, "coaching_jp"),
        ({"jp": 25}, "coaching_jp"),
        ({"content": replace(SESSION, result=" ")}, "coaching_words"),
        ({"content": replace(SESSION, goals=("x" * (LONGEST + 1),))}, "coaching_words"),
        ({"content": replace(SESSION, own_topic="")}, "coaching_words"),
        ({"content": replace(FORUM, target="x" * (LONGEST + 1))}, "coaching_words"),
        ({"school_id": 99}, "coaching_school"),
    ],
)
async def test_what_cannot_be_is_refused(
    session: AsyncSession, world: World, changes: dict[str, Any], problem: str
) -> None:
    school = await listed(session, world)
    intent = replace(noting(school), **changes)
    with pytest.raises(Invalid, match=problem):
        await coaching.note(session, world.pelatih_ahli, intent, NOW)


async def test_today_is_that_of_the_place(session: AsyncSession, world: World) -> None:
    """At 17.00 UTC it is tomorrow in Makassar."""
    school = await listed(session, world)
    evening = NOW.replace(hour=17)
    await coaching.note(session, world.pelatih_ahli, noting(school, day=date(2027, 1, 13)), evening)


async def test_another_ones_school_is_nobodys_to_note(session: AsyncSession, world: World) -> None:
    other = await add_role(session, world, world.pengawas, Role.pelatih_ahli, AssignmentStatus.active)
    school = await listed(session, world)
    with pytest.raises(Invalid, match="coaching_school"):
        await coaching.note(session, other, noting(school), NOW)
    entry = await noted(session, world, school)
    with pytest.raises(NotFound):
        await coaching.facts(session, other, entry.line.id)
    with pytest.raises(NotAllowed):
        await coaching.delete(session, other, OnEntry(entry.line.id, 1), NOW)
    assert (await coaching.work(session, other, OCTOBER, JANUARY)).entries == ()
    assert phone(other) == phone(world.pengawas)


async def test_an_entry_is_written_anew_and_thrown_away(session: AsyncSession, world: World) -> None:
    entry = (await noted(session, world, await listed(session, world))).line
    again = ChangeEntry(entry.id, 1, date(2027, 1, 8), 3, replace(SESSION, result="Lain"))
    for _ in range(2):  # the same tap again
        changed = await coaching.change(session, world.pelatih_ahli, again, LATER)
    assert (changed.line.version, changed.line.jp, changed.content) == (2, 3, again.content)
    with pytest.raises(MovedOn):
        await coaching.delete(session, world.pelatih_ahli, OnEntry(entry.id, 1), LATER)
    with pytest.raises(Invalid):
        await coaching.change(session, world.pelatih_ahli, replace(again, version=2, content=FORUM), LATER)
    with pytest.raises(Invalid):
        await coaching.change(session, world.pelatih_ahli, replace(again, version=2, day=date(2026, 12, 8)), LATER)
    for _ in range(2):
        await coaching.delete(session, world.pelatih_ahli, OnEntry(entry.id, 2), LATER)
    assert await session.scalar(select(ENTRIES.c.content)) == {}
    with pytest.raises(NotFound):
        await coaching.facts(session, world.pelatih_ahli, entry.id)
    assert await audit.verify(session) is None
    count, lines = await history.of(session, world.pelatih_ahli, 0, 9)
    assert (count, [line.action for line in lines][:3]) == (4, ["coaching.delete", "coaching.change", "coaching.note"])


async def test_a_tick_stands_once_and_its_hours_may_be_corrected(session: AsyncSession, world: World) -> None:
    me = world.pelatih_ahli
    for jp in (8, 8, 6):
        await coaching.tick(session, me, Tick("lokakarya", DECEMBER, jp), NOW)
    (line,) = (await coaching.work(session, me, OCTOBER, JANUARY)).entries
    assert (line.jp, line.version, line.school_id, line.day) == (6, 2, None, None)
    with pytest.raises(NotFound):
        await coaching.facts(session, me, line.id)
    for wrong in (Tick(COACHING, DECEMBER, 2), Tick("komite", date(2027, 2, 1), 8), Tick("komite", DECEMBER, 25)):
        with pytest.raises(Invalid):
            await coaching.tick(session, me, wrong, NOW)


async def test_the_work_goes_on_in_the_role_of_the_next_year(session: AsyncSession, world: World) -> None:
    me = world.pelatih_ahli
    school = await listed(session, world)
    entry = (await noted(session, world, school)).line
    old = ASSIGNMENTS.c.id == me.assignment_id
    await session.execute(update(ASSIGNMENTS).where(old).values(status=AssignmentStatus.ended, year=2026))
    me = await add_role(session, world, me, Role.pelatih_ahli, AssignmentStatus.active)
    assert [one.id for one in await coached.of(session, me)] == [school.id]
    await coaching.note(session, me, noting(school, content=FORUM), NOW)
    await coaching.delete(session, me, OnEntry(entry.id, 1), NOW)
    assert await coaching.open_work(session, [me.assignment_id], 2027, 1) == {me.assignment_id: 1}
    with pytest.raises(NotAllowed):
        await coaching.work(session, world.pelatih_ahli, OCTOBER, JANUARY)


# --- what is missing ----------------------------------------------------------------


async def test_open_work_is_one_session_and_one_forum_for_each_school(session: AsyncSession, world: World) -> None:
    me, ids = world.pelatih_ahli, [world.pelatih_ahli.assignment_id, world.guru.assignment_id]
    here, typed = await listed(session, world), await listed(session, world, TYPED)

    async def missing(month: date) -> int:
        found = await coaching.open_work(session, ids, month.year, month.month)
        assert found.keys() == set(ids)
        assert found[world.guru.assignment_id] == 0
        return found[me.assignment_id]

    assert [await missing(month) for month in (SEPTEMBER, OCTOBER, DECEMBER, JANUARY)] == [0, 2, 2, 4]
    entries = [await noted(session, world, here) for _ in range(2)]
    assert await missing(JANUARY) == 3
    await noted(session, world, here, content=FORUM)
    await noted(session, world, typed)
    assert await missing(JANUARY) == 1
    for entry in entries:
        await coaching.delete(session, me, OnEntry(entry.line.id, 1), NOW)
    assert await missing(JANUARY) == 2
    await coached.remove(session, me, OnSchool(here.id, 1), NOW)
    assert [await missing(month) for month in (DECEMBER, JANUARY)] == [2, 1]
    assert await coaching.open_work(session, [], 2027, 1) == {}


# --- counted against the calendar -----------------------------------------------------


def test_a_programme_year_runs_from_october_to_august() -> None:
    year = programme(CALENDAR, JANUARY)
    assert (year[0], year[3], year[-1], len(year)) == (OCTOBER, JANUARY, date(2027, 8, 1), 11)
    assert programme(CALENDAR, OCTOBER) == year == programme(CALENDAR, date(2027, 9, 1))
    assert all(planned_jp(CALENDAR, activity, SEPTEMBER) == 0 for activity in CALENDAR.activities)
    assert [month_after(JANUARY, step) for step in (-1, 0, 12)] == [DECEMBER, JANUARY, date(2028, 1, 1)]


async def test_hours_are_counted_against_the_calendar(session: AsyncSession, world: World) -> None:
    me = world.pelatih_ahli
    here = await listed(session, world)
    await listed(session, world, TYPED)
    for jp in (2, 1):
        await noted(session, world, here, jp=jp)
    await coaching.tick(session, me, Tick("pbd", JANUARY, 10), NOW)
    await coaching.tick(session, me, Tick("lokakarya", JANUARY, 4), NOW)  # moved here from another month
    work = await coaching.work(session, me, OCTOBER, date(2027, 8, 1))

    def counted(code: str) -> Count:
        return count(CALENDAR, BY_CODE[code], work, JANUARY)

    assert counted(COACHING) == Count(1, 2, 3, 4)
    assert counted(PMO) == Count(0, 2, 0, 4)
    assert counted("pbd") == Count(1, 1, 10, 16)
    assert counted("lokakarya") == Count(1, 0, 4, 0)
    assert count_all(CALENDAR, work, JANUARY) == Count(3, 5, 17, 24)
    year = total(count_all(CALENDAR, work, month) for month in programme(CALENDAR, JANUARY))
    groups = sum(CALENDAR.total_jp(activity) for activity in CALENDAR.activities if activity.per is None)
    assert (year.jp, year.planned) == (17, groups + 4 * 11 + 4 * 8)
    assert [Count(1, 3).missing, Count(3, 0).missing] == [2, 0]


# --- any order ----------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
async def test_any_order_of_steps_keeps_list_notes_and_trail_together(
    session: AsyncSession, world: World, seed: int
) -> None:
    """Whatever is tried, at whatever version: what counts is what was noted and not thrown away."""
    dice, me = random.Random(seed), world.pelatih_ahli
    schools = [await listed(session, world), await listed(session, world, TYPED)]
    expected: dict[int, int] = {}
    for _ in range(40):
        school, version = dice.choice(schools), dice.randint(1, 4)
        entry = dice.choice([*expected, 99])
        try:
            async with session.begin_nested():
                match dice.randrange(5):
                    case 0:
                        made = await coaching.note(session, me, noting(school, jp=dice.randint(0, 3)), NOW)
                        expected[made.line.id] = made.line.jp
                    case 1:
                        jp = dice.randint(0, 3)
                        again = ChangeEntry(entry, version, JANUARY, jp, SESSION)
                        expected[entry] = (await coaching.change(session, me, again, NOW)).line.jp
                    case 2:
                        await coaching.delete(session, me, OnEntry(entry, version), NOW)
                        expected.pop(entry, None)
                    case 3:
                        await coached.remove(session, me, OnSchool(school.id, version), NOW)
                    case _:
                        await coached.restore(session, me, OnSchool(school.id, version), NOW)
        except (MovedOn, NotFound, NotAllowed, Invalid):
            continue
    work = await coaching.work(session, me, OCTOBER, JANUARY)
    assert {line.id: line.jp for line in work.entries} == expected
    assert await audit.verify(session) is None
