"""A pelatih ahli at the desk: from the roster to the list, the month's notes, and what is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from storage.database import Database
from tests.bot import record
from tests.bot.people import MORNING, Person, School, living

MARCH = datetime(2027, 3, 10, 7, 30, tzinfo=MORNING.tzinfo)
SEPTEMBER = datetime(2027, 9, 3, 7, 30, tzinfo=MORNING.tzinfo)
NOTED = "SELECT activity, month, jp, status, version FROM coaching_entry ORDER BY id"


@pytest.fixture
async def district(sqlite_url: str) -> AsyncIterator[School]:
    """The demo's dinas in March; its pelatih ahli, imported from the roster, has joined."""
    database = Database(sqlite_url)
    async with living(database, MARCH) as school:
        await school.joined("operator", "kepala", "guru", "pelatih")
        yield school
    await database.dispose()


async def _add(coach: Person, name: str | None = None, since: str = "Maret") -> None:
    """Put a school on the list: the recorded one, or one that is typed."""
    await coach.tap("Tambah sekolah")
    if name is None:
        await coach.say("99999901")
        await coach.tap("SDN Contoh 01")
    else:
        await coach.tap("Sekolah lain")
        await coach.say(name)
    await coach.tap(since)


async def _two_schools(coach: Person) -> None:
    await coach.say("/menu")
    await _add(coach)
    await _add(coach, "SD <Tanpa> & Data", "Januari")


async def _session(coach: Person, jp: str | None = None) -> None:
    """Note a session from the page of a school."""
    await coach.tap("Catat coaching")
    await coach.tap("Kemarin")
    await coach.tap("daring")
    await (coach.say(jp) if jp else coach.tap("Pakai saran"))
    await coach.tap("Ya, dibahas")
    await coach.tap("Lokakarya dan aksi nyata")
    await coach.tap("☐ 3.")
    await coach.tap("Lanjut (1")
    await coach.say("Supervisi <dua> kelas & umpan balik, dilihat lagi 7 April.")
    await coach.tap("Simpan")


async def test_the_list_then_the_month_then_nothing_is_left_to_do(district: School) -> None:
    coach = district.person("pelatih")
    await coach.say("/menu")
    assert "Belum ada sekolah dampingan." in coach.screen.text
    await _two_schools(coach)
    assert "sejak Maret 2027" in coach.screen.text
    await coach.say("/menu")
    assert "Maret: coaching 0 dari 2 sekolah, PMO 0 dari 2" in coach.screen.text
    await coach.tap("Catat pendampingan")
    assert "Coaching: <b>0 dari 2</b> sekolah, 0 dari 4 JP" in coach.screen.text
    for school in ("SDN Contoh 01", "SD <Tanpa>"):
        await coach.say("/coaching")
        await coach.tap(school)
        await _session(coach)
        assert coach.toast == "Tercatat. ✓"
        await coach.tap("Catat forum PMO")
        await coach.tap("10")
        await coach.tap("luring")
        await coach.tap("Pakai saran")
        for words in ("IHT dua kali", "Komunitas belajar jalan", "Jadwal <padat>"):
            await coach.say(words)
        await coach.tap("Simpan")
        assert "✓ Forum PMO: 2 JP" in coach.screen.text
    await coach.say("/coaching")
    assert "Forum PMO: <b>2 dari 2</b> sekolah, 4 dari 4 JP" in coach.screen.text
    assert sum(label.startswith("✓✓") for label in coach.labels) == 2
    await coach.say("/menu")
    assert "Tidak ada yang perlu dicatat sekarang." in coach.screen.text
    before = {who: len(district.person(who).messages) for who in ("kepala", "guru", "operator")}
    assert await district.deliver() == []
    assert before == {who: len(district.person(who).messages) for who in before}


async def test_an_entry_may_differ_from_the_calendar_be_changed_and_thrown_away(district: School) -> None:
    coach = district.person("pelatih")
    await _two_schools(coach)
    await coach.say("/coaching")
    await coach.tap("SDN Contoh 01")
    await _session(coach, "3")
    assert "✓ Coaching: 3 JP <i>(kalender: 2)</i>" in coach.screen.text
    await coach.tap("Coaching 09-03-2027")
    assert "Supervisi &lt;dua&gt; kelas" in coach.screen.text
    await coach.tap("Ubah")
    assert "Periksa, lalu simpan" in coach.screen.text
    await coach.tap("✎ Ubah")
    await coach.tap("JP")
    await coach.say("2")
    await coach.tap("Simpan")
    assert "9 Maret 2027, daring: 2 JP" in coach.screen.text
    await coach.tap("Hapus")
    assert "tidak dapat dikembalikan" in coach.screen.text
    await coach.tap("Hapus")
    for _ in range(2):
        assert "○ Coaching: belum" in coach.screen.text
        await coach.again(as_new=True)
    assert await record.rows(district.database, NOTED) == [("coaching", "2027-03-01", 2, "dihapus", 3)]
    assert await record.rows(district.database, "SELECT content FROM coaching_entry") == [("{}",)]
    assert await record.actions(district.database, "coaching.") == [
        "coaching.note",
        "coaching.change",
        "coaching.delete",
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2,5", "bulat"), ("-1", "antara"), ("25", "antara"), ("dua", "angka"), ("2.000", "antara")],
)
async def test_hours_that_cannot_be_are_refused_kindly(district: School, typed: str, said: str) -> None:
    coach = district.person("pelatih")
    await _two_schools(coach)
    await coach.say("/coaching")
    await coach.tap("SDN Contoh 01")
    await coach.tap("Catat coaching")
    for wrong in ("11-03-2027", "28-02-2027"):
        await coach.say(wrong)
        assert "Tanggalnya harus antara" in coach.screen.text
    await coach.say("09-03-2027")
    await coach.tap("daring")
    await coach.say(typed)
    assert said in coach.screen.text
    await coach.say("0")
    assert "Topik wajib" in coach.screen.text
    await coach.tap("Tidak dibahas")
    await coach.tap("Topik lain")
    await coach.say("x" * 501)
    assert "Paling panjang 500 huruf" in coach.screen.text
    await coach.say("Rapor pendidikan")
    assert "Tujuan pertemuan" in coach.screen.text


