"""Senders that can be killed: processes of their own, forked from one that has imported everything.

    postman URL TELEGRAM RATE [STAGE]

delivers the outbox at URL, whose cards say their key, by the clock of the simulator. With a STAGE it kills itself
(SIGKILL) at that point of the first card that it comes across.
"""

from __future__ import annotations

import asyncio
import os
import signal
from enum import StrEnum

from markupsafe import escape
from sqlalchemy.ext.asyncio import AsyncSession

from dialogs.screen import Screen
from scheduler import loop
from scheduler.outcome import Outcome
from scheduler.sender import Sender
from scheduler.telegram import connect
from simulator.server import DEFAULT_TOKEN
from storage.clock import RemoteClock
from storage.database import Database
from storage.outcomes import Dropped
from storage.values import Parcel
from tests.acceptance.nursery import serve


class Stage(StrEnum):
    """Where a sender dies."""

    before_claim = "before-claim"
    after_claim = "after-claim"
    after_call = "after-call"
    after_record = "after-record"


class Mortal(Sender):
    """A sender that dies at a stage."""

    dies: Stage | None = None

    def _reach(self, stage: Stage) -> None:
        if self.dies is stage:
            os.kill(os.getpid(), signal.SIGKILL)

    async def _claim(self, limit: int) -> tuple[Parcel, ...]:
        self._reach(Stage.before_claim)
        parcels = await super()._claim(limit)
        if parcels:
            self._reach(Stage.after_claim)
        return parcels

    async def _record(self, parcel: Parcel, decided: Outcome | Dropped) -> None:
        self._reach(Stage.after_call)
        await super()._record(parcel, decided)
        self._reach(Stage.after_record)


async def render(_session: AsyncSession, parcel: Parcel) -> Screen | None:
    """A card that says its key."""
    return Screen(escape(parcel.key))


async def deliver(url: str, telegram: str, rate: str, stage: str = "") -> None:
    """Until killed."""
    async with RemoteClock(telegram, every=0.05) as clock:
        sender = Mortal(Database(url), connect(DEFAULT_TOKEN, telegram, float(rate)), render, clock, per_chat=0)
        sender.dies = Stage(stage) if stage else None
        await loop.run(sender)


def postman(command: list[str]) -> None:
    """Become one."""
    asyncio.run(deliver(*command))


if __name__ == "__main__":
    serve(postman)
