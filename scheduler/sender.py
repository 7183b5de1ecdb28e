"""The sender: takes cards out of the outbox, delivers them, writes down what became of them.

Nothing is held open across a call to Telegram: a claim with a lease is committed first, the outcome is recorded after.
A kill in between leaves a lease that runs out, and the outbox decides then what may go out again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import RetryAfter, TelegramError
from telegram.ext import ExtBot

from dialogs.screen import Screen
from scheduler.outcome import Held, Offline, Outcome, Pause, SendInstead, Stop, misconfigured, outcome, told_wait
from scheduler.telegram import Pacer, deliver
from storage import lending, outcomes, reach
from storage.clock import Clock
from storage.database import Busy, Database
from storage.locks import OnlyOne
from storage.outcomes import Dead, Dropped, Gone, Retry, Sent
from storage.values import OutboxAction, Parcel

log = logging.getLogger(__name__)

Render = Callable[[AsyncSession, Parcel], Awaitable[Screen | None]]
"""Loads what a card shows and says it in the recipient's language; None when it has become pointless."""

LEASE = timedelta(seconds=60)
"""Longer than any call can take; after that the card counts as perhaps delivered."""
AT_ONCE = 8
"""Calls under way at the same time, each to another person."""
AT_DOOR = 2
"""Cards that are lent and wait for their turn. Whoever is killed leaves these in doubt although they never left; two
are enough to keep the rate while the next is fetched."""
PER_CHAT = 1.0
"""Seconds between two messages to the same chat: Telegram asks for no more than one a second."""
SETTLE = 0.5
"""Seconds between two looks for loans that have run out and cards that are out of date."""
REST = 2.0
"""Seconds to wait when the database or Telegram cannot be had."""
TROUBLE = (Busy, DBAPIError, OSError)
"""The database cannot be had just now."""
OUR_SQL = (ProgrammingError, DataError, IntegrityError, NotSupportedError)
"""The kinds of DBAPIError that waiting does not mend."""


