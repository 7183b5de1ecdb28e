"""The evaluation at the desk: set, read, answered, revised; late, in both halves of 2024, with two years' roles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from dialogs import calls
from dialogs.calls import On
from storage.database import Database
from tests.bot import record
from tests.bot.people import MORNING, Person, School, living
from tests.bot.test_years import quickest

EVALUATIONS = "SELECT period, status, revision, predikat FROM evaluation ORDER BY id"
QUICK = ("Semua sesuai", "★", "Semua sesuai", "★", "Lanjut (0", "Tetapkan")
"""Everything as expected, after *Nilai sekarang*."""


@pytest.fixture
async def year(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncIterator[School]:
    """The demo's school in the January of a year; the guru's plan of the first period is agreed."""
    database = Database(sqlite_url)
    async with living(database, MORNING.replace(year=request.param)) as school:
        await school.joined("operator", "kepala", "guru", "pengawas")
        await agree(school)
        yield school
    await database.dispose()


async def agree(school: School) -> None:
    """The guru sends a plan, the kepala sekolah agrees to it."""
    await quickest(school.person("guru"))
    await record.change(school.database, "UPDATE skp SET status = 'disepakati', version = version + 1")
    await school.deliver()


def on(school: School, year: int, month: int, day: int) -> None:
    school.clock.set(datetime(year, month, day, 8, tzinfo=MORNING.tzinfo))


async def walk(person: Person, labels: tuple[str, ...]) -> None:
    for label in labels:
        await person.tap(label)


async def evaluate(kepala: Person, labels: tuple[str, ...] = QUICK) -> None:
    """From the overview to the end of the talk."""
    await kepala.say("/penilaian")
    await kepala.tap("○ Contoh Satu")
    await kepala.tap("Nilai sekarang")
    await walk(kepala, labels)


@pytest.fixture
async def december(sent: School) -> School:
    """December 2027; the guru's plan is agreed."""
    await sent.person("kepala").tap("Setujui")
    await sent.deliver()
    on(sent, 2027, 12, 10)
    return sent


async def test_an_evaluation_is_set_read_answered_and_revised(december: School) -> None:
    guru, kepala = december.person("guru"), december.person("kepala")
    await kepala.say("/menu")
    assert "1 orang</b> belum dinilai" in kepala.screen.text
    await kepala.tap("▶ Nilai")
    assert "0 dari 1" in kepala.screen.text
    await kepala.tap("○ Contoh Satu")
    assert "belum ada catatan" in kepala.screen.text
    await kepala.tap("Nilai sekarang")
    await walk(kepala, QUICK)
    assert kepala.toast == "Ditetapkan. Pemiliknya diberi tahu."
    assert "Predikat: <b>Baik</b> (sumber sekunder)" in kepala.screen.text
    assert "e-Kinerja BKN" in kepala.screen.text
    await december.deliver()

    assert "Predikat: <b>Baik</b>" in guru.screen.text
    await guru.say("/menu")
    assert "perlu dibaca" in guru.screen.text
    await guru.tap("Baca penilaian")
    await guru.tap("Sudah saya baca")
    assert "· dibaca" in guru.screen.text
    await guru.tap("Tanggapi")
    await guru.say("Terima kasih, <Pak>.")
    await december.deliver()
    assert "Terima kasih, &lt;Pak&gt;." in kepala.screen.text

    await kepala.tap("Lihat penilaian")
    await kepala.tap("Revisi")
    assert "Alasan revisi" in kepala.screen.text
    await kepala.say("Ada bukti baru.")
    await walk(kepala, ("Ubah", "Hasil kerja", "di atas"))
    await kepala.say("Target terlampaui.")
    await kepala.tap("Tetapkan")
    await december.deliver()
    assert "Ada bukti baru." in guru.screen.text
    assert await record.rows(december.database, EVALUATIONS) == [("2027", "ditetapkan", 2, "baik")]
    assert await record.actions(december.database, "evaluations.") == [
        "evaluations.decide",
        "evaluations.acknowledge",
        "evaluations.respond",
        "evaluations.revise",
    ]


