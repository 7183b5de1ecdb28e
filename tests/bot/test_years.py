"""Years, regulations and people that a regulation does not cover, as they meet them at the desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from storage.database import Database
from tests.bot import record
from tests.bot.neighbours import STEPS, plan
from tests.bot.people import MORNING, Person, School, living


@pytest.fixture
async def year(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncIterator[School]:
    """The demo's school in the January of a year; operator, kepala, guru and pengawas have joined."""
    database = Database(sqlite_url)
    async with living(database, MORNING.replace(year=request.param)) as school:
        await school.joined("operator", "kepala", "guru", "pengawas")
        yield school
    await database.dispose()


async def quickest(person: Person) -> int:
    """Send a plan as somebody does who takes what is offered; how many actions that took."""
    await person.say("/rencana")
    for action in range(1, 40):
        if "menunggu persetujuan" in person.screen.text:
            return action
        await _easiest(person)
    raise AssertionError(person.screen.text)


async def _easiest(person: Person) -> None:
    for label in ("★", "Kirim"):
        if any(label in shown for shown in person.labels):
            await person.tap(label)
            return
    if any("Lanjut (0" in shown for shown in person.labels) or "Pilih paling sedikit" in person.screen.text:
        await person.tap("☐")
        if any("Lanjut (" in shown for shown in person.labels):
            await person.tap("Lanjut (")
    elif any("Lanjut (" in shown for shown in person.labels):
        await person.tap("Lanjut (")
    elif "Fokus" in person.screen.text:
        await person.tap(person.labels[0])
    else:
        await person.say("Contoh")


@pytest.mark.parametrize(
    ("year", "pack", "period"),
    [
        (2024, "perdirjen-7607-2023", "2024-1"),
        (2025, "kepdirjen-5539-2024", "2025"),
        (2026, "kepmendikdasmen-271-2025", "2026"),
    ],
    indirect=["year"],
)
async def test_a_plan_of_every_year_is_made_and_agreed(year: School, pack: str, period: str) -> None:
    guru, kepala = year.person("guru"), year.person("kepala")
    assert await quickest(guru) <= 15
    await year.deliver()
    await kepala.tap("Lihat rinci")
    for _page in range(12):
        await kepala.tap("›")
    await kepala.tap("Ke kartu")
    await kepala.tap("Dasar")
    await kepala.tap("Ke kartu")
    await kepala.tap("Setujui")
    await year.deliver()
    await guru.tap("Salin ke Ruang GTK")
    for _page in range(12):
        await guru.tap("›")
    await guru.tap("Sudah saya isi")
    await guru.tap("Hari ini")
    assert f"Diisi di Ruang GTK: 12 Januari {period[:4]}" in guru.screen.text
    assert await record.rows(year.database, "SELECT pack_id, period, status FROM skp") == [(pack, period, "disepakati")]


@pytest.mark.parametrize("year", [2024], indirect=True)
async def test_in_2024_the_second_half_of_the_year_has_a_plan_of_its_own(year: School) -> None:
    guru = year.person("guru")
    await quickest(guru)
    year.clock.set(datetime(2024, 7, 3, 8, tzinfo=MORNING.tzinfo))
    await guru.say("/menu")
    assert "Periode II 2024" in guru.screen.text
    assert "belum dibuat" in guru.screen.text
    await quickest(guru)
    assert await record.rows(year.database, "SELECT period, status FROM skp ORDER BY period") == [
        ("2024-1", "diajukan"),
        ("2024-2", "diajukan"),
    ]


@pytest.mark.parametrize("year", [2024], indirect=True)
async def test_points_outside_the_range_need_a_note_and_the_appraiser_reads_it(year: School) -> None:
    guru, kepala = year.person("guru"), year.person("kepala")
    await guru.say("/rencana")
    for _action in range(30):
        if "6 dari 7" in guru.screen.text:
            break
        await _easiest(guru)
    await guru.tap("Ubah sebagian")
    await guru.tap("Kosongkan")
    await guru.tap("Lanjut (0")
    assert "Pilih paling sedikit 1" in guru.screen.text
    await guru.tap("☐")
    await guru.tap("Lanjut (1")
    await guru.say("60")
    assert "2.160 poin</b>, di luar rentang" in guru.screen.text
    await guru.send("photo")
    assert "diperlukan jawaban tertulis" in guru.screen.text
    await guru.say("Sedang <cuti> & belajar mandiri.")
    await guru.tap("Kirim")
    await year.deliver()
    assert "poin di luar rentang" in kepala.screen.text


# --- who is not covered ---------------------------------------------------------------