class Misconfigured(Exception):
    """Nothing can be sent before somebody mends the configuration; `reason` is a line for them, without secrets."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Sender:
    """Delivers the outbox of one database through one bot.

    It sleeps until it is nudged: by whoever posted something in this process, and by a tick (scheduler.loop) for what
    others posted and for what has become due. Among several senders of a PostgreSQL database one is active at a time.
    """

    def __init__(
        self,
        database: Database,
        bot: ExtBot[int],
        render: Render,
        clock: Clock,
        *,
        lease: timedelta = LEASE,
        per_chat: float = PER_CHAT,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """`bot` comes from scheduler.telegram.connect, which sets the rate. `jitter` gives numbers from 0 to 1.

        `per_chat` are seconds of real time between two messages to the same person.
        """
        pacer = bot.rate_limiter
        if not isinstance(pacer, Pacer):
            raise TypeError("the bot must come from scheduler.telegram.connect")
        self._database, self._bot, self._render, self._clock = database, bot, render, clock
        self._pacer, self._lease, self._per_chat, self._jitter = pacer, lease, per_chat, jitter
        pacer.on_leave = self._leaves
        self._at_once = max(1, min(AT_ONCE, int(pacer.rate)))
        self._turn = OnlyOne(database, "sender")
        self._wake = asyncio.Event()
        self._wake.set()
        self._under_way: dict[asyncio.Task[None], Parcel] = {}
        self._at_door: set[asyncio.Task[None]] = set()
        self._spared: dict[int, float] = {}
        self._settled = -SETTLE
        self._stopping = asyncio.Event()
        self._refused: str | None = None
        self._offline = 0

    def nudge(self) -> None:
        """Look into the outbox now. To be called from the sender's own event loop, after the commit."""
        self._wake.set()

    def stop(self) -> None:
        """Claim nothing more; `run` returns when what is under way has been recorded."""
        self._stopping.set()
        self._wake.set()

    async def run(self) -> None:
        """Deliver until `stop`, or until Telegram refuses the configuration (Misconfigured). Runs once."""
        try:
            await self._begin()
            while not self._stopping.is_set():
                await self._wake.wait()
                self._wake.clear()
                await self._round()
        finally:
            await self._end()
        if self._refused is not None:
            raise Misconfigured(self._refused)

    async def _begin(self) -> None:
        while not self._stopping.is_set():
            try:
                await self._bot.initialize()
                return
            except TelegramError as error:
                if (reason := misconfigured(error)) is not None:
                    raise Misconfigured(reason) from None  # the error quotes the token
                log.warning("Telegram cannot be had yet: %s", type(error).__name__)
                wait = told_wait(error).total_seconds() if isinstance(error, RetryAfter) else REST
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), wait)

    async def _end(self) -> None:
        if self._under_way:
            await asyncio.wait(self._under_way)
        await self._turn.release()
        await self._bot.shutdown()

    async def _round(self) -> None:
        """Start what may leave now. Whatever ends, ends with a nudge, so nothing here waits."""
        free = min(self._at_once - len(self._under_way), AT_DOOR - len(self._at_door))
        if free <= 0 or self._stopping.is_set() or self._pacer.held_for() or not await self._turn.held():
            return
        try:
            await self._settle()
            parcels = await self._claim(free)
        except TROUBLE as error:
            log.warning("the outbox cannot be read: %s", type(error).__name__)
            self._pacer.hold(REST)
            return
        for parcel in parcels:
            task = asyncio.create_task(self._deliver(parcel), name=f"card {parcel.id}")
            self._under_way[task] = parcel
            self._at_door.add(task)
            task.add_done_callback(self._ended)

    async def _settle(self) -> None:
        """In real time: the clock of a demo may stand still."""
        time = asyncio.get_running_loop().time()
        if time < self._settled + SETTLE:
            return
        under_way = [parcel.id for parcel in self._under_way.values()]
        async with self._database.transaction() as session:
            await lending.settle(session, self._clock.now(), self._lease, under_way=under_way)
        self._settled = time

    async def _claim(self, limit: int) -> tuple[Parcel, ...]:
        time = asyncio.get_running_loop().time()
        self._spared = {person: until for person, until in self._spared.items() if until > time}
        async with self._database.transaction() as session:
            return await lending.claim(session, self._clock.now(), limit, self._lease, spare=self._spared)

    def _leaves(self) -> None:
        """A call goes out now: there is room at the door."""
        task = asyncio.current_task()
        self._at_door -= {task}
        self._wake.set()

    def _ended(self, task: asyncio.Task[None]) -> None:
        parcel = self._under_way.pop(task)
        if task in self._at_door:
            self._at_door.remove(task)
        elif self._per_chat:
            loop = asyncio.get_running_loop()
            self._spared[parcel.person_id] = loop.time() + self._per_chat
            loop.call_later(self._per_chat, self._wake.set)
        self._wake.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            _log_crash(f"recording {task.get_name()}", error)

    async def _deliver(self, parcel: Parcel) -> None:
        decided = await self._attempt(parcel)
        self._react(decided)
        await self._record(parcel, decided)

    async def _attempt(self, parcel: Parcel) -> Outcome | Dropped:
        try:
            async with self._database.reading() as session:
                screen = await self._render(session, parcel)
        except Exception as error:
            if isinstance(error, TROUBLE) and not isinstance(error, OUR_SQL):
                return Pause(self._clock.now() + timedelta(seconds=REST), type(error).__name__)
            return self._judge(error, parcel)
        if screen is None:
            return Dropped()
        decided = await self._call(parcel, screen)
        if isinstance(decided, SendInstead):
            return await self._call(replace(parcel, action=OutboxAction.send), screen)
        return decided

    async def _call(self, parcel: Parcel, screen: Screen) -> Outcome:
        try:
            return Sent(await deliver(self._bot, parcel, screen))
        except Exception as error:
            return self._judge(error, parcel)

    def _judge(self, error: Exception, parcel: Parcel) -> Outcome:
        if not isinstance(error, TelegramError | Held | TimeoutError):
            _log_crash(f"card {parcel.id} ({parcel.card})", error)
        return outcome(error, parcel, None, self._clock.now(), self._jitter(), self._offline)

    async def _record(self, parcel: Parcel, decided: Outcome | Dropped) -> None:
        """Write it down, also when the database is away for a while: forgetting that it was sent may send it twice."""
        give_up = asyncio.get_running_loop().time() + self._lease.total_seconds()
        while True:
            try:
                now = self._clock.now()
                async with self._database.transaction() as session:
                    await lending.record(session, parcel.id, _written(decided, now), now)
                    if isinstance(decided, Gone):
                        await reach.lost(session, parcel.telegram_id, now)
                return
            except TROUBLE as error:
                log.warning("card %d cannot be recorded: %s", parcel.id, type(error).__name__)
                if asyncio.get_running_loop().time() > give_up:
                    raise
            await asyncio.sleep(REST)

    def _react(self, decided: Outcome | Dropped) -> None:
        """What an outcome means for all the others."""
        match decided:
            case Stop(reason):
                self._refused = reason
                self.stop()
            case Pause(until, reason):
                self._hold(until, reason)
            case Offline(until, reason):
                if not self._pacer.held_for():  # calls that were under way together fail together: one step, not eight
                    self._offline += 1
                    self._hold(until, reason)
            case Dropped():
                pass
            case _:
                self._offline = 0

    def _hold(self, until: datetime, reason: str) -> None:
        # The pause is Telegram's or the line's, so it passes in real time even when the clock of a demo stands still.
        seconds = (until - self._clock.now()).total_seconds()
        if seconds > 0:
            log.warning("sending pauses for %.1f s: %s", seconds, reason)
            self._pacer.hold(seconds)


def _written(decided: Outcome | Dropped, now: datetime) -> outcomes.Outcome:
    """How the outbox remembers it. What had to wait for all goes back as it was: the pacer knows how long."""
    match decided:
        case Pause(_, reason) | Offline(_, reason) | Stop(reason):
            return Retry(now, reason, counted=False)
        case SendInstead():
            return Dead("cannot be edited")
        case _:
            return decided


def _log_crash(what: str, error: BaseException) -> None:
    """Where it happened, without the error's own text: that may hold what a person wrote."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s crashed: %s\n%s", what, type(error).__name__, frames)
