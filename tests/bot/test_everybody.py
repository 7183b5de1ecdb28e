"""Everybody's year at the desk: who plans, what July asks, what January brings."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from storage.database import Database
from tests.bot import record
from tests.bot.neighbours import Picture
from tests.bot.people import MORNING, Person, School, living
from tests.bot.test_years import quickest

DINAS = """
UPDATE assignment SET status = 'active'
WHERE role = 'kepala_dinas' AND person_id IN (SELECT person_id FROM account)
"""
"""No operator of the dinas is in the demo's roster, so nobody could confirm the kepala dinas there."""


def at(year: int, month: int, day: int) -> datetime:
    """A morning at the school."""
    return datetime(year, month, day, 8, tzinfo=MORNING.tzinfo)


@pytest.fixture(scope="session")
def pictures(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Picture]:
    """The demo's school in the January of some years; everybody has joined."""

    async def take(january: int) -> Picture:
        file = tmp_path_factory.mktemp(f"everybody{january}") / "kawal.db"
        database = Database(f"sqlite:///{shutil.copy(sqlite_template, file)}")
        async with living(database, MORNING.replace(year=january)) as school:
            await school.joined("operator", "kepala", "guru", "pengawas", "kepala_dinas")
            await record.change(database, DINAS)
            return await Picture.of(school, file)

    return {january: asyncio.run(take(january)) for january in (2024, 2025)}


@pytest.fixture
async def year(request: pytest.FixtureRequest, pictures: dict[int, Picture], tmp_path: Path) -> AsyncIterator[School]:
    """One of them, to live in."""
    school = pictures[request.param].copy(tmp_path, MORNING.replace(year=request.param))
    yield school
    await school.database.dispose()


async def _agreed(school: School, who: str, by: str) -> None:
    """Somebody's quickest plan, agreed to by their appraiser."""
    await quickest(school.person(who))
    await school.deliver()
    await school.person(by).tap("Setujui")
    await school.deliver()


@pytest.mark.parametrize("year", [2025], indirect=True)
async def test_everybody_plans_and_the_guru_serves_what_the_kepala_has_agreed(year: School) -> None:
    kepala, dinas, guru = year.person("kepala"), year.person("kepala_dinas"), year.person("guru")
    assert await quickest(kepala) <= 15
    await year.deliver()
    assert "Rencana SKP untuk disetujui" in dinas.screen.text
    await dinas.tap("Lihat rinci")
    assert "Perspektif" in dinas.screen.text
    await dinas.tap("Ke kartu")
    await dinas.tap("Setujui")
    await year.deliver()
    await kepala.tap("Salin ke Ruang GTK")
    assert any("perspektif" in label for label in kepala.labels)
    assert not any("RHK atasan" in label for label in kepala.labels)
    await _agreed(year, "pengawas", "kepala_dinas")

    await guru.say("/rencana")
    await guru.tap("Lanjut (")
    await guru.tap("Pakai saran")
    assert "Dari rencana atasan yang sudah disepakati" in guru.screen.text
    assert await record.rows(year.database, "SELECT status FROM skp") == [("disepakati",)] * 2
    perspektif = await record.rows(year.database, "SELECT DISTINCT aspek IS NULL, perspektif IS NULL FROM skp_item "
                                   "WHERE part = 'result' ORDER BY 1")  # fmt: skip
    assert perspektif == [(0, 1), (1, 0)]


@pytest.mark.parametrize("year", [2025], indirect=True)
async def test_a_pengawas_reads_that_the_rhk_of_the_dinas_are_an_example_and_chooses_by_category(year: School) -> None:
    pengawas = year.person("pengawas")
    await pengawas.say("/rencana")
    await pengawas.tap("Lanjut (")
    assert "contoh Kawal" in pengawas.screen.text
    for label in ("Pakai saran semua", "Pakai saran semua", "☐", "Lanjut (1", "Pakai saran semua", "Ubah sebagian"):
        await pengawas.tap(label)
    assert "Kategori pengembangan kompetensi" in pengawas.screen.text
    await pengawas.tap("Kosongkan")
    await pengawas.tap("Kontribusi sebagai penyusun")
    await pengawas.tap("Lanjut (1")
    await pengawas.tap("Susun praktik baik (kombel)")
    await pengawas.tap("Lanjut (1")
    await pengawas.tap("Kirim")
    chosen = await record.rows(year.database, "SELECT code FROM skp_item WHERE part = 'competence'")
    assert chosen == [("5.3",)]


@pytest.mark.parametrize("year", [2025], indirect=True)
async def test_home_of_a_kepala_sekolah_shows_what_waits_and_their_own_plan(year: School) -> None:
    kepala = year.person("kepala")
    await quickest(year.person("guru"))
    await kepala.say("/menu")
    assert "1 menunggu" in kepala.screen.text
    assert "belum dibuat" in kepala.screen.text
    assert kepala.labels[0] == "▶ Buka persetujuan"
    assert "▶ Mulai rencana SKP" in kepala.labels


