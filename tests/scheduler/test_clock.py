"""The clock of the demo is followed over HTTP, and never fails whoever asks it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from aiohttp import web

from simulator.server import Simulator
from storage.clock import ClockUnreachable, FixedClock, RemoteClock, SystemClock

JANUARY = datetime(2027, 1, 12, 0, 5, tzinfo=UTC)


class World:
    """Tells the time as the simulator does; counts how often it was asked."""

    def __init__(self) -> None:
        self.answer: Any = {"now": JANUARY.isoformat()}
        self.asked = 0
        self.url = ""

    async def clock(self, request: web.Request) -> web.Response:
        self.asked += 1
        return web.json_response(self.answer)

    async def asked_again(self, times: int = 2) -> None:
        """Until an answer to a question asked from now on has been read: the question after it has come."""
        goal = self.asked + times
        async with asyncio.timeout(10):
            while self.asked < goal:  # noqa: ASYNC110 - the other side is a real HTTP server
                await asyncio.sleep(0.005)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world, app = World(), web.Application()
    app.router.add_get("/control/clock", world.clock)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    world.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield world
    await runner.cleanup()


async def test_it_shows_the_time_of_the_world_and_goes_on(world: World) -> None:
    async with RemoteClock(world.url, every=0.01) as clock:
        first = clock.now()
        assert JANUARY <= first < JANUARY + timedelta(hours=1)
        assert first.tzinfo is UTC
        assert clock.now() >= first


async def test_it_follows_when_the_clock_is_set_forward_and_back(world: World) -> None:
    async with RemoteClock(world.url, every=0.01) as clock:
        for moment in (JANUARY + timedelta(days=30), JANUARY - timedelta(days=30)):
            world.answer = {"now": moment.astimezone(timezone(timedelta(hours=9))).isoformat()}
            await world.asked_again()
            assert moment <= clock.now() < moment + timedelta(hours=1)


@pytest.mark.parametrize("nonsense", [{}, {"now": "soon"}, {"now": None}, {"now": "2027-01-12T00:05:00"}, [], "x"])
async def test_nonsense_leaves_the_last_time_running(world: World, nonsense: Any) -> None:
    async with RemoteClock(world.url, every=0.01) as clock:
        world.answer = nonsense
        await world.asked_again()
        assert JANUARY <= clock.now() < JANUARY + timedelta(hours=1)


async def test_it_waits_for_a_world_that_is_not_ready(world: World) -> None:
    ready, world.answer = world.answer, {}
    starting = asyncio.create_task(RemoteClock(world.url, every=0.01).start())
    await world.asked_again()
    assert not starting.done()
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    world.answer = ready
    async with RemoteClock(world.url, every=0.01) as clock:
        assert clock.now() >= JANUARY


async def test_the_simulator_is_such_a_world() -> None:
    simulator = Simulator()
    await simulator.start()
    simulator.world.clock.set(JANUARY)
    async with RemoteClock(simulator.url) as clock:
        assert JANUARY <= clock.now() < JANUARY + timedelta(hours=1)
    await simulator.stop()


async def test_nobody_there_is_said_with_the_address() -> None:
    with pytest.raises(ClockUnreachable, match=r"http://127\.0\.0\.1:9/control/clock"):
        await RemoteClock("http://127.0.0.1:9/", every=0.01, patience=0.05).start()


def test_before_the_start_there_is_no_time() -> None:
    with pytest.raises(RuntimeError):
        RemoteClock("http://127.0.0.1:9").now()


def test_a_fixed_clock_stands_where_it_is_put() -> None:
    clock = FixedClock(JANUARY)
    assert clock.now() == clock.now() == JANUARY
    clock.advance(timedelta(days=-1))
    assert clock.now() == JANUARY - timedelta(days=1)
    with pytest.raises(ValueError, match="zone"):
        clock.set(JANUARY.replace(tzinfo=None))


def test_the_real_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
