"""The same thing twice: one effect, and the present screen for whoever asks again."""

from __future__ import annotations

import pytest

from tests.bot import record
from tests.bot.neighbours import STEPS, plan
from tests.bot.people import School

AGAIN = pytest.mark.parametrize("as_new", [False, True], ids=["delivered again", "sent again by the client"])


@AGAIN
async def test_every_tap_of_a_plan_twice_makes_one_plan(joined: School, as_new: bool) -> None:
    guru = joined.person("guru")
    await guru.say("/rencana")
    for label in STEPS:
        await guru.tap(label)
        after = guru.screen.text
        await guru.again(as_new=as_new)
        assert guru.screen.text == after or (label == "Kirim" and "menunggu persetujuan" in guru.screen.text)
    assert await record.skp(joined.database) == [("diajukan", 1, 1)]
    assert await record.actions(joined.database) == ["skp.submit"]
    assert await joined.deliver() == [(joined.person("kepala").telegram_id, "plan_waiting")]


@AGAIN
async def test_approving_twice_is_approving_once(sent: School, as_new: bool) -> None:
    kepala = sent.person("kepala")
    await kepala.tap("Setujui")
    await kepala.again(as_new=as_new)
    assert "disepakati di Kawal" in kepala.screen.text
    assert await record.skp(sent.database) == [("disepakati", 2, 1)]
    assert await record.actions(sent.database) == ["skp.submit", "skp.approve"]
    cards = [card for _, card in await sent.deliver()]
    assert sorted(cards) == ["plan_decided", "plan_waiting"], "the owner is told once, the card changed once"


@AGAIN
async def test_withdrawing_twice_is_withdrawing_once(sent: School, as_new: bool) -> None:
    guru = sent.person("guru")
    await guru.tap("Tarik kembali")
    await guru.again(as_new=as_new)
    assert "ditarik pemiliknya" in guru.screen.text
    assert await record.skp(sent.database) == [("ditarik", 2, 1)]
    assert await record.actions(sent.database) == ["skp.submit", "skp.withdraw"]


async def test_a_reason_delivered_twice_gives_back_once(sent: School) -> None:
    kepala, guru = sent.person("kepala"), sent.person("guru")
    await kepala.tap("Kembalikan")
    await kepala.again()
    await kepala.say("Target dinaikkan.")
    await kepala.again()
    assert "Contoh Kepala" in kepala.screen.text
    assert await record.skp(sent.database) == [("dikembalikan", 2, 1)]
    assert await record.actions(sent.database) == ["skp.submit", "skp.give_back"]
    assert await record.open_drafts(sent.database) == 0
    await sent.deliver()
    assert sum("Target dinaikkan." in screen.text for screen in guru.messages.values()) == 1


async def test_the_same_words_delivered_twice_answer_one_question(joined: School) -> None:
    """The next question takes words as well; a second copy must not answer it."""
    guru = joined.person("guru")
    await guru.say("/rencana")
    for label in (*STEPS[:3], "Ubah sebagian", "Perencanaan dan penilaian", "Lanjut (1", "kuantitas"):
        await guru.tap(label)
    await guru.say("25")
    assert "target" in guru.screen.text
    await guru.again()
    assert "RHK a: target" in guru.screen.text
    [(answers,)] = await record.rows(joined.database, "SELECT answers FROM draft")
    assert '"indikator.a":"25"' in str(answers)
    assert '"target.a"' not in str(answers)
    await guru.say("25")
    assert "satuan target" in guru.screen.text


async def test_words_sent_twice_in_haste_are_two_answers_and_back_mends_it(joined: School) -> None:
    guru = joined.person("guru")
    await guru.say("/rencana")
    await guru.tap("Lanjut (")
    await guru.say("wali kelas")
    await guru.say("wali kelas")
    assert "RHK atasan" in guru.screen.text
    assert "pilih salah satu tombol" in guru.screen.text


@AGAIN
async def test_joining_twice_is_joining_once(joined: School, as_new: bool) -> None:
    dinas = joined.person("kepala_dinas")
    code = joined.codes["Contoh Kepala Dinas"]
    await dinas.say(f"/start {code}")
    await dinas.again(as_new=as_new)
    await dinas.tap("Ya, ini saya")
    await dinas.again(as_new=as_new)
    await dinas.tap("Setuju dan bergabung")
    await dinas.again(as_new=as_new)
    assert "Contoh Kepala Dinas" in dinas.screen.text
    redeemed = await record.actions(joined.database, "invites.redeem")
    assert len(redeemed) == len(joined.people)


