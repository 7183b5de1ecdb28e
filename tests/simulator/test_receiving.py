"""How a bot learns what happened: long polling, re-delivery, conflicts, webhooks."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from simulator.driver import Control, Phone
from simulator.server import Simulator
from tests.simulator.conftest import GURU, RawApi


async def test_a_long_poll_returns_as_soon_as_something_happens(guru: Phone, api: RawApi) -> None:
    poll = asyncio.create_task(api.result("getUpdates", timeout=50))
    await guru.send("/start")
    (update,) = await poll
    assert update["message"]["text"] == "/start"


async def test_updates_come_again_until_confirmed(guru: Phone, control: Control, api: RawApi) -> None:
    await guru.send("satu")
    await guru.send("dua")
    first = await api.result("getUpdates")
    assert await api.result("getUpdates") == first
    assert await api.result("getUpdates", offset=first[0]["update_id"] + 1) == first[1:]
    assert (await control.get("idle"))["pending"] == 1

    records = (await control.get("updates"))["updates"]
    assert [(record["deliveries"], record["confirmed"]) for record in records] == [(2, True), (3, False)]
    await api.result("getUpdates", offset=first[1]["update_id"] + 1)
    assert (await control.get("idle"))["idle"]


async def test_the_second_poller_throws_the_first_out(guru: Phone, api: RawApi, simulator: Simulator) -> None:
    first = asyncio.create_task(api.refusal("getUpdates", timeout=50))
    await _until_someone_waits(simulator)
    second = asyncio.create_task(api.result("getUpdates", timeout=50))
    assert await first == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    await guru.send("/start")
    assert len(await second) == 1


async def _until_someone_waits(simulator: Simulator) -> None:
    while not simulator.api.polling.is_waiting:  # noqa: ASYNC110  # the server has no event for this, and needs none
        await asyncio.sleep(0)


async def test_stopping_ends_long_polls(simulator: Simulator, api: RawApi) -> None:
    poll = asyncio.create_task(api.result("getUpdates", timeout=50))
    await _until_someone_waits(simulator)
    await simulator.stop()
    assert await poll == []


async def test_an_update_can_come_twice_under_the_same_and_under_a_new_id(
    guru: Phone, control: Control, api: RawApi
) -> None:
    await guru.send("/start")
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    await api.result("sendMessage", chat_id=GURU, text="a", reply_markup=markup)
    tapped = (await guru.tap("Ya"))["update_id"]
    seen = await api.result("getUpdates")
    after = seen[-1]["update_id"] + 1
    assert await api.result("getUpdates", offset=after) == []

    await control.post("resend", update_id=tapped, as_new=False)
    assert await api.result("getUpdates", offset=after) == seen[-1:]
    await control.post("resend", update_id=tapped, as_new=True)
    (again,) = await api.result("getUpdates", offset=after)
    assert again["update_id"] > tapped
    assert again["callback_query"]["data"] == "y"
    assert again["callback_query"]["id"] != seen[-1]["callback_query"]["id"]


async def test_only_wanted_kinds_arrive(guru: Phone, api: RawApi) -> None:
    await api.result("getUpdates", allowed_updates=["message"])
    await guru.send("/start")
    await guru.block()
    assert [list(update)[1] for update in await api.result("getUpdates")] == ["message"]


async def test_aiogram_polls_with_its_own_dispatcher(guru: Phone, bot: Bot) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message(F.text == "/start")
    async def _start(message: Message) -> None:
        keys = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Lanjut", callback_data="go")]])
        await message.answer("Selamat datang", reply_markup=keys)

    @dispatcher.callback_query(F.data == "go")
    async def _go(tap: CallbackQuery) -> None:
        assert isinstance(tap.message, Message)
        await tap.answer("Siap")
        await tap.message.edit_text("Selesai")

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    await guru.send("/start")
    await guru.shows("Selamat datang")
    await guru.tap("Lanjut")
    await guru.shows("Selesai")
    screen = await guru.settle()
    assert screen is not None
    assert (screen.rows, screen.edits) == ((), 1)
    assert await guru.answer() == {"text": "Siap", "show_alert": False, "url": ""}
    await dispatcher.stop_polling()
    await polling


class Hook:
    """An aiogram bot behind a webhook; `broken` makes it answer 500 that often."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.heard: list[str] = []
        self.broken = 0
        self.dispatcher = Dispatcher()
        self.dispatcher.message.register(self.on_text, F.text)
        self.dispatcher.callback_query.register(self.on_tap)

    async def on_text(self, message: Message) -> Any:
        if self.broken:
            self.broken -= 1
            raise RuntimeError("not today")
        self.heard.append(message.text or "")
        return SendMessage(chat_id=message.chat.id, text=f"Dengar: {message.text}")

    async def on_tap(self, tap: CallbackQuery) -> None:
        self.heard.append(tap.data or "")
        await tap.answer("Siap")


@pytest.fixture
async def hook(bot: Bot) -> AsyncIterator[tuple[Hook, str]]:
    hook, app = Hook(bot), web.Application()
    handler = SimpleRequestHandler(hook.dispatcher, bot, handle_in_background=False, secret_token="rahasia")
    handler.register(app, path="/hook")
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield hook, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


async def test_webhook_gets_updates_and_may_answer_with_a_method(hook: tuple[Hook, str], guru: Phone, bot: Bot) -> None:
    listener, url = hook
    await guru.send("sebelum")
    assert await bot.set_webhook(
        url, secret_token="rahasia", max_connections=5, allowed_updates=["message", "callback_query"]
    )
    await guru.shows("Dengar: sebelum")
    await guru.send("sesudah")
    await guru.shows("Dengar: sesudah")
    assert listener.heard == ["sebelum", "sesudah"]

    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (url, 0, 5)
    assert info.allowed_updates == ["callback_query", "message"]
    await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""


async def test_webhook_repeats_until_the_bot_answers_well(
    hook: tuple[Hook, str], guru: Phone, bot: Bot, simulator: Simulator, control: Control
) -> None:
    listener, url = hook
    simulator.api.webhook.first_pause = 0.01
    listener.broken = 2
    await bot.set_webhook(url, secret_token="rahasia")
    await guru.send("satu")
    await guru.send("dua")
    await guru.shows("Dengar: dua")
    await control.settle()
    assert listener.heard == ["satu", "dua"]
    assert (
        await bot.get_webhook_info()
    ).last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    records = (await control.get("updates"))["updates"]
    assert [(record["deliveries"], record["confirmed"]) for record in records] == [(3, True), (1, True)]


async def test_webhook_carries_the_secret(hook: tuple[Hook, str], guru: Phone, bot: Bot, simulator: Simulator) -> None:
    listener, url = hook
    await bot.set_webhook(url, secret_token="lain")
    await guru.send("satu")
    while simulator.api.webhook.info().get("last_error_message") is None:
        await simulator.world.changes.wait(simulator.world.changes.version, 0.01)
    assert simulator.api.webhook.info()["last_error_message"] == "Wrong response from the webhook: 401 Unauthorized"
    assert listener.heard == []


async def test_polling_and_webhook_exclude_each_other(
    hook: tuple[Hook, str], api: RawApi, bot: Bot, guru: Phone
) -> None:
    _, url = hook
    await guru.send("lama")
    await bot.set_webhook(url, secret_token="rahasia", drop_pending_updates=True)
    assert await api.refusal("getUpdates") == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    await bot.delete_webhook()
    assert await api.result("getUpdates") == []
