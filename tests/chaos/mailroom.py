"""Many people with phones, many cards for them, and the count of what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, func, insert, select

from simulator.driver import Control
from simulator.server import Simulator
from simulator.state import Profile
from storage.accounts import ACCOUNTS
from storage.database import Database
from storage.outbox import OUTBOX, Priority
from storage.people import PEOPLE
from storage.values import OutboxState

BEGIN = datetime(2027, 1, 12, 1, 0, tzinfo=UTC)
UNDER_WAY = (OutboxState.waiting, OutboxState.sending)


def chat(person: int) -> int:
    """The Telegram id of a person."""
    return 2**40 + person


@dataclass(frozen=True)
class Ledger:
    """What became of all cards. `copies` counts messages on phones by key."""

    rows: tuple[Row[Any], ...]
    copies: Counter[str]

    @property
    def states(self) -> Counter[OutboxState]:
        """How many cards ended how."""
        return Counter(row.state for row in self.rows)

    @property
    def lost(self) -> list[str]:
        """Keys of cards that are neither on a phone nor accounted for."""
        return [row.key for row in self.rows if not (self.copies[row.key] or _accounted(row))]

    @property
    def doubled(self) -> dict[str, int]:
        """How many times too often a card stands on a phone, by key."""
        return {key: copies - 1 for key, copies in self.copies.items() if copies > 1}


def _accounted(row: Row[Any]) -> bool:
    ended = (OutboxState.unknown, OutboxState.gone, OutboxState.dropped, OutboxState.dead)
    return row.state in ended and bool(row.error)


@dataclass(frozen=True)
class Mailroom:
    """A record with an outbox, and a Telegram."""

    database: Database
    simulator: Simulator
    control: Control

    async def fill(self, people: int, kinds: Sequence[str]) -> None:
        """A card of each kind, for the people by turns: `reminder`, or `answer`, which may go out once more."""
        rows = [_card(kind, number, number % people + 1) for number, kind in enumerate(kinds)]
        async with self.database.transaction() as session:
            await session.execute(insert(OUTBOX), rows)

    def calls(self) -> int:
        """How many cards have come to Telegram, whatever it answered."""
        return self.simulator.api.calls.methods["sendMessage"]

    async def under_way(self) -> int:
        """How many cards have not ended."""
        async with self.database.reading() as session:
            waiting = select(func.count()).select_from(OUTBOX).where(OUTBOX.c.state.in_(UNDER_WAY))
            return await session.scalar(waiting) or 0

    async def ledger(self) -> Ledger:
        """All cards, and what stands on the phones."""
        async with self.database.reading() as session:
            rows = (await session.execute(select(OUTBOX).order_by(OUTBOX.c.id))).all()
        messages = (m for known in self.simulator.world.chats.values() for m in known.messages.values() if m.from_bot)
        return Ledger(tuple(rows), Counter(str(message.json["text"]) for message in messages))


def _card(kind: str, number: int, person: int) -> dict[str, Any]:
    answer = kind == "answer"
    return {
        "key": f"{kind} {number}",
        "person_id": person,
        "card": "note",
        "params": {},
        "priority": Priority.answer if answer else Priority.bulk,
        "may_resend": answer,
        "not_before": BEGIN,
        "created_at": BEGIN,
        "updated_at": BEGIN,
    }


@asynccontextmanager
async def mailroom(url: str, people: int, *, speed: float = 1) -> AsyncIterator[Mailroom]:
    """So many people who have pressed Start, on an empty record; simulated time passes `speed` times as fast."""
    database, simulator = Database(url), Simulator()
    numbers = range(1, people + 1)
    async with database.transaction() as session:
        persons = [{"id": n, "name": f"Contoh {n}", "salutation": "Ibu", "created": BEGIN} for n in numbers]
        await session.execute(insert(PEOPLE), persons)
        accounts = [{"telegram_id": chat(n), "person_id": n, "language": "id"} for n in numbers]
        await session.execute(insert(ACCOUNTS), accounts)
    for number in numbers:
        simulator.world.add_person(Profile(chat(number), f"Contoh {number}")).started = True
    await simulator.start()
    simulator.world.clock.set(BEGIN)
    simulator.world.clock.run_at(speed)
    try:
        async with Control(simulator.url) as control:
            yield Mailroom(database, simulator, control)
    finally:
        await simulator.stop()
        await database.dispose()
