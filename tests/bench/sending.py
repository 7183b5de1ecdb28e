"""What the sender makes of the rate it is given, while a Telegram enforces 30 a second overall and 1 in each chat."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from scheduler.sender import Sender
from scheduler.telegram import connect
from storage.clock import FixedClock
from tests.chaos.mailroom import BEGIN, Mailroom, mailroom
from tests.chaos.postmen import render

RATE = 28
"""Cards a second, as KAWAL_SEND_RATE."""
SECONDS = 20
PATIENCE = SECONDS * 3


@dataclass(frozen=True)
class Sustained:
    """Cards a second from the first to the last that arrived, and how many were refused with 429."""

    rate: float
    refused: int

    @property
    def share(self) -> float:
        """Of the rate that was asked for."""
        return self.rate / RATE


async def sustained(url: str) -> Sustained:
    """Send for about twenty seconds from the record at `url`, which is migrated and empty."""
    cards = RATE * SECONDS
    async with mailroom(url, cards) as room:
        await room.fill(cards, ["reminder"] * cards)
        await room.control.post("limits", overall=30, per_chat=1)
        sender = Sender(
            room.database, connect(room.simulator.token, room.simulator.url, RATE), render, FixedClock(BEGIN)
        )
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
            group.create_task(sender.run())
            while await room.under_way():  # noqa: ASYNC110 - the sender tells nobody
                await asyncio.sleep(0.5)
            sender.stop()
        return await _measured(room)


async def _measured(room: Mailroom) -> Sustained:
    calls = await room.control.calls("sendMessage")
    arrived = [datetime.fromisoformat(call["at"]) for call in calls if call["status"] == 200]
    refused = sum(call["status"] == 429 for call in calls)
    return Sustained((len(arrived) - 1) / (arrived[-1] - arrived[0]).total_seconds(), refused)
