"""Confirmations in the record: what may be confirmed, by whom, how often, and how it is taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.library import packaged
from regulations.models import Role
from storage import audit, confirmations, confirming, skp
from storage.database import Database
from storage.errors import Invalid, MovedOn, NotAllowed
from storage.flow import UNDO_WITHIN
from storage.outbox import OUTBOX
from storage.values import ApproveSkp, Member, OutboxState
from storage.values.confirmations import (
    AskConfirmation,
    ConfirmAsked,
    ConfirmationStatus,
    ConfirmMany,
    DecideRhk,
    RhkConfirmation,
    UndoConfirmation,
    ticked_by_appraiser,
)
from tests.storage.plans import SUBMIT
from tests.storage.school import NOW, World

pytestmark = pytest.mark.sqlite_first

PACK = packaged().pack("kepmendikdasmen-271-2025")
PERIOD = "2027"
LATER = NOW + timedelta(minutes=3)


@dataclass
class Desk:
    """The plans of both guru of the school are agreed: RHK a and d."""

    session: AsyncSession
    world: World

    async def stands(self, owner: Member, rhk: str = "a") -> RhkConfirmation:
        facts = await confirmations.facts(self.session, owner.assignment_id, PERIOD)
        return next(one for one in facts.rhk if one.rhk == rhk)

    async def decide(self, version: int = 0, *, note: str | None = None, by: Member | None = None) -> int:
        looked = DecideRhk(self.world.guru.assignment_id, PERIOD, "a", version, note is None, note)
        return await confirming.decide(self.session, by or self.world.kepala, PACK, looked, NOW)

    async def everybody(self) -> ConfirmMany:
        found = await confirmations.candidates(self.session, self.world.kepala, Role.guru, PERIOD, "a", NOW)
        return ConfirmMany(PERIOD, "a", tuple((one.assignment_id, one.version) for one in found))

    async def cards(self, owner: Member) -> list[OutboxState]:
        mine = (OUTBOX.c.person_id == owner.person_id, OUTBOX.c.card == confirming.DECIDED)
        return list(await self.session.scalars(select(OUTBOX.c.state).where(*mine).order_by(OUTBOX.c.id)))


@pytest.fixture
async def desk(database: Database, world: World) -> AsyncIterator[Desk]:
    async with database.transaction() as session:
        for owner in (world.guru, world.colleague):
            sent = await skp.submit(session, owner, SUBMIT, NOW)
            await skp.approve(session, world.kepala, ApproveSkp(sent.id, 1), NOW)
        yield Desk(session, world)


@pytest.mark.both
async def test_what_an_owner_asks_for_waits_and_is_confirmed_once(desk: Desk) -> None:
    guru, kepala = desk.world.guru, desk.world.kepala
    for version in (0, 0):  # the same tap again
        await confirming.ask(desk.session, guru, PACK, AskConfirmation(PERIOD, "a", version), NOW)
    (waiting,) = await confirmations.waiting(desk.session, kepala, NOW)
    assert (waiting.owner, waiting.note) == (guru.name, "RHK a")
    for _ in range(2):
        await confirming.confirm(desk.session, kepala, ConfirmAsked(waiting.id, waiting.version), NOW)
    stands = await desk.stands(guru)
    assert (stands.status, stands.decided_by) == (ConfirmationStatus.dikonfirmasi, kepala.name)
    assert await confirmations.waiting(desk.session, kepala, NOW) == ()
    assert await desk.cards(guru) == [OutboxState.waiting]
    with pytest.raises(MovedOn):
        await confirming.ask(desk.session, guru, PACK, AskConfirmation(PERIOD, "a", 2), NOW)


@pytest.mark.parametrize("rhk", ["d", "b", "z"])
async def test_only_what_is_planned_and_left_to_the_appraiser_is_confirmed(desk: Desk, rhk: str) -> None:
    """RHK d is confirmed by the system, b is not in the plan, z is nowhere."""
    looked = DecideRhk(desk.world.guru.assignment_id, PERIOD, rhk, 0, confirmed=True)
    with pytest.raises(Invalid):
        await confirming.decide(desk.session, desk.world.kepala, PACK, looked, NOW)


async def test_before_a_plan_is_agreed_nothing_is_confirmed(desk: Desk) -> None:
    facts = await confirmations.facts(desk.session, desk.world.other_guru.assignment_id, PERIOD)
    assert facts.rhk == ()
    looked = DecideRhk(desk.world.other_guru.assignment_id, PERIOD, "a", 0, confirmed=True)
    with pytest.raises(Invalid):
        await confirming.decide(desk.session, desk.world.other_kepala, PACK, looked, NOW)


async def test_a_decision_taken_back_leaves_no_trace_but_in_the_trail(desk: Desk) -> None:
    guru, kepala = desk.world.guru, desk.world.kepala
    row = await desk.decide(note="RPP semester 2 belum ada")
    missing = await desk.stands(guru)
    assert (missing.status, missing.note) == (ConfirmationStatus.belum, "RPP semester 2 belum ada")
    await desk.decide(missing.version)
    for _ in range(2):
        await confirming.undo(desk.session, kepala, UndoConfirmation(row, 3), LATER)
    again = await desk.stands(guru)
    assert replace(again, version=2, changed_at=missing.changed_at, fresh=True) == missing
    assert not again.fresh
    assert await audit.verify(desk.session) is None


async def test_too_late_and_anothers_decision_stay(desk: Desk) -> None:
    row = await desk.decide()
    with pytest.raises(NotAllowed):
        await confirming.undo(desk.session, desk.world.kepala, UndoConfirmation(row, 2), NOW + UNDO_WITHIN)
    with pytest.raises(NotAllowed):
        await confirming.undo(desk.session, desk.world.other_kepala, UndoConfirmation(row, 2), LATER)


async def test_something_missing_needs_words(desk: Desk) -> None:
    for note in (" ", "x" * 301):
        with pytest.raises(Invalid):
            await desk.decide(note=note)


@pytest.mark.both
async def test_a_whole_school_at_once_and_back(desk: Desk) -> None:
    guru, colleague, kepala = desk.world.guru, desk.world.colleague, desk.world.kepala
    everybody = await desk.everybody()
    assert len(everybody.people) == 2
    made = await confirming.decide_many(desk.session, kepala, PACK, everybody, NOW)
    assert made.names == tuple(sorted((guru.name, colleague.name)))
    (count, _) = await confirmations.counts(desk.session, kepala, PERIOD, NOW)
    assert (count.rhk, count.people, count.confirmed, count.asked) == ("a", 2, 2, 0)
    assert await desk.everybody() == ConfirmMany(PERIOD, "a", ())
    for _ in range(2):
        undone = await confirming.undo_many(desk.session, kepala, made.id, LATER)
        assert (undone.names, undone.undone) == ((), True)
    assert (await desk.stands(guru)).status is ConfirmationStatus.kosong
    late = await confirming.decide_many(desk.session, kepala, PACK, await desk.everybody(), NOW)
    with pytest.raises(NotAllowed):
        await confirming.undo_many(desk.session, kepala, late.id, NOW + UNDO_WITHIN)


async def test_a_batch_leaves_out_who_moved_on_and_whom_one_does_not_appraise(desk: Desk) -> None:
    guru, stranger, kepala = desk.world.guru, desk.world.other_guru, desk.world.kepala
    everybody = await desk.everybody()
    await desk.decide(note="belum lengkap")
    listed = replace(everybody, people=(*everybody.people, (stranger.assignment_id, 0)))
    made = await confirming.decide_many(desk.session, kepala, PACK, listed, LATER)
    assert made.names == (desk.world.colleague.name,)
    assert (await desk.stands(guru)).status is ConfirmationStatus.belum


async def test_one_card_tells_all_that_was_decided_in_a_row(desk: Desk) -> None:
    await desk.decide()
    await desk.decide(2, note="belum")
    assert await desk.cards(desk.world.guru) == [OutboxState.dropped, OutboxState.waiting]
    card = (await desk.session.execute(select(OUTBOX.c.not_before).where(OUTBOX.c.state == OutboxState.waiting))).all()
    assert NOW + UNDO_WITHIN in [row.not_before for row in card]


def test_a_kepala_sekolah_confirms_what_teachers_have_shown_themselves() -> None:
    ticked = {row.rhk for row in PACK.documentation(Role.kepala_sekolah) if ticked_by_appraiser(row)}
    assert ticked == {"g", "h", "i"}
    assert [row.rhk for row in PACK.documentation(Role.guru) if ticked_by_appraiser(row)] == ["a", "b", "c"]
