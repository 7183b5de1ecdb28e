"""The parts wired into processes: the bot, the scheduler, or both in one."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramUnauthorizedError
from sqlalchemy.exc import DBAPIError

from bot import commands, webhook
from bot.desk import Desk
from bot.door import Door
from bot.polling import poll
from bot.settings import Settings, WrongSetting
from regulations.library import Library, packaged
from scheduler import loop, reminders, sweeping
from scheduler.cards import renderer
from scheduler.sender import Misconfigured, Sender
from scheduler.telegram import connect
from storage import migrations
from storage.clock import Clock, RemoteClock, SystemClock
from storage.database import Busy, Database
from storage.vault import Vault

log = logging.getLogger(__name__)

PATIENCE = 15.0
"""Seconds for one call to Telegram; the updates of everybody wait for the slowest call of a batch."""
REFUSED_TOKEN = "Telegram refuses KAWAL_BOT_TOKEN (401 Unauthorized): check it with @BotFather"  # noqa: S105 - a message


@asynccontextmanager
async def clock_of(settings: Settings) -> AsyncIterator[Clock]:
    """The clock of this process: the system's, or the simulator's."""
    if settings.clock_url is None:
        yield SystemClock()
        return
    async with RemoteClock(settings.clock_url) as clock:
        yield clock


async def prepared(settings: Settings) -> Database:
    """The database, brought up to date. Raises WrongSetting when it cannot be had; the text holds no password."""
    try:
        database = Database(settings.database)
        await migrations.upgrade(settings.database)
    except (OSError, DBAPIError, Busy) as problem:
        reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else type(problem).__name__
        raise WrongSetting(f"KAWAL_DATABASE_URL: the database cannot be had ({reason})") from None
    return database


def telegram(settings: Settings) -> Bot:
    """aiogram's client, speaking to Telegram or to whatever address is set."""
    server = TelegramAPIServer.from_base(settings.telegram_api_url)
    return Bot(settings.token(), session=AiohttpSession(api=server, timeout=PATIENCE))


async def run(settings: Settings, *, with_bot: bool = True, with_scheduler: bool = True) -> None:
    """Run until SIGINT or SIGTERM. Raises WrongSetting when Telegram refuses the token or a setting is wrong."""
    token = settings.token()
    async with AsyncExitStack() as stack:
        clock = await stack.enter_async_context(clock_of(settings))
        database = await prepared(settings)
        stack.push_async_callback(database.dispose)
        stop = _until_stopped()
        library = packaged()
        vault = Vault(settings.vault)
        parts: list[Coroutine[Any, Any, None]] = []
        sender: Sender | None = None
        if with_scheduler:
            ext_bot = connect(token, settings.telegram_api_url, settings.send_rate)
            sender = Sender(database, ext_bot, renderer(library, clock), clock)
            parts.append(_deliver(sender, database, library, clock, vault, stop))
        if with_bot:
            bot = telegram(settings)
            stack.push_async_callback(bot.session.close)
            desk = Desk(database, library, clock, posted=sender.nudge if sender else None)
            parts.append(_serve(bot, desk, vault, settings, stop))
        gc.freeze()  # what was imported stays: looking through it again and again costs a quarter of a tick
        await _together(parts, stop)


async def _together(parts: list[Coroutine[Any, Any, None]], stop: asyncio.Event) -> None:
    """Run the parts; when one ends or fails, the others are asked to stop."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, TelegramUnauthorizedError):
            raise WrongSetting(REFUSED_TOKEN)
        if isinstance(result, Misconfigured):
            raise WrongSetting(result.reason)
        if isinstance(result, BaseException):
            raise result


async def _serve(bot: Bot, desk: Desk, vault: Vault, settings: Settings, stop: asyncio.Event) -> None:
    """Take updates in, by long polling or by webhook."""
    dispatcher = Door(bot, desk, vault).dispatcher()
    with contextlib.suppress(AiogramError):
        desk.username = (await bot.me()).username
    with contextlib.suppress(AiogramError):
        await commands.offer_to_strangers(bot)
    if settings.webhook_url is not None:
        await webhook.serve(bot, dispatcher, settings, stop)
        return

    with contextlib.suppress(AiogramError):
        await bot.delete_webhook()  # one that was set before would keep all updates to itself

    async def handle(update: object) -> object:
        return await dispatcher.feed_update(bot, update)  # type: ignore[arg-type]

    await poll(bot, handle, stop)


async def _deliver(
    sender: Sender, database: Database, library: Library, clock: Clock, vault: Vault, stop: asyncio.Event
) -> None:
    """Remind, and deliver the outbox, until it is time to stop."""

    async def end() -> None:
        await stop.wait()
        sender.stop()

    ending = asyncio.ensure_future(end())
    try:
        ticks = [loop.prune(database, clock), loop.forget(database, clock), loop.turn(database, clock)]
        ticks.append(reminders.tick(database, library, clock))
        sweeps = [sweeping.sweep(database, clock, vault), sweeping.erase(database, vault)]
        await loop.run(sender, [*ticks, *sweeps])
    finally:
        ending.cancel()


def _until_stopped() -> asyncio.Event:
    """Set by SIGINT and SIGTERM."""
    stop = asyncio.Event()
    running = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        running.add_signal_handler(name, stop.set)
    return stop
