"""The door on the simulator's Telegram, in one process: real aiogram, real HTTP, the desk of a school behind it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.door import Door
from bot.polling import poll
from simulator.driver import Control, Phone, Screen
from simulator.server import Simulator
from simulator.state import Profile
from storage.vault import Vault
from tests.bot.people import School

PATIENCE = 15.0


@dataclass
class Street:
    """Phones on one side, the desk on the other."""

    school: School
    simulator: Simulator
    control: Control
    bot: Bot
    door: Door
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    polling: asyncio.Task[None] | None = None

    def phone(self, who: str) -> Phone:
        """The phone of somebody of the school."""
        return Phone(self.control, self.school.person(who).telegram_id)

    def open(self) -> None:
        """Begin to take updates in."""
        dispatcher = self.door.dispatcher()

        async def handle(update: Any) -> object:
            return await dispatcher.feed_update(self.bot, update)

        self.stop.clear()
        self.polling = asyncio.create_task(poll(self.bot, handle, self.stop))

    async def close(self) -> None:
        """Stop as SIGTERM does; what polling raised is raised."""
        self.stop.set()
        if self.polling is not None:
            await self.polling
            self.polling = None

    async def rest(self, who: str) -> Screen:
        """The newest message on somebody's phone once the bot has nothing left to do."""
        await self.control.settle(quiet=0.03)
        return await self.phone(who).screen()

    async def say(self, who: str, text: str) -> Screen:
        """Somebody types; what they see then."""
        await self.phone(who).send(text)
        return await self.rest(who)

    async def tap(self, who: str, label: str) -> Screen:
        """Somebody taps; what they see then."""
        await self.phone(who).tap(label)
        return await self.rest(who)

    async def fault(self, kind: str, method: str = "", **more: Any) -> None:
        """Something goes wrong in Telegram from now on."""
        await self.control.post("faults", kind=kind, method=method, **more)

    async def count(self, method: str) -> int:
        """How often a method was called."""
        return len(await self.control.calls(method))

    def lives(self) -> bool:
        """Whether updates are still taken in."""
        return self.polling is not None and not self.polling.done()

    async def alive(self, who: str = "guru") -> None:
        """Updates are still taken in and answered."""
        assert self.lives()
        assert "Contoh" in (await self.say(who, "/menu")).text


@asynccontextmanager
async def street(school: School, vault: Vault | None = None) -> AsyncIterator[Street]:
    """Everybody of the school has a phone; the bot is not open yet. Files need a `vault`."""
    profiles = [Profile(person.telegram_id, "Contoh", label=who) for who, person in school.people.items()]
    simulator = Simulator(phones=profiles)
    await simulator.start()
    session = AiohttpSession(api=TelegramAPIServer.from_base(simulator.url))
    bot = Bot(simulator.token, session=session)
    async with Control(simulator.url) as control:
        here = Street(school, simulator, control, bot, Door(bot, school.desk, vault))
        try:
            yield here
        finally:
            with contextlib.suppress(Exception):
                await here.close()
            await (await session.create_session()).close()  # bot.session.close() would sleep a quarter of a second
            await simulator.stop()


async def taps(here: Street) -> list[dict[str, Any]]:
    """Every tap that was made, with how often it was answered."""
    updates = (await here.control.get("updates"))["updates"]
    return [update["tap"] for update in updates if "tap" in update]
