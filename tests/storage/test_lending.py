"""However many cards wait, whatever stands in front of them, and wherever the clock jumps: the next one goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Row, func, insert, select, text, update

from storage import lending, outbox
from storage.accounts import ACCOUNTS
from storage.database import Database
from storage.lending import PAGE, PAGES, UNREACHABLE
from storage.outbox import EXPIRED, OUTBOX, Priority
from storage.outcomes import Retry, Sent
from storage.people import PEOPLE
from storage.values import OutboxState, Parcel
from tests.storage.plans_of_queries import plan_of
from tests.storage.school import NOW, World, phone

LEASE = timedelta(seconds=60)
DAY = timedelta(days=1)
FIRST = 5_000
"""Person ids of a crowd begin here."""


async def tell(database: Database, person_id: int, key: str, now: datetime = NOW, **options: Any) -> None:
    async with database.transaction() as session:
        await outbox.post(session, key, person_id, "card", {}, now, **options)


async def claim(database: Database, now: datetime = NOW, limit: int = 10, **options: Any) -> list[Parcel]:
    async with database.transaction() as session:
        return list(await lending.claim(session, now, limit, LEASE, **options))


async def settle(database: Database, now: datetime, under_way: tuple[int, ...] = ()) -> None:
    async with database.transaction() as session:
        await lending.settle(session, now, LEASE, under_way=under_way)


async def record(database: Database, parcel: Parcel, outcome: Sent | Retry, now: datetime) -> None:
    async with database.transaction() as session:
        await lending.record(session, parcel.id, outcome, now)


async def row_of(database: Database, key: str) -> Row[Any]:
    async with database.reading() as session:
        return (await session.execute(select(OUTBOX).where(OUTBOX.c.key == key))).one()


async def crowd(database: Database, count: int, **options: Any) -> None:
    """So many people who have not joined, with a card each."""
    ids = range(FIRST, FIRST + count)
    people = [{"id": number, "name": "Contoh", "salutation": "Ibu", "created": NOW} for number in ids]
    cards = [
        {"key": f"crowd {number}", "person_id": number, "card": "card", "params": {}, "not_before": NOW}
        | {"created_at": NOW, "updated_at": NOW}
        | options
        for number in ids
    ]
    async with database.transaction() as session:
        await session.execute(insert(PEOPLE), people)
        await session.execute(insert(OUTBOX), cards)


async def count_of(database: Database, **values: object) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(OUTBOX).filter_by(**values)) or 0


# --- the size of a look ------------------------------------------------------------


async def test_every_question_is_answered_by_its_index(database: Database, world: World) -> None:
    await crowd(database, 3000, expires_at=NOW + DAY)
    async with database.engine.connect() as connection:
        await connection.execute(text("ANALYZE"))
        await connection.commit()
    for statement, indexes in (
        (lending.due(Priority.bulk, NOW, [1, 2]).limit(8), {"ix_outbox_waiting"}),
        (lending.due(Priority.answer, NOW, []).limit(8), {"ix_outbox_waiting"}),
        (lending.out_of_date(NOW), {"ix_outbox_expiring"}),
        (lending.from_the_future(NOW), {"ix_outbox_state_updated_at"}),
        (lending.run_out(NOW, [1]), {"ix_outbox_loans", "uq_outbox_sending"}),
    ):
        plan = await plan_of(database, statement)
        assert any(index in plan for index in indexes), plan
        assert "SCAN outbox" not in plan, plan
        assert "Seq Scan on outbox" not in plan, plan


async def test_who_cannot_be_reached_does_not_stand_in_front_for_long(database: Database, world: World) -> None:
    await crowd(database, PAGE * PAGES + 100)
    await tell(database, world.guru.person_id, "behind them")
    assert await claim(database) == []
    assert [parcel.key for parcel in await claim(database)] == ["behind them"]
    assert await count_of(database, error=UNREACHABLE, state=OutboxState.waiting) == PAGE * PAGES + 100


async def test_what_is_out_of_date_does_not_stand_in_front_for_long(database: Database, world: World) -> None:
    await crowd(database, 700, expires_at=NOW)
    await tell(database, world.guru.person_id, "behind them")
    assert [parcel.key for parcel in await claim(database)] == ["behind them"]
    assert await count_of(database, error=EXPIRED, state=OutboxState.dropped) == 700


async def test_an_answer_does_not_wait_for_what_is_out_of_date(database: Database, world: World) -> None:
    await crowd(database, 700, expires_at=NOW)
    await tell(database, world.guru.person_id, "answer", priority=Priority.answer)
    assert [parcel.key for parcel in await claim(database, limit=1)] == ["answer"]


async def test_many_cards_for_one_do_not_hide_the_others(database: Database, world: World) -> None:
    for number in range(30):
        await tell(database, world.guru.person_id, f"guru {number}")
    await tell(database, world.kepala.person_id, "kepala")
    assert [parcel.key for parcel in await claim(database, limit=2)] == ["guru 0", "kepala"]


async def test_who_was_just_written_to_is_spared(database: Database, world: World) -> None:
    for member in (world.guru, world.kepala):
        await tell(database, member.person_id, member.name)
    assert [parcel.key for parcel in await claim(database, spare=[world.guru.person_id])] == [world.kepala.name]
    assert [parcel.key for parcel in await claim(database)] == [world.guru.name]


# --- who cannot be reached -----------------------------------------------------------


async def _reachable(database: Database, world: World, reachable: bool) -> None:
    async with database.transaction() as session:
        hers = update(ACCOUNTS).where(ACCOUNTS.c.telegram_id == phone(world.guru))
        await session.execute(hers.values(reachable=reachable))


async def test_what_rests_is_looked_at_again_after_a_day_even_if_nobody_wakes_it(
    database: Database, world: World
) -> None:
    await _reachable(database, world, reachable=False)
    await tell(database, world.guru.person_id, "a")
    assert await claim(database) == []
    await _reachable(database, world, reachable=True)
    assert await claim(database) == []
    assert [parcel.key for parcel in await claim(database, NOW + lending.REST)] == ["a"]


async def test_what_rests_goes_out_of_date_like_the_rest(database: Database, world: World) -> None:
    await _reachable(database, world, reachable=False)
    await tell(database, world.guru.person_id, "a", expires_at=NOW + LEASE)
    await claim(database)
    await settle(database, NOW + LEASE)
    assert (await row_of(database, "a")).error == EXPIRED


async def test_waking_leaves_alone_what_is_for_later(database: Database, world: World) -> None:
    await tell(database, world.guru.person_id, "later", not_before=NOW + DAY)
    async with database.transaction() as session:
        await lending.wake(session, world.guru.person_id, NOW)
    assert await claim(database) == []


# --- clocks that jump ----------------------------------------------------------------


@pytest.mark.parametrize("may_resend", [True, False])
async def test_a_loan_of_a_clock_that_was_ahead_ends_one_lease_from_now(
    database: Database, world: World, may_resend: bool
) -> None:
    await tell(database, world.guru.person_id, "a", may_resend=may_resend)
    await claim(database, NOW + DAY)
    await settle(database, NOW)
    assert (await row_of(database, "a")).state is OutboxState.sending, "it may be on its way this very moment"
    await settle(database, NOW + LEASE)
    expected = OutboxState.waiting if may_resend else OutboxState.unknown
    assert (await row_of(database, "a")).state is expected


async def test_a_clock_that_jumps_ahead_takes_nothing_from_who_is_delivering_it(
    database: Database, world: World
) -> None:
    await tell(database, world.guru.person_id, "a", may_resend=True)
    (parcel,) = await claim(database)
    await settle(database, NOW + DAY, under_way=(parcel.id,))
    assert await claim(database, NOW + DAY) == []
    await record(database, parcel, Sent(1), NOW + DAY)
    await settle(database, NOW)
    assert await claim(database) == []
    assert (await row_of(database, "a")).state is OutboxState.sent


async def test_what_was_posted_by_a_clock_that_was_ahead_goes_now(database: Database, world: World) -> None:
    await tell(database, world.guru.person_id, "a", NOW + DAY)
    assert await claim(database) == []
    await settle(database, NOW)
    assert [parcel.key for parcel in await claim(database)] == ["a"]


async def test_what_was_put_back_by_a_clock_that_was_ahead_goes_now(database: Database, world: World) -> None:
    await tell(database, world.guru.person_id, "a")
    (parcel,) = await claim(database, NOW + DAY)
    await record(database, parcel, Retry(NOW + DAY + LEASE, "Bad Gateway"), NOW + DAY)
    await settle(database, NOW)
    assert [parcel.key for parcel in await claim(database)] == ["a"]


async def test_what_a_clock_that_was_ahead_planned_for_later_stays_planned(database: Database, world: World) -> None:
    await tell(database, world.guru.person_id, "a", NOW + DAY, not_before=NOW + DAY + LEASE)
    await settle(database, NOW)
    assert await claim(database) == []
    assert [parcel.key for parcel in await claim(database, NOW + DAY + LEASE)] == ["a"]


# --- forgetting ------------------------------------------------------------------------


async def test_what_ended_long_ago_is_forgotten_unless_an_edit_still_needs_it(database: Database, world: World) -> None:
    for key in ("old", "edited", "new", "waiting"):
        await tell(database, world.guru.person_id, key, subject=key)
    for key in ("old", "edited"):
        (parcel,) = await claim(database)
        assert parcel.key == key
        await record(database, parcel, Sent(1), NOW)
    (parcel,) = await claim(database, NOW + DAY)
    await record(database, parcel, Sent(1), NOW + DAY)
    async with database.transaction() as session:
        await outbox.supersede(session, "edited", "card", 2, NOW + DAY)
        assert await lending.prune(session, NOW + DAY, 10) == 1
    async with database.reading() as session:
        keys = await session.scalars(select(OUTBOX.c.key).where(~OUTBOX.c.key.like("edit:%")).order_by(OUTBOX.c.id))
        assert keys.all() == ["edited", "new", "waiting"]


async def test_a_little_is_forgotten_at_a_time(database: Database, world: World) -> None:
    await crowd(database, 5, state=OutboxState.dropped)
    async with database.transaction() as session:
        assert [await lending.prune(session, NOW + DAY, 3) for _ in range(3)] == [3, 2, 0]
