"""Starting with what cannot work: one clear line that says which setting and what to do, and exit code 2."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import app, cli
from bot.settings import Settings, WrongSetting
from simulator.driver import Control, Phone
from simulator.server import Simulator
from simulator.state import Profile
from tests.acceptance.nursery import Nursery

TOKEN = "7000000001:never-right"


@pytest.fixture
async def telegram() -> AsyncIterator[Simulator]:
    """A Telegram that knows another token."""
    simulator = Simulator("7000000001:the-right-one")
    await simulator.start()
    yield simulator
    await simulator.stop()


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """No setting of this machine, and its way of logging afterwards."""
    for name in list(os.environ):
        if name.startswith("KAWAL_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("KAWAL_DATA_DIR", str(tmp_path))
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield monkeypatch
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def wrong(telegram: Simulator, sqlite_url: str, clean: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """Settings that are right, but for the token."""
    return {
        "KAWAL_BOT_TOKEN": TOKEN,
        "KAWAL_TELEGRAM_API_URL": telegram.url,
        "KAWAL_DATABASE_URL": sqlite_url,
        "KAWAL_DATA_DIR": str(tmp_path),
    }


def _is_told(code: int | None, said: str) -> None:
    told = [line for line in said.splitlines() if " INFO " not in line]
    assert [line.partition(" refuses ")[0] for line in told] == ["kawal: Telegram"], told
    assert code == 2
    assert TOKEN not in said


async def test_a_refused_token_is_one_clear_line_and_exit_2(
    nursery: Nursery, wrong: dict[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "run.log"
    ended = await nursery.ended(await nursery.start(["run"], wrong, log))
    _is_told(ended, log.read_text())


@pytest.mark.long
async def test_a_refused_token_with_all_of_aiogram(wrong: dict[str, str]) -> None:
    """A real start, as from a shell."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env=os.environ | wrong,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 60)
    assert out == b""
    _is_told(process.returncode, err.decode())


@pytest.mark.parametrize("parts", [{"with_scheduler": False}, {"with_bot": False}], ids=["bot", "scheduler"])
async def test_each_process_alone_says_so_too(telegram: Simulator, sqlite_url: str, parts: dict[str, bool]) -> None:
    settings = Settings(bot_token=SecretStr(TOKEN), telegram_api_url=telegram.url, database_url=sqlite_url)
    with pytest.raises(WrongSetting, match="Telegram refuses"):
        await asyncio.wait_for(app.run(settings, **parts), 30)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "KAWAL_BOT_TOKEN is not set"),
        ({"BOT_TOKEN": ""}, "KAWAL_BOT_TOKEN does not look like a token"),
        ({"BOT_TOKEN": "my bot"}, "KAWAL_BOT_TOKEN does not look like a token"),
        ({"BOT_TOKEN": "123456:"}, "KAWAL_BOT_TOKEN does not look like a token"),
        ({"BOT_TOKEN": "123456:abc def"}, "KAWAL_BOT_TOKEN does not look like a token"),
        ({"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": "api.telegram.org"}, "KAWAL_TELEGRAM_API_URL"),
        ({"BOT_TOKEN": TOKEN, "SEND_RATE": "fast"}, "KAWAL_SEND_RATE"),
        ({"BOT_TOKEN": TOKEN, "SEND_RATE": "1000"}, "KAWAL_SEND_RATE"),
        ({"BOT_TOKEN": TOKEN, "LOG_FORMAT": "xml"}, "KAWAL_LOG_FORMAT"),
        ({"BOT_TOKEN": TOKEN, "WEBHOOK_PORT": "99999"}, "KAWAL_WEBHOOK_PORT"),
        ({"BOT_TOKEN": TOKEN, "DATABASE_URL": "mysql://x"}, "expected sqlite:///path or postgresql://"),
        ({"BOT_TOKEN": TOKEN, "DATABASE_URL": "kawal.db"}, "expected sqlite:///path or postgresql://"),
        ({"BOT_TOKEN": TOKEN, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/kawal"}, "database"),
        ({"BOT_TOKEN": TOKEN, "WEBHOOK_URL": "https://x.example"}, "KAWAL_WEBHOOK_SECRET is not set"),
    ],
)
def test_a_wrong_setting_is_one_clear_line_and_exit_2(
    clean: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: dict[str, str], said: str
) -> None:
    clean.setattr(sys, "argv", ["kawal", "bot"])
    clean.setenv("KAWAL_TELEGRAM_API_URL", "http://127.0.0.1:1")
    for name, value in settings.items():
        clean.setenv(f"KAWAL_{name}", value)
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 2
    told = [line for line in capsys.readouterr().err.splitlines() if " INFO " not in line]
    assert len(told) == 1, told
    assert told[0].startswith("kawal: ")
    assert said in told[0]
    assert TOKEN not in told[0]


def test_a_demo_on_a_day_that_is_none(clean: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    clean.setattr(sys, "argv", ["kawal", "demo", "--date", "31-01-2027"])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 2
    assert "2027-01-12" in capsys.readouterr().err


@pytest.mark.parametrize("method", ["getMe", "setMyCommands", "deleteWebhook", "getUpdates"])
async def test_a_telegram_that_is_ill_at_the_start_is_waited_for(sqlite_url: str, method: str) -> None:
    """A proxy in front of it answers with a page."""
    simulator = Simulator(TOKEN, phones=[Profile(1, "Contoh")])
    await simulator.start()
    simulator.api.faults.add({"kind": "error", "code": 502, "html": True, "method": method})
    settings = Settings(bot_token=SecretStr(TOKEN), telegram_api_url=simulator.url, database_url=sqlite_url)
    running = asyncio.create_task(app.run(settings, with_scheduler=False))
    async with Control(simulator.url) as control:
        phone = Phone(control, 1)
        await phone.send("/start")
        shown = asyncio.create_task(phone.shows("kode undangan"))
        await asyncio.wait({running, shown}, return_when=asyncio.FIRST_COMPLETED)
        ended = running.done()
        running.cancel()
        shown.cancel()
        await asyncio.gather(running, shown, return_exceptions=True)
    await simulator.stop()
    assert not ended
