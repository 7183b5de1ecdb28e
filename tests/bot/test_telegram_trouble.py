"""Telegram slow, broken, absent or refusing: what was decided stays, what can be shown is shown, the process lives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.types import Update

from bot import events
from bot.polling import in_order, poll
from tests.bot import record
from tests.bot.people import School
from tests.bot.street import Street, street, taps


@pytest.fixture
async def here(sent: School) -> AsyncIterator[Street]:
    """The school of `sent` on the simulator, with the door open."""
    async with street(sent) as here:
        here.open()
        yield here
        await here.close()


# --- while showing ------------------------------------------------------------------


PAGE: dict[str, Any] = {"kind": "error", "code": 502, "html": True}
"""A proxy in front of Telegram answers for it."""


@pytest.mark.parametrize(
    "fault",
    [{"kind": "error", "code": 502}, PAGE, {"kind": "flood", "seconds": 1}, {"kind": "refuse"}],
    ids=["502", "a page", "429", "refused"],
)
async def test_a_screen_is_shown_when_telegram_is_back(here: Street, fault: dict[str, Any]) -> None:
    await here.fault(**fault, method="sendMessage")
    assert "1 dari 7" in (await here.say("rekan", "/rencana")).text
    assert len(await here.phone("rekan").screens()) == 1, "nothing twice"


async def test_editing_and_answering_wait_for_telegram_too(here: Street) -> None:
    await here.say("rekan", "/rencana")
    await here.fault(**PAGE, method="editMessageText")
    await here.fault(**PAGE, method="answerCallbackQuery")
    assert "2 dari 7" in (await here.tap("rekan", "Lanjut (")).text
    await here.fault(**PAGE, method="editMessageReplyMarkup")
    await here.say("rekan", "/menu")
    assert [tap["times_answered"] for tap in await taps(here)] == [1]
    assert [bool(screen.labels) for screen in await here.phone("rekan").screens()] == [False, True]


async def test_an_answer_lost_on_the_way_may_double_a_screen_and_never_an_effect(here: Street) -> None:
    await here.say("rekan", "/rencana")
    await here.fault("drop", "sendMessage")
    assert "Perintah itu" not in (await here.say("rekan", "/rencana")).text
    await here.fault("drop", "editMessageText")
    await here.tap("rekan", "Lanjut (")
    newest = (await here.phone("rekan").screens())[-1]
    assert "2 dari 7" in newest.text
    assert await record.open_drafts(here.school.database) == 1
    await here.alive("rekan")


async def test_a_screen_that_cannot_be_shown_at_all_is_there_at_the_next_tap(here: Street) -> None:
    await here.say("rekan", "/rencana")
    await here.fault("flood", "editMessageText", seconds=3600)
    assert "1 dari 7" in (await here.tap("rekan", "Lanjut (")).text, "an hour is not waited for"
    assert "2 dari 7" in (await here.tap("rekan", "Lanjut (")).text
    assert "tidak berlaku" in str(await here.phone("rekan").answer())


async def test_who_has_blocked_the_bot_is_marked_and_forgiven(here: Street) -> None:
    rekan = here.phone("rekan")
    await here.close()
    await rekan.send("/menu")
    await rekan.block()
    here.open()
    await here.control.settle(0.05)
    mine = "SELECT reachable FROM account WHERE telegram_id = :me"
    assert [bool(*row) for row in await record.rows(here.school.database, mine, me=rekan.id)] == [False]
    await here.alive()
    await rekan.unblock()
    await here.alive("rekan")
    assert [bool(*row) for row in await record.rows(here.school.database, mine, me=rekan.id)] == [True]


async def test_a_deleted_account_ends_nothing(here: Street) -> None:
    await here.close()
    await here.phone("rekan").send("/rencana")
    await here.control.post(f"people/{here.phone('rekan').id}/deactivate")
    here.open()
    await here.alive()


async def test_the_same_page_again_is_no_error(here: Street) -> None:
    await here.say("rekan", "/rencana")
    shown = await here.tap("rekan", "Teks lengkap")
    again = await here.tap("rekan", next(label for label in shown.labels if "/" in label))
    assert again.text == shown.text
    assert again.edits == shown.edits
    assert len(await here.phone("rekan").screens()) == 1


async def test_a_deleted_message_is_replaced_by_a_new_one(here: Street) -> None:
    shown = await here.say("rekan", "/rencana")
    rekan = here.phone("rekan")
    data = next(button["callback_data"] for button in shown.buttons if "Lanjut (" in button["text"])
    await here.bot.delete_message(rekan.id, shown.message_id)
    await rekan.tap_data(data, message_id=shown.message_id, force=True)
    replaced = await here.rest("rekan")
    assert "2 dari 7" in replaced.text
    assert replaced.message_id != shown.message_id
    assert "3 dari 7" in (await here.tap("rekan", "Pakai saran semua")).text
    assert len(await rekan.screens()) == 1, "the new one is the conversation"


async def test_the_old_question_loses_its_buttons_when_words_answer_it(here: Street) -> None:
    await here.say("rekan", "/rencana")
    await here.say("rekan", "banyak")
    old, new = await here.phone("rekan").screens()
    assert old.labels == ()
    assert new.labels


async def test_an_old_card_is_read_by_its_place_when_telegram_hides_it(here: Street) -> None:
    """After 48 hours a tap carries no message, only where it stood."""
    await here.say("kepala", "/persetujuan")
    await here.tap("kepala", "Contoh Satu")
    await here.control.post("clock", advance=3 * 24 * 3600)
    assert "disepakati di Kawal" in (await here.tap("kepala", "Setujui")).text


# --- while asking for updates ------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", [PAGE, {"kind": "flood", "seconds": 1}, {"kind": "drop"}], ids=["a page", "429", "dropped"]
)
async def test_asking_goes_on_after_every_trouble(sent: School, fault: dict[str, Any]) -> None:
    async with street(sent) as here:
        await here.fault(**fault, method="getUpdates")
        here.open()
        assert "1 dari 7" in (await here.say("rekan", "/rencana")).text
        assert await record.open_drafts(sent.database) == 1
        assert here.lives()


async def test_an_update_that_nobody_can_read_holds_nobody_up(sent: School) -> None:
    async with street(sent) as here:
        rekan, world = here.phone("rekan"), here.simulator.world
        await rekan.send("/rencana")
        strange = {"message_id": 99, "chat": {"id": rekan.id, "type": "from_the_future"}, "date": "tomorrow"}
        world.notify("message", strange, world.chats[rekan.id])
        await here.phone("guru").send("/menu")
        world.notify("message", strange, world.chats[rekan.id])
        here.open()
        await here.control.settle(0.05)
        assert "1 dari 7" in (await rekan.screen()).text
        await here.alive()


async def test_a_refused_token_ends_polling_with_its_own_error(sent: School) -> None:
    async with street(sent) as here:
        for token in ("7000000001:another", "7000000002:x"):
            bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(here.simulator.url)))
            with pytest.raises(TelegramUnauthorizedError):
                await poll(bot, _nobody, asyncio.Event())
            await bot.session.close()


async def _nobody(_update: Update) -> None:
    """Handles nothing."""


async def test_nothing_is_confirmed_before_it_is_committed(sent: School) -> None:
    async with street(sent) as here:
        begun, forever = asyncio.Event(), asyncio.Event()

        async def stuck(_update: Update) -> None:
            begun.set()
            await forever.wait()

        await here.phone("rekan").send("/rencana")
        killed = asyncio.create_task(poll(here.bot, stuck, asyncio.Event()))
        await begun.wait()
        killed.cancel()
        await asyncio.gather(killed, return_exceptions=True)
        assert (await here.control.get("updates"))["pending"] == 1
        here.open()
        assert "1 dari 7" in (await here.rest("rekan")).text


async def test_killed_after_the_commit_the_update_comes_again_and_only_shows(sent: School) -> None:
    async with street(sent) as here:
        done = asyncio.Event()
        kepala = here.phone("kepala")
        here.open()
        await here.say("kepala", "/persetujuan")
        await here.tap("kepala", "Contoh Satu")
        await here.close()

        async def half(update: Update) -> None:
            assert update.callback_query is not None
            event = events.of_tap(update.update_id, update.callback_query)
            assert event is not None
            await sent.desk.take(event)
            done.set()
            await asyncio.Event().wait()

        await kepala.tap("Setujui")
        killed = asyncio.create_task(poll(here.bot, half, asyncio.Event()))
        await done.wait()
        killed.cancel()
        await asyncio.gather(killed, return_exceptions=True)
        assert await record.skp(sent.database) == [("disepakati", 2, 1)]
        assert "untuk disetujui" in (await kepala.screen()).text
        here.open()
        assert "disepakati di Kawal" in (await here.rest("kepala")).text
        assert await record.actions(sent.database) == ["skp.submit", "skp.approve"]
        assert (await taps(here))[-1]["times_answered"] == 1


async def test_a_clean_stop_confirms_what_is_done(sent: School) -> None:
    async with street(sent) as here:
        here.open()
        await here.phone("rekan").send("/rencana")
        await here.phone("rekan").shows("1 dari 7")
        await here.close()
        assert (await here.control.get("updates"))["pending"] == 0


async def test_one_chat_in_order_and_chats_beside_each_other() -> None:
    """The first chat waits for the last one of the other: only possible when they do not stand in one queue."""
    seen: list[int] = []
    last = asyncio.Event()

    async def handle(update: Update) -> None:
        if update.update_id == 1:
            await last.wait()
        await asyncio.sleep(0)
        seen.append(update.update_id)
        if update.update_id == 6:
            last.set()

    def said(number: int, chat: int) -> Update:
        who = {"id": chat, "is_bot": False, "first_name": "Contoh"}
        message = {"message_id": number, "date": 0, "chat": {"id": chat, "type": "private"}, "from": who, "text": "x"}
        return Update.model_validate({"update_id": number, "message": message})

    await in_order(
        [said(number, chat) for number, chat in ((1, 10), (2, 20), (3, 10), (4, 20), (5, 10), (6, 20))], handle
    )
    assert [number for number in seen if number % 2] == [1, 3, 5]
    assert [number for number in seen if not number % 2] == [2, 4, 6]
    assert seen.index(6) < seen.index(1)


async def test_five_words_in_a_burst_are_answered_in_the_order_they_were_said(sent: School) -> None:
    async with street(sent) as here:
        rekan = here.phone("rekan")
        for text in ("/rencana", "/bahasa", "/lanjut", "/tentang", "/batal", "/privasi"):
            await rekan.send(text)
        here.open()
        await here.control.settle(0.05)
        told = [screen.text.split("\n")[0] for screen in await rekan.screens()]
        assert [line[:5] for line in told] == ["Renca", "Bahas", "Renca", "Tenta", "Tidak", "Priva"]
