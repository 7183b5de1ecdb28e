"""The page in a real browser: what people see, press and type."""

import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, async_playwright, expect

from simulator.driver import Control, Phone
from simulator.server import Simulator
from simulator.state import Profile
from tests.simulator.conftest import GURU, KEPALA, RawApi
from tests.simulator.pictures import png

STRANGER = 77
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]

pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed"),
    pytest.mark.asyncio(loop_scope="module"),  # one browser for all: starting it is most of the work
]
module_wide = pytest_asyncio.fixture(loop_scope="module", scope="module")


@module_wide
async def simulator() -> AsyncIterator[Simulator]:
    simulator = Simulator(phones=[Profile(GURU, "Bu Contoh", label="Guru"), Profile(KEPALA, "Pak Contoh")])
    await simulator.start()
    yield simulator
    await simulator.stop()


@module_wide
async def tab() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield await browser.new_page(viewport={"width": 760, "height": 700}, reduced_motion="reduce")
        await browser.close()


@module_wide
async def control(simulator: Simulator) -> AsyncIterator[Control]:
    async with Control(simulator.url) as control:
        yield control


@module_wide
async def api(simulator: Simulator) -> AsyncIterator[RawApi]:
    api = RawApi(simulator.url, simulator.token)
    yield api
    await api.session.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(simulator: Simulator, tab: Page, control: Control) -> AsyncIterator[Page]:
    """The page, open on a fresh world; anything that goes wrong in it fails the test."""
    wrong: list[str] = []
    await control.post("reset")
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    tab.on("request", lambda request: _note_foreign(request.url, simulator.url, wrong))
    await tab.goto(simulator.url)
    await expect(seat(tab, GURU)).to_be_visible()
    yield tab
    assert wrong == []


def _note_foreign(url: str, home: str, wrong: list[str]) -> None:
    if not url.startswith((home, "data:", "blob:")):
        wrong.append(f"the page asked {url}")


def seat(page: Page, person: int) -> Locator:
    return page.locator(f'[data-person="{person}"]')


async def test_a_story_on_two_phones(page: Page, api: RawApi) -> None:
    mine, other = seat(page, GURU), seat(page, KEPALA)
    await expect(mine.locator(".owner")).to_contain_text("GuruBu Contoh")
    await mine.get_by_role("button", name="Mulai").click()
    await expect(mine.locator(".from-me")).to_contain_text("/start")
    await expect(other.locator(".item")).to_have_count(0)

    commands = [{"command": "rencana", "description": "Rencana SKP"}]
    await api.result("setMyCommands", commands=commands)
    rows = [
        [{"text": "Setujui", "callback_data": "ok"}, {"text": "Salin", "copy_text": {"text": "RHK"}}],
        [{"text": "Undangan", "url": "https://t.me/kawal_kinerja_bot?start=KODE1"}],
    ]
    text = "<b>Rencana</b> <i>SKP</i>\n<blockquote>Dasar: contoh</blockquote>"
    markup = {"inline_keyboard": rows}
    await api.result("sendMessage", chat_id=GURU, text=text, parse_mode="HTML", reply_markup=markup)
    newest = mine.locator(".from-bot").last
    await expect(newest.locator("b")).to_have_text("Rencana")
    await expect(newest.locator(".quote")).to_have_text("Dasar: contoh")
    await expect(mine.locator(".unread")).to_have_text("1")

    await newest.get_by_role("button", name="Setujui").click()
    await expect(mine.locator(".unread")).to_be_hidden()
    await expect(newest.locator(".key.waits")).to_have_text("Setujui")
    tap = (await api.result("getUpdates"))[-1]["callback_query"]
    await api.result("answerCallbackQuery", callback_query_id=tap["id"], text="Disetujui")
    await expect(mine.locator(".toast")).to_have_text("Disetujui")
    await expect(newest.locator(".key.waits")).to_have_count(0)

    await newest.get_by_role("button", name="Undangan").click()
    await expect(mine.locator(".from-me").last).to_contain_text("/start KODE1")
    await mine.get_by_role("button", name="Menu").click()
    await mine.get_by_role("button", name="/rencana").click()
    await expect(mine.locator(".from-me").last).to_contain_text("/rencana")
    await mine.get_by_label("Pesan").fill("12,5")
    await mine.get_by_label("Pesan").press("Enter")
    await expect(mine.locator(".from-me").last).to_contain_text("12,5")

    await mine.get_by_role("button", name="⋮").click()
    await mine.get_by_role("button", name="Blokir bot").click()
    await mine.get_by_role("button", name="Buka blokir").click()
    await expect(mine.get_by_label("Pesan")).to_be_visible()