# --- July -------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2024], indirect=True)
async def test_in_july_2024_the_plan_is_adjusted_and_both_see_what_has_changed(year: School) -> None:
    guru, kepala = year.person("guru"), year.person("kepala")
    await _agreed(year, "guru", "kepala")
    year.clock.set(at(2024, 7, 3))
    await guru.say("/menu")
    assert "Periode II 2024" in guru.screen.text
    await guru.tap("Sesuaikan untuk periode II")
    assert "Sama dengan rencana periode I." in guru.screen.text
    await guru.tap("Ubah")
    await guru.tap("Indikator dan target")
    await guru.tap("Ubah sebagian")
    await guru.tap("Perencanaan dan asesmen")
    await guru.tap("Lanjut (1")
    for label in ("★ kualitas", "Pakai saran"):
        await guru.tap(label)
    await guru.say("95")
    await guru.tap("Pakai saran")
    assert "Berubah dari periode I: target RHK d: 90 persen → 95 persen" in guru.screen.text
    await guru.tap("Teks lengkap")
    assert "target RHK d" in guru.screen.text
    await guru.tap("Ke pertanyaan")
    await guru.tap("Kirim")
    await year.deliver()
    assert "Berubah dari periode I: target RHK d: 90 persen → 95 persen" in kepala.screen.text
    await kepala.tap("Lihat rinci")
    assert "<b>Berubah</b>: target RHK d" in kepala.screen.text
    await kepala.tap("Ke kartu")
    await kepala.tap("Setujui")
    assert await record.rows(year.database, "SELECT period, status FROM skp ORDER BY period") == [
        ("2024-1", "disepakati"),
        ("2024-2", "disepakati"),
    ]
    await guru.say("/menu")
    assert "Cek kemajuan" not in guru.labels


@pytest.mark.parametrize("year", [2025], indirect=True)
async def test_in_july_2025_progress_is_checked_and_the_appraiser_answers(year: School) -> None:
    guru, kepala = year.person("guru"), year.person("kepala")
    await guru.say("/menu")
    await guru.tap("Cek kemajuan")
    assert "setelah rencana SKP disepakati" in guru.screen.text
    await _agreed(year, "guru", "kepala")
    year.clock.set(at(2025, 7, 7))
    await guru.say("/menu")
    await guru.tap("Isi cek kemajuan")
    assert "Anjuran Kawal" in guru.screen.text
    await _checked(guru)
    await year.deliver()

    await kepala.tap("Buka persetujuan")
    await kepala.tap("Contoh Satu")
    assert "Jadwal ujian &amp; rapat bertumpuk." in kepala.screen.text
    await kepala.tap("Lihat rinci")
    assert "1 dari 2 perangkat (50%)" in kepala.screen.text
    await kepala.tap("Ke kartu")
    await kepala.tap("Jawab")
    await kepala.say("Saya atur ulang jadwal rapat.")
    await year.deliver()
    assert "Saya atur ulang jadwal rapat." in guru.screen.text
    assert await record.rows(year.database, "SELECT status, version, number FROM checkin") == [("dijawab", 2, 1)]

    await kepala.tap("Urungkan jawaban")
    await year.deliver()
    assert "menunggu jawaban lagi" in guru.screen.text
    await guru.tap("Lihat cek kemajuan")
    await guru.tap("Tarik kembali")
    await guru.tap("Kirim lagi")
    assert "Periksa, lalu kirim" in guru.screen.text
    await guru.tap("Kirim")
    assert await record.rows(year.database, "SELECT status, version, number FROM checkin") == [("diajukan", 5, 1)]
    assert await record.actions(year.database, "midyear.") == [
        "midyear.submit",
        "midyear.answer",
        "midyear.undo",
        "midyear.withdraw",
        "midyear.submit",
    ]


async def _checked(guru: Person) -> None:
    """Fill a check-in: half of the first target, nothing of the others, and what stands in the way."""
    await guru.tap("Isi cek kemajuan")
    await guru.say("1")
    while "sudah tercapai berapa" in guru.screen.text:
        await guru.say("0")
    await guru.tap("Lanjut (0")
    await guru.tap("Ada, saya tuliskan")
    await guru.say("Jadwal ujian & rapat bertumpuk.")
    await guru.tap("Tidak ada")
    await guru.tap("Kirim")
    assert "menunggu jawaban" in guru.screen.text


@pytest.mark.parametrize("year", [2025], indirect=True)
async def test_a_forged_or_foreign_tap_on_a_checkin_changes_nothing(year: School) -> None:
    guru, kepala, pengawas = year.person("guru"), year.person("kepala"), year.person("pengawas")
    await _agreed(year, "guru", "kepala")
    await guru.say("/menu")
    await guru.tap("Cek kemajuan")
    await _checked(guru)
    for who in (pengawas, guru, kepala):
        for do in ("answer", "undo", "again", "withdraw", "nonsense"):
            if (who, do) not in ((kepala, "answer"), (guru, "again"), (guru, "withdraw")):
                await who.tap_data(f"o:chk:1:1:{do}:0:")
    assert await record.rows(year.database, "SELECT status, version FROM checkin") == [("diajukan", 1)]
    assert await record.open_drafts(year.database) == 0


