"""A plan is sent, decided, given back, withdrawn and entered; whoever comes too late is told so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from regulations.models import Role
from storage import audit, skp
from storage.audit import ENTRIES
from storage.database import Database
from storage.errors import Invalid, MovedOn, NotAllowed, NotFound
from storage.lending import claim, record
from storage.outbox import OUTBOX
from storage.outcomes import Sent
from storage.plans import ITEMS, REVISIONS
from storage.skp import SKPS
from storage.values import (
    ApproveSkp,
    AssignmentStatus,
    BehaviourItem,
    CompetenceItem,
    MarkEntered,
    Member,
    OutboxState,
    Parcel,
    ReturnSkp,
    SkpFacts,
    SkpStatus,
    SubmitSkp,
    WithdrawSkp,
)
from tests.storage.plans import PLAN, SUBMIT, changed
from tests.storage.school import LATER, NOW, World, add_role, appoint, newcomer, set_status

pytestmark = pytest.mark.sqlite_first

MUCH_LATER = LATER + timedelta(days=1)
Act = Callable[..., Awaitable[SkpFacts]]


async def do(database: Database, operation: Act, actor: Member, intent: Any, now: Any = NOW) -> SkpFacts:
    async with database.transaction() as session:
        return await operation(session, actor, intent, now)


async def sent(database: Database, world: World, owner: Member | None = None) -> SkpFacts:
    return await do(database, skp.submit, owner or world.guru, SUBMIT)


async def cards(database: Database) -> list[tuple[str, int, OutboxState]]:
    """Cards that were posted, in order: kind, to whom, in which state."""
    async with database.reading() as session:
        rows = await session.execute(select(OUTBOX.c.key, OUTBOX.c.person_id, OUTBOX.c.state).order_by(OUTBOX.c.id))
        return [(key.partition(":")[0], person, state) for key, person, state in rows]


async def deliver(database: Database) -> list[Parcel]:
    async with database.transaction() as session:
        parcels = await claim(session, MUCH_LATER, 50, timedelta(seconds=60))
        for parcel in parcels:
            await record(session, parcel.id, Sent(parcel.origin_message_id or parcel.id), MUCH_LATER)
    return list(parcels)


async def trail(database: Database) -> list[tuple[str, str]]:
    async with database.reading() as session:
        assert await audit.verify(session) is None
        rows = await session.execute(select(ENTRIES.c.action, ENTRIES.c.actor).order_by(ENTRIES.c.seq))
        return [(action, actor) for action, actor in rows]


def by(member: Member) -> str:
    return f"assignment:{member.assignment_id}"


# --- sending


@pytest.mark.both
async def test_a_plan_is_sent_and_comes_back_exactly(database: Database, world: World) -> None:
    facts = await sent(database, world)
    assert facts == SkpFacts(
        id=facts.id,
        version=1,
        revision=1,
        status=SkpStatus.diajukan,
        owner=world.guru,
        appraiser_name=world.kepala.name,
        period="2027",
        pack_id=SUBMIT.pack_id,
        pack_version=SUBMIT.pack_version,
        plan=PLAN,
        submitted_at=NOW,
        changed_at=NOW,
    )
    assert str(facts.plan.results[0].target) == "2.50"
    assert await cards(database) == [("plan_waiting", world.kepala.person_id, OutboxState.waiting)]
    assert await trail(database) == [("skp.submit", by(world.guru))]


async def test_an_empty_rest_comes_back_empty(database: Database, world: World) -> None:
    intent = changed(focuses=(), behaviours=(), competences=(), note=None, additional_task=None)
    assert (await do(database, skp.submit, world.guru, intent)).plan == intent.plan


async def test_sending_again_while_it_waits_replaces_the_card(database: Database, world: World) -> None:
    await sent(database, world)
    (old,) = await deliver(database)
    again = await do(database, skp.submit, world.guru, changed(focuses=("2",)), LATER)
    assert (again.version, again.revision, again.submitted_at, again.plan.focuses) == (2, 2, LATER, ("2",))
    edit, new = await deliver(database) + await deliver(database)
    assert (edit.key, edit.params) == (f"edit:{old.id}:2", {"skp": again.id, "version": 1, "revision": 1})
    kepala = world.kepala.assignment_id
    assert new.key == f"plan_waiting:{again.id}:2:{kepala}"
    assert new.params == {"skp": again.id, "version": 2, "revision": 2}
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(REVISIONS)) == 2


async def test_an_old_card_that_has_not_gone_out_never_does(database: Database, world: World) -> None:
    await sent(database, world)
    await do(database, skp.submit, world.guru, changed(focuses=("2",)), LATER)
    assert [parcel.params["version"] for parcel in await deliver(database)] == [2]


async def test_another_period_is_another_plan(database: Database, world: World) -> None:
    first = await sent(database, world)
    second = await do(database, skp.submit, world.guru, replace(SUBMIT, period="2028"))
    assert second.id != first.id


async def test_a_plan_that_was_agreed_is_not_sent_again(database: Database, world: World) -> None:
    facts = await sent(database, world)
    await do(database, skp.approve, world.kepala, ApproveSkp(facts.id, 1), LATER)
    with pytest.raises(MovedOn) as refusal:
        await sent(database, world)
    assert refusal.value == MovedOn(SkpStatus.disepakati, world.kepala.name, LATER, 2)


@pytest.mark.both
async def test_two_first_submissions_at_once_make_one_plan(database: Database, world: World) -> None:
    results = await asyncio.gather(*(sent(database, world) for _ in range(4)), return_exceptions=True)
    assert all(isinstance(result, SkpFacts | MovedOn) for result in results)
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(SKPS)) == 1


@pytest.mark.parametrize(
    "intent",
    [
        changed(results=()),
        changed(results=(PLAN.results[0], PLAN.results[0])),
        changed(results=(replace(PLAN.results[0], target=Decimal(0)),)),
        changed(results=(replace(PLAN.results[0], target=Decimal("NaN")),)),
        changed(results=(replace(PLAN.results[0], target=Decimal("1" * 41)),)),
        changed(results=(replace(PLAN.results[0], satuan="x" * 81),)),
        changed(results=(replace(PLAN.results[0], rhk=""),)),
        changed(focuses=("1", "1")),
        changed(behaviours=(BehaviourItem("1", "1.1", "1.1.1", True), BehaviourItem("1", "1.2", "1.2.1", True))),
        changed(competences=(CompetenceItem("k", 0),)),
        changed(competences=(CompetenceItem("k", 1, -1),)),
        changed(additional_task="x" * 121),
    ],
)
async def test_what_is_no_plan_is_refused(database: Database, world: World, intent: SubmitSkp) -> None:
    with pytest.raises(Invalid):
        await do(database, skp.submit, world.guru, intent)
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(ITEMS)) == 0


async def test_without_an_appraiser_the_operators_are_told(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await appoint(session, world.guru, None)
    facts = await sent(database, world)
    assert (facts.status, facts.appraiser_name) == (SkpStatus.diajukan, None)
    assert sorted(await cards(database)) == sorted(
        ("no_appraiser", operator.person_id, OutboxState.waiting) for operator in (world.operator, world.dinas_operator)
    )


@pytest.mark.parametrize("status", [AssignmentStatus.invited, AssignmentStatus.pending])
async def test_an_appraiser_who_is_not_confirmed_is_told_later(
    database: Database, world: World, status: AssignmentStatus
) -> None:
    async with database.transaction() as session:
        await set_status(session, world.kepala, status)
    await sent(database, world)
    assert await cards(database) == []


# --- deciding


async def test_approving(database: Database, world: World) -> None:
    facts = await sent(database, world)
    (card,) = await deliver(database)
    agreed = await do(database, skp.approve, world.kepala, ApproveSkp(facts.id, 1), LATER)
    assert agreed == replace(
        facts,
        version=2,
        status=SkpStatus.disepakati,
        changed_at=LATER,
        decided_at=LATER,
        decided_by=world.kepala.name,
        decided_by_id=world.kepala.assignment_id,
    )
    told = {parcel.key: parcel for parcel in await deliver(database)}
    assert set(told) == {f"plan_decided:{facts.id}:2", f"edit:{card.id}:2"}
    assert told[f"plan_decided:{facts.id}:2"].person_id == world.guru.person_id
    assert told[f"edit:{card.id}:2"].origin_message_id == card.id
    assert await trail(database) == [("skp.submit", by(world.guru)), ("skp.approve", by(world.kepala))]


@pytest.mark.both
async def test_giving_back_and_sending_again(database: Database, world: World) -> None:
    facts = await sent(database, world)
    back = await do(database, skp.give_back, world.kepala, ReturnSkp(facts.id, 1, " Target b terlalu kecil "), LATER)
    assert (back.status, back.reason, back.decided_by) == (
        SkpStatus.dikembalikan,
        "Target b terlalu kecil",
        world.kepala.name,
    )
    again = await do(database, skp.submit, world.guru, SUBMIT, MUCH_LATER)
    assert (again.version, again.revision, again.status, again.reason, again.decided_at, again.decided_by) == (
        3,
        2,
        SkpStatus.diajukan,
        None,
        None,
        None,
    )


async def test_the_trail_holds_no_free_text(database: Database, world: World) -> None:
    facts = await sent(database, world)
    await do(database, skp.give_back, world.kepala, ReturnSkp(facts.id, 1, "rahasia"), LATER)
    async with database.reading() as session:
        details = (await session.scalars(select(ENTRIES.c.detail))).all()
    assert not any(text in detail for detail in details for text in ("rahasia", world.guru.name, "refleksi"))


async def test_giving_back_needs_a_reason(database: Database, world: World) -> None:
    facts = await sent(database, world)
    with pytest.raises(Invalid):
        await do(database, skp.give_back, world.kepala, ReturnSkp(facts.id, 1, "  "))


async def test_the_same_tap_again_has_no_second_effect(database: Database, world: World) -> None:
    facts = await sent(database, world)
    first = await do(database, skp.approve, world.kepala, ApproveSkp(facts.id, 1), LATER)
    before = await cards(database), await trail(database)
    assert await do(database, skp.approve, world.kepala, ApproveSkp(facts.id, 1), MUCH_LATER) == first
    assert (await cards(database), await trail(database)) == before


@pytest.mark.both
async def test_a_decision_after_another_is_told_who_and_when(database: Database, world: World) -> None:
    facts = await sent(database, world)
    await do(database, skp.approve, world.kepala, ApproveSkp(facts.id, 1), LATER)
    with pytest.raises(MovedOn) as refusal:
        await do(database, skp.give_back, world.kepala, ReturnSkp(facts.id, 1, "x"), MUCH_LATER)
    assert refusal.value == MovedOn(SkpStatus.disepakati, world.kepala.name, LATER, 2)


async def test_an_old_card_decides_nothing(database: Database, world: World) -> None:
    facts = await sent(database, world)
    await do(database, skp.submit, world.guru, SUBMIT, LATER)
    with pytest.raises(MovedOn) as refusal:
        await do(database, skp.approve, world.kepala, ApproveSkp(facts.id, 1), MUCH_LATER)
    assert refusal.value == MovedOn(SkpStatus.diajukan, world.guru.name, LATER, 2)


async def test_a_new_appraiser_decides_and_the_former_does_not(database: Database, world: World) -> None:
    facts = await sent(database, world)
    async with database.transaction() as session:
        acting = await add_role(session, world, world.colleague, Role.kepala_sekolah, AssignmentStatus.active)
        await appoint(session, world.guru, acting)
    with pytest.raises(NotAllowed):
        await do(database, skp.approve, world.kepala, ApproveSkp(facts.id, 1))
    assert (await do(database, skp.approve, acting, ApproveSkp(facts.id, 1))).decided_by == world.colleague.name


async def test_nobody_decides_about_their_own(database: Database, world: World) -> None:
    async with database.transaction() as session:
        double = await add_role(session, world, world.guru, Role.kepala_sekolah, AssignmentStatus.active)
        await appoint(session, world.guru, double)
    facts = await sent(database, world)
    with pytest.raises(NotAllowed):
        await do(database, skp.approve, double, ApproveSkp(facts.id, 1))


@pytest.mark.parametrize("status", [s for s in AssignmentStatus if s is not AssignmentStatus.active])
async def test_only_an_active_role_decides(database: Database, world: World, status: AssignmentStatus) -> None:
    facts = await sent(database, world)
    async with database.transaction() as session:
        await set_status(session, world.kepala, status)
    with pytest.raises(NotAllowed):
        await do(database, skp.approve, world.kepala, ApproveSkp(facts.id, 1))


async def test_an_assignment_of_somebody_else_is_no_disguise(database: Database, world: World) -> None:
    facts = await sent(database, world)
    disguised = replace(world.kepala, person_id=world.colleague.person_id)
    with pytest.raises(NotAllowed):
        await do(database, skp.approve, disguised, ApproveSkp(facts.id, 1))


async def test_what_is_not_there_cannot_be_decided(database: Database, world: World) -> None:
    with pytest.raises(NotFound):
        await do(database, skp.approve, world.kepala, ApproveSkp(99, 1))


@pytest.mark.both
async def test_two_approvers_at_once_have_one_effect(database: Database, world: World) -> None:
    facts = await sent(database, world)
    approve = do(database, skp.approve, world.kepala, ApproveSkp(facts.id, 1), LATER)
    give_back = do(database, skp.give_back, world.kepala, ReturnSkp(facts.id, 1, "x"), LATER)
    results = await asyncio.gather(approve, give_back, return_exceptions=True)
    assert [type(result) for result in results if isinstance(result, Exception)] == [MovedOn]
    assert len([card for card in await cards(database) if card[0] == "plan_decided"]) == 1
    assert len(await trail(database)) == 2


@pytest.mark.both
async def test_approval_and_withdrawal_at_once_have_one_effect(database: Database, world: World) -> None:
    facts = await sent(database, world)
    approve = do(database, skp.approve, world.kepala, ApproveSkp(facts.id, 1), LATER)
    withdraw = do(database, skp.withdraw, world.guru, WithdrawSkp(facts.id, 1), LATER)
    again = do(database, skp.submit, world.guru, SUBMIT, LATER)
    results = await asyncio.gather(approve, withdraw, again, return_exceptions=True)
    assert all(isinstance(result, SkpFacts | MovedOn) for result in results)
    done = [result for result in results if isinstance(result, SkpFacts)]
    assert len(await trail(database)) == 1 + len(done)
    async with database.reading() as session:
        now = await skp.facts(session, facts.id, world.guru, NOW)
    assert now.version == 1 + len(done)


async def test_a_rolled_back_decision_leaves_nothing(database: Database, world: World) -> None:
    facts = await sent(database, world)
    before = await cards(database), await trail(database)

    async def killed() -> None:
        async with database.transaction() as session:
            await skp.approve(session, world.kepala, ApproveSkp(facts.id, 1), LATER)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await killed()
    assert (await cards(database), await trail(database)) == before
    async with database.reading() as session:
        assert await skp.facts(session, facts.id, world.guru, NOW) == facts


# --- withdrawing and entering


async def test_withdrawing(database: Database, world: World) -> None:
    facts = await sent(database, world)
    (card,) = await deliver(database)
    for now in (LATER, MUCH_LATER):
        withdrawn = await do(database, skp.withdraw, world.guru, WithdrawSkp(facts.id, 1), now)
        assert (withdrawn.status, withdrawn.version) == (SkpStatus.ditarik, 2)
    assert [parcel.key for parcel in await deliver(database)] == [f"edit:{card.id}:2"]
    assert [action for action, _ in await trail(database)] == ["skp.submit", "skp.withdraw"]
    with pytest.raises(MovedOn) as refusal:
        await do(database, skp.approve, world.kepala, ApproveSkp(facts.id, 1))
    assert refusal.value == MovedOn(SkpStatus.ditarik, world.guru.name, LATER, 2)
    assert (await do(database, skp.submit, world.guru, SUBMIT, MUCH_LATER)).version == 3


async def test_only_the_owner_withdraws(database: Database, world: World) -> None:
    facts = await sent(database, world)
    for other in (world.colleague, world.kepala, world.operator):
        with pytest.raises(NotAllowed):
            await do(database, skp.withdraw, other, WithdrawSkp(facts.id, 1))


async def test_entering_an_agreed_plan_and_correcting_the_day(database: Database, world: World) -> None:
    facts = await sent(database, world)
    with pytest.raises(MovedOn):
        await do(database, skp.mark_entered, world.guru, MarkEntered(facts.id, 1, date(2027, 1, 12)))
    await do(database, skp.approve, world.kepala, ApproveSkp(facts.id, 1))
    for day, version in ((date(2027, 1, 12), 2), (date(2027, 1, 12), 2), (date(2027, 1, 11), 3)):
        entered = await do(database, skp.mark_entered, world.guru, MarkEntered(facts.id, version, day))
        assert (entered.entered_on, entered.version, entered.status) == (day, version + 1, SkpStatus.disepakati)
    assert [action for action, _ in await trail(database)].count("skp.mark_entered") == 2


async def test_entering_is_for_the_owner_and_not_for_tomorrow(database: Database, world: World) -> None:
    facts = await sent(database, world)
    await do(database, skp.approve, world.kepala, ApproveSkp(facts.id, 1))
    with pytest.raises(NotAllowed):
        await do(database, skp.mark_entered, world.kepala, MarkEntered(facts.id, 2, date(2027, 1, 12)))
    with pytest.raises(Invalid):
        await do(database, skp.mark_entered, world.guru, MarkEntered(facts.id, 2, date(2027, 1, 13)))
    evening_in_utc = NOW.replace(hour=17)  # it is the 13th in Makassar already
    tomorrow = MarkEntered(facts.id, 2, date(2027, 1, 13))
    assert (await do(database, skp.mark_entered, world.guru, tomorrow, evening_in_utc)).entered_on == tomorrow.on


# --- reading


async def test_owner_and_appraiser_read_and_nobody_else(database: Database, world: World) -> None:
    facts = await sent(database, world)
    async with database.reading() as session:
        for viewer in (world.guru, world.kepala):
            assert await skp.facts(session, facts.id, viewer, NOW) == facts
        for viewer in (world.colleague, world.operator, world.kepala_dinas, world.other_kepala, world.tim_kinerja):
            with pytest.raises(NotFound):
                await skp.facts(session, facts.id, viewer, NOW)


async def test_ones_own_plan_by_period(database: Database, world: World) -> None:
    facts = await sent(database, world)
    async with database.reading() as session:
        assert await skp.of_member(session, world.guru, "2027") == facts
        assert await skp.of_member(session, world.guru, "2028") is None
        assert await skp.of_member(session, world.kepala, "2027") is None


@pytest.mark.both
async def test_what_waits_is_oldest_first(database: Database, world: World) -> None:
    async with database.transaction() as session:
        others = [await newcomer(session, world, Role.guru, world.school) for _ in range(3)]
        for other in others:
            await set_status(session, other, AssignmentStatus.active)
            await appoint(session, other, world.kepala)
    for hours, owner in ((3, others[0]), (1, others[1]), (2, others[2])):
        await do(database, skp.submit, owner, SUBMIT, NOW + timedelta(hours=hours))
    await sent(database, world, world.other_guru)
    async with database.reading() as session:
        lines = await skp.waiting(session, world.kepala, NOW)
        assert await skp.waiting(session, world.guru, NOW) == ()
    assert [line.owner for line in lines] == [others[1].name, others[2].name, others[0].name]
    assert (lines[0].unit, lines[0].version) == (world.guru.unit_name, 1)
