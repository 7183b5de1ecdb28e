"""A pengawas reports month by month at the desk, the kepala dinas confirms, an operator of the dinas sets schools."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from storage.database import Database
from tests.bot import record
from tests.bot.people import MORNING, Person, School, living

MARCH = datetime(2027, 3, 9, 8, tzinfo=MORNING.tzinfo)
DECEMBER = datetime(2027, 12, 6, 8, tzinfo=MORNING.tzinfo)
IN_2024 = datetime(2024, 3, 12, 8, tzinfo=MORNING.tzinfo)


async def _living(sqlite_url: str, morning: datetime) -> AsyncIterator[School]:
    database = Database(sqlite_url)
    async with living(database, morning) as school:
        await school.joined("operator_dinas", "kepala_dinas", "pengawas")
        await school.deliver()
        await school.person("operator_dinas").tap("Benar, aktifkan")
        await school.deliver()
        yield school
    await database.dispose()


@pytest.fixture
async def village(sqlite_url: str) -> AsyncIterator[School]:
    """The demo's dinas in January 2027; the pengawas has two schools by the roster."""
    async for school in _living(sqlite_url, MORNING):
        yield school


@pytest.fixture
async def earlier(sqlite_url: str) -> AsyncIterator[School]:
    """The same in March 2024: the regulation does not cover pengawas."""
    async for school in _living(sqlite_url, IN_2024):
        yield school


async def _report(pengawas: Person, school: str, *settled: str, finding: str = "Jadwal supervisi belum ada") -> None:
    """Report one school of the month that runs, today; `settled` answers the open issues."""
    await pengawas.say("/pendampingan")
    await pengawas.tap(school)
    await pengawas.tap("Hari ini")
    await pengawas.say("Membahas rencana")
    for answer in settled:
        await pengawas.tap(answer)
    await pengawas.say(finding)
    await pengawas.tap("Lewati")
    await pengawas.tap("Lanjut (1 dipilih)")
    await pengawas.say("Susun jadwal")
    await pengawas.say("Percakapan coaching")
    await pengawas.say("https://contoh.id/foto")
    await pengawas.tap("Itu saja")
    await pengawas.tap("Kirim")


async def _statuses(school: School) -> list[str]:
    return [status for (status,) in await record.rows(school.database, "SELECT status FROM pendampingan ORDER BY id")]


async def test_a_month_is_reported_confirmed_and_taken_back(village: School) -> None:
    pengawas, head = village.person("pengawas"), village.person("kepala_dinas")
    await pengawas.say("/menu")
    assert "Januari: pendampingan 0 selesai, <b>2 belum</b>" in pengawas.screen.text
    await pengawas.tap("▶ Pendampingan Januari")
    assert "<b>Januari</b>: Laporan hasil identifikasi Komitmen" in pengawas.screen.text
    assert "(sumber sekunder)" in pengawas.screen.text
    assert "2 sekolah binaan: 0 selesai, <b>2 belum</b>" in pengawas.screen.text
    await pengawas.tap("SDN Contoh 01")
    await pengawas.tap("Hari ini")
    assert "SKP 4 orang: 0 dikirim, 0 disepakati, 0 di Ruang GTK" in pengawas.screen.text
    await pengawas.say("/pendampingan")
    assert "SDN Contoh 01: draf sejak 12 Januari" in pengawas.screen.text

    await pengawas.tap("SDN Contoh 01")
    await pengawas.say("Membahas komitmen <perubahan>")
    await pengawas.say("Jadwal supervisi belum ada")
    await pengawas.tap("Lewati")
    await pengawas.tap("Lanjut (1 dipilih)")
    await pengawas.say("Susun jadwal")
    await pengawas.say("Percakapan coaching")
    await pengawas.tap("Lanjut tanpa bukti")
    await pengawas.tap("Kirim")
    assert pengawas.toast == "Terkirim. Kepala dinas diberi tahu. ✓"
    assert "menunggu konfirmasi" in pengawas.screen.text
    await pengawas.again(as_new=True)
    assert await _statuses(village) == ["diajukan"]

    await village.deliver()
    await head.say("/persetujuan")
    await head.tap("SDN Contoh 01")
    assert "Membahas komitmen &lt;perubahan&gt;" in head.screen.text
    await head.tap("Konfirmasi")
    assert head.toast == "Dikonfirmasi. Pemiliknya diberi tahu."
    await village.deliver()
    assert "dikonfirmasi" in pengawas.screen.text
    await head.tap("Urungkan (10 menit)")
    await village.deliver()
    assert "Ralat" in pengawas.screen.text
    assert await _statuses(village) == ["diajukan"]