async def test_alerts_pictures_and_the_clock(page: Page, api: RawApi, guru: Phone, control: Control) -> None:
    mine = seat(page, GURU)
    await control.post("clock", set="2027-01-12T00:05:00+00:00", rate=0)
    await guru.photo(png(64, 48), caption="Kunjungan")
    await guru.document(("SKP.pdf", b"%PDF"))
    await expect(mine.locator(".picture")).to_have_js_property("naturalWidth", 64)
    await expect(mine.locator(".file")).to_contain_text("SKP.pdf")
    await expect(page.locator("#clock-time")).to_have_text("07.05")
    await expect(page.locator("#clock-date")).to_have_text("Selasa, 12 Januari 2027")
    await page.locator("#clock-zone").select_option("WITA")
    await expect(mine.locator(".when").first).to_have_text("08.05")
    await page.get_by_role("button", name="+1 hari").click()
    await expect(page.locator("#clock-date")).to_have_text("Rabu, 13 Januari 2027")
    await page.locator("#clock-input").fill("2027-02-01T07:30")
    await page.get_by_role("button", name="Atur").click()
    await expect(page.locator("#clock-date")).to_have_text("Senin, 1 Februari 2027")
    assert (await control.get("clock"))["now"] == "2027-01-31T23:30:00+00:00"

    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    await api.result("sendMessage", chat_id=GURU, text="a", reply_markup=markup)
    await mine.get_by_role("button", name="Ya").click()
    await expect(mine.locator(".key.waits")).to_have_count(1)
    tap = (await api.result("getUpdates"))[-1]["callback_query"]
    await api.result("answerCallbackQuery", callback_query_id=tap["id"], text="Penting", show_alert=True)
    await expect(mine.get_by_role("alertdialog")).to_contain_text("Penting")
    await mine.get_by_role("button", name="OK").click()
    await expect(mine.get_by_role("alertdialog")).to_have_count(0)


async def test_somebody_types_while_messages_come_in(page: Page, api: RawApi, guru: Phone) -> None:
    await guru.send("/start")
    field = seat(page, GURU).get_by_label("Pesan")
    await field.press_sequentially("Dua ")
    await api.result("sendMessage", chat_id=GURU, text="Selamat pagi")
    await expect(seat(page, GURU).locator(".from-bot")).to_have_count(1)
    await expect(field).to_be_focused()
    await page.keyboard.type("belas")
    await expect(field).to_have_value("Dua belas")


async def test_the_way_to_each_phone(page: Page, api: RawApi, guru: Phone) -> None:
    await guru.send("/start")
    await api.result("sendMessage", chat_id=GURU, text="Selamat pagi")
    ways = page.get_by_role("navigation", name="Ponsel").get_by_role("button")
    await expect(ways).to_have_text(["Guru1", "Pak Contoh"])
    await page.set_viewport_size({"width": 400, "height": 600})
    await ways.last.click()
    await expect(seat(page, KEPALA)).to_be_in_viewport(ratio=0.8)
    await page.set_viewport_size({"width": 760, "height": 700})


async def test_data_never_becomes_markup(page: Page, api: RawApi, control: Control) -> None:
    mine = seat(page, STRANGER)
    attack = "<img src=x onerror=\"document.title='kena'\">"
    stranger = await control.person(STRANGER, attack, label=attack)
    await stranger.send(attack)
    await stranger.document((attack, b"isi"))
    link = [{"type": "text_link", "offset": 0, "length": 1, "url": "javascript:document.title='kena'"}]
    markup = {"inline_keyboard": [[{"text": attack, "callback_data": "x"}]]}
    await api.result("sendMessage", chat_id=STRANGER, text="tautan", entities=link, reply_markup=markup)

    await expect(mine.locator(".key")).to_have_text(attack)
    await expect(mine.locator(".from-me .words")).to_have_text(attack)
    await expect(mine.locator(".owner strong")).to_have_text(attack)
    assert await page.locator('a[href^="javascript"], img[src="x"]').count() == 0
    assert await page.title() == "Kawal Kinerja · simulator"
