"""`kawal demo`: the whole product in one process, with a made-up school, on one page.

Simulator, bot and sender are the real ones; only Telegram is ours. The record is a fresh SQLite file in a temporary
folder, the clock is the simulator's and begins on the first morning of January. Two guru in other time zones have
joined when the page opens, and buttons lead to the mornings on which reminders go out.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot import app
from bot.settings import Settings, WrongSetting
from locales import DEFAULT, catalogue
from simulator.driver import Control
from simulator.driver import Phone as Telephone
from simulator.server import DEFAULT_TOKEN, Simulator
from simulator.state import Moment, Profile
from storage import invites, migrations, people
from storage.database import Database
from storage.roster.applying import apply
from storage.roster.check import check
from storage.roster.reading import read
from storage.roster.recorded import existing

SCHOOL = Path(__file__).with_name("demo_school.csv")
ZONE = ZoneInfo("Asia/Jakarta")
MORNING = time(7, 30)


class Phone:
    """A phone of the demo page, and the name of the roster's person who holds it."""

    def __init__(self, number: int, holder: str, label: str) -> None:
        self.number, self.holder, self.label = number, holder, label

    def profile(self, code: str) -> Profile:
        """The simulated person, with the invite link in hand."""
        return Profile(self.number, self.holder, label=self.label, start_code=code)


PHONES = (
    Phone(1001, "Contoh Satu", "Guru kelas IV"),
    Phone(1003, "Contoh Kepala", "Kepala sekolah"),
    Phone(1005, "Contoh Operator", "Operator sekolah"),
    Phone(1004, "Contoh Pengawas", "Pengawas sekolah"),
    Phone(1006, "Contoh Kepala Dinas", "Kepala dinas"),
    Phone(1007, "Contoh Operator Dinas", "Operator dinas"),
    Phone(1010, "Contoh Pelatih Ahli", "Pelatih ahli"),
    Phone(1008, "Contoh Tengah", "Guru, waktu WITA"),
    Phone(1009, "Contoh Timur", "Guru, waktu WIT"),
)
ELSEWHERE = (1008, 1009)
"""Phones that join by themselves: they are there to be reminded."""
MORNINGS = ((1, 4), (1, 16), (1, 31), (2, 1), (7, 1), (12, 31))
"""Month and day on which reminders go out."""
EARLY, LATE = time(5, 20), time(7, 40)
"""From before 07.30 in the east to after 07.30 in the west, by the clock of Jakarta."""


async def run(port: int, day: str, *, say: Callable[[str], None]) -> None:
    """Show the demo on 127.0.0.1 until interrupted. OSError when the port is taken."""
    begins = _morning(day)
    with tempfile.TemporaryDirectory(prefix="kawal-demo-") as folder:
        settings = Settings(bot_token=SecretStr(DEFAULT_TOKEN), data_dir=Path(folder), database_url=None)
        await migrations.upgrade(settings.database)
        codes = await _codes(settings.database, begins)
        phones = [phone.profile(codes[phone.holder]) for phone in PHONES]
        simulator = Simulator(phones=phones, moments=_moments(begins))
        simulator.world.clock.set(begins)
        await simulator.start(port=port)
        say(f"Kawal Kinerja, demo: {simulator.url}")
        say("Open it in a browser and press Mulai on each phone. Ctrl+C ends it; nothing is kept.")
        try:
            here = settings.model_copy(update={"telegram_api_url": simulator.url, "clock_url": simulator.url})
            joining = asyncio.ensure_future(_join(simulator.url, codes))
            await app.run(here)
            joining.cancel()
        finally:
            await simulator.stop()


async def _join(url: str, codes: Mapping[str, str]) -> None:
    """Tap as the people elsewhere would: open the invite link, say who one is, agree."""
    async with Control(url) as control:
        for held in PHONES:
            if held.number in ELSEWHERE:
                phone = Telephone(control, held.number)
                await phone.send(f"/start {codes[held.holder]}")
                for label in ("Ya, ini saya", "Setuju dan bergabung"):
                    await phone.shows(label, patience=60)
                    await phone.tap(label)


def _moments(begins: datetime) -> tuple[Moment, ...]:
    """The mornings of that year that are still to come."""
    days = (date(begins.year, month, day) for month, day in MORNINGS)
    return tuple(
        Moment(
            catalogue(DEFAULT).day(day, "full"), datetime.combine(day, EARLY, ZONE), datetime.combine(day, LATE, ZONE)
        )
        for day in days
        if day > begins.date()
    )


def _morning(day: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day), MORNING, ZONE)
    except ValueError:
        raise WrongSetting(f"--date must look like 2027-01-12, not {day}") from None


async def _codes(url: str, now: datetime) -> dict[str, str]:
    database = Database(url)
    try:
        return await school(database, now)
    finally:
        await database.dispose()


async def school(database: Database, now: datetime) -> dict[str, str]:
    """Write the made-up school into an empty record; gives everybody's invite code by name. Names are unique there."""
    async with database.transaction() as session:
        recorded = await existing(session, now.year)
        checked = check(read(SCHOOL), now.year, recorded)
        assert checked.roster is not None, checked.problems
        await apply(session, checked.roster, recorded, now)
        members = await people.find(session)
        return {member.name: await invites.create(session, None, member.person_id, now) for member in members}
