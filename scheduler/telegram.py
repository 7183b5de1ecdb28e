"""A Screen as calls of python-telegram-bot: the only door through which cards leave."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypedDict
from urllib.parse import urlsplit

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from dialogs.screen import Button, Screen
from scheduler.outcome import Held
from storage.values import OutboxAction, Parcel

CONNECT_SECONDS, WRITE_SECONDS, READ_SECONDS = 5.0, 5.0, 10.0
CALL_SECONDS = 25.0
"""A whole call, whatever its parts do; a lease of the outbox must be longer."""
SLACK = 1.5
"""Calls that may leave at once after a rest. With 1, each moment that a call leaves late is lost for good, and a busy
machine sends several percent less than it may; with 1.5 it is made up for by the next, and no second sees two more."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Pacer(AIORateLimiter):
    """Lets one call out every 1/rate seconds, and none while sending pauses. A call that takes too long is ended.

    The library's own gate for a pause opens early and lets everybody through at once, so it is not used
    (`max_retries=0`): calls that were waiting here when the pause began raise `Held` and their cards go back.
    """

    def __init__(self, rate: float) -> None:
        """`rate` in calls per second, above 0."""
        super().__init__(overall_max_rate=SLACK, overall_time_period=SLACK / rate, max_retries=0)
        self.rate = rate
        self.on_leave: Callable[[], None] = lambda: None
        """Called in the task whose call goes out now."""
        self._opens = 0.0

    def hold(self, seconds: float) -> None:
        """Let nothing out for so many seconds of real time; a longer pause that has begun stays."""
        self._opens = max(self._opens, asyncio.get_running_loop().time() + seconds)

    def held_for(self) -> float:
        """Seconds until calls may leave again; 0 when they may."""
        return max(0.0, self._opens - asyncio.get_running_loop().time())

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Wait for a turn, then call Telegram. Held if a pause has begun meanwhile, TimeoutError after CALL_SECONDS."""

        async def unless_held(*args: Any, **kwargs: Any) -> Any:
            if self.held_for():
                raise Held
            self.on_leave()
            async with asyncio.timeout(CALL_SECONDS):
                return await callback(*args, **kwargs)

        return await super().process_request(unless_held, args, kwargs, endpoint, data, rate_limit_args)


def connect(token: str, api_url: str, rate: float, *, connections: int = 16) -> ExtBot[int]:
    """A bot for the sender: `rate` calls per second at most, to Telegram or to whatever speaks its API at `api_url`.

    Nothing is called yet. InvalidToken when the token is empty.
    """
    _quieten()
    base = api_url.rstrip("/")
    request = _request(base, connections)
    return ExtBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=request,
        get_updates_request=request,  # never used here; without it the library builds a second client
        rate_limiter=Pacer(rate),
    )


def _quieten() -> None:
    """What the libraries log and we do not want: addresses with the token in them, a traceback for each 429 and 502."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    for name in ("telegram.ext.AIORateLimiter", "telegram.request.BaseRequest"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _request(base: str, connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=CONNECT_SECONDS,
        write_timeout=WRITE_SECONDS,
        read_timeout=READ_SECONDS,
        # A proxy of the environment is for the world outside; a simulator on loopback is not behind it.
        httpx_kwargs={"trust_env": urlsplit(base).hostname not in LOOPBACK},
    )


async def deliver(bot: ExtBot[int], parcel: Parcel, screen: Screen) -> int:
    """Send the screen, or put it into the message sent before. Returns the message id; raises what Telegram says."""
    if parcel.action is OutboxAction.edit and parcel.origin_message_id is not None:
        await bot.edit_message_text(chat_id=parcel.telegram_id, message_id=parcel.origin_message_id, **_content(screen))
        return parcel.origin_message_id
    message: Message = await bot.send_message(chat_id=parcel.telegram_id, **_content(screen))
    return message.message_id


class _Content(TypedDict):
    text: str
    parse_mode: ParseMode
    link_preview_options: LinkPreviewOptions
    reply_markup: InlineKeyboardMarkup | None


def _content(screen: Screen) -> _Content:
    return {
        "text": str(screen.text),
        "parse_mode": ParseMode.HTML,
        "link_preview_options": LinkPreviewOptions(is_disabled=True),
        "reply_markup": InlineKeyboardMarkup([[_button(b) for b in row] for row in screen.rows])
        if screen.rows
        else None,
    }


def _button(button: Button) -> InlineKeyboardButton:
    copied = CopyTextButton(button.copy) if button.copy is not None else None
    return InlineKeyboardButton(button.label, callback_data=button.data, url=button.url, copy_text=copied)
