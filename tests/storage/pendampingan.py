"""Reports of the made-up pengawas, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage import binaan, pendampingan
from storage.values.evidence import FileKind, Piece
from storage.values.pendampingan import (
    Entrust,
    Finding,
    Mentoring,
    ReportFacts,
    SubmitReport,
    SubmitWork,
    Work,
    WorkKind,
)
from tests.storage.school import NOW, OTHER_SCHOOL, SCHOOL, World

DECEMBER = datetime(2027, 12, 6, 1, 5, tzinfo=UTC)
LINK = Piece(FileKind.link, link="https://contoh.id/foto")
MENTORING = Mentoring(
    day=date(2027, 1, 11),
    agenda="Membahas komitmen perubahan",
    findings=(Finding("Jadwal supervisi belum ada", True), Finding("Perpustakaan ramai", False)),
    recommendation="Susun jadwal supervisi",
    feedback="Percakapan berbasis coaching",
)
REPORT = SubmitReport(SCHOOL, 1, MENTORING, pieces=(LINK,))
WORK = SubmitWork(Work(WorkKind.artikel, "Setahun mendampingi"), (LINK,))


async def entrusted(session: AsyncSession, world: World, *units: int, now: datetime = NOW) -> None:
    """These schools (both unless named) are entrusted to the pengawas."""
    intent = Entrust(world.pengawas.assignment_id, units or (SCHOOL, OTHER_SCHOOL))
    await binaan.entrust(session, world.dinas_operator, intent, now)


async def sent(session: AsyncSession, world: World, intent: SubmitReport = REPORT) -> ReportFacts:
    """The pengawas has sent the report of a school that is entrusted to them."""
    await entrusted(session, world)
    return await pendampingan.submit(session, world.pengawas, intent, NOW)