# --- before planning ----------------------------------------------------------------------


@pytest.mark.parametrize("year", [2025], indirect=True)
async def test_in_december_the_data_are_checked_and_january_remembers(year: School) -> None:
    guru = year.person("guru")
    year.clock.set(at(2025, 12, 1))
    await guru.say("/menu")
    assert "Data sebelum rencana 2026: 0 dari 3" in guru.screen.text
    await guru.tap("Periksa data saya")
    assert "31 Desember 2025" in guru.screen.text
    for label in ("☐ NIK", "☐ NIP"):
        await guru.tap(label)
    await guru.tap("☑ NIK")
    await guru.again(as_new=True)
    assert "☐ NIK" in "".join(guru.labels)
    await guru.tap("☐ NIK")
    for beside in ("Teks lengkap", "Dasar"):
        await guru.tap(beside)
        await guru.tap("Kembali")
    await guru.say("/menu")
    assert "2 dari 3" in guru.screen.text
    await _next_year(year)
    year.clock.set(at(2026, 1, 5))
    await guru.say("/menu")
    assert "Data sebelum rencana 2026: 2 dari 3" in guru.screen.text
    await guru.tap("Periksa data saya")
    await guru.tap("☐ Unor")
    assert "Semua sudah dicek" in guru.screen.text
    await guru.say("/menu")
    assert "Data sebelum" not in guru.screen.text


@pytest.mark.parametrize("year", [2025], indirect=True)
async def test_special_cases_are_told_and_a_private_school_reads_its_own_by_itself(year: School) -> None:
    guru = year.person("guru")
    await guru.say("/menu")
    assert "Sekolah swasta" not in guru.screen.text
    await guru.tap("Kasus khusus")
    await guru.tap("›")
    await guru.tap("Sekolah dengan Plt.")
    assert "disetujui otomatis oleh Ruang GTK" in guru.screen.text
    assert "operator menetapkan Plt." in guru.screen.text
    await guru.tap("Dasar")
    assert "sumber sekunder" in guru.screen.text
    await guru.tap("Kembali")
    await guru.tap_data("o:exc:0:0:show:0:nonsense")
    await record.change(year.database, "UPDATE unit SET ownership = 'swasta' WHERE kind = 'school'")
    await guru.say("/menu")
    assert "Sekolah swasta: kinerja dikelola di e-Kinerja BKN" in guru.screen.text
    await guru.tap("Apa yang berlaku")
    assert "masyarakat" in guru.screen.text


# --- a new year -----------------------------------------------------------------------------


async def _next_year(school: School) -> None:
    """The roster of the next year is in: the same people in the same roles."""
    columns = "person_id, unit_id, role, status, version, position, employment, additional_task"
    await record.change(
        school.database,
        f"INSERT INTO assignment ({columns}, year) SELECT {columns}, year + 1 FROM assignment WHERE status = 'active'",
    )


@pytest.mark.parametrize("year", [2025], indirect=True)
async def test_in_a_new_year_its_role_comes_to_the_front_once_and_the_old_one_stays_reachable(year: School) -> None:
    guru = year.person("guru")
    await _agreed(year, "guru", "kepala")
    await _next_year(year)
    year.clock.set(at(2025, 12, 31))
    await guru.say("/menu")
    assert "pengelolaan kinerja 2025" in guru.screen.text
    year.clock.set(at(2026, 1, 1))
    await guru.say("/menu")
    assert "belum dibuat" in guru.screen.text
    assert "Evaluasi dan catatan tahun 2025 masih dapat dibuka." in guru.screen.text
    card = next(number for number, shown in guru.messages.items() if "Rencana SKP disepakati" in shown.text)
    await guru.tap_data("s:1:2:copy:0", card)
    await guru.tap_data("s:1:2:in:0", card)
    await guru.tap("Hari ini")
    assert "Diisi di Ruang GTK: 1 Januari 2026" in guru.screen.text
    await guru.tap("Beranda")
    assert "Ini tahun 2025." in guru.screen.text
    await guru.tap("Buka tahun 2026")
    assert "belum dibuat" in guru.screen.text
    await guru.tap("Buka tahun 2025")
    await guru.say("/menu")
    assert "Diisi di Ruang GTK (1 Januari 2026)" in guru.screen.text
    await guru.tap("Ganti peran")
    assert any(label.startswith("2026 guru") for label in guru.labels)
    await guru.tap("2026 guru")
    assert "belum dibuat" in guru.screen.text


@pytest.mark.parametrize("year", [2025], indirect=True)
async def test_the_new_year_waits_for_the_talk_in_front(year: School) -> None:
    guru = year.person("guru")
    await guru.say("/rencana")
    await _next_year(year)
    year.clock.set(at(2026, 1, 1))
    await guru.tap("Lanjut (")
    await guru.say("Wali kelas IV")
    assert "2 dari 7" in guru.screen.text
    await guru.tap("Simpan dulu")
    await guru.say("/menu")
    assert "pengelolaan kinerja 2026" in guru.screen.text