async def test_what_comes_back_is_mended_and_what_waits_can_be_withdrawn(village: School) -> None:
    pengawas, head = village.person("pengawas"), village.person("kepala_dinas")
    await _report(pengawas, "SDN Contoh 01")
    await head.say("/persetujuan")
    await head.tap("SDN Contoh 01")
    await head.tap("Lihat bukti")
    assert any(button.url == "https://contoh.id/foto" for row in head.screen.rows for button in row)
    await head.tap("Ke kartu")
    await head.tap("Kembalikan")
    await head.say("Agendanya kurang jelas")
    assert await _statuses(village) == ["dikembalikan"]
    await village.deliver()
    assert "Agendanya kurang jelas" in pengawas.screen.text
    await pengawas.say("/pendampingan")
    assert "SDN Contoh 01: dikembalikan" in pengawas.screen.text
    await pengawas.tap("SDN Contoh 01")
    await pengawas.tap("Perbaiki dan kirim lagi")
    assert "Periksa, lalu kirim" in pengawas.screen.text
    await pengawas.tap("Ubah")
    await pengawas.tap("Agenda")
    await pengawas.say("Menyusun jadwal supervisi")
    await pengawas.tap("Kirim")
    assert await _statuses(village) == ["diajukan"]
    await pengawas.tap("Tarik kembali")
    assert pengawas.toast == "Ditarik kembali."
    assert await _statuses(village) == ["ditarik"]
    await head.say("/persetujuan")
    assert "Tidak ada yang menunggu" in head.screen.text


async def test_an_issue_is_asked_about_until_it_is_closed(village: School) -> None:
    pengawas = village.person("pengawas")
    await _report(pengawas, "SDN Contoh 01")
    village.clock.set(MARCH)
    await pengawas.say("/menu")
    assert "Maret: pendampingan 0 selesai, <b>2 belum</b>" in pengawas.screen.text
    assert "Februari: pendampingan 0 selesai, <b>2 belum</b>" in pengawas.screen.text
    await pengawas.say("/pendampingan")
    await pengawas.tap("SDN Contoh 01")
    await pengawas.tap("Hari ini")
    assert "Saran: <i>Jadwal supervisi belum ada</i>" in pengawas.screen.text
    await pengawas.tap("Pakai saran")
    assert "Dicatat di laporan 01/2027." in pengawas.screen.text
    await pengawas.tap("Selesai")
    assert "Hasil temuan" in pengawas.screen.text
    await pengawas.say("Sudah berjalan baik")
    await pengawas.tap("Lewati")
    await pengawas.tap("☑ Sudah berjalan baik")
    await pengawas.tap("Lanjut (0 dipilih)")
    await pengawas.say("Lanjutkan")
    await pengawas.say("Surel")
    await pengawas.tap("Lanjut tanpa bukti")
    assert "<b>Isu lama</b>: 1 dari 1 selesai" in pengawas.screen.text
    await pengawas.tap("Kirim")
    assert "1 isu lama selesai" in pengawas.screen.text
    village.clock.set(MARCH.replace(month=4))
    await pengawas.say("/pendampingan")
    await pengawas.tap("SDN Contoh 01")
    await pengawas.tap("Hari ini")
    assert "Saran" not in pengawas.screen.text


async def test_the_board_leads_through_the_months_that_have_begun(village: School) -> None:
    pengawas, head = village.person("pengawas"), village.person("kepala_dinas")
    village.clock.set(MARCH)
    await _report(pengawas, "SDN Contoh 04")
    await pengawas.tap("← Papan")
    assert "<b>Papan Maret 2027</b>" in pengawas.screen.text
    assert "⏳ SDN Contoh 04: menunggu konfirmasi" in pengawas.screen.text
    assert not any("April" in label for label in pengawas.labels)
    await pengawas.tap("‹ Februari")
    assert "2 sekolah binaan: 0 selesai, <b>2 belum</b>" in pengawas.screen.text
    await pengawas.tap("SDN Contoh 04")
    assert "Hari ini" not in pengawas.labels
    await pengawas.say("09-03-2027")
    assert "antara <b>1 Februari 2027</b> dan <b>28 Februari 2027</b>" in pengawas.screen.text
    await pengawas.tap_data(f"o:pdm:{await _unit(village, '99999904')}:0:new:0:4")
    assert pengawas.toast == "Bulan itu belum mulai."

    await head.say("/pendampingan")
    assert "2 sekolah binaan, <b>1 belum</b>" in head.screen.text
    await head.tap("Contoh Pengawas")
    await head.tap("Papan laporan")
    assert "SDN Contoh 01: belum ada laporan" in head.screen.text
    assert not any("SDN Contoh 01" in label for label in head.labels)
    await head.tap("SDN Contoh 04")
    assert "Membahas rencana" in head.screen.text


