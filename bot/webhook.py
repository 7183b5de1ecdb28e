"""Webhook: Telegram posts updates here; it is told 200 only after the commit.

aiogram's handler answers before handling by default; with `handle_in_background=False` a crash before the commit makes
Telegram send the update again, and the record recognises it.
"""

from __future__ import annotations

import asyncio
import logging
import secrets

from aiogram import Bot, Dispatcher
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramUnauthorizedError
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import ValidationError

from bot.polling import USED_UPDATES, rest, unreadable
from bot.settings import Settings, WrongSetting

log = logging.getLogger(__name__)

PATH = "/telegram"


async def serve(bot: Bot, dispatcher: Dispatcher, settings: Settings, stop: asyncio.Event) -> None:
    """Tell Telegram the address, listen on KAWAL_WEBHOOK_PORT until `stop`. Any number of replicas may run."""
    if settings.webhook_secret is None:
        raise WrongSetting(
            f"KAWAL_WEBHOOK_SECRET is not set: choose a long random one, for example {secrets.token_urlsafe(24)}"
        )
    secret = settings.webhook_secret.get_secret_value()
    assert settings.webhook_url is not None
    app = web.Application(middlewares=[_readable])
    handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=secret)
    handler.register(app, path=PATH)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, port=settings.webhook_port).start()
        await _install(bot, settings.webhook_url.rstrip("/") + PATH, secret, stop)
        await stop.wait()
    except OSError as problem:
        raise WrongSetting(f"KAWAL_WEBHOOK_PORT: the port cannot be had: {problem.strerror or problem}") from None
    finally:
        await runner.cleanup()


async def _install(bot: Bot, address: str, secret: str, stop: asyncio.Event) -> None:
    """Tell Telegram the address, as soon as it can be reached."""
    pause = 0.5
    while not stop.is_set():
        try:
            await bot.set_webhook(address, secret_token=secret, allowed_updates=USED_UPDATES)
        except TelegramUnauthorizedError:
            raise
        except TelegramBadRequest as error:
            raise WrongSetting(f"KAWAL_WEBHOOK_URL: Telegram does not take it: {error.message}") from None
        except AiogramError as error:
            pause = await rest(error, pause, stop)
        else:
            return


@web.middleware
async def _readable(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What aiogram cannot read now it cannot read later either: it is taken, so that it does not come for ever."""
    try:
        return await handler(request)
    except ValidationError as problem:
        log.error("an update cannot be read and is passed over: %s", unreadable(problem))
        return web.Response()
