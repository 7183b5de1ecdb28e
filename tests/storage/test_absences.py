"""Somebody decides for an absent pejabat penilai: from when to when, who may, and what comes to whom."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from storage import absences, appraising, skp
from storage.database import Database
from storage.errors import Invalid, NotAllowed
from storage.values import ApproveSkp, AssignmentStatus
from storage.values.moves import Delegate, EndDelegation
from tests.storage.school import LATER, NOW, World, set_status
from tests.storage.test_moves import THURSDAY, TODAY, away, deciders, deliver, edits, sent, told

MIDNIGHT = datetime(2027, 1, 13, 16, tzinfo=UTC)
"""The beginning of Thursday in Makassar."""


async def test_while_somebody_is_away_both_decide(database: Database, world: World) -> None:
    plan = await sent(database, world.guru)
    made = await away(database, world)
    assert await deciders(database, world.guru, made.starts) == [world.kepala.name, world.other_kepala.name]
    assert (skp.WAITING, world.other_kepala.person_id) in await told(database)
    assert [pair for pair in await told(database) if pair[0] == absences.CARD] == [
        (absences.CARD, world.kepala.person_id),
        (absences.CARD, world.other_kepala.person_id),
    ]
    async with database.transaction() as session:
        assert (await skp.approve(session, world.other_kepala, ApproveSkp(plan.id, 1), LATER)).status == "disepakati"


async def test_it_runs_from_the_first_local_day_to_the_end_of_the_last(database: Database, world: World) -> None:
    made = await away(database, world, THURSDAY, THURSDAY)
    assert (made.starts, made.ends) == (MIDNIGHT, MIDNIGHT + timedelta(days=1))
    second = timedelta(seconds=1)
    for now, both in (
        (made.starts - second, False),
        (made.starts, True),
        (made.ends - second, True),
        (made.ends, False),
    ):
        assert (len(await deciders(database, world.guru, now)) == 2) is both


async def test_the_tick_brings_the_cards_and_takes_them_back(database: Database, world: World) -> None:
    plan = await sent(database, world.guru)
    made = await away(database, world, THURSDAY, THURSDAY)
    mine = (skp.WAITING, world.other_kepala.person_id)
    for now, there in ((NOW, False), (made.starts, True), (made.starts, True)):
        async with database.transaction() as session:
            await absences.turn(session, now)
        assert (mine in await told(database)) is there
        for _ in range(3):
            await deliver(database, now)
    for count in (1, 0):
        async with database.transaction() as session:
            assert await absences.turn(session, made.ends) == count
    assert set(await edits(database, skp.WAITING)) == {world.kepala.person_id, world.other_kepala.person_id}
    async with database.transaction() as session:
        with pytest.raises(NotAllowed):
            await skp.approve(session, world.other_kepala, ApproveSkp(plan.id, 1), made.ends)


async def test_two_schedulers_at_once_bring_everything_once(database: Database, world: World) -> None:
    await sent(database, world.guru)
    made = await away(database, world, THURSDAY, THURSDAY)

    async def turn() -> None:
        async with database.transaction() as session:
            await absences.turn(session, made.starts)

    await asyncio.gather(turn(), turn(), turn())
    cards = await told(database)
    assert cards.count((skp.WAITING, world.other_kepala.person_id)) == 1
    assert cards.count((absences.CARD, world.other_kepala.person_id)) == 2  # when it was named, and when it began


async def test_ending_early_and_calling_off(database: Database, world: World) -> None:
    running, planned = await away(database, world, TODAY, TODAY), await away(database, world, THURSDAY, THURSDAY)
    for made in (running, planned):
        for _ in range(2):
            async with database.transaction() as session:
                ended = await absences.end(session, world.operator, EndDelegation(made.id), LATER)
            assert ended.over(LATER)
            assert ended.begun(LATER) is (made is running)
    assert await deciders(database, world.guru, MIDNIGHT) == [world.kepala.name]
    async with database.transaction() as session:
        assert await absences.turn(session, MIDNIGHT) == 0
    await away(database, world, THURSDAY, THURSDAY)  # what was called off is in nobody's way


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        (date(2027, 1, 11), THURSDAY, "absence_past"),
        (THURSDAY, TODAY, "absence_length"),
        (TODAY, date(2029, 1, 1), "absence_length"),
        (date(2027, 1, 20), date(2027, 1, 22), "absence_overlap"),
        (date(2027, 1, 17), date(2027, 1, 20), "absence_overlap"),
    ],
)
async def test_absences_that_cannot_be(database: Database, world: World, first: date, last: date, problem: str) -> None:
    await away(database, world, date(2027, 1, 18), date(2027, 1, 21))
    with pytest.raises(Invalid, match=problem):
        await away(database, world, first, last)


async def test_who_cannot_stand_in(database: Database, world: World) -> None:
    for other in (world.kepala, world.guru, world.operator):
        with pytest.raises(Invalid, match="delegate"):
            await away(database, world, to=other)


async def test_a_delegate_never_decides_about_themselves(database: Database, world: World) -> None:
    plan = await sent(database, world.pengawas)
    intent = Delegate(world.kepala_dinas.assignment_id, world.pengawas.assignment_id, TODAY, THURSDAY)
    async with database.transaction() as session:
        await absences.delegate(session, world.kepala_dinas, intent, NOW)
        with pytest.raises(NotAllowed):
            await skp.approve(session, world.pengawas, ApproveSkp(plan.id, 1), LATER)


async def test_a_delegate_has_what_the_appraiser_has(database: Database, world: World) -> None:
    await away(database, world)
    async with database.transaction() as session:
        await set_status(session, world.kepala, AssignmentStatus.pending)
        assert await appraising.deciders(session, world.guru.assignment_id, LATER) == ()
