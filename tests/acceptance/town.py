"""A small town for acceptance tests: simulator, bot and sender as separate processes, people with phones."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.demo import PHONES, school
from simulator.driver import Control, Phone
from storage.database import Database

MORNING = datetime(2027, 1, 12, 7, 30, tzinfo=ZoneInfo("Asia/Makassar"))
WHO = {"Contoh Satu": "guru", "Contoh Kepala": "kepala", "Contoh Operator": "operator", "Contoh Pengawas": "pengawas"}
NUMBERS = {WHO[phone.holder]: phone.number for phone in PHONES}


@dataclass
class Town:
    """Everything that runs, and who lives there. `codes` are invite codes by person."""

    url: str
    database_url: str
    control: Control
    codes: dict[str, str]
    env: dict[str, str]
    processes: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)
    logs: Path = Path()

    def phone(self, who: str) -> Phone:
        """The phone of somebody."""
        return Phone(self.control, NUMBERS[who])

    async def start(self, name: str) -> None:
        """Start `kawal NAME` as a process of its own."""
        with (self.logs / f"{name}.log").open("ab") as log:
            self.processes[name] = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", name, env=self.env, stdout=log, stderr=log
            )

    async def kill(self, name: str) -> None:
        """SIGKILL, as a power cut would."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        await process.wait()

    async def end(self) -> None:
        """End everything that was started here."""
        for name in list(self.processes):
            await self.kill(name)
        await self.control.close()


@asynccontextmanager
async def town(database_url: str, folder: Path) -> AsyncIterator[Town]:
    """A town on a migrated, empty database, at 07.30 WITA on 12 January 2027."""
    database = Database(database_url)
    codes = {WHO[name]: code for name, code in (await school(database, MORNING)).items() if name in WHO}
    await database.dispose()
    simulator = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "simulator", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert simulator.stdout is not None
    url, _, token = (await simulator.stdout.readline()).decode().split()
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
        "KAWAL_BOT_TOKEN": token,
        "KAWAL_TELEGRAM_API_URL": url,
        "KAWAL_CLOCK_URL": url,
        "KAWAL_DATABASE_URL": database_url,
    }
    here = Town(url, database_url, Control(url), codes, env, {"simulator": simulator}, folder)
    try:
        await here.control.post("clock", set=MORNING.isoformat())
        for name, number in NUMBERS.items():
            await here.control.person(number, name.capitalize(), language_code="id")
        await asyncio.gather(here.start("bot"), here.start("scheduler"))
        yield here
    finally:
        await here.end()