async def _unit(school: School, npsn: str) -> int:
    [(unit,)] = await record.rows(school.database, "SELECT id FROM unit WHERE npsn = :npsn", npsn=npsn)
    return int(unit)


async def test_one_report_for_a_school_and_month(village: School) -> None:
    pengawas = village.person("pengawas")
    await _report(pengawas, "SDN Contoh 01")
    await pengawas.tap_data(f"o:pdm:{await _unit(village, '99999901')}:0:new:0:1")
    assert "menunggu konfirmasi" in pengawas.screen.text
    assert await _statuses(village) == ["diajukan"]


async def test_december_has_two_things(village: School) -> None:
    pengawas, head = village.person("pengawas"), village.person("kepala_dinas")
    village.clock.set(DECEMBER)
    await pengawas.say("/pendampingan")
    assert "2 sekolah binaan dan karya refleksi: 0 selesai, <b>3 belum</b>" in pengawas.screen.text
    await pengawas.tap("Karya refleksi")
    await pengawas.tap("artikel")
    await pengawas.say("Setahun mendampingi")
    assert not any("Lanjut tanpa bukti" in label for label in pengawas.labels)
    await pengawas.say("belum ada")
    assert "Itu bukan tautan" in pengawas.screen.text
    await pengawas.say("https://contoh.id/artikel")
    await pengawas.tap("Itu saja")
    await pengawas.tap("Kirim")
    assert "<b>Karya refleksi 2027</b>: menunggu konfirmasi" in pengawas.screen.text
    await _report(pengawas, "SDN Contoh 01")
    await head.say("/persetujuan")
    await head.tap("Setujui semua lengkap (2)")
    await head.tap("Ya, setujui 2")
    assert await _statuses(village) == ["dikonfirmasi", "dikonfirmasi"]
    await head.tap("Urungkan semua")
    assert await _statuses(village) == ["diajukan", "diajukan"]


async def test_the_operator_of_the_dinas_sets_the_schools(village: School) -> None:
    pengawas, operator = village.person("pengawas"), village.person("operator_dinas")
    await pengawas.say("/pendampingan")
    await pengawas.tap("SDN Contoh 01")
    await pengawas.tap("Hari ini")
    await operator.say("/pendampingan")
    await operator.tap("Contoh Pengawas")
    assert "• SDN Contoh 01" in operator.screen.text
    await operator.tap("Ubah sekolah binaan")
    await operator.tap("☑ SDN Contoh 01")
    await operator.tap("Lanjut (1 dipilih)")
    assert "<b>Berkurang</b>: SDN Contoh 01" in operator.screen.text
    await operator.tap("Simpan")
    assert operator.toast == "Tersimpan. Pengawas diberi tahu."
    await village.deliver()
    assert any("• SDN Contoh 04" in screen.text for screen in pengawas.messages.values())

    await pengawas.say("Membahas rencana")
    await pengawas.say("Temuan")
    await pengawas.tap("Lewati")
    await pengawas.tap("Lanjut (1 dipilih)")
    await pengawas.say("Susun jadwal")
    await pengawas.say("Surel")
    await pengawas.tap("Lanjut tanpa bukti")
    await pengawas.tap("Kirim")
    assert "bukan sekolah binaan Bapak/Ibu" in pengawas.screen.text
    assert await _statuses(village) == []


async def test_where_pengawas_are_not_covered_the_reports_stay(earlier: School) -> None:
    pengawas = earlier.person("pengawas")
    await pengawas.say("/menu")
    assert "pendampingan 0 selesai, <b>2 belum</b>" in pengawas.screen.text
    assert not any("rencana SKP" in label for label in pengawas.labels)
    await _report(pengawas, "SDN Contoh 01")
    assert await _statuses(earlier) == ["diajukan"]


async def test_after_the_role_has_ended_nothing_is_reported(village: School) -> None:
    pengawas, operator = village.person("pengawas"), village.person("operator_dinas")
    await _report(pengawas, "SDN Contoh 01")
    number, button = pengawas.find("Tarik kembali")
    await operator.say("/menu")
    [(role,)] = await record.rows(village.database, "SELECT id FROM assignment WHERE role = 'pengawas'")
    await operator.tap_data(f"o:app:{role}:0:show:0:")
    await operator.tap("Akhiri peran")
    await operator.tap("Ya, akhiri")
    assert await _statuses(village) == ["ditarik"]
    await pengawas.tap_data(button.data or "", number)
    await pengawas.say("/pendampingan")
    assert await _statuses(village) == ["ditarik"]
    assert not any("SDN Contoh 04" in label for label in pengawas.labels)