async def test_what_is_low_needs_a_reason_and_the_matrix_makes_the_predikat(december: School) -> None:
    kepala = december.person("kepala")
    low = ("Ubah sebagian", "☐", "Lanjut (1", "di bawah", "di bawah")
    await evaluate(kepala, low)
    assert "Alasan" in kepala.screen.text
    await kepala.tap_data(kepala.data("Simpan dulu"))
    await kepala.say("/lanjut")
    await kepala.say("Laporan belum selesai.")
    await walk(kepala, ("Semua sesuai", "★", "Lanjut (0"))
    assert "Cukup/butuh perbaikan" in kepala.screen.text
    await kepala.tap("Tetapkan")
    assert await record.rows(december.database, EVALUATIONS) == [("2027", "ditetapkan", 1, "butuh_perbaikan")]
    await kepala.tap("Lihat rinci")
    assert any([await _reads(kepala, "Laporan belum selesai.") for _page in range(8)])


async def _reads(person: Person, words: str) -> bool:
    """Whether the words are on this page; turns to the next."""
    found = words in person.screen.text
    await person.tap("›")
    return found


async def test_nobody_evaluates_themselves_or_other_peoples(december: School) -> None:
    kepala, guru = december.person("kepala"), december.person("guru")
    await kepala.say("/penilaian")
    call = calls.read(kepala.data("○ Contoh Satu"))
    assert isinstance(call, On)
    for who in ("guru", "rekan", "kepala_sebelah"):
        person = december.person(who)
        for do in ("begin", "revise", "advise", "ack", "copy", "all", "ak", "det"):
            await person.tap_data(str(On(call.kind, call.id, 0, do, 0, call.arg)))
            assert "Hasil kerja: tiap RHK" not in person.screen.text
    assert "Dinilai oleh" in (await guru.tap_data(str(On(call.kind, call.id, 0, "show", 0, call.arg)))).text
    assert await record.rows(december.database, EVALUATIONS) == []
    assert await record.open_drafts(december.database) == 0


async def test_the_same_tap_again_changes_nothing(december: School) -> None:
    guru, kepala = december.person("guru"), december.person("kepala")
    await evaluate(kepala)
    await kepala.again()
    await kepala.again(as_new=True)
    await december.deliver()
    await guru.tap("Sudah saya baca")
    await guru.again()
    await guru.again(as_new=True)
    assert await record.rows(december.database, "SELECT status, version FROM evaluation") == [("diketahui", 2)]
    assert await record.actions(december.database, "evaluations.") == ["evaluations.decide", "evaluations.acknowledge"]


async def test_a_talk_is_opened_on_what_the_record_holds_by_then(december: School) -> None:
    """What was answered stays; the facts beside it are those of the day."""
    kepala = december.person("kepala")
    await evaluate(kepala, ("Ubah sebagian", "☐", "Lanjut (1", "di atas"))
    assert "Rating hasil kerja" in kepala.screen.text
    on(december, 2027, 12, 12)
    await kepala.say("/penilaian")
    await walk(kepala, ("○ Contoh Satu", "Nilai sekarang"))
    assert "1 di atas" in kepala.screen.text
    assert await record.open_drafts(december.database) == 1


async def test_the_team_recommends_and_the_appraiser_decides_otherwise(december: School) -> None:
    pengawas, kepala = december.person("pengawas"), december.person("kepala")
    await record.change(
        december.database,
        "INSERT INTO team_member"
        " (appraiser_assignment_id, member_assignment_id, watched_assignment_id, sk_number, sk_date, starts)"
        " SELECT appraiser_assignment_id, (SELECT id FROM assignment WHERE role = 'pengawas'), assignment_id, '1',"
        " '2027-01-02', starts FROM appointment WHERE assignment_id = (SELECT assignment_id FROM skp)",
    )
    await kepala.say("/penilaian")
    owner = calls.read(kepala.data("○ Contoh Satu"))
    assert isinstance(owner, On)
    await pengawas.tap_data(str(On(owner.kind, owner.id, 0, "of")))
    assert "Nilai sekarang" not in str(pengawas.screen.rows)
    await walk(pengawas, ("Usulkan penilaian", "di atas", "sesuai"))
    await pengawas.say("Sangat rajin.")
    assert pengawas.toast is None
    await kepala.tap("○ Contoh Satu")
    assert "Usulan terbaru: di atas / sesuai" in kepala.screen.text
    await kepala.tap("Nilai sekarang")
    await walk(kepala, QUICK[:1])
    assert "Sangat rajin." in kepala.screen.text
    await walk(kepala, QUICK[1:])
    assert await record.rows(december.database, EVALUATIONS) == [("2027", "ditetapkan", 1, "baik")]


