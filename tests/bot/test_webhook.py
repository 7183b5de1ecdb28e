"""Updates by webhook: what cannot be read or reached holds nobody up, and what cannot work says so."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pydantic import SecretStr

from bot import webhook
from bot.settings import Settings, WrongSetting
from tests.bot import record
from tests.bot.people import School
from tests.bot.street import Street, street


def settings(port: int, url: str | None = None) -> Settings:
    """A webhook on this machine."""
    address = url or f"http://127.0.0.1:{port}"
    return Settings(webhook_url=address, webhook_port=port, webhook_secret=SecretStr("made-up-for-this-test"))


@pytest.fixture
def port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def hooked(here: Street, port: int) -> AsyncIterator[asyncio.Task[None]]:
    """The webhook serves until the end of the block."""
    stop = asyncio.Event()
    serving = asyncio.create_task(webhook.serve(here.bot, here.door.dispatcher(), settings(port), stop))
    try:
        yield serving
    finally:
        stop.set()
        await serving


async def test_an_update_that_nobody_can_read_is_taken_and_the_next_one_comes(sent: School, port: int) -> None:
    async with street(sent) as here:
        rekan, world = here.phone("rekan"), here.simulator.world
        strange = {"message_id": 99, "chat": {"id": rekan.id, "type": "from_the_future"}, "date": "tomorrow"}
        world.notify("message", strange, world.chats[rekan.id])
        await rekan.send("/rencana")
        async with hooked(here, port):
            await rekan.shows("1 dari 7")
            await here.control.settle(0.03)


async def test_telegram_out_of_reach_at_the_start_is_tried_again(sent: School, port: int) -> None:
    async with street(sent) as here:
        await here.fault("error", "setWebhook", code=502, html=True)
        async with hooked(here, port):
            await here.phone("rekan").send("/rencana")
            await here.phone("rekan").shows("1 dari 7")
        assert await record.open_drafts(sent.database) == 1


async def test_a_taken_port_and_a_refused_address_are_wrong_settings(sent: School, port: int) -> None:
    async with street(sent) as here:
        dispatcher, stop = here.door.dispatcher(), asyncio.Event()
        with pytest.raises(WrongSetting, match="KAWAL_WEBHOOK_URL: Telegram does not take it"):
            await webhook.serve(here.bot, dispatcher, settings(port, "http://example.com"), stop)
        with socket.socket() as other:
            other.bind(("0.0.0.0", port))
            other.listen()
            with pytest.raises(WrongSetting, match="KAWAL_WEBHOOK_PORT: the port cannot be had"):
                await webhook.serve(here.bot, here.door.dispatcher(), settings(port), stop)
