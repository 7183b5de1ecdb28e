"""Every refusal of the Bot API that the project must live with, word for word."""

import io
from typing import Any

import aiohttp
import pytest

from simulator.driver import Control, Phone
from simulator.limits import UPLOAD_BYTES
from simulator.server import Simulator
from tests.simulator.conftest import GURU, RawApi

HERE = {"chat_id": GURU}


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("sendMessage", {**HERE}, "message text is empty"),
        ("sendMessage", {**HERE, "text": ""}, "message text is empty"),
        ("sendMessage", {**HERE, "text": " \n"}, "text must be non-empty"),
        ("sendMessage", {**HERE, "text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ("sendMessage", {**HERE, "text": "a" * 4097}, "message is too long"),
        ("sendMessage", {**HERE, "text": "é" * 20_000}, "text is too long"),
        (
            "sendMessage",
            {**HERE, "text": "<x>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "x"',
        ),
        ("sendMessage", {"text": "a"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 999, "text": "a"}, "chat not found"),
        ("sendMessage", {"chat_id": "@siapa", "text": "a"}, "chat not found"),
        ("sendMessage", {**HERE, "text": "a", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        (
            "sendMessage",
            {**HERE, "text": "a", "reply_parameters": {"message_id": 99}},
            "message to be replied not found",
        ),
        ("sendPhoto", {**HERE}, "there is no photo in the request"),
        ("sendDocument", {**HERE, "document": "tidak-ada"}, "wrong remote file identifier specified"),
        ("sendDocument", {**HERE, "document": "https://a.id/x.pdf"}, "failed to get HTTP URL content"),
        ("sendMediaGroup", {**HERE, "media": []}, "there are no messages to send"),
        ("sendMediaGroup", {**HERE, "media": [{}] * 11}, "too much messages to send as an album"),
        ("sendChatAction", {**HERE, "action": "menari"}, "wrong parameter action in request"),
        ("editMessageText", {**HERE, "message_id": 99, "text": "a"}, "message to edit not found"),
        ("editMessageText", {**HERE, "message_id": 1, "text": "a"}, "message can't be edited"),
        ("editMessageText", {**HERE, "message_id": 2, "text": "a" * 4097}, "MESSAGE_TOO_LONG"),
        ("editMessageText", {"text": "a"}, "message identifier is not specified"),
        ("editMessageCaption", {**HERE, "message_id": 2, "caption": "a"}, "there is no caption in the message to edit"),
        ("deleteMessage", {**HERE, "message_id": 99}, "message to delete not found"),
        ("deleteMessage", {"message_id": 1}, "chat identifier is not specified"),
        ("deleteMessages", {**HERE, "message_ids": []}, "message identifiers are not specified"),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1"},
            "query is too old and response timeout expired or query ID is invalid",
        ),
        ("getFile", {}, "file_id not specified"),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
        ("getChat", {"chat_id": 999}, "chat not found"),
        ("leaveChat", HERE, "chat member status can't be changed in private chats"),
        ("setMyCommands", {"commands": [{"command": "Menu", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "menu", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [], "scope": {"type": "semua"}}, "can't parse BotCommandScope"),
        ("setWebhook", {"url": "https://contoh.id/hook"}, "bad webhook"),
        ("setWebhook", {"url": "http://127.0.0.1/", "secret_token": "ada spasi"}, "secret token contains"),
    ],
)
async def test_refuses(guru: Phone, api: RawApi, method: str, params: dict[str, Any], reason: str) -> None:
    await guru.send("/start")
    await api.result("sendMessage", chat_id=GURU, text="Halo")

    status, description = await api.refusal(method, **params)

    assert (status, description[: len(reason) + 13]) == (400, f"Bad Request: {reason}")


async def test_limits_themselves_are_allowed(guru: Phone, api: RawApi) -> None:
    await guru.send("/start")
    bold = "<b>" + "a" * 4096 + "</b>"
    sent = await api.result("sendMessage", chat_id=GURU, text=bold, parse_mode="HTML")
    assert len(sent["text"]) == 4096


async def test_an_edit_that_changes_nothing_is_refused(guru: Phone, api: RawApi) -> None:
    await guru.send("/start")
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    sent = await api.result("sendMessage", chat_id=GURU, text="<b>Halo</b>", parse_mode="HTML", reply_markup=markup)
    there = {"chat_id": GURU, "message_id": sent["message_id"]}

    again = await api.refusal("editMessageText", **there, text="<b>Halo</b> ", parse_mode="HTML", reply_markup=markup)
    assert again == (
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
        "a current content and reply markup of the message",
    )
    await api.result("editMessageText", **there, text="Halo", reply_markup=markup)
    without = await api.result("editMessageReplyMarkup", **there)
    assert "reply_markup" not in without
    assert (await api.refusal("editMessageReplyMarkup", **there))[1].startswith("Bad Request: message is not modified")


async def test_nobody_is_reached_before_they_press_start(guru: Phone, api: RawApi) -> None:
    assert await api.refusal("sendMessage", chat_id=GURU, text="a") == (400, "Bad Request: chat not found")
    await guru.send("/start")
    await api.result("sendMessage", chat_id=GURU, text="a")


async def test_who_has_blocked_or_left_is_not_reached(
    guru: Phone, kepala: Phone, control: Control, api: RawApi
) -> None:
    await guru.send("/start")
    await kepala.send("/start")
    await guru.block()
    await control.post(f"people/{kepala.id}/deactivate")

    blocked = await api.refusal("sendMessage", chat_id=guru.id, text="a")
    assert blocked == (403, "Forbidden: bot was blocked by the user")
    gone = await api.refusal("sendMessage", chat_id=kepala.id, text="a")
    assert gone == (403, "Forbidden: user is deactivated")

    await guru.unblock()
    await api.result("sendMessage", chat_id=guru.id, text="a")


async def test_messages_older_than_two_days_stay(guru: Phone, control: Control, api: RawApi) -> None:
    await guru.send("/start")
    sent = await api.result("sendMessage", chat_id=GURU, text="a")
    await control.post("clock", advance=48 * 3600 + 60)

    refused = await api.refusal("deleteMessage", chat_id=GURU, message_id=sent["message_id"])
    assert refused == (400, "Bad Request: message can't be deleted for everyone")
    assert await api.result("deleteMessages", chat_id=GURU, message_ids=[sent["message_id"]])
    assert len(await guru.screens()) == 1


async def test_a_tap_can_be_answered_only_for_a_while(guru: Phone, control: Control, api: RawApi) -> None:
    await guru.send("/start")
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    await api.result("sendMessage", chat_id=GURU, text="a", reply_markup=markup)
    first, second = [(await guru.tap("Ya"))["tap"]["callback_query_id"] for _ in range(2)]

    too_long = await api.refusal("answerCallbackQuery", callback_query_id=first, text="a" * 201)
    assert too_long == (400, "Bad Request: MESSAGE_TOO_LONG")
    assert await api.result("answerCallbackQuery", callback_query_id=first, text="a" * 200)
    await control.post("clock", advance=3600)
    late = await api.refusal("answerCallbackQuery", callback_query_id=second)
    assert late == (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


async def test_wrong_token_and_unknown_method(simulator: Simulator, api: RawApi) -> None:
    assert await api.refusal("terbangKeBulan") == (404, "Not Found: method not found")
    api.base = f"{simulator.url}/bot123:salah"
    assert await api.refusal("getMe") == (401, "Unauthorized")
    async with api.session.get(f"{simulator.url}/file/bot123:salah/documents/file_1.txt") as answer:
        assert answer.status == 401


async def test_an_upload_beyond_fifty_megabytes_is_413(guru: Phone, api: RawApi) -> None:
    await guru.send("/start")
    form = aiohttp.FormData({"chat_id": str(GURU)})
    form.add_field("document", io.BytesIO(bytes(UPLOAD_BYTES + (2 << 20))), filename="besar.bin")
    async with api.session.post(f"{api.base}/sendDocument", data=form) as answer:
        assert await answer.json() == {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}


async def test_a_pretended_large_file_cannot_be_fetched(guru: Phone, api: RawApi) -> None:
    await guru.document(("besar.pdf", b"isi"), size=21 * 1024 * 1024)
    (update,) = await api.result("getUpdates")
    document = update["message"]["document"]
    assert document["file_size"] == 21 * 1024 * 1024
    assert await api.refusal("getFile", file_id=document["file_id"]) == (400, "Bad Request: file is too big")


async def test_body_may_come_in_any_form(guru: Phone, api: RawApi) -> None:
    await guru.send("/start")
    wish = {"chat_id": str(GURU), "text": "Halo"}
    async with api.session.get(f"{api.base}/sendmessage", params=wish) as answer:
        assert (await answer.json())["ok"]
    async with api.session.post(f"{api.base}/SendMessage", data=wish) as answer:
        assert (await answer.json())["ok"]
    async with api.session.post(
        f"{api.base}/sendMessage", data="[1]", headers={"Content-Type": "application/json"}
    ) as no:
        assert no.status == 400
    assert [screen.text for screen in await guru.screens()] == ["Halo", "Halo"]