async def test_anybody_may_try_and_nothing_is_written(december: School) -> None:
    guru = december.person("guru")
    await guru.say("/penilaian")
    await guru.tap("Simulasi")
    assert "Simulasi, bukan keputusan" in guru.screen.text
    assert "<b>12,5</b>" in guru.screen.text
    await guru.tap("di bawah")
    assert "Cukup/butuh perbaikan" in guru.screen.text
    assert "<b>9,375</b>" in guru.screen.text
    await guru.tap("‹")
    assert "11 bulan" in str(guru.screen.rows)
    await guru.tap("Ahli Muda")
    assert "(belum terverifikasi)" in guru.screen.text
    await guru.tap("Dasar")
    await guru.tap("Ke simulasi")
    honorer = december.person("honorer")
    await honorer.tap_data("o:eva:0:0:try:0:")
    assert "hanya untuk PNS" in honorer.screen.text
    await honorer.tap_data("o:eva:0:0:try:0:9.9.9.99")
    assert "Simulasi" not in honorer.screen.text
    assert await record.rows(december.database, EVALUATIONS) == []


# --- years ------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2024], indirect=True)
async def test_in_2024_both_halves_are_evaluated(year: School) -> None:
    guru, kepala = year.person("guru"), year.person("kepala")
    on(year, 2024, 6, 20)
    await evaluate(kepala)
    on(year, 2024, 7, 5)
    await quickest(guru)
    await record.change(year.database, "UPDATE skp SET status = 'disepakati' WHERE period = '2024-2'")
    on(year, 2024, 12, 20)
    await kepala.say("/penilaian")
    assert "Periode II 2024" in kepala.screen.text
    await walk(kepala, ("○ Contoh Satu", "Nilai sekarang", *QUICK))
    assert await record.rows(year.database, EVALUATIONS) == [
        ("2024-1", "ditetapkan", 1, "baik"),
        ("2024-2", "ditetapkan", 1, "baik"),
    ]
    await guru.say("/penilaian")
    assert "2024-1" not in (await guru.say("/menu")).text
    await guru.say("/penilaian")
    await guru.tap("Periode I 2024")
    assert "Periode I 2024" in guru.screen.text


@pytest.mark.parametrize("year", [2025], indirect=True)
async def test_late_in_january_the_year_before_is_still_evaluated(year: School) -> None:
    """With the roles of 2026 in front, the roles of 2025 decide and read."""
    guru, kepala = year.person("guru"), year.person("kepala")
    await record.change(
        year.database,
        "INSERT INTO assignment (person_id, unit_id, role, year, status, version, position, employment)"
        " SELECT person_id, unit_id, role, 2026, status, 1, position, employment FROM assignment"
        " WHERE status = 'active'",
    )
    on(year, 2026, 1, 28)
    await record.change(
        year.database,
        "UPDATE account SET assignment_id = (SELECT new.id FROM assignment new JOIN assignment old"
        " ON old.person_id = new.person_id AND old.role = new.role AND new.year = 2026"
        " WHERE old.id = account.assignment_id)",
    )
    await kepala.say("/menu")
    assert "Penilaian 2025" in kepala.screen.text
    await kepala.tap("▶ Nilai")
    assert "Batas 15 Januari 2026 sudah lewat" in kepala.screen.text
    await kepala.tap("○ Contoh Satu")
    await kepala.tap("Nilai sekarang")
    await walk(kepala, QUICK[:-1])
    assert "Batas 15 Januari 2026 sudah lewat" in kepala.screen.text
    await kepala.tap("Tetapkan")
    await year.deliver()
    await guru.tap("Sudah saya baca")
    assert await record.rows(year.database, EVALUATIONS) == [("2025", "diketahui", 1, "baik")]
    decided = "SELECT assignment.year FROM evaluation_revision JOIN assignment ON assignment.id = decided_by"
    assert await record.rows(year.database, decided) == [(2025,)]
