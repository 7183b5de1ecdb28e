"""Replies become calls of the Bot API, through aiogram. What was decided is already committed: nothing here can lose
it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.replies import Place, Reply
from dialogs.screen import Row, Screen

log = logging.getLogger(__name__)
T = TypeVar("T")

TRIES = 3
LONGEST_WAIT = 30.0
"""Seconds; a longer `retry_after` is not waited for: the person will tap again and see where things are."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Gone(Exception):
    """The person has blocked the bot or deleted the account."""


def keyboard(rows: tuple[Row, ...]) -> InlineKeyboardMarkup | None:
    """Rows of buttons as aiogram wants them."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(
                    text=button.label,
                    callback_data=button.data,
                    url=button.url,
                    copy_text=CopyTextButton(text=button.copy) if button.copy else None,
                )
                for button in row
            ]
            for row in rows
        ]
    )


async def show(bot: Bot, chat_id: int, tapped: int | None, reply: Reply) -> int | None:
    """Carry a reply out. Gives the id of a new message that shows the conversation, or None when none was needed.

    Raises Gone when the person cannot be reached. Other troubles are logged and swallowed: the record is right, and
    the next tap shows it.
    """
    try:
        match reply.place:
            case Place.here if tapped is not None:
                return await _edit(bot, chat_id, tapped, reply.screen)
            case Place.live if reply.former is not None:
                return await _edit(bot, chat_id, reply.former, reply.screen)
            case Place.aside:
                await _send(bot, chat_id, reply.screen)
                return None
            case _:
                await _bare(bot, chat_id, reply.former)
                return await _send(bot, chat_id, reply.screen)
    except TelegramForbiddenError as error:
        raise Gone from error
    except AiogramError as error:
        log.error("a screen could not be shown: %s", type(error).__name__)
        return None


async def answer(bot: Bot, query_id: str, screen: Screen | None) -> None:
    """Answer a tap so that nothing spins; late or repeated answers are no fault."""
    toast = screen.toast if screen else None
    try:
        await patient(lambda: bot.answer_callback_query(query_id, text=toast, show_alert=bool(screen and screen.alert)))
    except AiogramError as error:
        log.info("a tap could not be answered: %s", type(error).__name__)


async def _send(bot: Bot, chat_id: int, screen: Screen) -> int:
    message = await patient(
        lambda: bot.send_message(
            chat_id, screen.text, parse_mode="HTML", reply_markup=keyboard(screen.rows), link_preview_options=NO_PREVIEW
        )
    )
    return message.message_id


async def _edit(bot: Bot, chat_id: int, message_id: int, screen: Screen) -> int | None:
    """Edit in place; a message that cannot be edited any more is replaced by a new one."""
    try:
        await patient(
            lambda: bot.edit_message_text(
                screen.text,
                chat_id=chat_id,
                message_id=message_id,
                parse_mode="HTML",
                reply_markup=keyboard(screen.rows),
                link_preview_options=NO_PREVIEW,
            )
        )
    except TelegramBadRequest as error:
        reason = error.message.lower()
        if "not modified" in reason:
            return None
        if "not found" in reason or "can't be edited" in reason:
            return await _send(bot, chat_id, screen)
        raise
    return None


async def _bare(bot: Bot, chat_id: int, message_id: int | None) -> None:
    """Take the buttons off the message that showed the conversation before.

    Only a nicety: trouble with it must not keep the answer itself back, and an old button is recognised as stale.
    """
    if message_id is None:
        return
    try:
        await patient(lambda: bot.edit_message_reply_markup(chat_id=chat_id, message_id=message_id, reply_markup=None))
    except TelegramForbiddenError:
        raise
    except AiogramError as error:
        log.info("old buttons stay for now: %s", type(error).__name__)


async def patient(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call, wait out 429 and 5xx a few times."""
    for attempt in range(1, TRIES):
        try:
            return await call()
        except TelegramRetryAfter as error:
            if error.retry_after > LONGEST_WAIT:
                raise
            await asyncio.sleep(error.retry_after)
        except (TelegramServerError, TelegramNetworkError):
            await asyncio.sleep(0.2 * 2**attempt)
        except ClientDecodeError as error:
            if not isinstance(error.data, str):
                raise  # an answer, if a strange one: the call was carried out
            await asyncio.sleep(0.2 * 2**attempt)  # a page of a proxy in front of Telegram
    return await call()
