"""aiogram and python-telegram-bot run against the simulator unchanged and read its objects with their own types."""

import datetime as dt
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BufferedInputFile,
    CopyTextButton,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    Message,
)
from telegram import InlineKeyboardButton as PtbButton
from telegram import InlineKeyboardMarkup as PtbMarkup
from telegram import InputMediaPhoto as PtbPhoto
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.ext import AIORateLimiter, ExtBot

from simulator.driver import Control, Phone
from simulator.server import Simulator
from tests.simulator.conftest import GURU, KEPALA
from tests.simulator.pictures import png

KEYS = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Setujui", callback_data="ok:1"),
            InlineKeyboardButton(text="Buka", url="https://a.id"),
        ],
        [InlineKeyboardButton(text="Salin", copy_text=CopyTextButton(text="teks RHK"))],
    ]
)


async def test_aiogram_sends_edits_and_deletes(bot: Bot, guru: Phone) -> None:
    await guru.send("/start")
    sent = await bot.send_message(GURU, "<b>Halo</b> Bu &lt;3", parse_mode="HTML", reply_markup=KEYS)
    assert sent.text == "Halo Bu <3"
    assert sent.entities is not None
    assert sent.entities[0].extract_from(sent.text) == "Halo"

    screen = await guru.screen()
    assert screen.rows == (("Setujui", "Buka"), ("Salin",))
    edited = await bot.edit_message_text("Selesai", chat_id=GURU, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    screen = await guru.screen()
    assert (screen.text, screen.rows, screen.edits) == ("Selesai", (), 1)

    assert await bot.delete_message(GURU, sent.message_id)
    assert await guru.screens() == []


async def test_aiogram_hears_texts_taps_and_edits(bot: Bot, guru: Phone) -> None:
    first = await guru.send("/start K7Q2")
    await bot.send_message(GURU, "Rencana", reply_markup=KEYS)
    await guru.tap("Setujui")
    await guru.edit(first, "/start M9XD")

    message, tap, edited = await bot.get_updates(timeout=5)

    assert message.message is not None
    assert message.message.text == "/start K7Q2"
    assert message.message.from_user is not None
    assert (message.message.from_user.id, message.message.from_user.language_code) == (GURU, "id")
    assert message.message.entities is not None
    assert message.message.entities[0].type == "bot_command"
    assert tap.callback_query is not None
    assert tap.callback_query.data == "ok:1"
    assert isinstance(tap.callback_query.message, Message)
    assert tap.callback_query.message.reply_markup is not None
    assert tap.callback_query.message.reply_markup.model_dump() == KEYS.model_dump()
    assert edited.edited_message is not None
    assert edited.edited_message.text == "/start M9XD"
    await bot.answer_callback_query(tap.callback_query.id, "Disetujui", show_alert=True)
    assert await guru.answer() == {"text": "Disetujui", "show_alert": True, "url": ""}


async def test_aiogram_sends_and_fetches_files(bot: Bot, guru: Phone) -> None:
    await guru.send("/start")
    photo = await bot.send_photo(
        GURU, BufferedInputFile(png(800, 600), "a.png"), caption="<i>Foto</i>", parse_mode="HTML"
    )
    assert photo.photo is not None
    assert (photo.photo[-1].width, photo.caption) == (800, "Foto")
    document = await bot.send_document(GURU, BufferedInputFile(b"%PDF", "SKP.pdf"))
    assert document.document is not None
    assert (document.document.file_name, document.document.mime_type) == ("SKP.pdf", "application/pdf")

    again = await bot.send_document(GURU, document.document.file_id)
    assert again.document is not None
    fetched = await bot.download(again.document)
    assert fetched is not None
    assert fetched.read() == b"%PDF"


async def test_aiogram_sends_albums_and_changes_media(bot: Bot, guru: Phone) -> None:
    await guru.send("/start")
    media: list[Any] = [
        InputMediaPhoto(media=BufferedInputFile(png(), f"{n}.png"), caption=f"Foto {n}") for n in (1, 2)
    ]
    album = await bot.send_media_group(GURU, media)
    assert len({message.media_group_id for message in album}) == 1
    assert [message.caption for message in album] == ["Foto 1", "Foto 2"]

    new = InputMediaDocument(media=BufferedInputFile(b"isi", "isi.txt"), caption="Berkas")
    changed = await bot.edit_message_media(new, chat_id=GURU, message_id=album[0].message_id)
    assert isinstance(changed, Message)
    assert changed.document is not None
    assert changed.photo is None
    recaptioned = await bot.edit_message_caption(chat_id=GURU, message_id=album[0].message_id, caption="Lain")
    assert isinstance(recaptioned, Message)
    assert recaptioned.caption == "Lain"


async def test_people_attach_photos_documents_and_albums(bot: Bot, guru: Phone) -> None:
    await guru.photo(png(320, 200), caption="Kunjungan")
    await guru.document(("a.pdf", b"1"), ("b.pdf", b"2"), caption="Bukti")
    photo, first, second = [update.message for update in await bot.get_updates()]
    assert photo is not None
    assert photo.photo is not None
    assert [size.width for size in photo.photo] == [90, 320]
    assert photo.caption == "Kunjungan"
    assert first is not None
    assert second is not None
    assert first.media_group_id == second.media_group_id
    assert (first.caption, second.caption) == ("Bukti", None)
    assert second.document is not None
    content = await bot.download(second.document)
    assert content is not None
    assert content.read() == b"2"


@pytest.mark.parametrize("kind", ["sticker", "voice", "audio", "video", "video_note", "location", "contact", "dice"])
async def test_other_things_are_valid_messages(bot: Bot, guru: Phone, kind: str) -> None:
    await guru.send_thing(kind)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.content_type == kind


async def test_commands_by_scope_and_language(bot: Bot, guru: Phone, control: Control, simulator: Simulator) -> None:
    await guru.send("/start")
    everybody, mine = (
        [BotCommand(command="menu", description="Beranda")],
        [BotCommand(command="papan", description="Papan")],
    )
    await bot.set_my_commands(everybody, BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(mine, BotCommandScopeChat(chat_id=GURU), "id")
    kept = await bot.get_my_commands(BotCommandScopeChat(chat_id=GURU), "id")
    assert [command.model_dump() for command in kept] == [command.model_dump() for command in mine]
    assert await bot.get_my_commands() == []

    menus = (await control.get("state"))["commands"]
    assert [[entry["command"] for entry in menus[str(person)]] for person in (GURU, KEPALA)] == [["papan"], ["menu"]]
    await bot.delete_my_commands(BotCommandScopeChat(chat_id=GURU), "id")
    assert (await control.get("state"))["commands"][str(GURU)] == menus[str(KEPALA)]


async def test_an_old_message_is_inaccessible_in_a_tap(bot: Bot, guru: Phone, control: Control) -> None:
    await guru.send("/start")
    sent = await bot.send_message(GURU, "Rencana", reply_markup=KEYS)
    await control.post("clock", advance=3 * 86_400)
    await guru.tap("Setujui")
    tap = (await bot.get_updates())[-1].callback_query
    assert tap is not None
    assert isinstance(tap.message, InaccessibleMessage)
    assert (tap.message.message_id, tap.message.chat.id) == (sent.message_id, GURU)
    assert await bot.edit_message_text("Baru", chat_id=GURU, message_id=sent.message_id)


async def test_messages_carry_the_simulated_time(bot: Bot, guru: Phone, control: Control) -> None:
    await control.post("clock", set="2027-01-12T00:05:00+00:00", rate=0)
    await guru.send("/start")
    sent = await bot.send_message(GURU, "Halo")
    assert sent.date == dt.datetime(2027, 1, 12, 0, 5, tzinfo=dt.UTC)
    assert (await control.get("clock"))["now"] == "2027-01-12T00:05:00+00:00"


async def test_aiogram_knows_the_errors(bot: Bot, guru: Phone, control: Control, simulator: Simulator) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(GURU, "a")
    await guru.send("/start")
    await control.post("faults", kind="flood", method="sendMessage", seconds=7)
    with pytest.raises(TelegramRetryAfter) as flood:
        await bot.send_message(GURU, "a")
    assert flood.value.retry_after == 7
    await guru.block()
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(GURU, "a")
    other = Bot("123:salah", session=bot.session)
    with pytest.raises(TelegramUnauthorizedError):
        await other.get_me()


async def test_ptb_sends_edits_and_reads_files(sender: ExtBot[None], guru: Phone) -> None:
    await guru.send("/start")
    keys = PtbMarkup([[PtbButton("Setujui", callback_data="ok:1")]])
    sent = await sender.send_message(GURU, "<b>Kartu</b>", parse_mode="HTML", reply_markup=keys)
    assert (sent.text, sent.text_html, sent.reply_markup) == ("Kartu", "<b>Kartu</b>", keys)
    edited = await sender.edit_message_text("Diputuskan", GURU, sent.message_id)
    assert getattr(edited, "text", None) == "Diputuskan"
    document = await sender.send_document(GURU, b"isi", filename="a.txt", caption="Bukti")
    assert document.document is not None
    assert bytes(await (await document.document.get_file()).download_as_bytearray()) == b"isi"
    album = await sender.send_media_group(GURU, [PtbPhoto(png()), PtbPhoto(png())], caption="Dua")
    assert len(album) == 2
    assert [screen.text for screen in await guru.screens()] == ["Diputuskan", "Bukti", "Dua", ""]


async def test_ptb_hears_taps(sender: ExtBot[None], guru: Phone) -> None:
    await guru.send("/start")
    await sender.send_message(GURU, "Kartu", reply_markup=PtbMarkup([[PtbButton("Ya", callback_data="y")]]))
    await guru.tap("Ya")
    _, tap = await sender.get_updates(timeout=5)
    assert tap.callback_query is not None
    assert await tap.callback_query.answer("Siap")
    assert (await guru.answer() or {})["text"] == "Siap"


async def test_ptb_knows_the_errors(sender: ExtBot[None], guru: Phone, control: Control, simulator: Simulator) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await sender.send_message(GURU, "a")
    await guru.send("/start")
    for wish, error in (
        ({"kind": "flood", "seconds": 5}, RetryAfter),
        ({"kind": "error", "code": 502}, NetworkError),
        ({"kind": "error", "code": 502, "html": True}, NetworkError),
        ({"kind": "drop"}, NetworkError),
        ({"kind": "refuse"}, NetworkError),
    ):
        await control.post("faults", method="sendMessage", **wish)
        with pytest.raises(error):
            await sender.send_message(GURU, "a")
    assert len(await guru.screens()) == 1  # the dropped one was delivered all the same
    await control.post("faults", kind="delay", seconds=5)
    with pytest.raises(TimedOut):
        await sender.send_message(GURU, "a", read_timeout=0.05)
    await guru.block()
    with pytest.raises(Forbidden, match="blocked"):
        await sender.send_message(GURU, "a")
    stranger = ExtBot("123:salah", base_url=f"{simulator.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_ptb_rate_limiter_sees_the_brake(simulator: Simulator, guru: Phone, control: Control) -> None:
    await guru.send("/start")
    await control.post("limits", per_chat=1, retry_after=30)
    limiter = AIORateLimiter(overall_max_rate=0, max_retries=0)
    async with ExtBot(simulator.token, base_url=f"{simulator.url}/bot", rate_limiter=limiter) as sender:
        await sender.send_message(GURU, "satu")
        with pytest.raises(RetryAfter):
            await sender.send_message(GURU, "dua")
    counters = (await control.get("calls"))["counters"]
    assert counters["statuses"]["429"] == 1
