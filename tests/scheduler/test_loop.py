"""The ticks: they wake the sender for what others have posted, and one that fails does not stop the rest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from scheduler import loop
from scheduler.loop import CARDS_FOR, SEEN_FOR, Tick, prune
from scheduler.sender import Misconfigured, Sender
from storage.arrivals import SEEN
from storage.values import OutboxState
from tests.scheduler.office import SARI, Office

OFTEN = timedelta(seconds=0.01)


@asynccontextmanager
async def running(sender: Sender, *ticks: Tick) -> AsyncIterator[None]:
    async with asyncio.timeout(15), asyncio.TaskGroup() as group:
        group.create_task(loop.run(sender, ticks))
        try:
            yield
        finally:
            sender.stop()


async def test_what_another_process_posts_arrives_without_a_nudge(small_office: Office) -> None:
    async with running(small_office.sender()):
        for text in ("satu", "dua"):
            await small_office.post(SARI, text)
            await small_office.phone(SARI).shows(text)


async def test_a_tick_that_fails_comes_again_and_harms_nobody(small_office: Office) -> None:
    rounds = asyncio.Queue[int]()

    async def failing() -> None:
        rounds.put_nowait(1)
        raise ValueError

    async with running(small_office.sender(), Tick("failing", OFTEN, failing)):
        await rounds.get()
        await rounds.get()
        await small_office.post(SARI, "kartu")
        await small_office.phone(SARI).shows("kartu")


async def test_a_slow_tick_is_not_started_twice(small_office: Office) -> None:
    at_once, finish = 0, asyncio.Event()
    others = asyncio.Queue[int]()

    async def slow() -> None:
        nonlocal at_once
        at_once += 1
        await finish.wait()

    async def other() -> None:
        others.put_nowait(1)

    async with running(small_office.sender(), Tick("slow", OFTEN, slow), Tick("other", OFTEN, other)):
        for _ in range(10):
            await others.get()
        assert at_once == 1
        finish.set()


async def test_a_wrong_configuration_ends_the_loop(small_office: Office) -> None:
    with pytest.raises(Misconfigured):
        await loop.run(small_office.sender(token="1234567:not-the-token"))


async def test_old_updates_are_forgotten(post_office: Office) -> None:
    now = post_office.clock.now()
    seen = [{"update_id": 1, "at": now - SEEN_FOR - OFTEN}, {"update_id": 2, "at": now - SEEN_FOR}]
    async with post_office.database.transaction() as session:
        await session.execute(insert(SEEN), seen)
    await prune(post_office.database, post_office.clock).action()
    async with post_office.database.reading() as session:
        assert list(await session.scalars(select(SEEN.c.update_id))) == [2]


async def test_cards_of_a_year_ago_are_forgotten_and_those_of_this_one_are_not(small_office: Office) -> None:
    await small_office.post(SARI, "tahun lalu", card="pointless")
    async with small_office.open() as sender:
        await small_office.becomes(sender, "tahun lalu", OutboxState.dropped)
        small_office.clock.advance(CARDS_FOR)
        await small_office.post(SARI, "tahun ini", card="pointless")
        await small_office.becomes(sender, "tahun ini", OutboxState.dropped)
    small_office.clock.advance(OFTEN)
    await prune(small_office.database, small_office.clock).action()
    assert set(await small_office.states()) == {"tahun ini"}
