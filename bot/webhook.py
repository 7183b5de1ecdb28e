"""Webhook: Telegram posts updates here; it is told 200 only after the commit.

aiogram's handler answers before handling by default; with `handle_in_background=False` a crash before the commit makes
Telegram send the update again, and the record recognises it.
"""

from __future__ import annotations

import asyncio
import secrets

from aiogram import Bot, Dispatcher
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from bot.polling import USED_UPDATES
from bot.settings import Settings, WrongSetting

PATH = "/telegram"


async def serve(bot: Bot, dispatcher: Dispatcher, settings: Settings, stop: asyncio.Event) -> None:
    """Tell Telegram the address, listen on KAWAL_WEBHOOK_PORT until `stop`. Any number of replicas may run."""
    if settings.webhook_secret is None:
        raise WrongSetting(
            f"KAWAL_WEBHOOK_SECRET is not set: choose a long random one, for example {secrets.token_urlsafe(24)}"
        )
    secret = settings.webhook_secret.get_secret_value()
    assert settings.webhook_url is not None
    app = web.Application()
    handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=secret)
    handler.register(app, path=PATH)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, port=settings.webhook_port).start()
        address = settings.webhook_url.rstrip("/") + PATH
        await bot.set_webhook(address, secret_token=secret, allowed_updates=USED_UPDATES)
        await stop.wait()
    finally:
        await runner.cleanup()
