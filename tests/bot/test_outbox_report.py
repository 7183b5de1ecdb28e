"""`kawal outbox` on the command line."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console
from sqlalchemy import insert
from typer.testing import CliRunner

import tests.quick_aiogram  # noqa: F401 - before aiogram
from bot import outbox_report
from bot.cli import kawal
from bot.settings import Settings
from storage.database import Database
from storage.outbox import OUTBOX, Priority
from storage.people import PEOPLE
from storage.progress import Progress, Queue, Trouble
from storage.values import OutboxState

NOW = datetime(2027, 1, 12, 1, 0, tzinfo=UTC)
HALF_WAY = Progress(
    at=NOW,
    states=dict.fromkeys(OutboxState, 0) | {OutboxState.waiting: 2520, OutboxState.sent: 1000},
    queues={
        Priority.answer: Queue(),
        Priority.bulk: Queue(due=2520, later=7, resting=3, oldest=NOW - timedelta(minutes=65)),
    },
    last_minute=1680,
    last_hour=1700,
    troubles=(Trouble(OutboxState.gone, "bot was blocked by the user", 4),),
)


def said(progress: Progress) -> str:
    console = Console(width=200)
    with console.capture() as captured:
        console.print(outbox_report.report(progress))
    return captured.get()


def test_the_report_of_a_send_half_way() -> None:
    text = said(HALF_WAY)
    for line in (
        "outbox at 2027-01-12 01:00:00 UTC",
        "answers: 0 may go now; 0 later; 0 for people out of reach",
        "bulk: 2520 may go now, the oldest for 1 h 5 min; 7 later; 3 for people out of reach",
        "sent: 1680 in the last minute, 1700 in the last hour",
        "at this rate finished in about 1 min 30 s",
        "last 24 h: 4 x gone: bot was blocked by the user",
    ):
        assert line in text


@pytest.mark.parametrize(
    ("due", "last_minute", "end"),
    [(0, 0, "nothing is due"), (5, 0, "is a sender running?"), (100_000, 60, "finished in about 1 d 3 h")],
)
def test_the_end_it_promises(due: int, last_minute: int, end: str) -> None:
    states = dict.fromkeys(OutboxState, 0)
    progress = Progress(NOW, states, {Priority.bulk: Queue(due=due)}, last_minute, last_minute, ())
    assert end in said(progress)


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """A command logs to the standard error of its process, which is not ours to keep."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("logging_as_before")
def test_the_command_says_how_many_and_never_who(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(_one_waits(sqlite_url))
    monkeypatch.setenv("KAWAL_DATABASE_URL", sqlite_url)
    result = CliRunner().invoke(kawal, ["outbox"])
    assert result.exit_code == 0
    assert "bulk: 1 may go now" in result.stdout
    assert "Contoh" not in result.stdout


async def test_watching_shows_it_again_and_again(sqlite_url: str) -> None:
    shown: asyncio.Queue[Progress] = asyncio.Queue()
    settings = Settings(database_url=sqlite_url)
    watching = asyncio.create_task(outbox_report.follow(settings, shown.put_nowait, timedelta(seconds=0.01)))
    assert (await shown.get()).at <= (await shown.get()).at
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


async def _one_waits(url: str) -> None:
    database = Database(url)
    times = {"not_before": NOW - timedelta(days=365), "created_at": NOW, "updated_at": NOW}
    async with database.transaction() as session:
        person = {"id": 1, "name": "Contoh Satu", "salutation": "Ibu", "created": NOW}
        await session.execute(insert(PEOPLE).values(person))
        card = {"key": "a", "person_id": 1, "card": "card", "params": {}, **times}
        await session.execute(insert(OUTBOX).values(card))
    await database.dispose()
