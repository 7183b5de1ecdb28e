"""At the same moment: whoever comes second changes nothing, and reads who was first.

Two replicas work on one database. Each race has a runner of its own; one school per database serves them all.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.desk import Desk
from bot.events import Event, Said, Tapped
from bot.replies import Reply
from storage import invites
from storage.database import Busy, Database
from tests.bot import record
from tests.bot.neighbours import HERE, NEXT_DOOR, STEPS, everybody_joins, settled
from tests.bot.people import Person, School
from tests.databases import Postgres

pytestmark = pytest.mark.asyncio(loop_scope="module")

RUNNERS = 12
MORE = "".join(f"{HERE};Pelari {n};Ibu;;R-{n};guru;guru kelas VI;PNS;;\n" for n in range(RUNNERS))
MORE += f"{NEXT_DOOR};Pelari Operator;Ibu;;O-09;operator;operator sekolah;Non-ASN;;\n"
PLAN = tuple(label for label in STEPS if label != "Pakai saran")
"""Of somebody without tugas tambahan."""


class Track:
    """A school on one database, and a second replica of the bot."""

    def __init__(self, school: School, replica: Database) -> None:
        self.school = school
        self.replica = Desk(replica, school.desk.library, school.clock)
        self._numbers = iter(range(RUNNERS))
        self._updates = iter(range(1_000_000, 2_000_000))

    def update(self) -> int:
        """The number of an update that nobody has sent yet."""
        return next(self._updates)

    async def runner(self) -> Person:
        """Somebody whose plan has just been sent to the kepala sekolah."""
        person = await self.beginner()
        await person.tap("Kirim")
        await self.school.deliver()
        return person

    async def beginner(self) -> Person:
        """Somebody whose plan is ready to be sent."""
        name = f"Pelari {next(self._numbers)}"
        person = self.school.person(name)
        await person.join(self.school.codes[name])
        await person.say("/rencana")
        for label in PLAN[:-1]:
            await person.tap(label)
        return person

    def tap(
        self, person: Person, data: str, update: int | None = None, *, other: bool = False
    ) -> Awaitable[Reply | None]:
        """A tap, handled by this replica or the other one; BUSY is tried again, as the door does."""
        return self._handled(person, Tapped("q", max(person.messages), data), update, other)

    def say(self, person: Person, text: str, *, other: bool = False) -> Awaitable[Reply | None]:
        """Words."""
        return self._handled(person, Said(text), None, other)

    async def _handled(self, person: Person, body: Tapped | Said, update: int | None, other: bool) -> Reply | None:
        event = Event(update or self.update(), person.telegram_id, "id", body)
        desk = self.replica if other else self.school.desk
        for _attempt in range(5):
            try:
                return await desk.take(event)
            except Busy:
                continue
        return await desk.take(event)

    async def skp(self, person: Person) -> tuple[str, list[str]]:
        """Where somebody's plan stands, and what happened to it."""
        name = next(who for who, one in self.school.people.items() if one is person)
        query = (
            "SELECT s.id, s.status FROM skp s JOIN assignment a ON a.id = s.assignment_id "
            "JOIN person p ON p.id = a.person_id WHERE p.name = :name"
        )
        [(skp, status)] = await record.rows(self.school.database, query, name=name)
        trail = "SELECT action FROM audit WHERE subject = :skp ORDER BY seq"
        return status, [action for (action,) in await record.rows(self.school.database, trail, skp=f"skp:{skp}")]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def race_url(request: pytest.FixtureRequest, sqlite_template: Path) -> str:
    """A database that is not emptied between the races."""
    if request.param == "sqlite":
        return f"sqlite:///{shutil.copy(sqlite_template, sqlite_template.with_name('races.db'))}"
    postgres: Postgres = request.getfixturevalue("postgres")
    asyncio.run(postgres.run("CREATE DATABASE test_races TEMPLATE kawal_template"))
    return postgres.url("test_races")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def track(race_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Track]:
    """Everybody has joined, but for the runners."""
    database, replica = Database(race_url), Database(race_url)
    school = await settled(database, tmp_path_factory.mktemp("races"), more=MORE)
    await everybody_joins(school)
    yield Track(school, replica)
    await replica.dispose()
    await database.dispose()


async def test_two_taps_at_once_send_one_plan(track: Track) -> None:
    guru = await track.beginner()
    send = guru.data("Kirim")
    replies = await asyncio.gather(track.tap(guru, send), track.tap(guru, send, other=True), track.tap(guru, send))
    assert all(reply is not None and "menunggu persetujuan" in reply.screen.text for reply in replies)
    assert await track.skp(guru) == ("diajukan", ["skp.submit"])
    assert [card for _, card in await track.school.deliver()] == ["plan_waiting"]


async def test_one_update_delivered_to_two_replicas_counts_once(track: Track) -> None:
    guru = await track.beginner()
    send = guru.data("Kirim")
    update = track.update()
    await asyncio.gather(track.tap(guru, send, update), track.tap(guru, send, update, other=True))
    assert await track.skp(guru) == ("diajukan", ["skp.submit"])