@AGAIN
async def test_confirming_twice_is_confirming_once(joined: School, as_new: bool) -> None:
    heads = "role = 'kepala_sekolah' AND status <> 'invited'"
    await record.change(joined.database, f"UPDATE assignment SET status = 'pending' WHERE {heads}")
    operator = joined.person("operator")
    await operator.say("/menu")
    await operator.tap("Buka permintaan")
    await operator.tap("Benar, aktifkan")
    await operator.again(as_new=as_new)
    assert await record.actions(joined.database, "joins.") == ["joins.confirm_join"] * 3, "two of them long ago"
    statuses = await record.rows(joined.database, f"SELECT status FROM assignment WHERE {heads}")
    assert sorted(statuses) == [("active",), ("pending",)]


@AGAIN
async def test_throwing_a_draft_away_twice(joined: School, as_new: bool) -> None:
    guru = joined.person("guru")
    await guru.say("/rencana")
    await guru.tap("Lanjut (")
    await guru.say("/menu")
    [(draft,)] = await record.rows(joined.database, "SELECT id FROM draft")
    for step in ("10", "11"):
        await guru.tap_data(f"l:{draft}:{step}")
        await guru.again(as_new=as_new)
    assert "belum dibuat" in guru.screen.text
    assert await record.rows(joined.database, "SELECT status FROM draft") == [("discarded",)]


async def test_looking_again_shows_the_same_page_again(sent: School) -> None:
    kepala = sent.person("kepala")
    await kepala.tap("Lihat rinci")
    await kepala.tap("›")
    page = kepala.screen.text
    await kepala.again()
    assert kepala.screen.text == page
    await kepala.tap("Ke kartu")
    await kepala.again()
    assert "untuk disetujui" in kepala.screen.text


async def test_a_command_delivered_again_shows_where_things_are(joined: School) -> None:
    guru = joined.person("guru")
    for command in ("/rencana", "/menu", "/bahasa", "/lanjut", "/batal", "/bantuan", "/apa"):
        await guru.say(command)
        assert await guru.again() is not None
    assert await record.open_drafts(joined.database) == 1


async def test_a_revision_sent_twice_is_one_revision(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    await kepala.tap("Kembalikan")
    await kepala.say("Target dinaikkan.")
    await sent.deliver()
    await guru.tap("Perbaiki rencana")
    await guru.again(as_new=True)
    await guru.tap("Kirim")
    await guru.again(as_new=True)
    assert await record.skp(sent.database) == [("diajukan", 3, 2)]
    await sent.deliver()
    assert sum("Setujui" in str(screen.rows) for screen in kepala.messages.values()) == 1


async def test_an_update_counts_for_one_person_only_once_whoever_comes_between(joined: School) -> None:
    guru, rekan = joined.person("guru"), joined.person("rekan")
    await guru.say("/rencana")
    first = guru.event
    await plan(joined, "rekan", tuple(label for label in STEPS if label != "Pakai saran"))
    assert first is not None
    await guru.do(first.body, first.update_id)
    assert "RHK" in guru.screen.text
    assert "menunggu persetujuan" in rekan.screen.text


async def test_a_batch_delivered_again_leaves_the_same_talk_open(sent: School) -> None:
    """Killed before the batch was confirmed: it comes again as a whole."""
    kepala = sent.person("kepala")
    await plan(sent, "rekan", tuple(label for label in STEPS if label != "Pakai saran"))
    for skp in (1, 2):
        await kepala.tap_data(f"s:{skp}:1:back:0")
    batch = []
    await kepala.say("/menu")
    batch.append(kepala.event)
    await kepala.say("/lanjut")
    batch.append(kepala.event)
    await kepala.tap("▶")
    batch.append(kepala.event)
    question = kepala.screen.text
    for event in batch:
        assert event is not None
        await kepala.do(event.body, event.update_id)
    assert kepala.screen.text == question
    await kepala.say("Mohon dinaikkan.")
    assert await record.actions(sent.database) == ["skp.submit", "skp.submit", "skp.give_back"]