@pytest.mark.parametrize("year", [2024], indirect=True)
async def test_a_pengawas_under_7607_reads_that_it_does_not_cover_them(year: School) -> None:
    pengawas = year.person("pengawas")
    for command in ("/menu", "/rencana"):
        await pengawas.say(command)
        assert "pengawas" in pengawas.screen.text.lower()
        assert "7607" in pengawas.screen.text
        assert "Mulai rencana" not in str(pengawas.screen.rows)
    assert await record.open_drafts(year.database) == 0


async def test_a_pengawas_of_a_dinas_that_pinned_7607_reads_the_same(joined: School) -> None:
    pengawas = joined.person("pengawas")
    await pengawas.say("/menu")
    before = pengawas.screen.text
    await record.change(joined.database, "UPDATE unit SET pinned_pack = 'perdirjen-7607-2023' WHERE kind = 'dinas'")
    await pengawas.say("/menu")
    assert "7607" in pengawas.screen.text
    assert pengawas.screen.text != before
    await pengawas.tap("Dasar")
    assert any([await _read_on(pengawas, "7607") for _page in range(5)])


async def _read_on(person: Person, word: str) -> bool:
    """Whether the word is on this page of *Dasar*; turns to the next."""
    found = word in person.screen.text
    await person.tap("›")
    return found


async def test_who_is_no_asn_reads_what_holds_for_them_and_begins_no_plan(joined: School) -> None:
    honorer = joined.person("honorer")
    await honorer.say("/menu")
    home = honorer.screen
    assert "ASN" in home.text
    assert "rencana SKP" not in str(home.rows)
    for command in ("/rencana", "/persetujuan"):
        await honorer.say(command)
    await honorer.tap_data("h:plan:0")
    assert honorer.screen.text == home.text
    assert await record.open_drafts(joined.database) == 0


# --- time ------------------------------------------------------------------------------


async def test_after_the_window_everybody_is_warned_and_nobody_is_stopped(joined: School) -> None:
    guru, kepala = joined.person("guru"), joined.person("kepala")
    joined.clock.set(datetime(2027, 2, 3, 8, tzinfo=MORNING.tzinfo))
    await guru.say("/menu")
    assert "Batas 31 Januari 2027 sudah lewat" in guru.screen.text
    await guru.say("/rencana")
    for label in STEPS[:-1]:
        await guru.tap(label)
    assert "Batas 31 Januari 2027 sudah lewat" in guru.screen.text
    await guru.tap("Kirim")
    await joined.deliver()
    await kepala.tap("Setujui")
    assert await record.skp(joined.database) == [("disepakati", 2, 1)]


async def test_the_last_day_ends_at_midnight_of_the_school(joined: School) -> None:
    guru = joined.person("guru")
    for instant, said in (
        ("2027-01-31T16:59:00+00:00", "hari ini"),
        ("2027-01-31T17:01:00+00:00", "sudah lewat"),
    ):
        joined.clock.set(datetime.fromisoformat(instant))
        await guru.say("/menu")
        assert said in guru.screen.text


async def test_a_year_that_is_over_or_not_begun_still_has_a_home(joined: School) -> None:
    await plan(joined)
    for instant in ("2026-12-31T12:00:00+07:00", "2028-01-02T12:00:00+07:00"):
        joined.clock.set(datetime.fromisoformat(instant))
        for who in ("guru", "rekan", "kepala", "pengawas", "operator"):
            for command in ("/menu", "/rencana", "/persetujuan", "/lanjut"):
                await joined.person(who).say(command)
        assert "2027" in joined.person("guru").screen.text or "isian" in joined.person("guru").screen.text


@pytest.mark.parametrize("year", [2024], indirect=True)
async def test_a_plan_given_back_is_mended_in_its_own_period(year: School) -> None:
    """The first half's plan comes back in June and is opened in July."""
    guru, kepala = year.person("guru"), year.person("kepala")
    await quickest(guru)
    await year.deliver()
    year.clock.set(datetime(2024, 6, 29, 8, tzinfo=MORNING.tzinfo))
    await kepala.tap("Kembalikan")
    await kepala.say("Mohon dinaikkan.")
    await year.deliver()
    year.clock.set(datetime(2024, 7, 3, 8, tzinfo=MORNING.tzinfo))
    await guru.tap("Perbaiki rencana")
    assert "Mohon dinaikkan." in guru.screen.text
    await guru.tap("Kirim")
    assert await record.rows(year.database, "SELECT period, status, revision FROM skp") == [("2024-1", "diajukan", 2)]
    await guru.say("/menu")
    assert "Periode II 2024" in guru.screen.text
    assert "belum dibuat" in guru.screen.text