async def test_what_the_whole_group_has_is_ticked(district: School) -> None:
    coach = district.person("pelatih")
    await coach.say("/coaching")
    await coach.tap("Kegiatan kelompok")
    assert "○ Lokakarya pengawas dan KS: 8 JP di kalender" in coach.screen.text
    await coach.tap("☐ Lokakarya")
    await coach.again(as_new=True)
    assert "✓ Lokakarya pengawas dan KS: 8 JP" in coach.screen.text
    await coach.tap("✎ JP")
    await coach.say("6")
    assert "6 JP <i>(kalender: 8)</i>" in coach.screen.text
    await coach.tap("+ Penguatan komite")
    assert "tidak ada di kalender" in coach.screen.text
    await coach.tap("Pakai saran")
    await coach.tap("← Maret")
    assert "Kelompok: 14 dari 8 JP" in coach.screen.text
    await coach.tap("Kegiatan kelompok")
    await coach.tap("☑ Lokakarya")
    await coach.again(as_new=True)
    rows = await record.rows(district.database, NOTED)
    assert rows == [("lokakarya", "2027-03-01", 6, "dihapus", 3), ("komite", "2027-03-01", 8, "tercatat", 1)]
    await coach.tap("← Maret")
    await coach.tap("April ›")
    assert "Bulan ini belum tiba" in coach.screen.text


async def test_september_has_no_column_and_the_source_names_nobody_who_approves(district: School) -> None:
    coach = district.person("pelatih")
    await _two_schools(coach)
    district.clock.set(SEPTEMBER)
    await coach.say("/menu")
    assert "Tidak ada yang perlu dicatat sekarang." in coach.screen.text
    await coach.say("/coaching")
    assert "tidak ada di kalender pendampingan" in coach.screen.text
    assert "Oktober 2026 – Agustus 2027" in coach.screen.text
    await coach.tap("Dasar")
    assert "tidak menyebut siapa yang menyetujui" in coach.screen.text
    await coach.tap("← September")
    await coach.tap("‹ Agustus")
    assert "○○ SDN Contoh 01" in coach.labels


async def test_a_school_is_taken_off_and_brought_back(district: School) -> None:
    coach = district.person("pelatih")
    await _two_schools(coach)
    await coach.tap("SDN Contoh 01")
    await coach.tap("Lepas dari daftar")
    await coach.tap("Ya, lepas")
    assert "Dilepas mulai Maret 2027" in coach.screen.text
    await coach.say("/menu")
    assert "coaching 0 dari 1" in coach.screen.text
    await coach.tap_data("o:sek:1:2:undo:0:")
    assert "SDN Contoh 01" in coach.screen.text
    await _add(coach, "sdn contoh 01")
    assert "sudah ada di daftar dampingan" in coach.screen.text
    await coach.tap_data("o:sek:1:1:rm:0:")
    assert "sudah ada di daftar" in str(coach.toast)


async def test_nobody_else_sees_or_changes_anything(district: School) -> None:
    coach = district.person("pelatih")
    await _two_schools(coach)
    await coach.say("/coaching")
    await coach.tap("SDN Contoh 01")
    await _session(coach)
    for who in ("kepala", "guru", "operator"):
        other = district.person(who)
        await other.say("/coaching")
        assert "Pendampingan" not in str(other.labels)
        for do in ("show", "group", "why", "school", "newc", "newp", "entry", "edit", "ask", "del", "off", "zz"):
            await other.tap_data(f"o:coa:1:1:{do}:0:2027-03")
        for do in ("list", "new", "show", "ask", "rm", "undo", "zz"):
            await other.tap_data(f"o:sek:1:1:{do}:0:")
        for do in ("on", "jp"):
            await other.tap_data(f"o:coa:202703:0:{do}:0:lokakarya")
        assert all("Supervisi" not in screen.text for screen in other.messages.values())
    assert await record.rows(district.database, NOTED) == [("coaching", "2027-03-01", 2, "tercatat", 1)]
    assert await record.rows(district.database, "SELECT status, version FROM coached_school") == [("didampingi", 1)] * 2
    assert await record.open_drafts(district.database) == 0


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2027-13", "x", "", "2031-01", "2027-09"])
async def test_a_forged_month_shows_one_that_there_is(district: School, month: str) -> None:
    coach = district.person("pelatih")
    for do in ("show", "group", "why", "school", "newc"):
        await coach.tap_data(f"o:coa:1:0:{do}:0:{month}")
        assert coach.screen.text
    for number in (0, 202713, 999999, 202704, 2147483647):
        for code in ("lokakarya", "coaching", "zz"):
            await coach.tap_data(f"o:coa:{number}:0:on:0:{code}")
    assert await record.rows(district.database, NOTED) == []
