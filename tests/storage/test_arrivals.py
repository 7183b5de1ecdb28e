"""Who is at the door, and has this update been here before?"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, update

from regulations.models import Role
from storage import accounts, drafts, reach
from storage.accounts import ACCOUNTS
from storage.arrivals import SEEN, arrive, prune, visitor
from storage.database import Database
from storage.errors import NotAllowed
from storage.values import AssignmentStatus
from tests.storage.school import LATER, NOW, World, add_role, phone, set_status


async def test_a_newcomer_gets_an_account(database: Database) -> None:
    async with database.transaction() as session:
        who, fresh = await arrive(session, 2**40, 1, "en", NOW)
    assert (who.telegram_id, who.language, who.person_id, who.member, who.draft) == (2**40, "en", None, None, None)
    assert fresh


async def test_the_same_update_is_fresh_only_once(database: Database) -> None:
    for expected in (True, False):
        async with database.transaction() as session:
            assert (await arrive(session, 1, 77, "id", NOW))[1] is expected


async def test_an_update_whose_effect_was_rolled_back_is_fresh_again(database: Database) -> None:
    with suppress(RuntimeError):
        async with database.transaction() as session:
            await arrive(session, 1, 77, "id", NOW)
            raise RuntimeError
    async with database.transaction() as session:
        assert (await arrive(session, 1, 77, "id", NOW))[1] is True


async def test_a_member_arrives_with_role_and_talk(database: Database, world: World) -> None:
    async with database.transaction() as session:
        draft = await drafts.open_draft(session, world.guru, "plan", "2027", {"pack": "x"}, NOW)
        await drafts.save(session, draft.id, {"rhk": ["a", "b"], "aa": 1}, {"page": 2}, LATER)
    async with database.transaction() as session:
        who, _ = await arrive(session, phone(world.guru), 1, "en", NOW)
    assert who.member == world.guru
    assert who.language == "id"
    assert who.draft is not None
    assert (who.draft.id, who.draft.updated_at, who.draft.pinned) == (draft.id, LATER, {"pack": "x"})
    assert list(who.draft.answers) == ["rhk", "aa"]
    assert who.draft.cursor == {"page": 2}
    assert not who.more_roles


async def test_other_roles_are_told(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await add_role(session, world, world.guru, Role.tim_kinerja, AssignmentStatus.pending)
        await add_role(session, world, world.colleague, Role.tim_kinerja, AssignmentStatus.ended)
    async with database.reading() as session:
        guru, colleague = [await visitor(session, phone(member)) for member in (world.guru, world.colleague)]
    assert guru is not None
    assert colleague is not None
    assert (guru.more_roles, colleague.more_roles) == (True, False)


async def test_a_role_of_somebody_else_is_never_in_front(database: Database, world: World) -> None:
    async with database.transaction() as session:
        mine = ACCOUNTS.c.telegram_id == phone(world.guru)
        await session.execute(update(ACCOUNTS).where(mine).values(assignment_id=world.kepala.assignment_id))
        who = await visitor(session, phone(world.guru))
    assert who is not None
    assert who.member is None


async def test_a_known_visitor_costs_two_statements(database: Database, world: World) -> None:
    seen: list[str] = []
    async with database.transaction() as session:
        connection = await session.connection()

        @event.listens_for(connection.sync_connection, "before_cursor_execute")
        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            seen.append(statement)

        await arrive(session, phone(world.guru), 1, "id", NOW)
    assert len(seen) == 2


async def test_taps_of_one_person_wait_for_each_other(database: Database, world: World) -> None:
    async with database.transaction() as session:
        draft = await drafts.open_draft(session, world.guru, "plan", "2027", {}, NOW)

    async def tap(update_id: int) -> None:
        async with database.transaction() as session:
            who, _ = await arrive(session, phone(world.guru), update_id, "id", NOW)
            assert who.draft is not None
            await asyncio.sleep(0)
            await drafts.save(session, draft.id, {**who.draft.answers, str(update_id): True}, {}, NOW)

    await asyncio.gather(*map(tap, range(12)))
    async with database.reading() as session:
        who = await visitor(session, phone(world.guru))
    assert who is not None
    assert who.draft is not None
    assert set(who.draft.answers) == {str(number) for number in range(12)}


async def test_one_update_delivered_twice_at_once_is_fresh_once(database: Database) -> None:
    async def deliver() -> bool:
        async with database.transaction() as session:
            return (await arrive(session, 5, 900, "id", NOW))[1]

    assert sorted(await asyncio.gather(*(deliver() for _ in range(6)))) == [False] * 5 + [True]


async def test_pruning_forgets_only_old_updates(database: Database) -> None:
    async with database.transaction() as session:
        await arrive(session, 1, 1, "id", NOW - timedelta(days=3))
        await arrive(session, 1, 2, "id", NOW)
        assert await prune(session, NOW - timedelta(days=2)) == 1
        assert (await session.scalars(select(SEEN.c.update_id))).all() == [2]


async def test_settings_of_an_account(database: Database, world: World) -> None:
    me = phone(world.guru)
    async with database.transaction() as session:
        await accounts.set_language(session, me, "en")
        await accounts.set_live_message(session, me, 4711)
        await reach.lost(session, me, NOW)
        who = await visitor(session, me)
        unreachable = select(func.count()).select_from(ACCOUNTS).where(ACCOUNTS.c.reachable.is_(False))
        assert await session.scalar(unreachable) == 1
    assert who is not None
    assert (who.language, who.live_message_id) == ("en", 4711)


async def test_switching_to_another_role_of_ones_own(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await drafts.open_draft(session, world.guru, "plan", "2027", {}, NOW)
        extra = await add_role(session, world, world.guru, Role.tim_kinerja, AssignmentStatus.active)
        assert await accounts.roles_of(session, world.guru.person_id) == (world.guru, extra)
        assert await accounts.switch_role(session, phone(world.guru), extra.assignment_id) == extra
        who = await visitor(session, phone(world.guru))
        assert len(await drafts.list_open(session, world.guru)) == 1
    assert who is not None
    assert (who.member, who.draft) == (extra, None)


@pytest.mark.parametrize("status", [AssignmentStatus.invited, AssignmentStatus.ended])
async def test_no_switching_to_a_role_not_held(database: Database, world: World, status: AssignmentStatus) -> None:
    async with database.transaction() as session:
        await set_status(session, world.guru, status)
        with pytest.raises(NotAllowed):
            await accounts.switch_role(session, phone(world.guru), world.guru.assignment_id)
