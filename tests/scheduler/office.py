"""A post office for tests: the real sender between a real database and the simulator, with three people at the end.

Its cards say what their parameters say, so a test sees on a phone what it has posted.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
from markupsafe import escape
from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from dialogs.screen import Button, Screen
from scheduler.sender import Render, Sender
from scheduler.telegram import connect
from simulator.driver import Control, Phone
from simulator.server import DEFAULT_TOKEN, Simulator
from storage import outbox
from storage.accounts import ACCOUNTS
from storage.clock import FixedClock
from storage.database import Database
from storage.outbox import OUTBOX, Priority
from storage.people import PEOPLE
from storage.values import OutboxState, Parcel
from tests.scheduler.values import NOW

SARI, BUDI, ANI, STRANGER = 1, 2, 3, 4
NAMES = {SARI: "Sari", BUDI: "Budi", ANI: "Ani", STRANGER: "Orang Asing"}
PATIENCE = 15.0


def chat(person: int) -> int:
    """The Telegram id of a person; too large for 32 bits, as real ones are."""
    return 2**40 + person


class Office:
    """Posts cards, moves the clock, and tells what became of the rows and what stands on the phones."""

    def __init__(self, database: Database, simulator: Simulator, control: Control) -> None:
        self.database, self.simulator, self.control = database, simulator, control
        self.clock = FixedClock(NOW)
        self._changed: dict[str, str] = {}

    def sender(
        self,
        *,
        rate: float = 500,
        token: str = DEFAULT_TOKEN,
        database: Database | None = None,
        sign: str = "",
        per_chat: float = 0,
    ) -> Sender:
        """A sender without jitter, so that a test can step the clock to the second; it signs its cards.

        It writes to the same person as fast as it can.
        """
        bot = connect(token, self.simulator.url, rate)
        render, database = self._renderer(sign), database or self.database
        return Sender(database, bot, render, self.clock, per_chat=per_chat, jitter=lambda: 0.0)

    def _renderer(self, sign: str) -> Render:
        """The card `note` says its text, or what it was changed into; the others are what they are called."""

        async def render(session: AsyncSession, parcel: Parcel) -> Screen | None:
            await session.execute(select(1))
            match parcel.card:
                case "pointless":
                    return None
                case "broken":
                    raise KeyError(parcel.params["text"])
                case "endless":
                    return Screen(escape("x" * 5000))
                case _:
                    text = self._changed.get(parcel.params["text"], parcel.params["text"])
                    return Screen(escape(text + sign), rows=((Button("Buka", data="home"),),))

        return render

    @asynccontextmanager
    async def open(self, sender: Sender | None = None) -> AsyncIterator[Sender]:
        """A sender at work until the end of the block, then stopped; what it raises is raised."""
        sender = sender or self.sender()
        async with asyncio.timeout(PATIENCE * 2), asyncio.TaskGroup() as group:
            group.create_task(sender.run())
            try:
                yield sender
            finally:
                sender.stop()

    async def post(self, person: int, text: str, **more: Any) -> None:
        """Put a card into the outbox; its key is its text."""
        card = more.pop("card", "note")
        async with self.database.transaction() as session:
            await outbox.post(session, text, person, card, {"text": text}, self.clock.now(), **more)

    async def change(self, key: str, text: str, version: int = 2) -> str:
        """Let a card that was posted with `subject` say something else; the key of its edit."""
        self._changed[key] = text
        row = await self.row(key)
        async with self.database.transaction() as session:
            await outbox.supersede(session, row.subject, row.card, version, self.clock.now())
        return f"edit:{row.id}:{version}"

    async def row(self, key: str) -> Row[Any]:
        """What the outbox says about a card."""
        async with self.database.reading() as session:
            return (await session.execute(select(OUTBOX).where(OUTBOX.c.key == key))).one()

    async def states(self) -> dict[str, OutboxState]:
        """The state of every row by key."""
        async with self.database.reading() as session:
            return {row.key: row.state for row in await session.execute(select(OUTBOX.c.key, OUTBOX.c.state))}

    async def until(self, sender: Sender, there: Callable[[], Awaitable[bool]]) -> None:
        """Keep nudging until something is so."""
        async with asyncio.timeout(PATIENCE):
            while not await there():
                sender.nudge()
                await asyncio.sleep(0.02)

    async def becomes(self, sender: Sender, key: str, state: OutboxState) -> Row[Any]:
        """Wait for the state of a card."""

        async def there() -> bool:
            return bool((await self.row(key)).state is state)

        await self.until(sender, there)
        return await self.row(key)

    async def fails(self, sender: Sender, key: str, attempts: int) -> Row[Any]:
        """Wait until a card is back after so many attempts."""

        async def there() -> bool:
            row = await self.row(key)
            return row.state is OutboxState.waiting and row.attempts == attempts

        await self.until(sender, there)
        return await self.row(key)

    async def comes_back(self, sender: Sender, key: str) -> None:
        """Wait until a card has been tried and put back, whatever that counted."""

        async def there() -> bool:
            return (await self.row(key)).error is not None

        await self.until(sender, there)

    async def look_again(self, sender: Sender, times: int = 3) -> None:
        """Let the sender look into the outbox, so that what does not happen had its chance."""
        marker = f"penanda {len(await self.states())}"
        for number in range(times):
            await self.post(ANI, f"{marker}/{number}", priority=Priority.bulk)
            await self.becomes(sender, f"{marker}/{number}", OutboxState.sent)

    async def fault(self, kind: str, person: int = 0, **more: Any) -> None:
        """Something goes wrong with the next call to one person, or with the next card to anybody."""
        whom = {"chat_id": chat(person)} if person else {"method": "sendMessage"}
        await self.control.post("faults", kind=kind, **whom | more)

    async def calls(self, person: int = 0) -> list[dict[str, Any]]:
        """The calls that sent or edited, to one person or to anybody, in order."""
        found = [
            call for call in await self.control.calls() if call["method"].lower() in ("sendmessage", "editmessagetext")
        ]
        return [call for call in found if not person or str(call["params"]["chat_id"]) == str(chat(person))]

    async def texts(self, person: int) -> list[str]:
        """What stands on somebody's phone, from the bot."""
        return [screen.text for screen in await Phone(self.control, chat(person)).screens()]

    async def delete(self, person: int, message_id: int) -> None:
        """Take a message of the bot off somebody's phone."""
        wish = {"chat_id": chat(person), "message_id": message_id}
        url = f"{self.simulator.url}/bot{DEFAULT_TOKEN}/deleteMessage"
        async with aiohttp.ClientSession() as http, http.post(url, json=wish) as answer:
            answer.raise_for_status()

    def phone(self, person: int) -> Phone:
        """Somebody's phone."""
        return Phone(self.control, chat(person))


@asynccontextmanager
async def office(database: Database) -> AsyncIterator[Office]:
    """Three people who have pressed Start, and a stranger who never has."""
    async with database.transaction() as session:
        people = [{"id": number, "name": name, "salutation": "Ibu", "created": NOW} for number, name in NAMES.items()]
        await session.execute(insert(PEOPLE), people)
        accounts = [{"telegram_id": chat(number), "person_id": number, "language": "id"} for number in NAMES]
        await session.execute(insert(ACCOUNTS), accounts)
    simulator = Simulator()
    await simulator.start()
    async with Control(simulator.url) as control:
        for number, name in NAMES.items():
            await control.person(chat(number), name)
        for number in (SARI, BUDI, ANI):
            await Phone(control, chat(number)).send("/start")
        yield Office(database, simulator, control)
    await simulator.stop()


async def expire(office: Office) -> None:
    """Let every lease run out."""
    office.clock.advance(timedelta(minutes=5))
