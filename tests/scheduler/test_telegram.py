"""What leaves for Telegram when a screen is delivered, read off the wire."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiohttp import web
from markupsafe import Markup
from telegram.error import InvalidToken
from telegram.ext import ExtBot

from dialogs.screen import Button, Screen
from scheduler.outcome import Held
from scheduler.telegram import Pacer, connect, deliver
from storage.values import OutboxAction
from tests.scheduler.values import SCREEN, TOKEN, a_parcel

MESSAGE = {"message_id": 4711, "date": 0, "chat": {"id": 501, "type": "private"}, "text": "x"}


class Wire:
    """Answers every call with the same message and keeps what was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def answer(self, request: web.Request) -> web.Response:
        fields = dict(parse_qsl((await request.read()).decode()))
        self.calls.append((request.path, fields))
        return web.json_response({"ok": True, "result": MESSAGE})


@pytest.fixture
async def wire() -> Wire:
    return Wire()


@pytest.fixture
async def bot(wire: Wire) -> AsyncIterator[ExtBot[int]]:
    server = web.Application()
    server.router.add_route("*", "/{path:.*}", wire.answer)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    bot = connect(TOKEN, f"http://{host}:{port}/", rate=1000)
    yield bot
    await bot.request.shutdown()
    await runner.cleanup()


async def test_a_card_goes_out_as_html_with_its_buttons(bot: ExtBot[int], wire: Wire) -> None:
    assert await deliver(bot, a_parcel(), SCREEN) == 4711
    [(path, fields)] = wire.calls
    assert path == f"/bot{TOKEN}/sendMessage"
    assert fields["chat_id"] == "501"
    assert fields["text"] == "<b>Rencana menunggu</b>\nIbu Sari &lt;Ani&gt;"
    assert fields["parse_mode"] == "HTML"
    assert json.loads(fields["link_preview_options"]) == {"is_disabled": True}
    assert json.loads(fields["reply_markup"])["inline_keyboard"] == [
        [
            {"text": "Setujui", "callback_data": "skp:1:2:approve"},
            {"text": "Salin", "copy_text": {"text": "teks rencana"}},
        ]
    ]


async def test_a_card_without_buttons_has_no_keyboard(bot: ExtBot[int], wire: Wire) -> None:
    await deliver(bot, a_parcel(), Screen(Markup("Selesai")))
    assert "reply_markup" not in wire.calls[0][1]


async def test_a_button_may_open_an_address(bot: ExtBot[int], wire: Wire) -> None:
    screen = Screen(Markup("x"), rows=((Button("Buka", url="https://example.org/a"),),))
    await deliver(bot, a_parcel(), screen)
    keyboard = json.loads(wire.calls[0][1]["reply_markup"])["inline_keyboard"]
    assert keyboard == [[{"text": "Buka", "url": "https://example.org/a"}]]


async def test_an_edit_changes_the_message_that_was_sent(bot: ExtBot[int], wire: Wire) -> None:
    assert await deliver(bot, a_parcel(OutboxAction.edit), SCREEN) == 77
    [(path, fields)] = wire.calls
    assert path == f"/bot{TOKEN}/editMessageText"
    assert (fields["chat_id"], fields["message_id"]) == ("501", "77")


async def test_nothing_leaves_during_a_pause(bot: ExtBot[int], wire: Wire) -> None:
    pacer = bot.rate_limiter
    assert isinstance(pacer, Pacer)
    pacer.hold(3600)
    with pytest.raises(Held):
        await deliver(bot, a_parcel(), SCREEN)
    assert wire.calls == []


async def test_calls_that_queue_when_a_pause_begins_stay_here() -> None:
    pacer = Pacer(rate=50)
    waiting = [asyncio.create_task(paced(pacer)) for _ in range(5)]
    await asyncio.sleep(0)  # the first has left, the others wait for their turn
    pacer.hold(3600)
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert results[0] == "called"
    assert [type(result) for result in results[1:]] == [Held] * 4


async def paced(pacer: Pacer) -> Any:
    async def call() -> str:
        return "called"

    return await pacer.process_request(call, (), {}, "sendMessage", {"chat_id": 501}, None)


async def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    pacer = Pacer(rate=25)
    pacer.hold(3600)
    pacer.hold(1)
    assert pacer.held_for() > 60


def test_an_empty_token_is_refused_at_once() -> None:
    with pytest.raises(InvalidToken):
        connect("", "http://127.0.0.1:1", rate=25)
