"""The competence log at the desk: noting, sending, confirming, giving back; points of 2024 and reflection after."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from storage.database import Database
from tests.bot import record
from tests.bot.people import MORNING, Person, School, living
from tests.bot.test_evidence import to_evidence

FEBRUARY = datetime(2024, 2, 12, 7, 30, tzinfo=MORNING.tzinfo)


@pytest.fixture
async def village(sqlite_url: str) -> AsyncIterator[School]:
    """The demo's school in February 2024, where points count."""
    database = Database(sqlite_url)
    async with living(database, FEBRUARY) as school:
        await school.joined("operator", "kepala", "guru")
        yield school
    await database.dispose()


async def _note(guru: Person, word: str, *typed: str, link: str | None = None) -> None:
    """Note the first activity that is found by a word, of today."""
    await guru.say("/kegiatan")
    await guru.tap("Catat kegiatan")
    await guru.say(word)
    await guru.tap(guru.labels[0])
    await guru.tap("Hari ini")
    for answer in typed:
        await guru.say(answer)
    if link:
        await guru.say(link)
    await guru.tap("Itu saja" if link else "Lanjut tanpa bukti")
    await guru.tap("Simpan")


async def _status(school: School) -> list[str]:
    return [status for (status,) in await record.rows(school.database, "SELECT status FROM competence_log ORDER BY id")]


async def _open(kepala: Person, school: School, log: int) -> None:
    """The kepala sekolah opens an entry as the inbox leads to it."""
    [(version,)] = await record.rows(school.database, "SELECT version FROM competence_log WHERE id = :log", log=log)
    await kepala.say("/menu")
    await kepala.tap_data(f"o:log:{log}:{version}:show:0:")


async def test_points_are_noted_sent_and_confirmed(village: School) -> None:
    guru, kepala = village.person("guru"), village.person("kepala")
    await _note(guru, "mandiri", "Asesmen formatif", "2", link="https://contoh.id/sertifikat")
    assert "2 × 8 = <b>16 poin</b>" in guru.screen.text
    assert guru.toast == "Tercatat. ✓"
    await _note(guru, "menyusun perangkat", "Modul <ajar> & lembar", "1", "4")
    assert "nilai diisi sendiri, belum terverifikasi" in guru.screen.text
    assert "belum ada" in guru.screen.text
    await guru.tap("Daftar")
    assert "▓▓▓▓▓▓░░░░ <b>20</b> poin · rentang 32–128" in guru.screen.text
    assert "✅ 0 · ⏳ 0 · ✎ 20 poin" in guru.screen.text
    assert "Boleh di luar rentang bila disepakati penilai." in guru.screen.text

    await guru.tap("Kirim semua yang lengkap (1)")
    await guru.tap("Kirim")
    assert guru.toast == "1 dikirim."
    assert await _status(village) == ["diajukan", "tersimpan"]
    await village.deliver()
    await kepala.say("/persetujuan")
    assert "hanya tautan" in kepala.screen.text
    await kepala.tap("Asesmen" if any("Asesmen" in label for label in kepala.labels) else "Satu")
    await kepala.tap("Konfirmasi")
    assert "dikonfirmasi" in kepala.screen.text
    await village.deliver()
    assert "✅ <b>Catatan kegiatan</b>: dikonfirmasi" in guru.screen.text
    await kepala.tap("Urungkan (10 menit)")
    await village.deliver()
    assert "Ralat" in guru.screen.text
    assert await _status(village) == ["diajukan", "tersimpan"]


async def test_what_comes_back_says_why_and_is_mended(village: School) -> None:
    guru, kepala = village.person("guru"), village.person("kepala")
    await _note(guru, "mandiri", "Asesmen", "1")
    await guru.tap("Kirim ke atasan")
    await _open(kepala, village, 1)
    assert "belum ada bukti" in kepala.screen.text
    await kepala.tap("Kembalikan")
    await kepala.say("Mana sertifikatnya?")
    await village.deliver()
    assert "Mana sertifikatnya?" in guru.screen.text
    await guru.say("/menu")
    assert "1 catatan kegiatan dikembalikan" in guru.screen.text
    await guru.tap("Lihat catatan")
    await guru.tap("1")
    await guru.tap("+ Bukti")
    await guru.say("https://contoh.id/sertifikat")
    await guru.tap("Itu saja")
    await guru.tap("Ubah")
    assert "Periksa, lalu simpan" in guru.screen.text
    await guru.tap("Ubah")
    await guru.tap("Judul")
    await guru.say("Asesmen formatif")
    await guru.tap("Simpan")
    await guru.tap("Kirim ke atasan")
    assert await _status(village) == ["diajukan"]
    assert await record.rows(village.database, "SELECT title, reason FROM competence_log") == [
        ("Asesmen formatif", None)
    ]


async def test_what_is_unsent_is_the_owners_alone_and_can_be_thrown_away(village: School) -> None:
    guru, kepala = village.person("guru"), village.person("kepala")
    await _note(guru, "mandiri", "Rahasia dulu", "1", link="https://contoh.id/a")
    await _open(kepala, village, 1)
    assert "Rahasia" not in kepala.screen.text
    await guru.tap("Lihat bukti")
    assert any(button.url == "https://contoh.id/a" for row in guru.screen.rows for button in row)
    await guru.tap("🗑 1")
    await guru.tap("Ya, lepaskan")
    assert "Belum ada bukti" in guru.screen.text
    await guru.tap("Ke kartu")
    await guru.tap("Hapus")
    await guru.tap("Ya, hapus")
    assert guru.toast == "Dihapus."
    assert "Belum ada catatan" in guru.screen.text
    await guru.again()
    assert await record.rows(village.database, "SELECT title, status FROM competence_log") == [("", "dihapus")]


