"""What is to be told is told: once, in order, one at a time, and not when it has become pointless."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import Row, select, update

from storage import lending, outbox, reach
from storage.accounts import ACCOUNTS
from storage.database import Database
from storage.outbox import OUTBOX, Priority
from storage.outcomes import Dead, Dropped, Gone, Outcome, Resend, Retry, Sent, Unknown
from storage.values import Member, OutboxAction, OutboxState, Parcel
from tests.storage.school import NOW, World, phone

LEASE = timedelta(seconds=60)
SOON = NOW + timedelta(seconds=1)
AFTER_LEASE = NOW + timedelta(seconds=61)


async def tell(database: Database, member: Member, key: str, **options: Any) -> None:
    async with database.transaction() as session:
        await outbox.post(session, key, member.person_id, "card", {"of": key}, NOW, **options)


async def claim(database: Database, now: datetime = NOW, limit: int = 10) -> list[Parcel]:
    async with database.transaction() as session:
        await lending.settle(session, now, LEASE)
        return list(await lending.claim(session, now, limit, LEASE))


async def record(database: Database, parcel: Parcel, outcome: Outcome, now: datetime = NOW) -> None:
    async with database.transaction() as session:
        await lending.record(session, parcel.id, outcome, now)


async def row_of(database: Database, key: str) -> Row[Any]:
    async with database.reading() as session:
        return (await session.execute(select(OUTBOX).where(OUTBOX.c.key == key))).one()


async def state_of(database: Database, key: str) -> OutboxState:
    return OutboxState((await row_of(database, key)).state)


async def test_a_card_is_claimed_with_what_it_takes_to_send_it(database: Database, world: World) -> None:
    await tell(database, world.guru, "a", may_resend=True)
    (parcel,) = await claim(database)
    assert parcel == Parcel(
        id=parcel.id,
        key="a",
        action=OutboxAction.send,
        telegram_id=phone(world.guru),
        person_id=world.guru.person_id,
        language="id",
        card="card",
        params={"of": "a"},
        attempts=0,
        origin_message_id=None,
        may_resend=True,
    )
    assert await claim(database) == []
    await record(database, parcel, Sent(9))
    row = await row_of(database, "a")
    assert (row.state, row.message_id, row.chat_id, row.attempts) == (OutboxState.sent, 9, phone(world.guru), 1)


async def test_the_same_key_is_told_once(database: Database, world: World) -> None:
    await tell(database, world.guru, "a")
    await tell(database, world.kepala, "a")
    (parcel,) = await claim(database)
    assert parcel.person_id == world.guru.person_id
    await record(database, parcel, Sent(9))
    await tell(database, world.guru, "a")
    assert await claim(database) == []


async def test_a_rolled_back_card_is_not_told(database: Database, world: World) -> None:
    with pytest.raises(ZeroDivisionError):
        await _post_and_fail(database, world)
    assert await claim(database) == []


async def _post_and_fail(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await outbox.post(session, "a", world.guru.person_id, "card", {}, NOW)
        raise ZeroDivisionError


async def test_answers_go_before_bulk_and_each_in_order(database: Database, world: World) -> None:
    people = [world.guru, world.colleague, world.kepala, world.operator]
    priorities = [Priority.bulk, Priority.answer, Priority.bulk, Priority.answer]
    for key, (member, priority) in zip("abcd", zip(people, priorities, strict=True), strict=True):
        await tell(database, member, key, priority=priority)
    assert [parcel.key for parcel in await claim(database, limit=3)] == ["b", "d", "a"]
    assert [parcel.key for parcel in await claim(database)] == ["c"]


async def test_one_card_of_a_person_is_under_way_at_a_time(database: Database, world: World) -> None:
    for key in "abc":
        await tell(database, world.guru, key)
    for key in "abc":
        (parcel,) = await claim(database)
        assert parcel.key == key
        assert await claim(database) == []
        await record(database, parcel, Sent(1))


async def test_two_senders_never_claim_the_same(database: Database, world: World) -> None:
    for member in (world.guru, world.colleague, world.kepala, world.operator):
        for number in range(3):
            await tell(database, member, f"{member.person_id} {number}")
    claimed = [*chain.from_iterable(await asyncio.gather(*(claim(database, limit=2) for _ in range(4))))]
    assert len(claimed) == len({parcel.person_id for parcel in claimed}) == 4


async def test_not_before_its_time(database: Database, world: World) -> None:
    await tell(database, world.guru, "a", not_before=SOON)
    assert await claim(database) == []
    assert len(await claim(database, SOON)) == 1


async def test_what_is_out_of_date_is_dropped(database: Database, world: World) -> None:
    await tell(database, world.guru, "a", expires_at=SOON)
    assert await claim(database, SOON) == []
    assert await state_of(database, "a") is OutboxState.dropped


async def test_cards_wait_for_people_who_cannot_be_reached(database: Database, world: World) -> None:
    await tell(database, world.guru, "a")
    async with database.transaction() as session:
        hers = update(ACCOUNTS).where(ACCOUNTS.c.telegram_id == phone(world.guru))
        await session.execute(hers.values(reachable=False))
    assert await claim(database) == []
    async with database.transaction() as session:
        await reach.back(session, phone(world.guru), NOW)
    assert len(await claim(database)) == 1


async def test_cards_wait_for_people_who_have_not_joined(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await session.execute(update(ACCOUNTS).values(person_id=None))
    await tell(database, world.guru, "a")
    assert await claim(database) == []
    assert await state_of(database, "a") is OutboxState.waiting


@pytest.mark.parametrize(
    ("outcome", "state", "attempts"),
    [
        (Retry(SOON, "5xx"), OutboxState.waiting, 1),
        (Retry(SOON, "429", counted=False), OutboxState.waiting, 0),
        (Resend("lost"), OutboxState.unknown, 1),
        (Unknown("lost"), OutboxState.unknown, 1),
        (Dead("too long"), OutboxState.dead, 1),
        (Gone("blocked"), OutboxState.gone, 1),
        (Dropped(), OutboxState.dropped, 1),
    ],
)
async def test_what_became_of_it(
    database: Database, world: World, outcome: Outcome, state: OutboxState, attempts: int
) -> None:
    await tell(database, world.guru, "a")
    (parcel,) = await claim(database)
    await record(database, parcel, outcome)
    row = await row_of(database, "a")
    assert (row.state, row.attempts, row.lease_until) == (state, attempts, None)
    assert row.error == getattr(outcome, "reason", None)
    assert await claim(database) == []
    assert len(await claim(database, SOON)) == (state is OutboxState.waiting)


async def test_a_lost_decision_card_goes_out_once_more_and_no_further(database: Database, world: World) -> None:
    await tell(database, world.guru, "a", may_resend=True)
    for state in (OutboxState.waiting, OutboxState.unknown):
        (parcel,) = await claim(database)
        await record(database, parcel, Resend("lost"))
        assert await state_of(database, "a") is state


@pytest.mark.parametrize("may_resend", [True, False])
async def test_a_loan_that_runs_out(database: Database, world: World, may_resend: bool) -> None:
    await tell(database, world.guru, "a", may_resend=may_resend)
    await claim(database)
    again = await claim(database, AFTER_LEASE)
    assert [parcel.attempts for parcel in again] == ([1] if may_resend else [])
    assert await claim(database, AFTER_LEASE + timedelta(seconds=61)) == []
    assert await state_of(database, "a") is OutboxState.unknown


@pytest.mark.parametrize("may_resend", [True, False])
async def test_late_good_news_counts_and_late_bad_news_does_not(
    database: Database, world: World, may_resend: bool
) -> None:
    await tell(database, world.guru, "a", may_resend=may_resend)
    await tell(database, world.guru, "b")
    (parcel,) = await claim(database)
    async with database.transaction() as session:
        await session.execute(update(OUTBOX).where(OUTBOX.c.key == "b").values(not_before=AFTER_LEASE + LEASE))
        await lending.settle(session, AFTER_LEASE, LEASE)
    lost = await state_of(database, "a")
    await record(database, parcel, Dead("late"))
    assert await state_of(database, "a") is lost
    await record(database, parcel, Sent(3))
    assert await state_of(database, "a") is OutboxState.sent
    assert await claim(database, AFTER_LEASE) == []


async def _supersede(database: Database, version: int) -> None:
    async with database.transaction() as session:
        await outbox.supersede(session, "skp:1", "card", version, NOW)


async def test_a_superseded_card_that_has_not_gone_out_never_does(database: Database, world: World) -> None:
    await tell(database, world.guru, "a", subject="skp:1")
    await tell(database, world.colleague, "b", subject="skp:2")
    await _supersede(database, 2)
    assert [parcel.key for parcel in await claim(database)] == ["b"]


async def test_a_superseded_card_on_a_phone_is_edited_once_per_version(database: Database, world: World) -> None:
    await tell(database, world.guru, "a", subject="skp:1")
    (sent,) = await claim(database)
    await record(database, sent, Sent(55))
    await _supersede(database, 2)
    await _supersede(database, 2)
    (edit,) = await claim(database)
    assert (edit.key, edit.action, edit.card) == (f"edit:{sent.id}:2", OutboxAction.edit, "card")
    assert (edit.params, edit.origin_message_id, edit.telegram_id) == ({"of": "a"}, 55, phone(world.guru))
    await record(database, edit, Sent(55))
    await _supersede(database, 3)
    assert [parcel.key for parcel in await claim(database)] == [f"edit:{sent.id}:3"]


async def test_an_edit_sent_anew_is_the_card_from_then_on(database: Database, world: World) -> None:
    await tell(database, world.guru, "a", subject="skp:1")
    (sent,) = await claim(database)
    await record(database, sent, Sent(55))
    await _supersede(database, 2)
    (edit,) = await claim(database)
    await record(database, edit, Sent(90))
    await _supersede(database, 3)
    assert [parcel.origin_message_id for parcel in await claim(database)] == [90]


async def test_an_edit_waits_for_a_card_under_way(database: Database, world: World) -> None:
    await tell(database, world.guru, "a", subject="skp:1")
    (sent,) = await claim(database)
    await _supersede(database, 2)
    assert await claim(database) == []
    await record(database, sent, Sent(55))
    assert [parcel.origin_message_id for parcel in await claim(database)] == [55]


async def test_an_edit_of_what_never_arrived_is_dropped(database: Database, world: World) -> None:
    await tell(database, world.guru, "a", subject="skp:1")
    (sent,) = await claim(database)
    await _supersede(database, 2)
    await record(database, sent, Dead("too long"))
    assert await claim(database) == []
    assert await state_of(database, f"edit:{sent.id}:2") is OutboxState.dropped


async def test_the_phone_somebody_no_longer_has_is_not_written_to(database: Database, world: World) -> None:
    await tell(database, world.guru, "a", subject="skp:1")
    (sent,) = await claim(database)
    await record(database, sent, Sent(55))
    async with database.transaction() as session:
        old = ACCOUNTS.c.telegram_id == phone(world.guru)
        await session.execute(update(ACCOUNTS).where(old).values(telegram_id=7))
    await _supersede(database, 2)
    assert await claim(database) == []
