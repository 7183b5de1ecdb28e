"""A pelatih ahli with schools, and what they may note."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage import coached, coaching
from storage.values.coaching import AddSchool, CoachedSchool, EntryFacts, Forum, Mode, NoteEntry, Session
from tests.storage.school import NOW, SCHOOL, World

OCTOBER, DECEMBER, JANUARY = date(2026, 10, 1), date(2026, 12, 1), date(2027, 1, 1)
RECORDED = AddSchool(SCHOOL, None, OCTOBER)
TYPED = AddSchool(None, "SDN <Tanpa> & Data", JANUARY)
SESSION = Session(
    Mode.daring, True, "pilihan-1", None, ("Memfasilitasi refleksi", "Rencana <baru>"), "Mulai Senin & dicek"
)
FORUM = Forum(Mode.luring, "IHT dua kali", "Komunitas belajar jalan", "Jadwal <padat>")


async def listed(session: AsyncSession, world: World, school: AddSchool = RECORDED) -> CoachedSchool:
    """The pelatih ahli coaches a school."""
    return await coached.add(session, world.pelatih_ahli, school, NOW)


def noting(school: CoachedSchool, **changes: Any) -> NoteEntry:
    """A session of 7 January in a school."""
    values: dict[str, Any] = {"month": JANUARY, "day": date(2027, 1, 7), "jp": 2, "content": SESSION}
    return NoteEntry(school.id, **{**values, **changes})


async def noted(session: AsyncSession, world: World, school: CoachedSchool, **changes: Any) -> EntryFacts:
    """It is in the record."""
    return await coaching.note(session, world.pelatih_ahli, noting(school, **changes), NOW)
