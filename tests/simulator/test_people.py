"""What people can do on their phones, and what the bot gets to know of it."""

import asyncio
from typing import Any

import aiohttp
import pytest

from simulator.driver import Control, NothingSuch, Phone
from simulator.server import Simulator
from tests.simulator.conftest import GURU, KEPALA, RawApi

GROUP = -100500


def keys(*labels: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": f"d:{label}"}] for label in labels]}


@pytest.fixture
async def started(guru: Phone, api: RawApi) -> Phone:
    await guru.send("/start")
    await api.result("getUpdates", offset=-1)
    return guru


async def updates(api: RawApi) -> list[Any]:
    """What is new; it is confirmed right away."""
    news: list[Any] = await api.result("getUpdates")
    if news:
        await api.result("getUpdates", offset=news[-1]["update_id"] + 1)
    return news


async def test_only_a_button_that_is_or_was_there_can_be_tapped(started: Phone, api: RawApi) -> None:
    sent = await api.result("sendMessage", chat_id=GURU, text="a", reply_markup=keys("Setujui", "Tolak"))
    await api.result(
        "editMessageText", chat_id=GURU, message_id=sent["message_id"], text="b", reply_markup=keys("Lagi")
    )

    with pytest.raises(NothingSuch, match="Lagi"):
        await started.tap("Setujui")
    await started.tap("Setujui", stale=True)
    await started.tap_data("d:Tolak")
    with pytest.raises(NothingSuch):
        await started.tap_data("d:Karangan")
    await started.tap_data("d:Karangan", force=True)

    tapped = [update["callback_query"]["data"] for update in (await updates(api))[-3:]]
    assert tapped == ["d:Setujui", "d:Tolak", "d:Karangan"]


async def test_a_label_may_be_a_part_and_an_exact_one_wins(started: Phone, api: RawApi, control: Control) -> None:
    await api.result("sendMessage", chat_id=GURU, text="a", reply_markup=keys("10 jam", "1 jam", "1"))
    for label in ("1", "jam", "1 jam"):
        await started.tap(label)
    await control.post(f"people/{GURU}/tap", row=1, col=0)
    tapped = [update["callback_query"]["data"] for update in (await updates(api))[-4:]]
    assert tapped == ["d:1", "d:10 jam", "d:1 jam", "d:1 jam"]


async def test_copy_and_link_buttons_stay_on_the_phone(started: Phone, api: RawApi, control: Control) -> None:
    row = [{"text": "Salin", "copy_text": {"text": "RHK"}}, {"text": "Buka", "url": "https://a.id"}]
    await api.result("sendMessage", chat_id=GURU, text="a", reply_markup={"inline_keyboard": [row]})
    assert (await started.tap("Salin"))["copied"] == "RHK"
    assert (await started.tap("Buka"))["url"] == "https://a.id"
    assert [update for update in await updates(api) if "callback_query" in update] == []


async def test_long_texts_are_split_as_the_app_does(started: Phone, api: RawApi) -> None:
    await started.send("a" * 5000)
    lengths = [len(update["message"]["text"]) for update in (await updates(api))[-2:]]
    assert lengths == [4096, 904]


async def test_replies_forwards_and_edits(started: Phone, api: RawApi) -> None:
    sent = await api.result("sendMessage", chat_id=GURU, text="Alasan?")
    number = await started.send("karena", reply=sent["message_id"], forwarded="Seseorang")
    await started.edit(number, "karena itu")
    message, edited = (await updates(api))[-2:]
    assert message["message"]["reply_to_message"]["text"] == "Alasan?"
    assert message["message"]["forward_origin"]["sender_user_name"] == "Seseorang"
    assert edited["edited_message"]["text"] == "karena itu"
    with pytest.raises(NothingSuch, match="only an own text"):
        await started.edit(sent["message_id"], "x")


async def test_block_and_unblock_are_told_once(started: Phone, api: RawApi) -> None:
    await started.block()
    await started.block()
    with pytest.raises(NothingSuch, match="blocked"):
        await started.send("halo")
    await started.unblock()
    changes = [update["my_chat_member"] for update in (await updates(api))[-2:]]
    statuses = [(change["old_chat_member"]["status"], change["new_chat_member"]["status"]) for change in changes]
    assert statuses == [("member", "kicked"), ("kicked", "member")]


async def test_group_in_privacy_mode(started: Phone, kepala: Phone, control: Control, api: RawApi) -> None:
    await control.post("groups", id=GROUP, title="Guru SDN Contoh", type="supergroup")
    await started.send("halo semua", chat_id=GROUP)
    assert (await api.refusal("sendMessage", chat_id=GROUP, text="a"))[0] == 403

    await control.post(f"groups/{GROUP}/membership", by=GURU, status="member")
    await kepala.send("mengobrol", chat_id=GROUP)
    await kepala.send("/menu", chat_id=GROUP)
    sent = await api.result("sendMessage", chat_id=GROUP, text="Halo grup")
    await kepala.send("ya", chat_id=GROUP, reply=sent["message_id"])
    heard = [next(iter(list(update.items())[1:])) for update in await updates(api)]
    kinds = [(kind, payload.get("text", "")) for kind, payload in heard]
    assert kinds[-4:] == [("message", ""), ("my_chat_member", ""), ("message", "/menu"), ("message", "ya")]
    assert heard[-1][1]["chat"]["type"] == "supergroup"

    assert await api.result("leaveChat", chat_id=GROUP)
    refused = await api.refusal("sendMessage", chat_id=GROUP, text="a")
    assert refused == (403, "Forbidden: bot is not a member of the supergroup chat")


async def test_channel_posts(started: Phone, control: Control, api: RawApi) -> None:
    await control.post("groups", id=GROUP, title="Dinas", type="channel", username="dinas_contoh")
    await control.post(f"groups/{GROUP}/membership", by=GURU, status="administrator")
    await started.send("Pengumuman", chat_id=GROUP)
    post = (await updates(api))[-1]["channel_post"]
    assert (post["text"], post["sender_chat"]["title"], "from" in post) == ("Pengumuman", "Dinas", False)
    assert (await api.result("sendMessage", chat_id="@dinas_contoh", text="Halo"))["chat"]["id"] == GROUP


async def test_typing_is_seen_until_the_message_comes(started: Phone, api: RawApi, control: Control) -> None:
    async def action() -> Any:
        return (await control.get("state"))["phones"][0]["action"]

    await api.result("sendChatAction", chat_id=GURU, action="typing")
    assert await action() == "typing"
    await api.result("sendMessage", chat_id=GURU, text="a")
    assert await action() is None


async def test_unread_counts_until_the_owner_looks(started: Phone, api: RawApi, control: Control) -> None:
    await api.result("sendMessage", chat_id=GURU, text="a")
    await api.result("sendMessage", chat_id=GURU, text="b")
    people = (await control.get("people"))["people"]
    assert [person["unread"] for person in people] == [2, 0]
    await control.post(f"people/{GURU}/read")
    assert (await control.get("people"))["people"][0]["unread"] == 0


async def test_every_call_is_logged_and_counted(started: Phone, api: RawApi, control: Control) -> None:
    await api.result("sendMessage", chat_id=GURU, text="a")
    await api("sendMessage", chat_id=999, text="b")
    first, second = await control.calls("sendMessage")
    assert (first["status"], first["params"]) == (200, {"chat_id": GURU, "text": "a"})
    assert (second["status"], second["description"]) == (400, "Bad Request: chat not found")
    assert await control.calls("sendMessage", since=first["number"]) == [second]
    counters = (await control.get("calls"))["counters"]
    assert (counters["methods"]["sendMessage"], counters["statuses"]["400"]) == (2, 1)


async def test_reset_keeps_the_phones_and_forgets_the_rest(started: Phone, api: RawApi, control: Control) -> None:
    await control.post("clock", advance=86_400)
    await control.post("faults", kind="drop", times=None)
    before = (await control.get("idle"))["version"]
    await control.post("reset")
    assert [person["started"] for person in (await control.get("people"))["people"]] == [False, False]
    assert (await control.get("clock"))["real"]
    assert (await control.get("faults"))["faults"] == []
    assert (await control.get("idle"))["version"] > before
    assert await control.calls() == []
    assert await api.refusal("sendMessage", chat_id=GURU, text="a") == (400, "Bad Request: chat not found")


@pytest.mark.parametrize(
    ("path", "wish", "reason"),
    [
        ("people/999/send", {"text": "a"}, "nobody has this id"),
        ("people/11/send", {"text": " "}, "empty message"),
        ("people/11/send", {"ramalan": 1}, "no ramalan here"),
        ("people/11/tap", {}, "row"),
        ("people/11/photo", {}, "no files"),
        ("people/11/photo", {"files": [{"name": "a.png", "content": "YQ=="}]}, "IMAGE_PROCESS_FAILED"),
        ("people", {"id": 1}, "first_name"),
        ("clock", {"set": "2027-01-12T00:00:00"}, "zone"),
        ("clock", {"set": "besok"}, "besok"),
        ("faults", {"kind": "meledak"}, "meledak"),
        ("groups", {"id": 5}, "negative id"),
        ("resend", {"update_id": 1}, "no such update"),
    ],
)
async def test_wishes_that_make_no_sense_are_refused_with_a_reason(
    started: Phone, api: RawApi, control: Control, path: str, wish: dict[str, Any], reason: str
) -> None:
    await api.result("sendMessage", chat_id=GURU, text="a")
    with pytest.raises(NothingSuch, match=reason):
        await control.post(path, **wish)


async def test_foreign_pages_in_the_browser_are_kept_out(simulator: Simulator) -> None:
    async with aiohttp.ClientSession() as session:
        for origin, status in (("https://jahat.example", 403), (simulator.url, 200), ("null", 403)):
            headers = {"Origin": origin}
            async with session.post(f"{simulator.url}/control/clock", json={}, headers=headers) as answer:
                assert answer.status == status
        async with session.get(f"{simulator.url}/control/bot", headers={"Host": "jahat.example"}) as answer:
            assert answer.status == 403


async def test_files_cannot_run_as_a_page(simulator: Simulator, started: Phone, api: RawApi) -> None:
    await started.document(("jahat.html", b"<script>alert(1)</script>"))
    document = (await updates(api))[-1]["message"]["document"]
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{simulator.url}/control/files/{document['file_id']}") as answer:
            assert answer.content_type == "application/octet-stream"
            assert answer.headers["Content-Disposition"] == "attachment"
        async with session.get(f"{simulator.url}/") as page:
            assert "default-src 'self'" in page.headers["Content-Security-Policy"]


async def test_driver_settles_when_the_bot_has_confirmed_and_all_is_quiet(
    guru: Phone, kepala: Phone, api: RawApi
) -> None:
    async def slow_bot() -> None:
        offset = 0
        for _ in range(2):
            for update in await api.result("getUpdates", offset=offset, timeout=5):
                offset = update["update_id"] + 1
                await api.result(
                    "sendMessage", chat_id=update["message"]["chat"]["id"], text="Halo", reply_markup=keys("Ya")
                )
        await api.result("getUpdates", offset=offset)

    bot = asyncio.create_task(slow_bot())
    await guru.send("/start")
    assert str(await guru.settle()) == "Halo\n[Ya]"
    await kepala.send("/start")
    assert (await kepala.shows("Ya")).labels == ("Ya",)
    await bot


async def test_driver_says_what_is_there_instead(started: Phone, api: RawApi, control: Control) -> None:
    await api.result("sendMessage", chat_id=GURU, text="Beranda", reply_markup=keys("Rencana"))
    with pytest.raises(NothingSuch, match=r"'Selesai' does not appear.*\nBeranda\n\[Rencana\]"):
        await started.shows("Selesai", patience=0.01)
    await started.send("tak terjawab")
    with pytest.raises(NothingSuch, match="does not come to rest"):
        await control.settle(patience=0.01)
    with pytest.raises(NothingSuch, match="sent nothing"):
        await Phone(control, KEPALA).screen()
