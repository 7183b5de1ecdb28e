"""The demo's school and the one next door: enough people for everything that must not happen between them.

Everybody has joined, once per test session; a test gets a copy of that record and of all phones.
"""

from __future__ import annotations

import asyncio
import copy
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot import demo
from bot.desk import Desk
from dialogs.screen import Screen
from regulations.library import packaged
from storage import invites, people
from storage.clock import FixedClock
from storage.database import Database
from storage.roster.applying import apply
from storage.roster.check import check
from storage.roster.reading import read
from storage.roster.recorded import existing
from tests.bot.people import MORNING, School

NEXT_DOOR = "99999902;SDN Contoh 02;SD;negeri;Jawa Tengah;Kabupaten Contoh;Dinas Pendidikan Kabupaten Contoh"
HERE = "99999901;SDN Contoh 01;SD;negeri;Jawa Tengah;Kabupaten Contoh;Dinas Pendidikan Kabupaten Contoh"
MORE = f"""\
{NEXT_DOOR};Tetangga Kepala;Bapak;;K-02;kepala sekolah;kepala sekolah;PNS;;
{NEXT_DOOR};Tetangga Guru;Ibu;;G-23;guru;guru kelas I;PNS;;
{NEXT_DOOR};Tetangga Operator;Ibu;;O-22;operator;operator sekolah;Non-ASN;;
{HERE};Contoh Honorer;Ibu;;G-04;guru;guru kelas II;Non-ASN;;
{HERE};Contoh Rangkap;Bapak;;G-05;guru;guru olahraga;PNS;;
{NEXT_DOOR};Contoh Rangkap;Bapak;;G-05;guru;guru olahraga;PNS;;
"""
EVERYBODY = {
    "operator": "Contoh Operator",
    "operator_sebelah": "Tetangga Operator",
    "kepala": "Contoh Kepala",
    "kepala_sebelah": "Tetangga Kepala",
    "guru": "Contoh Satu",
    "rekan": "Contoh Dua",
    "guru_sebelah": "Tetangga Guru",
    "honorer": "Contoh Honorer",
    "rangkap": "Contoh Rangkap",
    "pengawas": "Contoh Pengawas",
}
STEPS = (
    "Lanjut (",
    "Pakai saran",
    "Pakai saran semua",
    "Pakai saran semua",
    "Penerapan disiplin",
    "Pakai saran semua",
    "Pakai saran semua",
    "Kirim",
)
"""The quickest plan of the guru with a tugas tambahan, after /rencana."""


@dataclass(frozen=True)
class Picture:
    """A record at rest and what lies on the phones."""

    file: Path
    codes: dict[str, str]
    phones: dict[str, dict[int, Screen]]

    @staticmethod
    async def of(school: School, file: Path) -> Picture:
        """Take it; the school's database is closed by that."""
        await school.database.dispose()
        phones = {who: dict(person.messages) for who, person in school.people.items()}
        return Picture(file, dict(school.codes), phones)

    def copy(self, folder: Path, morning: datetime = MORNING) -> School:
        """A school of one's own that looks like this. Dispose of its database."""
        database = Database(f"sqlite:///{shutil.copy(self.file, folder / 'kawal.db')}")
        clock = FixedClock(morning)
        school = School(database, Desk(database, packaged(), clock), clock, dict(self.codes))
        for who, messages in self.phones.items():
            school.person(who).messages = copy.copy(messages)
        return school


async def settled(database: Database, folder: Path, morning: datetime = MORNING, more: str = "") -> School:
    """Both schools, with `more` rows, on an empty record; nobody has joined."""
    clock = FixedClock(morning)
    file = folder / "roster.csv"
    file.write_text(demo.SCHOOL.read_text() + MORE + more)
    async with database.transaction() as session:
        recorded = await existing(session, morning.year)
        checked = check(read(file), morning.year, recorded)
        assert checked.roster is not None, checked.problems
        await apply(session, checked.roster, recorded, clock.now())
        members = await people.find(session)
        codes = {member.name: await invites.create(session, None, member.person_id, clock.now()) for member in members}
    return School(database, Desk(database, packaged(), clock), clock, codes)


async def everybody_joins(school: School) -> None:
    """Everybody joins; the operators confirm the kepala sekolah."""
    for who, name in EVERYBODY.items():
        await school.person(who).join(school.codes[name])
    await school.deliver()
    for operator in ("operator", "operator_sebelah"):
        await school.person(operator).tap("Benar, aktifkan")
    await school.deliver()


async def plan(school: School, who: str = "guru", steps: tuple[str, ...] = STEPS) -> None:
    """Somebody sends a plan, and it reaches the appraiser."""
    person = school.person(who)
    await person.say("/rencana")
    for label in steps:
        await person.tap(label)
    await school.deliver()


def picture(template: Path, folder: Path, *, sent: bool) -> Picture:
    """Everybody has joined; `sent` says whether the guru's plan waits."""

    async def take() -> Picture:
        file = folder / "neighbours.db"
        school = await settled(Database(f"sqlite:///{shutil.copy(template, file)}"), folder)
        await everybody_joins(school)
        if sent:
            await plan(school)
        return await Picture.of(school, file)

    return asyncio.run(take())