async def test_approving_twice_at_once(track: Track) -> None:
    guru = await track.runner()
    kepala = track.school.person("kepala")
    approve = kepala.data("Setujui")
    replies = await asyncio.gather(track.tap(kepala, approve), track.tap(kepala, approve, other=True))
    assert all(reply is not None and "disepakati di Kawal" in reply.screen.text for reply in replies)
    assert await track.skp(guru) == ("disepakati", ["skp.submit", "skp.approve"])
    cards = [(who, card) for who, card in await track.school.deliver() if who == guru.telegram_id]
    assert cards == [(guru.telegram_id, "plan_decided")]


async def test_two_who_would_approve_at_once(track: Track) -> None:
    guru = await track.runner()
    kepala, other = track.school.person("kepala"), track.school.person("kepala_sebelah")
    approve = kepala.data("Setujui")
    mine, theirs = await asyncio.gather(track.tap(kepala, approve), track.tap(other, approve, other=True))
    assert mine is not None
    assert "disepakati di Kawal" in mine.screen.text
    assert theirs is not None
    assert "Pelari" not in theirs.screen.text
    assert await track.skp(guru) == ("disepakati", ["skp.submit", "skp.approve"])


@pytest.mark.parametrize("first", ["approve", "withdraw"])
async def test_withdrawing_races_approving(track: Track, first: str) -> None:
    guru = await track.runner()
    kepala = track.school.person("kepala")
    racers = [
        track.tap(kepala, kepala.data("Setujui"), other=True),
        track.tap(guru, guru.data("Tarik kembali")),
    ]
    await asyncio.gather(*(racers if first == "approve" else reversed(racers)))
    status, trail = await track.skp(guru)
    assert (status, trail) in [
        ("disepakati", ["skp.submit", "skp.approve"]),
        ("ditarik", ["skp.submit", "skp.withdraw"]),
    ]


async def test_approving_races_giving_back(track: Track) -> None:
    guru = await track.runner()
    kepala = track.school.person("kepala")
    approve = kepala.data("Setujui")
    await kepala.tap("Kembalikan")
    await asyncio.gather(track.say(kepala, "Mohon dinaikkan."), track.tap(kepala, approve, other=True))
    status, trail = await track.skp(guru)
    assert (status, trail) in [
        ("disepakati", ["skp.submit", "skp.approve"]),
        ("dikembalikan", ["skp.submit", "skp.give_back"]),
    ]


async def test_approving_races_a_revision(track: Track) -> None:
    guru = await track.runner()
    kepala = track.school.person("kepala")
    approve = kepala.data("Setujui")
    await guru.tap("Tarik kembali")
    await guru.tap("Perbaiki rencana")
    send = guru.data("Kirim")
    old, _ = await asyncio.gather(track.tap(kepala, approve, other=True), track.tap(guru, send))
    assert old is not None
    assert old.screen.toast
    assert "Setujui" not in old.screen.toast
    assert await track.skp(guru) == ("diajukan", ["skp.submit", "skp.withdraw", "skp.submit"])


async def test_two_phones_with_one_code(track: Track) -> None:
    code = track.school.codes["Contoh Kepala Dinas"]
    phones = [track.school.person(f"phone {number}") for number in range(3)]
    for phone in phones:
        await phone.say(f"/start {code}")
    agree = f"j:{code}:ok"
    await asyncio.gather(*(track.tap(phone, agree, other=bool(n % 2)) for n, phone in enumerate(phones)))
    held = "SELECT count(*) FROM account a JOIN person p ON p.id = a.person_id WHERE p.name = 'Contoh Kepala Dinas'"
    assert await record.rows(track.school.database, held) == [(1,)]


async def test_the_old_phone_types_while_the_new_one_joins(track: Track) -> None:
    old = await track.beginner()
    name = next(who for who, one in track.school.people.items() if one is old)
    async with track.school.database.transaction() as session:
        [(person,)] = await record.rows(track.school.database, "SELECT id FROM person WHERE name = :name", name=name)
        code = await invites.create(session, None, person, track.school.clock.now())
    new = track.school.person(f"{name}, new phone")
    await new.say(f"/start {code}")
    await asyncio.gather(track.tap(new, f"j:{code}:ok"), track.say(old, "halo", other=True))
    accounts = "SELECT telegram_id FROM account WHERE person_id = :person"
    assert await record.rows(track.school.database, accounts, person=person) == [(new.telegram_id,)]
    await new.say("/lanjut")
    assert "Periksa, lalu kirim" in new.screen.text
    assert "kode undangan" in (await old.say("/lanjut")).text


async def test_two_operators_answer_one_join(track: Track) -> None:
    for who in ("operator_sebelah", "Pelari Operator"):
        if who not in track.school.people:
            await track.school.person(who).join(track.school.codes[who])
    database = track.school.database
    kepala = "SELECT a.id FROM assignment a JOIN person p ON p.id = a.person_id WHERE p.name = 'Tetangga Kepala'"
    [(waiting,)] = await record.rows(database, kepala)
    await record.change(database, "UPDATE assignment SET status = 'pending' WHERE id = :id", id=waiting)
    before = len(await record.actions(database, "joins."))
    one, two = track.school.person("operator_sebelah"), track.school.person("Pelari Operator")
    await asyncio.gather(track.tap(one, f"c:{waiting}:1"), track.tap(two, f"c:{waiting}:0", other=True))
    assert len(await record.actions(database, "joins.")) == before + 1
    [(status,)] = await record.rows(database, "SELECT status FROM assignment WHERE id = :id", id=waiting)
    assert status in ("active", "invited")
