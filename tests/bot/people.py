"""People who talk to the desk directly: no HTTP and no Telegram, the record is real.

Whatever the desk shows is checked against Telegram's limits on the way to the phone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.demo import school
from bot.desk import Desk
from bot.events import Attached, Body, Command, Edited, Event, Said, Tapped
from bot.replies import Place, Reply
from dialogs.screen import Button, Screen
from regulations.library import packaged
from scheduler.cards import renderer
from storage import lending, outcomes
from storage.clock import FixedClock
from storage.database import Database
from storage.values import Parcel
from tests.dialogs import limits

MORNING = datetime(2027, 1, 12, 7, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
WHO = {
    "guru": "Contoh Satu",
    "rekan": "Contoh Dua",
    "tiga": "Contoh Tiga",
    "kepala": "Contoh Kepala",
    "operator": "Contoh Operator",
    "pengawas": "Contoh Pengawas",
    "kepala_dinas": "Contoh Kepala Dinas",
    "operator_dinas": "Contoh Operator Dinas",
    "pelatih": "Contoh Pelatih Ahli",
}
FIRST_PHONE = 1000
LEASE = timedelta(minutes=1)
_updates = count(1)


@dataclass
class Person:
    """Somebody with a phone: messages by id, the newest last."""

    school: School
    telegram_id: int
    messages: dict[int, Screen] = field(default_factory=dict)
    last: Reply | None = None
    event: Event | None = None
    """The last update that was sent."""

    async def do(self, body: Body, update_id: int | None = None) -> Reply | None:
        """Send an event to the desk and look at what comes back."""
        self.event = Event(update_id or next(_updates), self.telegram_id, "id", body)
        reply = await self.school.desk.take(self.event)
        self.last = reply
        if reply is not None:
            limits.check(reply.screen)
            await self._look(reply, body)
        return reply

    async def _look(self, reply: Reply, body: Body) -> None:
        match reply.place:
            case Place.here if isinstance(body, Tapped) and body.message_id is not None:
                self.messages[body.message_id] = reply.screen
            case Place.live if reply.former is not None:
                self.messages[reply.former] = reply.screen
            case place:
                number = max(self.messages, default=0) + 1
                self.messages[number] = reply.screen
                if place is not Place.aside:
                    await self.school.desk.shown(self.telegram_id, number)

    async def say(self, text: str) -> Screen:
        """Type something."""
        if text.startswith("/"):
            name, _, rest = text[1:].partition(" ")
            await self.do(Command(name, rest))
        else:
            await self.do(Said(text))
        return self.screen

    async def send(self, kind: str) -> Screen:
        """Send something that is no text."""
        await self.do(Attached(kind))
        return self.screen

    async def edit(self) -> None:
        """Change an older message."""
        await self.do(Edited())

    async def tap(self, label: str) -> Screen:
        """Tap the newest button whose label contains this."""
        number, button = self.find(label)
        return await self.tap_data(button.data or "", number)

    async def tap_data(self, data: str, message_id: int | None = None) -> Screen:
        """Send callback data from a message (the newest unless named), whether a button ever had it or not."""
        number = message_id or max(self.messages)
        await self.do(Tapped("q", number, data))
        return self.messages[number] if self.last and self.last.place is Place.here else self.screen

    async def again(self, *, as_new: bool = False) -> Reply | None:
        """The last update once more: delivered again, or `as_new` as a client does after a reconnect."""
        assert self.event is not None
        return await self.do(self.event.body, None if as_new else self.event.update_id)

    def find(self, label: str) -> tuple[int, Button]:
        """The newest button whose label contains this, and the message it is on."""
        for number in sorted(self.messages, reverse=True):
            for row in self.messages[number].rows:
                for button in row:
                    if label in button.label:
                        return number, button
        raise AssertionError(f"no button {label!r} among {self.labels}")

    def data(self, label: str) -> str:
        """What the newest button whose label contains this sends back."""
        return self.find(label)[1].data or ""

    @property
    def labels(self) -> list[str]:
        """The buttons of the newest message."""
        return [button.label for row in self.screen.rows for button in row]

    @property
    def screen(self) -> Screen:
        """The newest message."""
        return self.messages[max(self.messages)]

    @property
    def toast(self) -> str | None:
        """What the last tap was answered with; words and commands are answered by screens only."""
        tapped = self.event is not None and isinstance(self.event.body, Tapped)
        return self.last.screen.toast if self.last and tapped else None

    async def join(self, code: str) -> Screen:
        """Join with a code."""
        await self.say(f"/start {code}")
        await self.tap("Ya, ini saya")
        return await self.tap("Setuju dan bergabung")


@dataclass
class School:
    """The made-up school of the demo, with its desk, its clock and its people."""

    database: Database
    desk: Desk
    clock: FixedClock
    codes: dict[str, str]
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, who: str) -> Person:
        """Somebody, with a phone that has not been used yet the first time."""
        return self.people.setdefault(who, Person(self, FIRST_PHONE + len(self.people)))

    async def joined(self, *who: str) -> None:
        """These people have joined; an operator has confirmed those who decide."""
        for name in who:
            await self.person(name).join(self.codes[WHO.get(name, name)])
        if "operator" not in who:
            return
        await self.deliver()
        while any(
            "Benar, aktifkan" in b.label for s in self.person("operator").messages.values() for r in s.rows for b in r
        ):
            await self.person("operator").tap("Benar, aktifkan")
        await self.deliver()

    async def deliver(self) -> list[tuple[int, str]]:
        """Hand the outbox out as the sender would; gives (telegram id, card) of what arrived."""
        render = renderer(self.desk.library, self.clock)
        arrived: list[tuple[int, str]] = []
        while True:
            async with self.database.transaction() as session:
                parcels = await lending.claim(session, self.clock.now(), 10, LEASE)
            if not parcels:
                return arrived
            for parcel in parcels:
                async with self.database.reading() as session:
                    screen = await render(session, parcel)
                arrived += [(parcel.telegram_id, parcel.card)] if screen else []
                await self._handed_over(parcel, screen)

    async def _handed_over(self, parcel: Parcel, screen: Screen | None) -> None:
        person = next((p for p in self.people.values() if p.telegram_id == parcel.telegram_id), None)
        assert person is not None
        outcome: outcomes.Outcome = outcomes.Dropped()
        if screen is not None:
            limits.check(screen)
            number = parcel.origin_message_id or max(person.messages, default=0) + 1
            person.messages[number] = screen
            outcome = outcomes.Sent(number)
        async with self.database.transaction() as session:
            await lending.record(session, parcel.id, outcome, self.clock.now())


@asynccontextmanager
async def living(database: Database, morning: datetime = MORNING) -> AsyncIterator[School]:
    """The school on an empty record, in the year of that morning."""
    clock = FixedClock(morning)
    codes = await school(database, clock.now())
    yield School(database, Desk(database, packaged(), clock), clock, codes)
