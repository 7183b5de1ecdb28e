"""Somebody blocks the bot: reminders end, operators know, and Start brings back what asks for a decision."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from storage import lending, outbox, reach
from storage.database import Database
from storage.outbox import OUTBOX
from storage.values import Member, OutboxState, Parcel
from tests.storage.school import NOW, World, phone

DAY = timedelta(days=1)
LEASE = timedelta(minutes=1)


async def tell(database: Database, member: Member, key: str, *, may_resend: bool = False) -> None:
    async with database.transaction() as session:
        await outbox.post(session, key, member.person_id, "card", {}, NOW, may_resend=may_resend)


async def lose(database: Database, member: Member, now: datetime = NOW) -> None:
    async with database.transaction() as session:
        await reach.lost(session, phone(member), now)


async def come_back(database: Database, member: Member, now: datetime = NOW) -> None:
    async with database.transaction() as session:
        await reach.back(session, phone(member), now)


async def claim(database: Database, now: datetime = NOW) -> list[Parcel]:
    async with database.transaction() as session:
        return list(await lending.claim(session, now, 10, LEASE))


async def told(database: Database) -> list[tuple[int, int]]:
    """Who was told of whom: person ids, in the order of posting."""
    cards = select(OUTBOX.c.person_id, OUTBOX.c.subject).where(OUTBOX.c.card == reach.LOST).order_by(OUTBOX.c.id)
    async with database.reading() as session:
        return [(to, int(of.removeprefix("person:"))) for to, of in await session.execute(cards)]


async def test_reminders_end_and_decisions_rest_until_they_are_back(database: Database, world: World) -> None:
    await tell(database, world.guru, "reminder")
    await tell(database, world.guru, "decision", may_resend=True)
    await tell(database, world.kepala, "other")
    await lose(database, world.guru)
    assert {parcel.key for parcel in await claim(database) if parcel.card == "card"} == {"other"}
    async with database.reading() as session:
        rows = await session.execute(select(OUTBOX.c.key, OUTBOX.c.state, OUTBOX.c.error))
        states = {key: (state, error) for key, state, error in rows}
    assert states["reminder"] == (OutboxState.dropped, "gone")
    assert states["decision"] == (OutboxState.waiting, lending.UNREACHABLE)
    await come_back(database, world.guru)
    assert [parcel.key for parcel in await claim(database)] == ["decision"]


async def test_the_operators_of_their_unit_are_told(database: Database, world: World) -> None:
    await lose(database, world.guru)
    everybody = {world.operator.person_id, world.dinas_operator.person_id}
    assert set(await told(database)) == {(operator, world.guru.person_id) for operator in everybody}


async def test_they_are_told_once_a_week_at_most(database: Database, world: World) -> None:
    for days in (0, 1, 7):
        await lose(database, world.guru, NOW + days * DAY)
        await come_back(database, world.guru, NOW + days * DAY)
    assert len(await told(database)) == 2 * 2


async def test_who_is_lost_already_is_no_news(database: Database, world: World) -> None:
    for weeks in (0, 1, 2):
        await lose(database, world.guru, NOW + weeks * 7 * DAY)
    assert len(await told(database)) == 2


async def test_operators_are_not_told_of_themselves(database: Database, world: World) -> None:
    await lose(database, world.operator)
    assert await told(database) == [(world.dinas_operator.person_id, world.operator.person_id)]


async def test_a_stranger_who_blocks_the_bot_concerns_nobody(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await reach.lost(session, 7, NOW)
        await reach.back(session, 7, NOW)
    assert await told(database) == []
