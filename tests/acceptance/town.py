"""A small town for acceptance tests: simulator, bot and sender as separate processes, people with phones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.demo import PHONES, school
from simulator.driver import Control, Phone
from storage.database import Database
from tests.acceptance.nursery import Nursery

MORNING = datetime(2027, 1, 12, 7, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
WHO = {
    "Contoh Satu": "guru",
    "Contoh Kepala": "kepala",
    "Contoh Operator": "operator",
    "Contoh Pengawas": "pengawas",
    "Contoh Kepala Dinas": "kepala_dinas",
    "Contoh Operator Dinas": "operator_dinas",
    "Contoh Pelatih Ahli": "pelatih",
    "Contoh Tengah": "tengah",
    "Contoh Timur": "timur",
}
NUMBERS = {WHO[phone.holder]: phone.number for phone in PHONES}


@dataclass
class Town:
    """Everything that runs, and who lives there. `codes` are invite codes by person."""

    nursery: Nursery
    database_url: str
    folder: Path
    codes: dict[str, str]
    env: dict[str, str] = field(default_factory=dict)
    processes: dict[str, int] = field(default_factory=dict)
    control: Control = field(init=False)

    def phone(self, who: str) -> Phone:
        """The phone of somebody."""
        return Phone(self.control, NUMBERS[who])

    async def start(self, name: str, *more: str) -> None:
        """Start `kawal NAME` as a process of its own."""
        self.processes[name] = await self.nursery.start([name, *more], self.env, self.log(name))

    async def kill(self, name: str) -> None:
        """SIGKILL, as a power cut would."""
        await self.nursery.kill(self.processes.pop(name))

    async def restart(self, name: str) -> None:
        """Kill and start again."""
        await self.kill(name)
        await self.start(name)

    async def end(self) -> None:
        """End everything that was started here."""
        for name in list(self.processes):
            await self.kill(name)
        await self.control.close()

    def log(self, name: str) -> Path:
        """Where a process writes."""
        return self.folder / f"{name}.log"

    def _said(self, name: str) -> str:
        return self.log(name).read_text() if self.log(name).exists() else ""

    async def open_simulator(self) -> None:
        """Start the simulator on a free port and learn its address and token."""
        await self.start("simulator", "--port", "0")
        while len(words := self._said("simulator").split()) < 3:  # noqa: ASYNC110 - another process writes the file
            await asyncio.sleep(0.02)
        url, _, token = words
        self.control = Control(url)
        self.env = {
            "KAWAL_BOT_TOKEN": token,
            "KAWAL_TELEGRAM_API_URL": url,
            "KAWAL_CLOCK_URL": url,
            "KAWAL_DATABASE_URL": self.database_url,
        }


@asynccontextmanager
async def town(
    nursery: Nursery, database_url: str, folder: Path, settings: dict[str, str] | None = None
) -> AsyncIterator[Town]:
    """A town on a migrated, empty database, at 07.30 WIB on 12 January 2027; `settings` are added to the bot's."""
    database = Database(database_url)
    codes = {WHO[name]: code for name, code in (await school(database, MORNING)).items() if name in WHO}
    await database.dispose()
    here = Town(nursery, database_url, folder, codes)
    await here.open_simulator()
    try:
        await here.control.post("clock", set=MORNING.isoformat())
        for name, number in NUMBERS.items():
            await here.control.person(number, name.capitalize(), language_code="id")
        here.env |= settings or {}
        await here.start("bot")
        await here.start("scheduler")
        yield here
    finally:
        await here.end()
