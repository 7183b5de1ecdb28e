"""A running simulator, the two real clients, and phones to play with."""

import gc
import os

import tests.quick_aiogram  # noqa: F401 - before aiogram

os.environ["PTB_TIMEDELTA"] = "1"  # before python-telegram-bot is imported: it warns otherwise

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.ext import ExtBot

from simulator.driver import Control, Phone
from simulator.server import Simulator
from simulator.state import Profile

gc.freeze()  # both clients bring so many types that looking at them again and again takes seconds

GURU = 11
KEPALA = 12


class RawApi:
    """The Bot API without any client library: what exactly came back."""

    def __init__(self, url: str, token: str) -> None:
        self.base = f"{url}/bot{token}"
        self.session = aiohttp.ClientSession()

    async def __call__(self, method: str, **params: Any) -> tuple[int, dict[str, Any]]:
        async with self.session.post(f"{self.base}/{method}", json=params) as answer:
            return answer.status, await answer.json()

    async def result(self, method: str, **params: Any) -> Any:
        status, body = await self(method, **params)
        assert status == 200, body
        return body["result"]

    async def refusal(self, method: str, **params: Any) -> tuple[int, str]:
        status, body = await self(method, **params)
        assert not body["ok"], body
        assert body["error_code"] == status
        return status, body["description"]


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    simulator = Simulator(phones=[Profile(GURU, "Bu Contoh", label="Guru"), Profile(KEPALA, "Pak Contoh")])
    await simulator.start()
    yield simulator
    await simulator.stop()


@pytest.fixture
async def control(simulator: Simulator) -> AsyncIterator[Control]:
    async with Control(simulator.url) as control:
        yield control


@pytest.fixture
def guru(control: Control) -> Phone:
    return Phone(control, GURU)


@pytest.fixture
def kepala(control: Control) -> Phone:
    return Phone(control, KEPALA)


@pytest.fixture
async def api(simulator: Simulator) -> AsyncIterator[RawApi]:
    api = RawApi(simulator.url, simulator.token)
    yield api
    await api.session.close()


@pytest.fixture
async def bot(simulator: Simulator) -> AsyncIterator[Bot]:
    bot = Bot(simulator.token, session=AiohttpSession(api=TelegramAPIServer.from_base(simulator.url)))
    yield bot
    assert isinstance(bot.session, AiohttpSession)
    await (await bot.session.create_session()).close()  # bot.session.close() would sleep a quarter of a second


@pytest.fixture
async def sender(simulator: Simulator) -> AsyncIterator[ExtBot[None]]:
    base = f"{simulator.url}/bot"
    async with ExtBot(simulator.token, base_url=base, base_file_url=f"{simulator.url}/file/bot") as sender:
        yield sender
