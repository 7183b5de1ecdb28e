"""Decisions in one go: what needs a look stays out, owners are told later, and all of it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from regulations.models import Role
from storage import audit, inbox, lending, skp
from storage.database import Database
from storage.errors import Invalid, NotAllowed
from storage.flow import UNDO_WITHIN
from storage.outbox import OUTBOX
from storage.outcomes import Sent
from storage.skp import SKPS
from storage.values import (
    ApproveSkp,
    AssignmentStatus,
    MarkEntered,
    Member,
    OutboxState,
    ReturnSkp,
    SkpStatus,
    UndoSkp,
    WithdrawSkp,
)
from storage.values.inbox import BatchStatus, Thing
from tests.storage.plans import SUBMIT
from tests.storage.school import NOW, World, appoint, newcomer, set_status

pytestmark = pytest.mark.sqlite_first

ALL: frozenset[Thing] = frozenset()
LEASE = timedelta(minutes=1)
SOON = NOW + timedelta(minutes=3)


async def gurus(database: Database, world: World, count: int) -> list[Member]:
    """More guru of the school, all appraised by its kepala sekolah."""
    async with database.transaction() as session:
        some = [await newcomer(session, world, Role.guru, world.school) for _ in range(count)]
        for one in some:
            await set_status(session, one, AssignmentStatus.active)
            await appoint(session, one, world.kepala)
    return some


async def submit(database: Database, owner: Member, *problems: str, at: datetime = NOW) -> int:
    async with database.transaction() as session:
        return (await skp.submit(session, owner, replace(SUBMIT, problems=problems), at)).id


async def plan_rows(database: Database) -> list[Any]:
    """Where every plan stands, without what counts or dates changes."""
    kept = (SKPS.c.id, SKPS.c.status, SKPS.c.decided_at, SKPS.c.decided_by, SKPS.c.reason, SKPS.c.revision)
    async with database.reading() as session:
        return [tuple(row) for row in await session.execute(select(*kept, SKPS.c.submitted_at).order_by(SKPS.c.id))]


async def told(database: Database, now: datetime) -> list[tuple[str, int]]:
    """What goes out now: card and person."""
    arrived: list[tuple[str, int]] = []
    while True:
        async with database.transaction() as session:
            parcels = await lending.claim(session, now, 50, LEASE)
            for parcel in parcels:
                await lending.record(session, parcel.id, Sent(parcel.id), now)
        if not parcels:
            return arrived
        arrived += [(parcel.card, parcel.person_id) for parcel in parcels]


@pytest.mark.both
async def test_what_needs_a_look_comes_first_and_never_into_a_batch(database: Database, world: World) -> None:
    others = await gurus(database, world, 3)
    for hours, (owner, problems) in enumerate(zip(others, [(), ("points", "task"), ()], strict=True)):
        await submit(database, owner, *problems, at=NOW + timedelta(hours=hours))
    async with database.transaction() as session:
        lines = await inbox.waiting(session, world.kepala, SOON)
        assert [line.owner for line in lines] == [others[1].name, others[0].name, others[2].name]
        assert lines[0].problems == ("points", "task")
        facts = await inbox.propose(session, world.kepala, ALL, SOON)
        assert [item.owner for item in facts.items] == [others[0].name, others[2].name]
        assert facts.left_out == 1
        decided = await inbox.decide_batch(session, world.kepala, facts.id, 1, SOON)
        assert [item.done for item in decided.items] == [True, True]
        assert [line.owner for line in await inbox.waiting(session, world.kepala, SOON)] == [others[1].name]


@pytest.mark.both
async def test_owners_are_told_when_it_cannot_be_taken_back(database: Database, world: World) -> None:
    await submit(database, world.guru)
    await told(database, NOW)
    async with database.transaction() as session:
        facts = await inbox.propose(session, world.kepala, ALL, SOON)
        facts = await inbox.decide_batch(session, world.kepala, facts.id, 1, SOON)
    assert facts.told_at == SOON + UNDO_WITHIN
    assert [card for card, _ in await told(database, SOON)] == [skp.WAITING]  # the appraiser's own card is edited
    assert await told(database, SOON + UNDO_WITHIN - timedelta(seconds=1)) == []
    assert await told(database, SOON + UNDO_WITHIN) == [(skp.DECIDED, world.guru.person_id)]


@pytest.mark.both
async def test_taking_a_batch_back_restores_what_was(database: Database, world: World) -> None:
    for owner in (world.guru, *(await gurus(database, world, 4))):
        await submit(database, owner)
    await told(database, NOW)
    before = await plan_rows(database)
    async with database.transaction() as session:
        facts = await inbox.propose(session, world.kepala, ALL, SOON)
        await inbox.decide_batch(session, world.kepala, facts.id, 1, SOON)
    assert await plan_rows(database) != before
    async with database.transaction() as session:
        undone = await inbox.undo_batch(session, world.kepala, facts.id, 2, SOON)
        again = await inbox.undo_batch(session, world.kepala, facts.id, 2, SOON)
    assert undone == again
    assert undone.status is BatchStatus.diurungkan
    assert await plan_rows(database) == before
    news = await told(database, SOON + UNDO_WITHIN)
    assert {card for card, _ in news} == {skp.WAITING, skp.UNDONE}, "both sides read it, and nobody reads the decision"
    assert (skp.UNDONE, world.guru.person_id) in news  # the others have no phone yet
    async with database.reading() as session:
        assert await audit.verify(session) is None
        assert len(await inbox.waiting(session, world.kepala, SOON)) == 5


async def test_too_late_a_batch_stays(database: Database, world: World) -> None:
    await submit(database, world.guru)
    async with database.transaction() as session:
        facts = await inbox.propose(session, world.kepala, ALL, SOON)
        await inbox.decide_batch(session, world.kepala, facts.id, 1, SOON)
        with pytest.raises(NotAllowed):
            await inbox.undo_batch(session, world.kepala, facts.id, 2, SOON + UNDO_WITHIN)


async def test_what_moved_on_meanwhile_stays_out(database: Database, world: World) -> None:
    others = await gurus(database, world, 2)
    ids = [await submit(database, owner) for owner in others]
    async with database.transaction() as session:
        facts = await inbox.propose(session, world.kepala, ALL, SOON)
        await skp.withdraw(session, others[0], WithdrawSkp(ids[0], 1), SOON)
        decided = await inbox.decide_batch(session, world.kepala, facts.id, 1, SOON)
    assert [item.done for item in decided.items] == [False, True]
    async with database.transaction() as session:
        entered = MarkEntered(ids[1], 2, SOON.date())
        await skp.mark_entered(session, others[1], entered, SOON)
        await inbox.undo_batch(session, world.kepala, facts.id, 2, SOON)
        assert (await skp.facts(session, ids[1], others[1], SOON)).status is SkpStatus.disepakati


async def test_nothing_complete_is_no_batch_and_a_new_list_replaces_the_old(database: Database, world: World) -> None:
    async with database.transaction() as session:
        with pytest.raises(Invalid):
            await inbox.propose(session, world.kepala, ALL, NOW)
    await submit(database, world.guru)
    async with database.transaction() as session:
        await inbox.propose(session, world.kepala, ALL, NOW)
        facts = await inbox.propose(session, world.kepala, ALL, NOW)
        assert (await inbox.batch(session, world.kepala, facts.id, NOW)).items == facts.items
        count = (await session.execute(select(inbox.BATCHES.c.id))).all()
    assert len(count) == 1


# --- a single decision taken back ------------------------------------------------------


@pytest.mark.parametrize("back", [False, True])
async def test_a_single_decision_is_told_at_once_and_its_undo_corrects_it(
    database: Database, world: World, back: bool
) -> None:
    skp_id = await submit(database, world.guru)
    await told(database, NOW)
    before = await plan_rows(database)
    async with database.transaction() as session:
        if back:
            await skp.give_back(session, world.kepala, ReturnSkp(skp_id, 1, "Terlalu rendah"), SOON)
        else:
            await skp.approve(session, world.kepala, ApproveSkp(skp_id, 1), SOON)
    assert (skp.DECIDED, world.guru.person_id) in await told(database, SOON)
    async with database.transaction() as session:
        undone = await skp.undo(session, world.kepala, UndoSkp(skp_id, 2), SOON)
        assert undone == await skp.undo(session, world.kepala, UndoSkp(skp_id, 2), SOON)
    assert (undone.status, undone.version) == (SkpStatus.diajukan, 3)
    assert await plan_rows(database) == before
    assert (skp.UNDONE, world.guru.person_id) in await told(database, SOON)


async def test_of_a_decision_not_told_yet_only_the_correction_is_told(database: Database, world: World) -> None:
    skp_id = await submit(database, world.guru)
    async with database.transaction() as session:
        await skp.approve(session, world.kepala, ApproveSkp(skp_id, 1), SOON)
        await skp.undo(session, world.kepala, UndoSkp(skp_id, 2), SOON)
    assert {card for card, _ in await told(database, SOON)} == {skp.UNDONE}
    async with database.reading() as session:
        states = await session.execute(select(OUTBOX.c.state).where(OUTBOX.c.card == skp.DECIDED))
        assert [state for (state,) in states] == [OutboxState.dropped]


async def test_late_or_by_somebody_else_it_stays(database: Database, world: World) -> None:
    skp_id = await submit(database, world.guru)
    async with database.transaction() as session:
        await skp.approve(session, world.kepala, ApproveSkp(skp_id, 1), SOON)
        for who, when in ((world.kepala, SOON + UNDO_WITHIN), (world.guru, SOON), (world.other_kepala, SOON)):
            with pytest.raises(NotAllowed):
                await skp.undo(session, who, UndoSkp(skp_id, 2), when)
        await skp.mark_entered(session, world.guru, MarkEntered(skp_id, 2, SOON.date()), SOON)
        with pytest.raises(NotAllowed):  # what is in Ruang GTK is the owner's to take back first
            await skp.undo(session, world.kepala, UndoSkp(skp_id, 3), SOON)


async def test_many_plans_do_not_flood_the_phone(database: Database, world: World) -> None:
    for owner in await gurus(database, world, 10):
        await submit(database, owner)
    cards = [card for card, person in await told(database, NOW) if person == world.kepala.person_id]
    assert cards == [skp.WAITING] * skp.MOST_CARDS + ["inbox_news"]
