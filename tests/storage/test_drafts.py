"""A talk is a row: it is kept, continued, thrown away, and performed once."""

from __future__ import annotations

import asyncio

import pytest

from regulations.models import Role
from storage import drafts
from storage.arrivals import visitor
from storage.database import Database
from storage.errors import NotAllowed, NotFound
from storage.values import AssignmentStatus, Draft, DraftStatus, Member
from tests.storage.school import LATER, NOW, World, add_role, phone, set_status


async def begin(database: Database, member: Member, subject: str = "2027") -> Draft:
    async with database.transaction() as session:
        return await drafts.open_draft(session, member, "plan", subject, {"pack": "a"}, NOW)


async def front_of(database: Database, member: Member) -> int | None:
    async with database.reading() as session:
        who = await visitor(session, phone(member))
    return who.draft.id if who is not None and who.draft is not None else None


async def test_a_talk_begins_in_front(database: Database, world: World) -> None:
    draft = await begin(database, world.guru)
    assert (draft.pinned, draft.answers, draft.status) == ({"pack": "a"}, {}, DraftStatus.open)
    assert await front_of(database, world.guru) == draft.id


async def test_beginning_again_goes_on_with_the_open_one(database: Database, world: World) -> None:
    first = await begin(database, world.guru)
    async with database.transaction() as session:
        again = await drafts.open_draft(session, world.guru, "plan", "2027", {"pack": "b"}, LATER, {"x": 1})
    assert again == first
    assert (await begin(database, world.guru, "2028")).id != first.id


async def test_beginning_twice_at_once_makes_one_talk(database: Database, world: World) -> None:
    begun = await asyncio.gather(*(begin(database, world.guru) for _ in range(5)))
    assert len({draft.id for draft in begun}) == 1


async def test_a_talk_may_begin_with_answers(database: Database, world: World) -> None:
    async with database.transaction() as session:
        draft = await drafts.open_draft(session, world.guru, "plan", "2027", {}, NOW, {"z": 1, "a": [2]})
    assert list(draft.answers.items()) == [("z", 1), ("a", [2])]


async def test_a_role_that_is_not_active_begins_nothing(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await set_status(session, world.guru, AssignmentStatus.ended)
        with pytest.raises(NotAllowed):
            await drafts.open_draft(session, world.guru, "plan", "2027", {}, NOW)


async def test_finishing_happens_once(database: Database, world: World) -> None:
    draft = await begin(database, world.guru)
    for expected in (True, False):
        async with database.transaction() as session:
            assert await drafts.finish(session, draft.id, LATER) is expected
    assert await front_of(database, world.guru) is None
    async with database.transaction() as session:
        with pytest.raises(NotFound):
            await drafts.save(session, draft.id, {"late": 1}, {}, LATER)
        last = await drafts.last_done(session, world.guru, "plan", "2027")
    assert last is not None
    assert (last.id, last.status, last.answers) == (draft.id, DraftStatus.done, {})


@pytest.mark.parametrize("keep", [False, True])
async def test_what_was_typed_goes_with_the_talk_unless_the_next_begins_with_it(
    database: Database, world: World, keep: bool
) -> None:
    ground, typed = {"owner": "y"}, {"words": "x"}
    async with database.transaction() as session:
        draft = await drafts.open_draft(session, world.guru, "plan", "2027", ground, NOW, typed)
        await drafts.finish(session, draft.id, LATER, keep=keep)
        last = await drafts.last_done(session, world.guru, "plan", "2027")
    assert last is not None
    assert (last.pinned, last.answers, last.cursor) == ((ground, typed, {}) if keep else ({}, {}, {}))


async def test_finishing_twice_at_once_performs_once(database: Database, world: World) -> None:
    draft = await begin(database, world.guru)

    async def finish() -> bool:
        async with database.transaction() as session:
            return await drafts.finish(session, draft.id, LATER)

    assert sorted(await asyncio.gather(finish(), finish(), finish())) == [False, False, True]


async def test_discarding_is_for_the_owner_and_may_be_repeated(database: Database, world: World) -> None:
    draft = await begin(database, world.guru)
    async with database.transaction() as session:
        with pytest.raises(NotFound):
            await drafts.discard(session, world.colleague, draft.id, LATER)
        await drafts.discard(session, world.guru, draft.id, LATER)
        await drafts.discard(session, world.guru, draft.id, LATER)
        assert await drafts.list_open(session, world.guru) == ()
    assert await front_of(database, world.guru) is None


async def test_what_was_performed_cannot_be_thrown_away(database: Database, world: World) -> None:
    draft = await begin(database, world.guru)
    async with database.transaction() as session:
        await drafts.finish(session, draft.id, LATER)
        with pytest.raises(NotFound):
            await drafts.discard(session, world.guru, draft.id, LATER)


async def test_continuing_brings_talk_and_role_to_the_front(database: Database, world: World) -> None:
    async with database.transaction() as session:
        extra = await add_role(session, world, world.guru, Role.tim_kinerja, AssignmentStatus.active)
        coaching = await drafts.open_draft(session, extra, "coach", "2027", {}, NOW)
    plan = await begin(database, world.guru)
    async with database.transaction() as session:
        assert [draft.id for draft in await drafts.list_open(session, extra)] == [coaching.id]
        await drafts.set_front(session, phone(world.guru), coaching.id)
        who = await visitor(session, phone(world.guru))
    assert who is not None
    assert (who.member, who.draft) == (extra, coaching)
    async with database.transaction() as session:
        await drafts.set_front(session, phone(world.guru), None)
        assert [draft.id for draft in await drafts.list_open(session, world.guru)] == [plan.id]
    assert await front_of(database, world.guru) is None


async def test_nobody_continues_the_talk_of_another(database: Database, world: World) -> None:
    draft = await begin(database, world.guru)
    async with database.transaction() as session:
        with pytest.raises(NotFound):
            await drafts.set_front(session, phone(world.colleague), draft.id)
    assert await front_of(database, world.colleague) is None
