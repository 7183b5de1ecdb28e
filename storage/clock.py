"""What time it is: every part of Kawal is handed a `Clock` and asks nobody else.

`SystemClock` is the real one, `FixedClock` stands where a test puts it, `RemoteClock` follows the clock of the demo.
"""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Protocol, Self

import aiohttp

log = logging.getLogger(__name__)


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """An aware datetime in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """An aware datetime in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock for tests: it stands still until it is set or advanced."""

    def __init__(self, now: datetime) -> None:
        self.set(now)

    def now(self) -> datetime:
        """An aware datetime in UTC."""
        return self._now

    def set(self, now: datetime) -> None:
        """Put the hands; a naive datetime raises ValueError."""
        self._now = _utc(now)

    def advance(self, by: timedelta) -> None:
        """Move the hands, also backwards."""
        self._now += by


class ClockUnreachable(Exception):
    """Nobody told the time in the seconds given; `url` is where it was asked."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class RemoteClock:
    """Follows the simulator's clock: `async with RemoteClock("http://127.0.0.1:8081") as clock`.

    Asks every quarter of a second in the background. Between two answers, and while the simulator does not answer, it
    goes on from the last answer at the speed of real time, so reading it costs nothing and never fails.
    """

    def __init__(self, url: str, *, every: float = 0.25, patience: float = 10.0) -> None:
        """`url` is the simulator's base address; `patience` is how many seconds `start` waits for the first answer."""
        self._url = f"{url.rstrip('/')}/control/clock"
        self._every = every
        self._patience = patience
        self._told = datetime.min.replace(tzinfo=UTC)
        self._told_at = 0.0
        self._http: aiohttp.ClientSession | None = None
        self._follower: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        """An aware datetime in UTC. RuntimeError before `start`: there is no time yet to go on from."""
        if self._follower is None:
            raise RuntimeError("the clock was not started")
        return self._told + timedelta(seconds=time.monotonic() - self._told_at)

    async def start(self) -> None:
        """Read the clock for the first time, then follow it. ClockUnreachable when nobody answers in time."""
        http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2), trust_env=False)
        try:
            await self._first(http)
        except BaseException:
            await http.close()
            raise
        self._http, self._follower = http, asyncio.create_task(self._follow(http), name="remote clock")

    async def stop(self) -> None:
        """Stop asking. `now` goes on from the last answer."""
        if self._follower is not None:
            self._follower.cancel()
            await asyncio.gather(self._follower, return_exceptions=True)
        if self._http is not None:
            await self._http.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.stop()

    async def _first(self, http: aiohttp.ClientSession) -> None:
        deadline = time.monotonic() + self._patience
        while not await self._ask(http):
            if time.monotonic() > deadline:
                raise ClockUnreachable(self._url)
            await asyncio.sleep(self._every)

    async def _follow(self, http: aiohttp.ClientSession) -> None:
        while True:
            await asyncio.sleep(self._every)
            await self._ask(http)

    async def _ask(self, http: aiohttp.ClientSession) -> bool:
        try:
            async with http.get(self._url) as answer:
                answer.raise_for_status()
                told = _utc(datetime.fromisoformat((await answer.json())["now"]))
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            log.debug("the clock at %s does not answer: %s", self._url, type(error).__name__)
            return False
        self._told, self._told_at = told, time.monotonic()
        return True


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return moment.astimezone(UTC)
