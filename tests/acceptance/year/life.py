"""A school that lives a year: real bot and sender over the simulator's HTTP, and a clock that the story sets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from scheduler import telegram
from scheduler.cards import renderer
from scheduler.sender import Sender
from simulator.driver import Phone, Screen
from storage.database import Database
from tests.acceptance.year.mornings import Mornings
from tests.bot.people import School, living
from tests.bot.street import Street, street

READY = ("★", "Semua sesuai", "Itu saja", "Kirim", "Simpan", "✅", "Tetapkan", "Hari ini", "Lewati", "Tanpa")
"""What ends a question at once."""
BESIDE = ("Simpan dulu", "← Kembali", "Dasar", "Teks lengkap", "‹", "›", "Ubah", "⌂", "Cari", "Lihat")
"""What answers nothing."""
MOST_ACTIONS = 40
ZONE = ZoneInfo("Asia/Jakarta")
EVERYBODY = ("operator", "operator_dinas", "kepala_dinas", "kepala", "guru", "rekan", "tiga", "pengawas")
GURU = ("guru", "rekan", "tiga")
QUICK = 500.0
"""Messages a second: a year of a school has to fit into seconds."""
TICK = 1.0
"""Seconds between two looks into the outbox."""
QUIET = 0.02
"""Seconds without anything new after which the bot has answered."""


@dataclass
class Somebody:
    """A person with a phone in the simulator. `taps` counts what they have done."""

    life: Life
    name: str
    phone: Phone
    taps: int = 0
    screens: dict[int, Screen] = field(default_factory=dict)
    screen: Screen | None = None
    """What they look at: the newest message that their last act has brought or changed."""

    async def say(self, text: str, *shown: str) -> str:
        """Type something; all of `shown` can be read then. Gives what is read."""
        if text.startswith("/"):
            await self.life.mornings.delivered()  # nothing comes in between the questions
        await self.phone.send(text)
        return await self._look(*shown)

    async def tap(self, label: str, *shown: str) -> str:
        """Tap the newest button with this label; all of `shown` can be read then."""
        self.taps += 1
        await self.phone.tap(label)
        return await self._look(*shown)

    async def walk(self, *labels: str) -> str:
        """One tap after the other."""
        for label in labels:
            await self.tap(label)
        return self.text

    async def photos(self, *contents: bytes) -> str:
        """Send photos; several are an album."""
        await self.phone.photo(*contents)
        return await self._look()

    async def reads(self, *shown: str) -> None:
        """Something arrives by itself, however long the sender takes."""
        self.life.sender.nudge()
        for words in shown:
            await self.phone.shows(words)

    async def through(self, *wanted: str, words: str = "Contoh catatan yang cukup jelas.") -> int:
        """Go through the talk in front as somebody does who takes what is offered; `wanted` labels come first.

        Gives the number of actions; the talk is over when its buttons are.
        """
        for action in range(MOST_ACTIONS):
            if not self.offers("Simpan dulu"):
                return action
            await self._answer(wanted, words)
        raise AssertionError(f"{self.name} is still asked after {MOST_ACTIONS} actions: {self.text}")

    async def _answer(self, wanted: tuple[str, ...], words: str) -> None:
        choices = [label for label in self.labels if not label.startswith(BESIDE)]
        ready = [label for wish in (*wanted, *READY) for label in choices if wish in label]
        if ready:
            await self.tap(ready[0])
        elif not choices:
            await self.say("1" if "angka" in self.text else words)
        elif (onward := [label for label in choices if label.startswith("Lanjut (")]) and "(0" not in onward[0]:
            await self.tap(onward[0])
        else:
            await self.tap(next((label for label in choices if "☐" in label), choices[0]))

    @property
    def labels(self) -> tuple[str, ...]:
        """The buttons in front."""
        return self.screen.labels if self.screen else ()

    @property
    def text(self) -> str:
        """The words in front, with the labels below them."""
        return str(self.screen)

    def offers(self, label: str) -> bool:
        """Whether a button with this label is in front."""
        return self.screen is not None and any(label in shown for shown in self.screen.labels)

    async def _look(self, *shown: str) -> str:
        self.life.sender.nudge()
        await self.life.here.control.settle(quiet=QUIET)
        found = {screen.message_id: screen for screen in await self.phone.screens()}
        fresh = [number for number, screen in found.items() if self.screens.get(number) != screen]
        self.screens = found
        if fresh:
            self.screen = found[max(fresh)]
        for words in shown:
            assert any(words in str(found[number]) for number in fresh), f"{self.name}: no {words!r} in\n{self.text}"
        return self.text


@dataclass
class Life:
    """The school, its phones, and the sender that brings cards."""

    school: School
    here: Street
    sender: Sender
    mornings: Mornings
    people: dict[str, Somebody] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Somebody:
        people: dict[str, Somebody] = self.__dict__.get("people", {})
        try:
            return people[name]
        except KeyError:
            raise AttributeError(name) from None

    async def on(self, day: date, hour: int = 8) -> None:
        """Days go by, with their reminders, until it is this day for everybody."""
        for morning in self.mornings.between(day):
            self._set(datetime.combine(morning, time(7, 30), ZONE))
            await self.mornings.live(morning)
            self.sender.nudge()
            await self.mornings.delivered()
        self._set(datetime.combine(day, time(hour), ZONE))

    def _set(self, now: datetime) -> None:
        self.school.clock.set(now)
        self.here.simulator.world.clock.set(now)
        self.sender.nudge()


async def _tick(sender: Sender) -> None:
    """Wake the sender as the scheduler does, if more often."""
    while True:
        sender.nudge()
        await asyncio.sleep(TICK)


@asynccontextmanager
async def life(url: str, year: int, *, every_morning: bool) -> AsyncIterator[Life]:
    """The demo's school on an empty, migrated database, on 1 January of a year; everybody has a phone."""
    database = Database(url)
    async with living(database, datetime(year, 1, 1, 7, 30, tzinfo=ZONE)) as school:
        for name in EVERYBODY:
            school.person(name)
        async with street(school) as here:
            bot = telegram.connect(here.simulator.token, here.simulator.url, QUICK)
            render = renderer(school.desk.library, school.clock)
            sender = Sender(database, bot, render, school.clock, per_chat=0.0)
            running, ticking = asyncio.create_task(sender.run()), asyncio.create_task(_tick(sender))
            school.desk._posted = sender.nudge
            lived = Life(school, here, sender, Mornings(school, every_morning, date(year, 1, 1)))
            lived.people.update({name: Somebody(lived, name, here.phone(name)) for name in EVERYBODY})
            await lived.on(date(year, 1, 1))
            here.open()
            try:
                yield lived
            finally:
                ticking.cancel()
                sender.stop()
                await running
    await database.dispose()
