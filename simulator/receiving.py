"""The Bot API methods by which a bot learns: updates by long polling, answers to taps, files, chats."""

import asyncio
from typing import Any

from simulator.access import chat_to_change, chat_to_read
from simulator.args import Args
from simulator.errors import (
    CONFLICT_POLLING,
    CONFLICT_SET_WEBHOOK,
    CONFLICT_WEBHOOK,
    QUERY_TOO_OLD,
    bad_request,
    conflict,
)
from simulator.files import file_json
from simulator.limits import CALLBACK_ANSWER, utf16_length
from simulator.state import World
from simulator.updates import Update
from simulator.webhook import Webhook

Json = dict[str, Any]

_LONGEST_POLL = 50


class Polling:
    """getUpdates. Only one may wait at a time: a second one ends the first with 409, as with Telegram."""

    def __init__(self, world: World, webhook: Webhook) -> None:
        self._world = world
        self._webhook = webhook
        self._turn = 0
        self._waiting = 0

    @property
    def is_waiting(self) -> bool:
        """True while a long poll is open."""
        return self._waiting > 0

    async def get_updates(self, args: Args) -> list[Json]:
        """The updates from `offset` on; waits up to `timeout` seconds (50 at most) for the first one."""
        if self._webhook.url:
            raise conflict(CONFLICT_WEBHOOK)
        queue = self._world.updates
        if isinstance(kinds := args.parsed("allowed_updates", "allowed updates"), list):
            queue.allow(str(kind) for kind in kinds)
        offset, limit = args.integer("offset"), min(max(args.integer("limit", 100), 1), 100)
        timeout = min(max(args.integer("timeout"), 0), _LONGEST_POLL)
        pending = len(queue.pending)
        taken = queue.take(offset, limit)
        if len(queue.pending) != pending:
            self._world.touch()  # something was confirmed: whoever waits for rest may look again
        if not taken and timeout:
            taken = await self._wait(max(offset, 0), limit, timeout)
        return [update.as_json() for update in taken]

    async def _wait(self, offset: int, limit: int, seconds: float) -> list[Update]:
        queue = self._world.updates
        self._turn += 1
        turn, deadline = self._turn, asyncio.get_running_loop().time() + seconds
        if self._waiting:
            queue.arrivals.bump()  # the one who waits must notice that it is no longer its turn
        self._waiting += 1
        try:
            seen = queue.arrivals.version
            while await queue.arrivals.wait(seen, deadline - asyncio.get_running_loop().time()):
                if turn != self._turn:
                    raise conflict(CONFLICT_POLLING)
                if self._webhook.url:
                    raise conflict(CONFLICT_SET_WEBHOOK)
                if taken := queue.take(offset, limit):
                    return taken
                seen = queue.arrivals.version
            return []
        finally:
            self._waiting -= 1


def answer_callback_query(world: World, args: Args) -> bool:
    """answerCallbackQuery. An unknown query, or one older than Telegram waits, is refused."""
    tap = world.taps.find(args.text("callback_query_id"))
    if tap is None or not tap.may_be_answered(world.clock.timestamp()):
        raise bad_request(QUERY_TOO_OLD)
    if utf16_length(args.text("text")) > CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    tap.times_answered += 1
    if tap.answer is None:
        tap.answer = {
            "text": args.text("text"),
            "show_alert": args.flag("show_alert"),
            "url": args.text("url"),
        }
    world.touch(world.chats[tap.chat_id])
    return True


def get_file(world: World, args: Args) -> Json:
    """getFile: at most 20 MB."""
    return file_json(world.files.downloadable(args.text("file_id")))


def get_chat(world: World, args: Args) -> Json:
    """getChat: a ChatFullInfo."""
    chat = chat_to_read(world, args)
    return chat.json | {"accent_color_id": chat.id % 7, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}


_NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def leave_chat(world: World, args: Args) -> bool:
    """leaveChat: groups and channels only."""
    chat = chat_to_change(world, args)
    if chat.id > 0:
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    world.touch(chat)
    return True
