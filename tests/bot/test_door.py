"""What Telegram hands in: everything is answered kindly or not at all, every tap once, and the process lives."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from aiogram.types import BotCommandScopeChat

from bot import commands
from bot.desk import Desk
from storage.database import Database
from tests.bot import record
from tests.bot.neighbours import STEPS
from tests.bot.people import School
from tests.bot.street import Street, street, taps
from tests.simulator.pictures import png

GROUP, CHANNEL = -100, -200


@pytest.fixture
async def here(sent: School) -> AsyncIterator[Street]:
    """The school of `sent` on the simulator, with the door open. The kepala dinas has a phone and has not joined."""
    sent.person("kepala_dinas")
    async with street(sent) as here:
        sent.desk.username = (await here.bot.me()).username
        here.open()
        yield here
        await here.close()


@contextmanager
def locked(database: Database) -> Iterator[sqlite3.Connection]:
    """Somebody else writes into the same file and does not come to an end."""
    other = sqlite3.connect(str(database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        if other.in_transaction:
            other.execute("ROLLBACK")
        other.close()


# --- what is no talk of ours ----------------------------------------------------


async def test_things_and_edits_get_a_short_kind_answer(here: Street) -> None:
    phone = here.phone("rekan")
    for thing in ("sticker", "voice", "video_note", "location", "contact", "dice", "audio", "video"):
        await phone.send_thing(thing)
        assert "belum dapat memakai kiriman" in (await here.rest("rekan")).text
    await phone.photo(png(), png(), png(), caption="album")
    await phone.document(("berkas.pdf", b"%PDF"))
    before = await here.count("sendMessage")
    number = await phone.send("halo")
    await here.rest("rekan")
    await phone.edit(number, "halo lagi")
    await here.rest("rekan")
    assert await here.count("sendMessage") == before + 5, (
        "an album of three, a file, one hello, and nothing for the edit"
    )
    await here.alive()


async def test_in_the_middle_of_a_talk_things_and_edits_keep_the_question(here: Street) -> None:
    await here.say("rekan", "/rencana")
    await here.phone("rekan").send_thing("sticker")
    screen = await here.rest("rekan")
    assert "centang pilihan" in screen.text
    number = await here.phone("rekan").send("Contoh")
    await here.rest("rekan")
    await here.phone("rekan").edit(number, "Contoh lain")
    assert "tombol Kembali atau Ubah" in (await here.rest("rekan")).text
    await here.say("rekan", "/\n")
    await here.phone("rekan").tap("Lanjut (")
    await here.phone("rekan").shows("2 dari 7")


async def test_a_nik_below_a_picture_is_refused(here: Street) -> None:
    await here.phone("rekan").photo(png(), caption="NIK 3301012505900003")
    assert "hapus pesan itu" in (await here.rest("rekan")).text
    assert "25059" not in await record.everything(here.school.database)


async def test_in_groups_and_channels_it_only_says_where_it_works(here: Street) -> None:
    for chat, kind in ((GROUP, "group"), (CHANNEL, "channel")):
        await here.control.post("groups", id=chat, title="Guru", type=kind)
        await here.control.post(f"groups/{chat}/membership", by=here.phone("guru").id, status="member")
    guru = here.phone("guru")
    for text in ("/start", "/start KODE", "/rencana", "/start@another_bot_entirely", "halo semua"):
        await guru.send(text, chat_id=GROUP)
    await guru.send("pengumuman", chat_id=CHANNEL)
    await here.control.settle(0.05)
    said = (await here.control.get(f"groups/{GROUP}/messages"))["messages"]
    answers = [message["text"] for message in said if message["from_bot"]]
    assert len(answers) == 2
    assert all("obrolan pribadi" in text for text in answers)
    posts = (await here.control.get(f"groups/{CHANNEL}/messages"))["messages"]
    assert not any(message["from_bot"] for message in posts)
    await guru.tap_data("s:1:1:ok:0", message_id=1, force=True)
    await here.alive()


async def test_a_tap_in_a_group_is_answered_and_does_nothing(here: Street) -> None:
    await here.control.post("groups", id=GROUP, title="Guru", type="group")
    await here.control.post(f"groups/{GROUP}/membership", by=here.phone("kepala").id, status="member")
    kepala = here.phone("kepala").id
    await here.phone("kepala").send("/start", chat_id=GROUP)
    await here.control.settle(0.05)
    await here.control.post(f"people/{kepala}/tap", chat_id=GROUP, data="s:1:1:ok:0", force=True)
    await here.control.settle(0.05)
    assert [tap["times_answered"] for tap in await taps(here)] == [1]
    assert await record.skp(here.school.database) == [("diajukan", 1, 1)]


async def test_a_group_that_shut_the_bot_out_does_not_end_it(here: Street) -> None:
    await here.control.post("groups", id=GROUP, title="Guru", type="group")
    await here.control.post(f"groups/{GROUP}/membership", by=here.phone("guru").id, status="member")
    await here.close()
    await here.phone("guru").send("/start", chat_id=GROUP)
    await here.control.post(f"groups/{GROUP}/membership", by=here.phone("guru").id, status="kicked")
    here.open()
    await here.alive()


# --- taps ---------------------------------------------------------------------------


async def test_every_tap_is_answered_exactly_once(here: Street) -> None:
    await here.say("rekan", "/rencana")
    for label in ("Teks lengkap", "Ke pertanyaan", "Dasar", "Ke pertanyaan", "☑", "☐", "Lanjut (", "Kembali"):
        await here.tap("rekan", label)
    rekan = here.phone("rekan")
    for data in ("", "x", "s:1:1:ok:0", "h:home:0", "c:1:1", "i:1:1", "p:role:9", "p:lang:en", "l:1:11", "d:1:abc:y"):
        await rekan.tap_data(data or " ", force=True)
        await here.control.settle(0.02)
    update = (await rekan.tap_data("h:home:0", force=True))["update_id"]
    await here.control.settle(0.02)
    for as_new in (False, True):
        await here.control.post("resend", update_id=update, as_new=as_new)
        await here.control.settle(0.05)
    made = await taps(here)
    assert len(made) == 20
    for tap in made:
        again = tap["data"] == "h:home:0" and tap["times_answered"] == 2
        assert tap["times_answered"] == 1 or again, tap


async def test_ten_taps_in_a_burst_are_ten_answers_in_order(here: Street) -> None:
    await here.say("rekan", "/rencana")
    rekan = here.phone("rekan")
    await here.close()
    screen = await rekan.screen()
    boxes = [button["callback_data"] for button in screen.buttons if button["text"].startswith(("☑", "☐"))]
    for data in (boxes * 10)[:10]:
        await rekan.tap_data(data, message_id=screen.message_id, force=True)
    here.open()
    await here.control.settle(0.05)
    assert [tap["times_answered"] for tap in await taps(here)] == [1] * 10
    await here.alive("rekan")


async def test_a_tap_that_takes_long_is_answered_before_it_is_done(here: Street) -> None:
    await here.say("kepala", "/persetujuan")
    await here.tap("kepala", "Contoh Satu")
    with locked(here.school.database) as other:
        await here.phone("kepala").tap("Setujui")
        async with asyncio.timeout(10):
            while (await here.phone("kepala").answer()) is None:  # noqa: ASYNC110 - a phone tells by being asked
                await asyncio.sleep(0.05)
        assert "untuk disetujui" in (await here.phone("kepala").screen()).text
        other.execute("ROLLBACK")
    await here.phone("kepala").shows("disepakati di Kawal")
    await here.control.settle(0.05)
    approve = (await taps(here))[-1]
    assert (approve["answer"]["text"], approve["times_answered"]) == ("", 1)


# --- trouble of our own ---------------------------------------------------------------


async def test_a_locked_record_is_told_and_nothing_is_lost(sent: School) -> None:
    hasty = Database(str(sent.database.url), patience=0.05)
    sent.desk = Desk(hasty, sent.desk.library, sent.clock)
    async with street(sent) as here:
        here.open()
        await here.say("rekan", "/rencana")
        await here.tap("rekan", "Lanjut (")
        before = await record.rows(sent.database, "SELECT answers FROM draft")
        with locked(sent.database):
            await here.phone("rekan").tap("Pakai saran semua")
            await here.phone("rekan").shows("Sedang ramai")
            assert "Sedang ramai" in str(await here.phone("rekan").answer())
            assert "Sedang ramai" in (await here.say("rekan", "wali kelas")).text
            await here.phone("rekan").edit(1, "/rencana ya")
            await here.phone("guru").block()
            await here.control.settle(0.05)
        assert await record.rows(sent.database, "SELECT answers FROM draft") == before
        await here.tap("rekan", "Pakai saran semua")
        assert "3 dari 7" in (await here.phone("rekan").shows("3 dari 7")).text
        await here.alive("rekan")
        await here.close()
    await hasty.dispose()


async def test_a_crash_is_a_kind_word_and_a_log_without_anything_personal(
    here: Street, caplog: pytest.LogCaptureFixture
) -> None:
    await here.say("rekan", "/rencana")
    await here.tap("rekan", "Lanjut (")
    await record.change(
        here.school.database,
        "CREATE TRIGGER broken BEFORE UPDATE OF answers ON draft BEGIN SELECT RAISE(ABORT, 'a disk is broken'); END",
    )
    with caplog.at_level(logging.INFO):
        await here.tap("rekan", "Ubah sebagian")
        assert "gangguan di pihak kami" in str(await here.phone("rekan").answer())
        assert "gangguan di pihak kami" in (await here.phone("rekan").screen()).text
    [crash] = [entry for entry in caplog.records if "could not be handled" in entry.getMessage()]
    told = f"{crash.getMessage()} {crash.exc_info} {crash.exc_text}"
    assert "IntegrityError" in told
    assert "drafts.py" in told, "where it happened"
    for secret in ("ubah", "rhk", "Contoh", str(here.phone("rekan").id), "answers"):
        assert secret not in told, told
    await record.change(here.school.database, "DROP TRIGGER broken")
    await here.phone("rekan").tap("Ubah sebagian")
    await here.phone("rekan").shows("Mana yang ingin diubah?")


# --- commands that Telegram offers -------------------------------------------------------


async def test_the_menu_of_commands_follows_role_and_language(here: Street) -> None:
    await commands.offer_to_strangers(here.bot)
    offered = {command.command for command in await here.bot.get_my_commands()}
    assert offered == {"start", "bantuan", "bahasa", "privasi", "tentang"}
    english = await here.bot.get_my_commands(language_code="en")
    assert {command.command for command in english} == offered
    assert all(command.description != "Bantuan" for command in english)

    await here.say("guru", "/bahasa")
    await here.tap("guru", "English")
    mine = await here.bot.get_my_commands(scope=BotCommandScopeChat(chat_id=here.phone("guru").id))
    assert {"rencana", "lanjut", "batal"} <= {command.command for command in mine}
    assert "persetujuan" not in {command.command for command in mine}
    assert not any("Rencana" in command.description for command in mine)

    await here.say("kepala_dinas", f"/start {here.school.codes['Contoh Kepala Dinas']}")
    await here.tap("kepala_dinas", "Ya, ini saya")
    await here.tap("kepala_dinas", "Setuju dan bergabung")
    theirs = await here.bot.get_my_commands(scope=BotCommandScopeChat(chat_id=here.phone("kepala_dinas").id))
    assert "persetujuan" in {command.command for command in theirs}


async def test_the_whole_plan_on_a_phone(here: Street) -> None:
    await here.say("rekan", "/rencana")
    for label in (label for label in STEPS if label != "Pakai saran"):
        await here.tap("rekan", label)
    assert "menunggu persetujuan" in (await here.phone("rekan").screen()).text
    assert len(await record.skp(here.school.database)) == 2
    assert all(tap["times_answered"] == 1 for tap in await taps(here))


async def test_what_is_no_message_to_anybody_is_passed_over_in_silence(here: Street) -> None:
    """A pinned message, a timer, a live location that moves: Telegram tells of them, nobody said anything."""
    await here.say("rekan", "/rencana")
    before = await here.count("sendMessage")
    world, rekan = here.simulator.world, here.phone("rekan")
    chat = world.chats[rekan.id]
    head = {"message_id": 900, "date": 0, "chat": chat.json, "from": world.people[rekan.id].profile.as_user()}
    for kind, service in (
        ("message", {"pinned_message": {"message_id": 1, "date": 0, "chat": chat.json, "text": "x"}}),
        ("message", {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}}),
        ("message", {"write_access_allowed": {}}),
        ("edited_message", {"edit_date": 1, "location": {"latitude": -7.0, "longitude": 110.0, "live_period": 900}}),
    ):
        world.notify(kind, head | service, chat)
    await here.control.settle(0.05)
    assert await here.count("sendMessage") == before
    await here.alive("rekan")
