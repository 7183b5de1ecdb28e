"""The sender killed (SIGKILL) again and again, answers lost, floods and broken servers: no card is lost, none doubled
that must not be, and every one is accounted for."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from scheduler.sender import LEASE
from storage.values import OutboxState
from tests.acceptance.nursery import Nursery
from tests.chaos.mailroom import Ledger, Mailroom, mailroom
from tests.chaos.postmen import Stage

SPEED = 30
"""Simulated seconds in a real one: a lease of a minute runs out in two seconds."""
RATE = 60
"""Cards a second of each sender."""
CARDS_A_LIFE = 20
"""A sender is killed when at most so many more cards have been sent, by whomever."""
LONGEST_LIFE = 5
"""Real seconds; in a flood nothing is sent."""
PATIENCE = 60


@dataclass(frozen=True)
class Size:
    cards: int
    people: int
    kills: int


SHORT, LONG = Size(80, 40, 6), Size(2000, 500, 200)


@pytest.fixture(scope="module")
def postmen() -> Iterator[Nursery]:
    """Where senders come from."""
    opened = Nursery("tests.chaos.postmen")
    yield opened
    opened.close()


@dataclass(frozen=True)
class Post:
    """Starts and ends senders of a mailroom."""

    room: Mailroom
    nursery: Nursery
    log: Path

    async def start(self, *stage: str, rate: float = RATE) -> int:
        url = self.room.database.url.render_as_string(hide_password=False)
        return await self.nursery.start([url, self.room.simulator.url, str(rate), *stage], {}, self.log)

    @asynccontextmanager
    async def working(self, senders: int = 1) -> AsyncIterator[None]:
        """Senders at work until the end of the block."""
        started = [await self.start() for _ in range(senders)]
        try:
            yield
        finally:
            for pid in started:
                await self.nursery.kill(pid)

    async def lives(self, kills: int, chance: random.Random) -> None:
        """Start one and kill it after some cards, so many times."""
        for _ in range(kills):
            pid = await self.start()
            with suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_LIFE):
                    last = self.room.calls() + chance.randint(0, CARDS_A_LIFE)
                    while self.room.calls() <= last:  # noqa: ASYNC110 - another process sends
                        await asyncio.sleep(chance.uniform(0, 0.02))
            await self.nursery.kill(pid)

    async def finished(self, senders: int = 2) -> Ledger:
        """Let senders work in peace until nothing is under way."""
        async with asyncio.timeout(PATIENCE), self.working(senders):
            while await self.room.under_way():  # noqa: ASYNC110 - other processes write the record
                await asyncio.sleep(0.05)
        return await self.room.ledger()


both_databases = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)], indirect=True
)


@both_databases
async def test_it_dies_in_the_middle_of_everything(
    postmen: Nursery, database_url: str, tmp_path: Path, size: Size
) -> None:
    chance = random.Random(size.kills)
    async with mailroom(database_url, size.people, speed=SPEED) as room:
        await room.fill(size.people, (["answer", *["reminder"] * 3] * size.cards)[: size.cards])
        await room.control.post("faults", kind="drop", method="sendMessage", probability=0.03, times=None, seed=1)
        await room.control.post("faults", kind="error", method="sendMessage", probability=0.03, times=None, code=502)
        await room.control.post("faults", kind="flood", method="sendMessage", probability=0.01, times=3, seconds=1)
        post = Post(room, postmen, tmp_path / "senders.log")
        await asyncio.gather(*(post.lives(size.kills // 2, chance) for _ in range(2)))
        left = await room.under_way()
        ledger = await post.finished()
        drops, errors, floods = (fault.struck for fault in room.simulator.api.faults.rules)
    doubled = ledger.doubled
    print(
        f"\n{room.database.url.get_backend_name()}: {len(ledger.rows)} cards, {size.kills} kills (then {left} left),",
        f"{drops} answers lost, {errors} x 502, {floods} x 429: lost {len(ledger.lost)},",
        f"doubled {sum(doubled.values())},",
        ", ".join(f"{state.value} {count}" for state, count in sorted(ledger.states.items())),
    )
    assert ledger.lost == []
    assert sum(ledger.states.values()) == size.cards
    assert set(ledger.states) <= {OutboxState.sent, OutboxState.unknown}
    assert [row.key for row in ledger.rows if row.state is OutboxState.sent and not ledger.copies[row.key]] == []
    assert {key.split()[0] for key in doubled} <= {"answer"}, "a reminder never comes twice"
    assert set(doubled.values()) <= {1}, "an answer once more, and never again"


@pytest.fixture(params=["short", pytest.param("long", marks=pytest.mark.long)])
def size(request: pytest.FixtureRequest) -> Size:
    return SHORT if request.param == "short" else LONG


@pytest.mark.parametrize("kind", ["reminder", pytest.param("answer", marks=pytest.mark.long)])
@pytest.mark.parametrize("stage", Stage)
@both_databases
async def test_it_dies_at_every_stage_of_a_card(
    postmen: Nursery, database_url: str, tmp_path: Path, stage: Stage, kind: str
) -> None:
    async with mailroom(database_url, 1) as room:
        await room.fill(1, [kind])
        post = Post(room, postmen, tmp_path / "senders.log")
        await _die(post, stage)
        await room.control.post("clock", advance=LEASE.total_seconds() + 1)
        ledger = await post.finished(1)
    [row] = ledger.rows
    assert (row.state, ledger.copies[row.key]) == EXPECTED.get((stage, kind), (OutboxState.sent, 1))
    assert ledger.lost == []


EXPECTED = {
    (Stage.after_claim, "reminder"): (OutboxState.unknown, 0),
    (Stage.after_call, "answer"): (OutboxState.sent, 2),
    (Stage.after_call, "reminder"): (OutboxState.unknown, 1),
}
"""State and copies of a card whose sender died there: what may have arrived comes again only if that does no harm."""


async def _die(post: Post, stage: Stage) -> None:
    """A sender that is killed by its stage, if it gets there."""
    pid = await post.start(stage)
    async with asyncio.timeout(PATIENCE):
        while not _is_dead(pid):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.02)
    await post.nursery.kill(pid)


def _is_dead(pid: int) -> bool:
    """Killed, and not yet buried by its parent."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
