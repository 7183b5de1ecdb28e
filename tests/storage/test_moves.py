"""People move, and what waits never stays with nobody."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import Column, Table, insert, select

from regulations.models import Role
from storage import absences, appointments, appraising, handing, inbox, leaving, moves, people, posts, skp
from storage.accounts import ACCOUNTS
from storage.database import Database
from storage.errors import Invalid, MovedOn, NotAllowed, NotFound
from storage.lending import claim, record
from storage.observation_record import OBSERVATIONS
from storage.outbox import OUTBOX
from storage.outcomes import Sent
from storage.people import APPOINTMENTS
from storage.types import Instant
from storage.values import ApproveSkp, AssignmentStatus, Member, OutboxAction, OutboxState, SkpFacts, SkpStatus
from storage.values.moves import Acting, Appoint, Delegate, Delegation, EndRole, Transfer
from storage.values.observation import ObservationStatus
from tests.storage.observations import put
from tests.storage.plans import SUBMIT
from tests.storage.school import LATER, NOW, World, newcomer, phone

pytestmark = pytest.mark.sqlite_first

TODAY = date(2027, 1, 12)
THURSDAY = date(2027, 1, 14)


async def sent(database: Database, owner: Member) -> SkpFacts:
    async with database.transaction() as session:
        return await skp.submit(session, owner, SUBMIT, NOW)


async def deliver(database: Database, now: datetime = LATER) -> None:
    """Whatever may go out by then arrives; twice, because edits wait for their cards."""
    for _ in range(2):
        async with database.transaction() as session:
            for parcel in await claim(session, now, 50, timedelta(minutes=1)):
                await record(session, parcel.id, Sent(parcel.origin_message_id or parcel.id), now)


async def told(database: Database) -> list[tuple[str, int]]:
    """Cards that were posted and not taken back, in order: kind, to whom. Edits are left out."""
    async with database.reading() as session:
        posted = select(OUTBOX.c.card, OUTBOX.c.person_id).where(
            OUTBOX.c.action == OutboxAction.send, OUTBOX.c.state != OutboxState.dropped
        )
        return [(card, person) for card, person in await session.execute(posted.order_by(OUTBOX.c.id))]


async def edits(database: Database, card: str) -> list[int]:
    """To whom edits of cards of a kind are waiting to go."""
    async with database.reading() as session:
        waiting = select(OUTBOX.c.person_id).where(
            OUTBOX.c.action == OutboxAction.edit, OUTBOX.c.card == card, OUTBOX.c.state == OutboxState.waiting
        )
        return list(await session.scalars(waiting.order_by(OUTBOX.c.id)))


async def deciders(database: Database, member: Member, now: datetime = NOW) -> list[str]:
    async with database.reading() as session:
        return [one.name for one in await appraising.deciders(session, member.assignment_id, now)]


async def appoint(database: Database, world: World, to: Member, **changes: Any) -> int:
    """The operator of the school appoints somebody for `guru`, acting."""
    values: dict[str, Any] = {"assignment_id": world.guru.assignment_id, "everybody": False, "acting": Acting.plt}
    values |= changes
    async with database.transaction() as session:
        intent = Appoint(appraiser_id=to.assignment_id, **values)
        return await appointments.appoint(session, world.operator, intent, LATER)


async def away(
    database: Database, world: World, first: date = TODAY, last: date = THURSDAY, *, to: Member | None = None
) -> Delegation:
    """The kepala sekolah is away; the one next door decides."""
    intent = Delegate(world.kepala.assignment_id, (to or world.other_kepala).assignment_id, first, last)
    async with database.transaction() as session:
        return await absences.delegate(session, world.kepala, intent, NOW)


async def end_role(database: Database, by: Member, member: Member, version: int = 1) -> Member:
    async with database.transaction() as session:
        return await moves.end_role(session, by, EndRole(member.assignment_id, version), LATER)


async def transfer(database: Database, world: World, member: Member, unit: int, role: Role) -> Member:
    intent = Transfer(member.assignment_id, 1, unit, role, "guru kelas I")
    async with database.transaction() as session:
        return await moves.transfer(session, world.dinas_operator, intent, LATER)


# --- another pejabat penilai


@pytest.mark.both
async def test_what_waits_comes_to_the_acting_appraiser(database: Database, world: World) -> None:
    plan = await sent(database, world.guru)
    await deliver(database)
    assert await appoint(database, world, world.other_kepala) == 1
    assert await told(database) == [
        (skp.WAITING, world.kepala.person_id),
        (skp.WAITING, world.other_kepala.person_id),
        (appointments.APPRAISER, world.guru.person_id),
        (appointments.APPOINTED, world.other_kepala.person_id),
        (appointments.APPOINTED, world.kepala.person_id),
    ]
    assert await edits(database, skp.WAITING) == [world.kepala.person_id]
    async with database.transaction() as session:
        with pytest.raises(NotAllowed):
            await skp.approve(session, world.kepala, ApproveSkp(plan.id, 1), LATER)
        assert (await skp.approve(session, world.other_kepala, ApproveSkp(plan.id, 1), LATER)).decided_by is not None
        mine = APPOINTMENTS.c.assignment_id == world.guru.assignment_id
        columns = (APPOINTMENTS.c.appraiser_assignment_id, APPOINTMENTS.c.ends, APPOINTMENTS.c.acting)
        rows = (await session.execute(select(*columns).where(mine).order_by(APPOINTMENTS.c.id))).all()
    assert [tuple(row) for row in rows] == [
        (world.kepala.assignment_id, LATER, None),
        (world.other_kepala.assignment_id, None, Acting.plt),
    ]


async def test_appointing_again_changes_nothing(database: Database, world: World) -> None:
    await appoint(database, world, world.other_kepala)
    before = await told(database)
    assert await appoint(database, world, world.other_kepala) == 0
    assert await told(database) == before
    assert await appoint(database, world, world.other_kepala, acting=Acting.plh) == 1


@pytest.mark.both
async def test_for_everybody_of_the_school(database: Database, world: World) -> None:
    assert await appoint(database, world, world.pengawas, everybody=True) == 2
    for member in (world.guru, world.colleague):
        assert await deciders(database, member) == [world.pengawas.name]
    assert await deciders(database, world.other_guru) == [world.other_kepala.name]


@pytest.mark.parametrize(
    ("who", "acting", "problem"),
    [
        ("other_kepala", Acting.definitif, "acting"),
        ("pengawas", Acting.definitif, "acting"),
        ("colleague", Acting.plt, "appraiser"),
        ("operator", Acting.plt, "appraiser"),
    ],
)
async def test_who_cannot_be_appointed(
    database: Database, world: World, who: str, acting: Acting, problem: str
) -> None:
    with pytest.raises(Invalid, match=problem):
        await appoint(database, world, world.members[who], acting=acting)


async def test_nobody_appraises_themselves(database: Database, world: World) -> None:
    intent = Appoint(world.kepala.assignment_id, False, world.kepala.assignment_id, Acting.plt)
    async with database.transaction() as session:
        with pytest.raises(Invalid):
            await appointments.appoint(session, world.dinas_operator, intent, NOW)
        assert world.kepala not in await posts.candidates(session, world.operator, world.kepala.assignment_id)
        best = await posts.candidates(session, world.operator, world.guru.assignment_id)
    assert [one.name for one in best[:2]] == [world.kepala.name, world.kepala_dinas.name]


# --- the end of a role


async def test_without_the_head_the_operators_are_told(database: Database, world: World) -> None:
    plan = await sent(database, world.guru)
    await deliver(database)
    for _ in range(2):
        ended = await end_role(database, world.operator, world.kepala)
        assert ended.status is AssignmentStatus.ended
    operators = {(skp.NO_APPRAISER, one.person_id) for one in (world.operator, world.dinas_operator)}
    assert operators <= set(await told(database))
    assert (leaving.ROLE_ENDED, world.kepala.person_id) in await told(database)
    assert await deciders(database, world.guru) == []
    async with database.transaction() as session:
        assert await handing.without_appraiser(session, world.operator) == 1
        with pytest.raises(NotAllowed):
            await skp.approve(session, world.kepala, ApproveSkp(plan.id, 1), LATER)
    await appoint(database, world, world.other_kepala)
    async with database.reading() as session:
        assert await handing.without_appraiser(session, world.operator) == 0
    assert await deciders(database, world.guru) == [world.other_kepala.name]


async def test_a_waiting_plan_of_one_who_leaves_is_closed(database: Database, world: World) -> None:
    plan = await sent(database, world.guru)
    await end_role(database, world.operator, world.guru)
    closed = {person for card, person in await told(database) if card == leaving.CLOSED}
    assert closed == {world.guru.person_id, world.kepala.person_id}
    async with database.reading() as session:
        status = await session.scalar(select(skp.SKPS.c.status).where(skp.SKPS.c.id == plan.id))
        in_front = select(ACCOUNTS.c.assignment_id).where(ACCOUNTS.c.telegram_id == phone(world.guru))
        assert (status, await session.scalar(in_front)) == (SkpStatus.ditarik, None)
        assert await skp.waiting(session, world.kepala, LATER) == ()


async def test_whatever_else_waits_is_closed_too(database: Database, world: World) -> None:
    plan = await sent(database, world.guru)
    async with database.transaction() as session:
        for things, taken in leaving.OTHERS:
            row = _waiting(things, sorted(taken.frm)[0], world.guru, plan.id)
            await session.execute(insert(things).values(**row))
        taking_place = await put(session, world.guru, ObservationStatus.dijadwalkan)
    await end_role(database, world.operator, world.guru)
    async with database.reading() as session:
        assert await inbox.waiting(session, world.kepala, LATER) == ()
        for things, taken in leaving.OTHERS:
            assert (await session.scalars(select(things.c.status))).all() == [taken.to]
        mine = select(OBSERVATIONS.c.status).where(OBSERVATIONS.c.id == taking_place)
        assert await session.scalar(mine) == ObservationStatus.dibatalkan


def _waiting(things: Table, status: StrEnum, owner: Member, plan: int) -> dict[str, Any]:
    """A row that holds as little as its table lets it."""
    needed = [column for column in things.c if not column.nullable and column.name != "id"]
    return {**{column.name: _anything(column, owner, plan) for column in needed}, "status": status}


def _anything(column: Column[Any], owner: Member, plan: int) -> object:
    for key in column.foreign_keys:
        return plan if key.column.table is skp.SKPS else owner.assignment_id
    if isinstance(column.type, Instant):
        return NOW
    return {int: 1, bool: False, date: TODAY, dict: {}, list: []}.get(column.type.python_type, "x")


async def test_an_operator_never_ends_their_own_role(database: Database, world: World) -> None:
    with pytest.raises(Invalid, match="own_role"):
        await end_role(database, world.operator, world.operator)
    with pytest.raises(Invalid, match="own_role"):
        await transfer(database, world, world.dinas_operator, world.dinas, Role.pengawas)


async def test_an_old_button_ends_nothing(database: Database, world: World) -> None:
    with pytest.raises(MovedOn):
        await end_role(database, world.operator, world.guru, 7)


async def test_who_leaves_stands_in_for_nobody(database: Database, world: World) -> None:
    made = await away(database, world)
    await end_role(database, world.dinas_operator, world.other_kepala)
    assert await deciders(database, world.guru, LATER) == [world.kepala.name]
    async with database.reading() as session:
        assert (await absences.one(session, world.kepala, made.id)).over(LATER)


# --- going on somewhere else


@pytest.mark.both
async def test_a_guru_goes_to_another_school(database: Database, world: World) -> None:
    plan = await sent(database, world.guru)
    new = await transfer(database, world, world.guru, world.other_school, Role.guru)
    assert (new.person_id, new.unit_id, new.status) == (
        world.guru.person_id,
        world.other_school,
        AssignmentStatus.active,
    )
    assert await deciders(database, new) == [world.other_kepala.name]
    async with database.transaction() as session:
        in_front = select(ACCOUNTS.c.assignment_id).where(ACCOUNTS.c.telegram_id == phone(world.guru))
        assert await session.scalar(in_front) == new.assignment_id
        for viewer in (new, world.other_kepala):  # read only: neither may decide or send it again
            facts = await skp.facts(session, plan.id, viewer, LATER)
            assert (facts.status, facts.other_parts) == (SkpStatus.ditarik, True)
            with pytest.raises(NotAllowed):
                await skp.approve(session, viewer, ApproveSkp(plan.id, facts.version), LATER)
        with pytest.raises(NotFound):
            await skp.facts(session, plan.id, world.kepala, LATER)
        second = await skp.submit(session, new, SUBMIT, LATER)
        for viewer in (new, world.other_kepala):
            parts = await posts.parts(session, viewer, new.assignment_id, LATER)
            assert [[one.skp_id for one in part.skps] for part in parts] == [[plan.id], [second.id]]
            assert [(part.until, part.since) for part in parts] == [(LATER, None), (None, LATER)]
        shown = await posts.parts(session, world.dinas_operator, new.assignment_id, LATER)
        assert [part.skps for part in shown] == [(), ()]


async def test_the_same_transfer_again(database: Database, world: World) -> None:
    first = await transfer(database, world, world.guru, world.other_school, Role.guru)
    before = await told(database)
    assert await transfer(database, world, world.guru, world.other_school, Role.guru) == first
    assert await told(database) == before


async def test_back_again_is_the_former_role(database: Database, world: World) -> None:
    there = await transfer(database, world, world.guru, world.other_school, Role.guru)
    back = await transfer(database, world, there, world.school, Role.guru)
    assert back.assignment_id == world.guru.assignment_id
    assert await deciders(database, back) == [world.kepala.name]


@pytest.mark.both
async def test_a_new_head_is_confirmed_and_then_appraises_whoever_has_nobody(database: Database, world: World) -> None:
    await sent(database, world.other_guru)
    await end_role(database, world.dinas_operator, world.other_kepala)
    new = await transfer(database, world, world.guru, world.other_school, Role.kepala_sekolah)
    assert new.status is AssignmentStatus.pending
    assert ("join_request", world.other_operator.person_id) in await told(database)
    async with database.reading() as session:
        appraiser = await people.appraiser(session, world.other_guru.assignment_id)
    assert appraiser == new
    assert await deciders(database, new) == [world.kepala_dinas.name]


@pytest.mark.parametrize(
    ("unit", "role", "problem"),
    [
        ("school", Role.guru, "same_role"),
        ("other_school", Role.pengawas, "unit_role"),
        ("dinas", Role.guru, "unit_role"),
        ("other_school", Role.kepala_sekolah, "head_taken"),
    ],
)
async def test_transfers_that_cannot_be(database: Database, world: World, unit: str, role: Role, problem: str) -> None:
    with pytest.raises(Invalid, match=problem):
        await transfer(database, world, world.guru, getattr(world, unit), role)


async def test_one_who_has_not_joined_stays_invited(database: Database, world: World) -> None:
    async with database.transaction() as session:
        new = await newcomer(session, world, Role.guru, world.school)
    gone = await transfer(database, world, new, world.other_school, Role.guru)
    assert gone.status is AssignmentStatus.invited
