"""Talks that are put aside, taken up, moved to another language, restarted, and outlived by their regulation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import Desk
from regulations.library import Library, from_json, packaged
from storage.database import Database
from tests.bot import record
from tests.bot.neighbours import STEPS, plan
from tests.bot.people import Person, School

OLD, NEW = "Penerapan disiplin positif", "Praktik yang baru diterbitkan"


async def begun(school: School, steps: int) -> Person:
    """The guru after so many steps of the plan."""
    guru = school.person("guru")
    await guru.say("/rencana")
    for label in STEPS[:steps]:
        await guru.tap(label)
    return guru


@pytest.mark.parametrize("steps", [0, 3, 7])
async def test_another_language_in_the_middle_keeps_every_answer(joined: School, steps: int) -> None:
    guru = await begun(joined, steps)
    before = await record.rows(joined.database, "SELECT answers FROM draft")
    await guru.say("/bahasa")
    await guru.tap("English")
    assert "Continue the plan" in str(guru.screen.rows)
    await guru.say("/lanjut")
    assert await record.rows(joined.database, "SELECT answers FROM draft") == before
    await guru.say("/bahasa")
    await guru.tap("Bahasa Indonesia")
    await guru.say("/lanjut")
    for label in STEPS[steps:]:
        await guru.tap(label)
    assert await record.skp(joined.database) == [("diajukan", 1, 1)]


async def test_a_language_from_an_old_message_does_not_leave_a_hidden_question(joined: School) -> None:
    guru = await begun(joined, 1)
    await guru.tap_data("p:lang:en")
    await guru.say("wali kelas V")
    assert await record.rows(joined.database, "SELECT count(*) FROM draft WHERE answers LIKE '%wali kelas V%'") == [
        (0,)
    ]


@pytest.mark.parametrize("command", ["/start", "/menu", "/persetujuan", "/bantuan", "/privasi", "/tentang", "/batal"])
async def test_a_command_puts_the_talk_aside_and_words_go_nowhere(joined: School, command: str) -> None:
    guru = await begun(joined, 1)
    before = await record.rows(joined.database, "SELECT answers FROM draft")
    await guru.say(command)
    await guru.say("wali kelas V")
    assert "tidak ada pertanyaan yang terbuka" in guru.screen.text
    assert await record.rows(joined.database, "SELECT answers FROM draft") == before
    await guru.say("/lanjut")
    assert "Tugas tambahan" in guru.screen.text
    await guru.say("wali kelas V")
    assert "RHK atasan" in guru.screen.text


async def test_an_unknown_command_leaves_the_question_open_with_its_buttons(joined: School) -> None:
    guru = await begun(joined, 1)
    await guru.say("/rencanaku")
    assert "belum dikenal" in guru.screen.text
    assert guru.last is not None
    assert guru.last.former is None
    await guru.say("wali kelas V")
    assert "RHK atasan" in guru.screen.text


async def test_an_edited_message_is_told_how_to_change_an_answer(joined: School) -> None:
    guru = joined.person("guru")
    await guru.edit()
    assert guru.last is None, "without a talk nobody has asked anything"
    await begun(joined, 1)
    await guru.edit()
    assert "tombol Kembali atau Ubah" in guru.screen.text


async def test_two_talks_wait_and_each_is_taken_up_by_its_own_button(sent: School) -> None:
    kepala = sent.person("kepala")
    await plan(sent, "rekan", tuple(label for label in STEPS if label != "Pakai saran"))
    await kepala.tap_data("s:1:1:back:0")
    await kepala.say("/batal")
    assert "Tidak ada yang hilang" in kepala.screen.text
    await kepala.say("/batal")
    assert "Tidak ada isian yang sedang terbuka" in kepala.screen.text
    await kepala.tap_data("s:2:1:back:0")
    assert "Contoh Dua" in kepala.screen.text
    await kepala.tap("Simpan dulu")
    await kepala.say("/lanjut")
    resume = [row[0].data or "" for row in kepala.screen.rows[:2]]
    about = {}
    for data in resume:
        screen = await kepala.tap_data(data)
        about["Satu" if "Contoh Satu" in screen.text else "Dua"] = data
        await kepala.say("/lanjut")
    await kepala.tap_data(about["Satu"])
    await kepala.say("Untuk Satu.")
    assert sorted(await record.rows(sent.database, "SELECT status, reason FROM skp"), key=str) == [
        ("diajukan", None),
        ("dikembalikan", "Untuk Satu."),
    ]
    await kepala.say("/lanjut")
    assert "Contoh Dua" in kepala.screen.text, "the only one left opens at once"
    await kepala.say("Untuk Dua.")
    assert await record.open_drafts(sent.database) == 0


async def test_a_draft_is_thrown_away_only_after_being_asked(joined: School) -> None:
    guru = await begun(joined, 4)
    [(draft,)] = await record.rows(joined.database, "SELECT id FROM draft")
    await guru.say("/menu")
    await guru.tap_data(f"l:{draft}:10")
    assert "Buang isian ini?" in guru.screen.text
    await guru.tap("Tidak, simpan")
    assert "4 dari 7" in guru.screen.text
    await guru.tap_data(f"l:{draft}:10")
    await guru.tap("Ya, buang")
    assert "belum dibuat" in guru.screen.text
    await guru.say("/lanjut")
    assert "Tidak ada isian" in guru.screen.text
    await guru.say("/rencana")
    assert "1 dari 7" in guru.screen.text
    await guru.tap_data(f"l:{draft}:00")
    assert "tidak berlaku" in (guru.toast or "")


async def test_a_restart_after_every_step_changes_nothing(joined: School) -> None:
    guru = joined.person("guru")
    await guru.say("/rencana")
    for label in (*STEPS[:3], "Ubah sebagian", "Perencanaan dan penilaian", "Lanjut (1", "kuantitas", "Pakai saran"):
        await guru.tap(label)
        await _restart(joined)
    await guru.say("12")
    await _restart(joined)
    for label in ("Pakai saran", *STEPS[4:]):
        await guru.tap(label)
        await _restart(joined)
    assert await record.skp(joined.database) == [("diajukan", 1, 1)]
    await joined.deliver()
    assert "target RHK a = 12" in joined.person("kepala").screen.text


async def _restart(school: School) -> None:
    """Another process: nothing is left but the record."""
    await school.database.dispose()
    school.database = Database(str(school.database.url))
    school.desk = Desk(school.database, school.desk.library, school.clock)


# --- the regulation changes under a talk ------------------------------------------


def edited(old: str = OLD, new: str = NEW) -> Library:
    """The library after somebody has installed a pack with another text."""
    library = packaged()
    packs = {name: from_json(pack.to_json().replace(old, new)) for name, pack in library.packs.items()}
    return replace(library, packs=packs)


async def test_a_talk_keeps_the_pack_that_it_began_with(joined: School) -> None:
    guru, rekan = await begun(joined, 2), joined.person("rekan")
    joined.desk.library = edited()
    for label in STEPS[2:4]:
        await guru.tap(label)
    assert OLD in str(guru.screen.rows)
    assert NEW not in str(guru.screen.rows)
    await plan(joined, "rekan", ("Lanjut (", *STEPS[2:4], NEW, *STEPS[5:]))
    assert f"Fokus: {NEW}" in rekan.screen.text
    for label in STEPS[4:]:
        await guru.tap(label)
    assert f"Fokus: {OLD}" in guru.screen.text
    await joined.deliver()
    kepala = joined.person("kepala")
    shown = [screen.text for screen in kepala.messages.values() if "untuk disetujui" in screen.text]
    assert [OLD in text for text in shown] == [False, True]
    await kepala.tap("Setujui")
    await joined.deliver()
    await guru.tap("Salin ke Ruang GTK")
    versions = await record.rows(joined.database, "SELECT DISTINCT pack_version FROM skp")
    assert len(versions) == 2


async def test_a_talk_survives_a_pack_that_is_no_longer_installed(joined: School) -> None:
    guru = await begun(joined, 2)
    library = packaged()
    others = {name: pack for name, pack in library.packs.items() if "271" not in name}
    joined.desk.library = replace(library, packs=others)
    for label in STEPS[2:]:
        await guru.tap(label)
    assert await record.skp(joined.database) == [("diajukan", 1, 1)]


async def test_pinning_another_pack_changes_the_next_plan_and_not_the_open_one(joined: School) -> None:
    guru = await begun(joined, 2)
    await record.change(joined.database, "UPDATE unit SET pinned_pack = 'perdirjen-7607-2023'")
    for label in STEPS[2:]:
        await guru.tap(label)
    rekan = joined.person("rekan")
    await rekan.say("/rencana")
    assert "1 dari 7" in rekan.screen.text
    packs = await record.rows(joined.database, "SELECT DISTINCT pinned FROM draft ORDER BY id")
    assert ["271" in str(pinned) for (pinned,) in packs] == [True, False]


async def test_a_revision_opens_on_the_new_text_with_what_still_fits(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    await kepala.tap("Kembalikan")
    await kepala.say("Mohon fokus yang lain.")
    await sent.deliver()
    sent.desk.library = edited()
    await guru.tap("Perbaiki rencana")
    assert NEW in guru.screen.text
    await guru.tap("Kirim")
    assert await record.skp(sent.database) == [("diajukan", 3, 2)]


# --- who has no role any more -------------------------------------------------------


async def test_an_ended_role_is_told_so_at_every_button(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    await kepala.tap("Kembalikan")
    await kepala.say("Mohon dinaikkan.")
    await sent.deliver()
    await record.change(
        sent.database, "UPDATE assignment SET status = 'ended' WHERE id = (SELECT assignment_id FROM skp)"
    )
    await guru.tap("Perbaiki rencana")
    assert "hanya dapat dilakukan" in guru.screen.text
    for command in ("/menu", "/rencana", "/persetujuan", "/lanjut"):
        await guru.say(command)
        assert "gangguan" not in guru.screen.text
    await guru.say("/rencana")
    assert "sudah berakhir" in guru.screen.text
    assert await record.open_drafts(sent.database) == 0


async def test_a_talk_whose_plan_was_withdrawn_meanwhile_ends_with_the_reason(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    await kepala.tap("Kembalikan")
    await guru.tap("Tarik kembali")
    await kepala.say("Mohon dinaikkan.")
    assert "sudah ditarik oleh Contoh Satu" in kepala.screen.text
    assert await record.skp(sent.database) == [("ditarik", 2, 1)]
    assert await record.open_drafts(sent.database) == 0
