"""Long polling that confirms nothing before it is committed.

aiogram's own polling asks with the next offset (and so confirms) while handlers are still at work; a kill then loses
updates. Here a batch is handled first, concurrently across chats and in order within one, and only then is the next
offset asked for.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import Update
from pydantic import ValidationError

log = logging.getLogger(__name__)

USED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
WAIT = 25
"""Seconds that Telegram holds an empty answer back."""
LONGEST_PAUSE = 30.0
Handle = Callable[[Update], Awaitable[object]]


async def poll(bot: Bot, handle: Handle, stop: asyncio.Event) -> None:
    """Ask for updates until `stop` is set. Raises TelegramUnauthorizedError for a token that Telegram refuses."""
    offset: int | None = None
    pause = 0.5
    while not stop.is_set():
        try:
            batch, after = await _ask(bot, offset, stop)
        except TelegramUnauthorizedError:
            raise
        except TelegramNotFound as error:  # so it calls a token that has not the form of one
            raise TelegramUnauthorizedError(method=error.method, message=error.message) from error
        except AiogramError as error:
            pause = await rest(error, pause, stop)
            continue
        pause = 0.5
        await in_order(batch, handle)
        offset = after
    if offset is not None:
        await _confirm(bot, offset)


async def in_order(batch: Iterable[Update], handle: Handle) -> None:
    """Handle a batch: chats beside each other, the updates of one chat one after the other."""
    chats: dict[int, list[Update]] = {}
    for update in batch:
        chats.setdefault(chat_of(update), []).append(update)
    await asyncio.gather(*(_one_by_one(updates, handle) for updates in chats.values()))


async def _one_by_one(updates: list[Update], handle: Handle) -> None:
    for update in updates:
        await handle(update)


def chat_of(update: Update) -> int:
    """The chat that an update belongs to; 0 for one that belongs to none."""
    event = update.message or update.edited_message or update.my_chat_member
    if event is not None:
        return event.chat.id
    return update.callback_query.from_user.id if update.callback_query else 0


async def _ask(bot: Bot, offset: int | None, stop: asyncio.Event) -> tuple[list[Update], int | None]:
    """One long poll: updates, and the offset that will confirm them. Given up when it is time to stop (nothing is
    confirmed by that)."""
    asking = asyncio.ensure_future(
        bot.get_updates(offset=offset, timeout=WAIT, allowed_updates=USED_UPDATES, request_timeout=WAIT + 10)
    )
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
        batch = asking.result() if asking.done() else []
        return batch, batch[-1].update_id + 1 if batch else offset
    except ClientDecodeError as error:
        return _one_by_one_read(bot, error, offset)
    finally:
        for task in (asking, stopping):
            task.cancel()
        await asyncio.gather(asking, stopping, return_exceptions=True)


def _one_by_one_read(bot: Bot, error: ClientDecodeError, offset: int | None) -> tuple[list[Update], int | None]:
    """A batch that aiogram could not read as a whole: Telegram may send what this version does not know yet, and the
    other updates must not wait for it."""
    if not isinstance(error.data, dict) or not error.data.get("ok"):
        raise error
    batch = []
    for update in error.data["result"]:
        offset = int(update["update_id"]) + 1
        try:
            batch.append(Update.model_validate(update, context={"bot": bot}))
        except ValidationError as problem:
            log.error("update %s cannot be read and is passed over: %s", update["update_id"], unreadable(problem))
    return batch, offset


def unreadable(problem: ValidationError) -> str:
    """Where an update is not what this version of aiogram knows; never what stands there."""
    return ", ".join(".".join(map(str, one["loc"])) for one in problem.errors()[:3])


async def rest(error: AiogramError, pause: float, stop: asyncio.Event) -> float:
    """Wait a little longer after each failure; gives the next pause."""
    match error:
        case TelegramRetryAfter(retry_after=seconds):
            pause = float(seconds)
        case TelegramConflictError():
            log.error("another process polls with this token; only one may")
        case TelegramNetworkError():
            log.warning("Telegram cannot be reached; trying again in %.1f s", pause)
        case _:
            log.warning("Telegram answered %s; trying again in %.1f s", type(error).__name__, pause)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), pause)
    return min(pause * 2, LONGEST_PAUSE)


async def _confirm(bot: Bot, offset: int) -> None:
    """On a clean stop tell Telegram what is done; without it the updates come again and are recognised."""
    try:
        await bot.get_updates(offset=offset, limit=1, timeout=0, allowed_updates=USED_UPDATES)
    except AiogramError:
        log.info("the last updates were not confirmed; they will come again")