async def test_the_second_half_of_2024_has_a_log_of_its_own(village: School) -> None:
    guru = village.person("guru")
    await _note(guru, "mandiri", "Di periode satu", "1", link="https://contoh.id/a")
    village.clock.set(datetime(2024, 7, 3, 8, tzinfo=MORNING.tzinfo))
    await guru.say("/kegiatan")
    assert "Periode II 2024" in guru.screen.text
    assert "Belum ada catatan" in guru.screen.text
    await guru.tap("Periode I 2024")
    assert "Di periode satu" in guru.screen.text
    await guru.tap("Catat kegiatan")
    await guru.say("mandiri")
    await guru.tap(guru.labels[0])
    assert "Hari ini" not in guru.labels, "today is not in that period"
    await guru.say("03-07-2024")
    assert "antara" in guru.screen.text
    await guru.say("30-06-2024")
    assert "Judul kegiatan" in guru.screen.text


async def test_the_agreed_plan_comes_first(village: School) -> None:
    guru, kepala = village.person("guru"), village.person("kepala")
    await guru.say("/rencana")
    for _action in range(20):
        if "menunggu persetujuan" in guru.screen.text:
            break
        label = next((label for label in guru.labels if label.startswith("★") or "Kirim" in label), None)
        await guru.tap(label or next((each for each in guru.labels if "Lanjut (" in each), guru.labels[0]))
        if any(each.startswith("☐") for each in guru.labels) and "Lanjut (0" in str(guru.labels):
            await guru.tap("☐")
    await village.deliver()
    await kepala.tap("Setujui")
    await guru.say("/kegiatan")
    await guru.tap("Catat kegiatan")
    assert "rencana yang disepakati" in guru.screen.text
    await guru.tap("Kegiatan lain")
    assert "Ketik satu kata" in guru.screen.text


async def test_after_2024_there_are_questions_instead_of_points(joined: School) -> None:
    guru, kepala = joined.person("guru"), joined.person("kepala")
    await to_evidence(guru)
    assert "tidak ada yang perlu diunggah" in guru.screen.text
    await guru.tap("Lanjut tanpa bukti")
    await guru.tap("Simpan")
    assert "Refleksi: 4 jawaban" in guru.screen.text
    assert "poin" not in guru.screen.text
    await guru.tap("Lihat rinci")
    await guru.tap("Ke kartu")
    await guru.tap("Dasar")
    pages = [guru.screen.text]
    while "›" in guru.labels and len(pages) < 9:
        await guru.tap("›")
        pages.append(guru.screen.text)
    assert "pertanyaan resmi keempat tidak kami temukan" in " ".join(pages)
    await guru.tap("Ke kartu")
    await guru.tap("Kirim ke atasan")
    assert "Tidak ada target poin" in (await guru.say("/kegiatan")).text

    person = (await record.rows(joined.database, "SELECT assignment_id FROM competence_log"))[0][0]
    await kepala.say("/menu")
    await kepala.tap_data(f"o:log:{person}:0:of:0:")
    await kepala.tap("Konfirmasi yang lengkap")
    await kepala.tap("Konfirmasi")
    assert kepala.toast == "1 dikonfirmasi."
    await kepala.again(as_new=True)
    assert await _status(joined) == ["dikonfirmasi"]
    await joined.deliver()
    assert "dikonfirmasi" in guru.screen.text


async def test_who_has_nothing_to_do_with_it_sees_nothing(joined: School) -> None:
    guru = joined.person("guru")
    await to_evidence(guru)
    await guru.tap("Lanjut tanpa bukti")
    await guru.tap("Simpan")
    await guru.tap("Kirim ke atasan")
    [(log, version, person)] = await record.rows(
        joined.database, "SELECT id, version, assignment_id FROM competence_log"
    )
    words = ("show", "ok", "back", "ev", "files", "read", "why", "edit", "addev", "del", "delsure", "wd", "undo", "x")
    for who in ("kepala_sebelah", "rekan"):
        other = joined.person(who)
        await other.say("/menu")
        for word in words:
            await other.tap_data(f"o:log:{log}:{version}:{word}:0:")
            assert "Asesmen" not in other.screen.text
        for word in ("of", "basis", "new", "all", "allsure", "okall", "oksure"):
            await other.tap_data(f"o:log:{person}:0:{word}:0:")
            assert "Asesmen" not in other.screen.text
        for word in ("pdf", "rm", "rmsure"):
            await other.tap_data(f"o:ev:{log}:{version}:{word}:0:1")
            assert "Asesmen" not in other.screen.text
    assert await _status(joined) == ["diajukan"]


async def test_who_the_regulation_does_not_cover_keeps_no_log(joined: School) -> None:
    honorer = joined.person("honorer")
    await honorer.say("/kegiatan")
    assert "Catat kegiatan" not in str(honorer.labels)
    assert await record.open_drafts(joined.database) == 0
