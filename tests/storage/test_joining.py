"""A code, a person, a phone; and an operator who confirms those who decide about others."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from regulations.models import Role
from storage import audit, drafts, invites, joins, people, skp
from storage.accounts import ACCOUNTS
from storage.arrivals import arrive, visitor
from storage.audit import ENTRIES
from storage.database import Database
from storage.errors import AlreadyJoined, CodeUnknown, JoinDecided, NotAllowed, NotFound, TooManyGuesses
from storage.invites import INVITES, Candidate
from storage.lending import claim, record
from storage.outbox import OUTBOX
from storage.outcomes import Sent
from storage.people import ASSIGNMENTS
from storage.values import AssignmentStatus, ConfirmJoin, Member, OutboxState, Visitor
from tests.storage.plans import SUBMIT
from tests.storage.school import LATER, NOW, World, add_role, appoint, newcomer, phone, set_status

pytestmark = pytest.mark.sqlite_first

NEW_PHONE = 77_000_000_001
OTHER_PHONE = 77_000_000_002
SOON = NOW + timedelta(minutes=1)


async def invited(database: Database, person_id: int, now: datetime = NOW, days: int = 30) -> str:
    async with database.transaction() as session:
        return await invites.create(session, None, person_id, now, days)


async def knock(database: Database, telegram_id: int) -> None:
    async with database.transaction() as session:
        await arrive(session, telegram_id, telegram_id, "id", NOW)


async def look(
    database: Database, code: str, telegram_id: int = NEW_PHONE, now: datetime = SOON
) -> Candidate | CodeUnknown | TooManyGuesses:
    await knock(database, telegram_id)
    async with database.transaction() as session:
        return await invites.look(session, telegram_id, code, now)


async def redeem(
    database: Database, code: str, telegram_id: int = NEW_PHONE, now: datetime = SOON
) -> tuple[Member, ...] | CodeUnknown | TooManyGuesses:
    await knock(database, telegram_id)
    async with database.transaction() as session:
        return await invites.redeem(session, telegram_id, code, now)


async def at(database: Database, telegram_id: int) -> Visitor:
    async with database.reading() as session:
        found = await visitor(session, telegram_id)
    assert found is not None
    return found


async def teacher(database: Database, world: World) -> Member:
    async with database.transaction() as session:
        return await newcomer(session, world, Role.guru, world.school)


async def principal(database: Database, world: World) -> Member:
    """Somebody new who will be kepala sekolah."""
    async with database.transaction() as session:
        return await newcomer(session, world, Role.kepala_sekolah, world.school)


async def waiting_cards(database: Database, card: str) -> list[int]:
    async with database.reading() as session:
        which = select(OUTBOX.c.person_id).where(OUTBOX.c.card == card, OUTBOX.c.state == OutboxState.waiting)
        return sorted((await session.scalars(which)).all())


# --- codes


async def test_a_code_is_shown_once_and_only_its_digest_is_kept(database: Database, world: World) -> None:
    codes = {await invited(database, world.guru.person_id) for _ in range(20)}
    assert len(codes) == 20
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{12}", code) for code in codes)
    async with database.reading() as session:
        kept = str((await session.execute(select(INVITES))).all()) + str((await session.execute(select(ENTRIES))).all())
    assert not any(code in kept for code in codes)


async def test_a_code_tells_whom_it_is_for(database: Database, world: World) -> None:
    new = await teacher(database, world)
    code = await invited(database, new.person_id)
    assert await look(database, code) == Candidate(new.person_id, new.name, (new,))
    assert (await at(database, NEW_PHONE)).person_id is None


async def test_a_code_may_be_typed_carelessly(database: Database, world: World) -> None:
    new = await teacher(database, world)
    code = await invited(database, new.person_id)
    careless = f" {code[:4]}-{code[4:8]} {code[8:]}".lower().replace("0", "o").replace("1", "l")
    assert isinstance(await look(database, careless), Candidate)


async def test_a_newer_code_ends_the_older(database: Database, world: World) -> None:
    new = await teacher(database, world)
    old, newer = await invited(database, new.person_id), await invited(database, new.person_id)
    assert isinstance(await redeem(database, old), CodeUnknown)
    assert isinstance(await redeem(database, newer), tuple)


async def test_a_code_expires(database: Database, world: World) -> None:
    new = await teacher(database, world)
    code = await invited(database, new.person_id, days=2)
    assert isinstance(await look(database, code, now=NOW + timedelta(days=2)), CodeUnknown)
    assert isinstance(await look(database, code, now=NOW + timedelta(days=2, seconds=-1)), Candidate)


async def test_nobody_is_invited_who_is_not_there(database: Database, world: World) -> None:
    with pytest.raises(NotFound):
        await invited(database, 999)


async def test_a_code_of_one_whose_roles_have_ended_is_unknown(database: Database, world: World) -> None:
    new = await teacher(database, world)
    code = await invited(database, new.person_id)
    async with database.transaction() as session:
        await set_status(session, new, AssignmentStatus.ended)
    assert isinstance(await look(database, code), CodeUnknown)
    assert isinstance(await redeem(database, code), CodeUnknown)


# --- guessing


@pytest.mark.both
async def test_guessing_is_slowed_down_more_and_more(database: Database, world: World) -> None:
    new = await teacher(database, world)
    code = await invited(database, new.person_id)
    for _ in range(4):
        assert isinstance(await look(database, "0" * 12), CodeUnknown)
    assert await redeem(database, "wrong") == TooManyGuesses(SOON + timedelta(minutes=15))
    assert await look(database, code) == TooManyGuesses(SOON + timedelta(minutes=15))
    now = SOON
    for minutes in (30, 60, 120, 240, 480, 960, 24 * 60, 24 * 60):
        locked = (await at(database, NEW_PHONE)).locked_until
        assert locked is not None
        now = locked
        assert await look(database, "wrong", now=now) == TooManyGuesses(now + timedelta(minutes=minutes))
    assert isinstance(await redeem(database, code, now=now + timedelta(days=1)), tuple)
    assert (await at(database, NEW_PHONE)).locked_until is None
    async with database.reading() as session:
        guesses = select(ACCOUNTS.c.wrong_codes).where(ACCOUNTS.c.telegram_id == NEW_PHONE)
        assert await session.scalar(guesses) == 0


async def test_the_guesses_of_one_do_not_slow_another(database: Database, world: World) -> None:
    code = await invited(database, (await teacher(database, world)).person_id)
    for _ in range(5):
        await look(database, "wrong")
    assert isinstance(await look(database, code, OTHER_PHONE), Candidate)


# --- taking one's place


@pytest.mark.both
async def test_a_teacher_joins_and_is_active(database: Database, world: World) -> None:
    new = await teacher(database, world)
    code = await invited(database, new.person_id)
    active = replace(new, status=AssignmentStatus.active)
    assert await redeem(database, code) == (active,)
    who = await at(database, NEW_PHONE)
    assert (who.person_id, who.member) == (new.person_id, active)
    async with database.reading() as session:
        row = (await session.execute(select(ACCOUNTS).where(ACCOUNTS.c.telegram_id == NEW_PHONE))).one()
        actions = (await session.scalars(select(ENTRIES.c.action).order_by(ENTRIES.c.seq))).all()
        assert await audit.verify(session) is None
    assert (row.consent_at, row.joined_at) == (SOON, SOON)
    assert actions == ["invites.create", "invites.redeem"]
    assert await waiting_cards(database, "join_request") == []


async def test_a_code_works_once(database: Database, world: World) -> None:
    new = await teacher(database, world)
    code = await invited(database, new.person_id)
    assert isinstance(await redeem(database, code), tuple)
    assert isinstance(await redeem(database, code, OTHER_PHONE), CodeUnknown)
    assert (await at(database, OTHER_PHONE)).person_id is None


async def test_the_same_phone_may_repeat_it(database: Database, world: World) -> None:
    new = await teacher(database, world)
    code = await invited(database, new.person_id)
    first = await redeem(database, code)
    async with database.reading() as session:
        before = (await session.execute(select(ENTRIES))).all()
    assert await redeem(database, code) == first
    assert isinstance(await look(database, code), Candidate)
    async with database.reading() as session:
        assert (await session.execute(select(ENTRIES))).all() == before


@pytest.mark.both
async def test_two_phones_with_one_code_at_once(database: Database, world: World) -> None:
    new = await teacher(database, world)
    code = await invited(database, new.person_id)
    results = await asyncio.gather(redeem(database, code), redeem(database, code, OTHER_PHONE))
    assert sorted(isinstance(result, tuple) for result in results) == [False, True]
    holders = [(await at(database, number)).person_id for number in (NEW_PHONE, OTHER_PHONE)]
    assert sorted(holders, key=str) == [new.person_id, None]


async def test_a_phone_that_belongs_to_somebody_else_is_refused(database: Database, world: World) -> None:
    new = await teacher(database, world)
    code = await invited(database, new.person_id)
    for operation in (look, redeem):
        with pytest.raises(AlreadyJoined) as refusal:
            await operation(database, code, phone(world.guru))
        assert refusal.value.name == world.guru.name
    assert isinstance(await redeem(database, code), tuple)


async def test_a_rolled_back_join_leaves_the_code_usable(database: Database, world: World) -> None:
    new = await teacher(database, world)
    code = await invited(database, new.person_id)
    await knock(database, NEW_PHONE)

    async def killed() -> None:
        async with database.transaction() as session:
            await invites.redeem(session, NEW_PHONE, code, SOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await killed()
    assert (await at(database, NEW_PHONE)).person_id is None
    assert isinstance(await redeem(database, code), tuple)


async def test_a_new_phone_takes_over_and_the_drafts_stay(database: Database, world: World) -> None:
    async with database.transaction() as session:
        draft = await drafts.open_draft(session, world.guru, "plan", "2027", {}, NOW)
        code = await invites.create(session, world.operator, world.guru.person_id, NOW)
    assert await redeem(database, code) == (world.guru,)
    old, new = await at(database, phone(world.guru)), await at(database, NEW_PHONE)
    assert (old.person_id, old.member, old.draft, old.live_message_id) == (None, None, None, None)
    assert new.member == world.guru
    async with database.reading() as session:
        assert [open_.id for open_ in await drafts.list_open(session, world.guru)] == [draft.id]


async def test_an_active_role_comes_to_the_front_before_a_pending_one(database: Database, world: World) -> None:
    new = await principal(database, world)
    async with database.transaction() as session:
        also = await add_role(session, world, new, Role.guru, AssignmentStatus.invited)
    roles = await redeem(database, await invited(database, new.person_id))
    assert isinstance(roles, tuple)
    assert [(role.role, role.status) for role in roles] == [
        (Role.guru, AssignmentStatus.active),
        (Role.kepala_sekolah, AssignmentStatus.pending),
    ]
    who = await at(database, NEW_PHONE)
    assert who.member is not None
    assert (who.member.assignment_id, who.more_roles) == (also.assignment_id, True)


# --- who may invite


async def test_an_operator_invites_only_people_all_of_whose_roles_are_theirs(database: Database, world: World) -> None:
    async with database.transaction() as session:
        both = await add_role(
            session, world, replace(world.guru, unit_id=world.other_school), Role.guru, AssignmentStatus.active
        )
        for operator in (world.operator, world.other_operator):
            with pytest.raises(NotAllowed):
                await invites.create(session, operator, world.guru.person_id, NOW)
        await invites.create(session, world.dinas_operator, world.guru.person_id, NOW)
        await set_status(session, both, AssignmentStatus.ended)
        await invites.create(session, world.operator, world.guru.person_id, NOW)


# --- confirming


async def test_a_principal_waits_and_the_operators_are_asked(database: Database, world: World) -> None:
    new = await principal(database, world)
    roles = await redeem(database, await invited(database, new.person_id))
    assert roles == (replace(new, status=AssignmentStatus.pending),)
    assert await waiting_cards(database, "join_request") == sorted(
        operator.person_id for operator in (world.operator, world.dinas_operator)
    )
    async with database.reading() as session:
        for operator, expected in ((world.operator, roles), (world.other_operator, ()), (world.guru, ())):
            assert await joins.pending_joins(session, operator) == expected
        assert await joins.pending_joins(session, None) == roles


@pytest.mark.both
async def test_confirming_makes_active_tells_all_and_happens_once(database: Database, world: World) -> None:
    new = await principal(database, world)
    await redeem(database, await invited(database, new.person_id))
    async with database.transaction() as session:
        asked = await claim(session, SOON, 9, timedelta(seconds=60))
        for parcel in asked:
            await record(session, parcel.id, Sent(parcel.id), SOON)
    for operator in (world.operator, world.dinas_operator, world.operator):
        async with database.transaction() as session:
            member = await joins.confirm_join(session, operator, ConfirmJoin(new.assignment_id, True), LATER)
        assert member.status is AssignmentStatus.active
    assert await waiting_cards(database, "join_confirmed") == [new.person_id]
    assert await waiting_cards(database, "join_request") == sorted(parcel.person_id for parcel in asked)
    async with database.reading() as session:
        edits = await session.scalars(select(OUTBOX.c.key).where(OUTBOX.c.origin_id.is_not(None)))
        assert sorted(edits) == sorted(f"edit:{parcel.id}:3" for parcel in asked)
        confirmations = select(ENTRIES.c.seq).where(ENTRIES.c.action == "joins.confirm_join")
        assert len((await session.scalars(confirmations)).all()) == 1


async def test_refusing_takes_the_role_away_until_a_new_invite(database: Database, world: World) -> None:
    new = await principal(database, world)
    await redeem(database, await invited(database, new.person_id))
    refuse = ConfirmJoin(new.assignment_id, False)
    for _ in range(2):
        async with database.transaction() as session:
            assert (await joins.confirm_join(session, world.operator, refuse, LATER)).status is AssignmentStatus.invited
    assert (await at(database, NEW_PHONE)).member is None
    assert await waiting_cards(database, "join_confirmed") == [new.person_id]
    async with database.transaction() as session:
        with pytest.raises(JoinDecided) as refusal:
            await joins.confirm_join(session, world.operator, ConfirmJoin(new.assignment_id, True), LATER)
    assert refusal.value.status is AssignmentStatus.invited
    roles = await redeem(database, await invited(database, new.person_id), OTHER_PHONE)
    assert roles == (replace(new, status=AssignmentStatus.pending),)
    assert (await at(database, NEW_PHONE)).person_id is None
    assert len(await waiting_cards(database, "join_request")) == 2


@pytest.mark.both
async def test_confirming_and_refusing_at_once(database: Database, world: World) -> None:
    new = await principal(database, world)
    await redeem(database, await invited(database, new.person_id))

    async def answer(operator: Member, accept: bool) -> Member:
        async with database.transaction() as session:
            return await joins.confirm_join(session, operator, ConfirmJoin(new.assignment_id, accept), LATER)

    results = await asyncio.gather(
        answer(world.operator, True), answer(world.dinas_operator, False), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["JoinDecided", "Member"]
    assert await waiting_cards(database, "join_confirmed") == [new.person_id]


async def test_who_may_confirm(database: Database, world: World) -> None:
    new = await principal(database, world)
    await redeem(database, await invited(database, new.person_id))
    confirm = ConfirmJoin(new.assignment_id, True)
    async with database.transaction() as session:
        own = await add_role(session, world, new, Role.operator, AssignmentStatus.active)
        for actor in (world.other_operator, world.guru, world.kepala, world.kepala_dinas, own):
            with pytest.raises(NotAllowed):
                await joins.confirm_join(session, actor, confirm, LATER)
        with pytest.raises(NotFound):
            await joins.confirm_join(session, world.operator, ConfirmJoin(999, True), LATER)
        assert (await joins.confirm_join(session, None, confirm, LATER)).status is AssignmentStatus.active


async def test_an_operator_who_joins_later_is_asked_then(database: Database, world: World) -> None:
    async with database.transaction() as session:
        for operator in (world.operator, world.dinas_operator):
            await set_status(session, operator, AssignmentStatus.ended)
        late = await newcomer(session, world, Role.operator, world.dinas)
    for unit in (world.school, world.other_school):
        async with database.transaction() as session:
            new = await newcomer(session, world, Role.kepala_sekolah, unit)
        await redeem(database, await invited(database, new.person_id), NEW_PHONE + unit)
    assert await waiting_cards(database, "join_request") == [world.other_operator.person_id]
    await redeem(database, await invited(database, late.person_id), OTHER_PHONE + 100)
    assert await waiting_cards(database, "join_request") == sorted(
        [world.other_operator.person_id, late.person_id, late.person_id]
    )


async def test_plans_wait_for_the_principal_until_confirmed(database: Database, world: World) -> None:
    new = await principal(database, world)
    async with database.transaction() as session:
        await appoint(session, world.guru, new)
        await skp.submit(session, world.guru, SUBMIT, NOW)
    await redeem(database, await invited(database, new.person_id))
    assert await waiting_cards(database, "plan_waiting") == []
    async with database.transaction() as session:
        await joins.confirm_join(session, world.operator, ConfirmJoin(new.assignment_id, True), LATER)
    assert await waiting_cards(database, "plan_waiting") == [new.person_id]


async def test_a_principal_on_a_new_phone_is_confirmed_anew_and_sees_nothing_before(
    database: Database, world: World
) -> None:
    async with database.transaction() as session:
        await skp.submit(session, world.guru, SUBMIT, NOW)
        code = await invites.create(session, world.operator, world.kepala.person_id, NOW)
    assert await waiting_cards(database, "plan_waiting") == [world.kepala.person_id]
    assert await redeem(database, code) == (replace(world.kepala, status=AssignmentStatus.pending),)
    assert await waiting_cards(database, "plan_waiting") == []
    async with database.transaction() as session:
        assert await skp.waiting(session, world.kepala, NOW) == ()
        await joins.confirm_join(session, world.operator, ConfirmJoin(world.kepala.assignment_id, True), LATER)
        assert len(await skp.waiting(session, world.kepala, NOW)) == 1
    assert await waiting_cards(database, "plan_waiting") == [world.kepala.person_id]


async def test_another_code_on_the_same_phone_changes_nothing_but_new_roles(database: Database, world: World) -> None:
    async with database.transaction() as session:
        extra = await add_role(session, world, world.kepala, Role.guru, AssignmentStatus.invited)
    code = await invited(database, world.kepala.person_id)
    roles = await redeem(database, code, phone(world.kepala))
    assert roles == (world.kepala, replace(extra, status=AssignmentStatus.active))
    async with database.reading() as session:
        assert await people.held(session, world.kepala.person_id) == roles


async def test_a_join_in_another_year_asks_the_operators_of_that_year(database: Database, world: World) -> None:
    new = await principal(database, world)
    async with database.transaction() as session:
        mine = update(ASSIGNMENTS).where(ASSIGNMENTS.c.id == new.assignment_id)
        await session.execute(mine.values(year=2028))
    await redeem(database, await invited(database, new.person_id))
    assert await waiting_cards(database, "join_request") == []
