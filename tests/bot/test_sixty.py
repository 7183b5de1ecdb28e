"""Sixty plans, several of which need a look: a kepala sekolah decides them all on one phone, with few taps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import insert, select

from dialogs.material import material
from dialogs.plan_review import problems
from regulations.models import Pack, Role
from scheduler import telegram
from scheduler.cards import renderer
from scheduler.sender import Sender
from simulator.driver import Phone, Screen
from storage import audit, people, skp
from storage.accounts import ACCOUNTS
from storage.database import Database
from storage.flow import UNDO_WITHIN
from storage.people import APPOINTMENTS, ASSIGNMENTS, PEOPLE
from storage.skp import SKPS
from storage.values import AssignmentStatus, Member, Plan, SkpStatus, SubmitSkp
from tests.bot.people import FIRST_PHONE, School, living
from tests.bot.street import Street, street
from tests.dialogs.views.plans import easy_plan

MANY = 60
DEFECTIVE = 6
MOST_TAPS = 25
MOST_MESSAGES = 8
"""On the phone of the kepala sekolah: a few cards, the inbox, and what a typed reason brings."""
DECIDED = "<b>Rencana SKP di"
"""How a card begins that tells a decision: disepakati, dikembalikan."""
LOOK = f"{DEFECTIVE} perlu dilihat satu per satu"
MOST_LOOKS = 60

QUICK = 500.0
"""Messages a second: the pace of sending is not what is tested here."""
FIRST_GURU = FIRST_PHONE + 500


async def _hire(school: School) -> list[Member]:
    """Sixty guru of the demo school, joined, appraised by its kepala sekolah."""
    now = school.clock.now()
    async with school.database.transaction() as session:
        kepala = (
            await people.find(session, PEOPLE.c.name == "Contoh Kepala", ASSIGNMENTS.c.role == Role.kepala_sekolah)
        )[0]
        ids = []
        for number in range(MANY):
            name = f"Contoh Guru {number:02}"
            person = await session.scalar(insert(PEOPLE).values(name=name, created=now).returning(PEOPLE.c.id))
            role = {"role": Role.guru, "year": 2027, "status": AssignmentStatus.active, "employment": "pns"}
            assignment = await session.scalar(
                insert(ASSIGNMENTS)
                .values(person_id=person, unit_id=kepala.unit_id, version=1, position="", **role)
                .returning(ASSIGNMENTS.c.id)
            )
            await session.execute(
                insert(APPOINTMENTS).values(
                    assignment_id=assignment, appraiser_assignment_id=kepala.assignment_id, starts=now
                )
            )
            phone = {"telegram_id": FIRST_GURU + number, "language": "id", "reachable": True, "wrong_codes": 0}
            await session.execute(insert(ACCOUNTS).values(person_id=person, assignment_id=assignment, **phone))
            ids.append(assignment)
        return list(await people.find(session, ASSIGNMENTS.c.id.in_(ids)))


def _defective(plan: Plan) -> Plan:
    """A plan with a target far below what is suggested."""
    first = plan.results[0]
    return replace(plan, results=(replace(first, target=Decimal("0.01"), suggested=False), *plan.results[1:]))


async def _submit(school: School, owners: list[Member], pack: Pack) -> None:
    stuff = material(pack, Role.guru)
    for number, owner in enumerate(owners):
        plan = _defective(easy_plan(pack)) if number % (MANY // DEFECTIVE) == 3 else easy_plan(pack)
        intent = SubmitSkp("2027", pack.id, pack.digest, plan, problems(stuff, owner, plan))
        async with school.database.transaction() as session:
            await skp.submit(session, owner, intent, school.clock.now())


@asynccontextmanager
async def _sending(here: Street) -> AsyncIterator[Sender]:
    bot = telegram.connect(here.simulator.token, here.simulator.url, QUICK)
    school = here.school
    sender = Sender(school.database, bot, renderer(school.desk.library, school.clock), school.clock)
    running = asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        sender.stop()
        await running


async def _standing(school: School) -> list[tuple[object, ...]]:
    kept = (SKPS.c.id, SKPS.c.status, SKPS.c.revision, SKPS.c.decided_at, SKPS.c.decided_by, SKPS.c.reason)
    async with school.database.reading() as session:
        rows = await session.execute(select(*kept).order_by(SKPS.c.id))
        return [tuple(row) for row in rows]


class Counting:
    """The phone of the kepala sekolah, with every tap counted."""

    def __init__(self, here: Street, sender: Sender) -> None:
        self.here, self.sender, self.taps = here, sender, 0
        self.phone: Phone = here.phone("kepala")
        self.at: int | None = None
        """The message that is being read: cards may arrive below it meanwhile."""

    async def tap(self, label: str, shows: str) -> Screen:
        """Tap, and wait until that is to be seen."""
        self.taps += 1
        await self.phone.tap(label, message_id=self.at)
        return await self._shown(shows)

    async def say(self, words: str, shows: str) -> Screen:
        """Type, and wait until that is to be seen."""
        await self.phone.send(words)
        return await self._shown(shows)

    async def _shown(self, words: str) -> Screen:
        self.sender.nudge()
        await self.here.control.settle(quiet=0.03)
        await self.phone.shows(words)
        screens = [screen for screen in await self.phone.screens() if words in str(screen)]
        here = next((screen for screen in screens if screen.message_id == self.at), screens[-1])
        self.at = here.message_id
        return here

    async def rest(self) -> None:
        """Wait until nothing more arrives."""
        self.sender.nudge()
        await self.here.control.settle(quiet=0.2)


async def test_sixty_plans_in_few_taps(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    async with living(database) as school:
        await school.joined("operator", "kepala", "guru")
        owners = await _hire(school)
        pack = school.desk.library.pack_for(2027)
        await _submit(school, owners, pack)
        before = await _standing(school)
        async with street(school) as here:
            for number in range(MANY):
                await (await here.control.person(FIRST_GURU + number, f"Guru {number}")).send("/menu")
            here.open()
            await here.control.settle()
            async with _sending(here) as sender:
                kepala = Counting(here, sender)
                await _decide_all(school, here, kepala, before)
        assert kepala.taps <= MOST_TAPS
    await database.dispose()


async def _decide_all(school: School, here: Street, kepala: Counting, before: list[tuple[object, ...]]) -> None:
    inbox = await kepala.say("/persetujuan", LOOK)
    assert f"{MANY} menunggu keputusan" in inbox.text
    proposed = await kepala.tap("Setujui semua lengkap (54)", "Setujui 54 sekaligus?")
    assert "6 lainnya perlu dilihat" in proposed.text
    await kepala.tap("Ya, setujui 54", "54 disetujui")
    await kepala.rest()
    assert await _told(here) == 0, "the owners are not told while it can be taken back"
    await kepala.tap("Urungkan semua", "54 keputusan diurungkan")
    assert await _standing(school) == before
    await _wait_for(kepala, MANY - DEFECTIVE, "Ralat")
    await kepala.tap("Semua yang menunggu", LOOK)
    await kepala.tap("Setujui semua lengkap (54)", "Setujui 54 sekaligus?")
    await kepala.tap("Ya, setujui 54", "54 disetujui")
    await kepala.tap("Semua yang menunggu", LOOK)
    await kepala.tap("⚠ Contoh Guru 03", "Perlu dilihat: target jauh dari saran")
    await kepala.tap("Kembalikan", "Alasan mengembalikan")
    await kepala.say("Target RHK pertama terlalu rendah.", "Rencana SKP dikembalikan")
    for _ in range(DEFECTIVE - 1):
        await kepala.tap("Berikutnya", "Perlu dilihat: target jauh dari saran")
        await kepala.tap("✅ Setujui", "Urungkan (10 menit)")
    await kepala.rest()
    school.clock.set(school.clock.now() + UNDO_WITHIN)
    kepala.sender.nudge()
    await _wait_for(kepala, MANY, DECIDED)
    assert (await _sent_to(here)).count(kepala.phone.id) <= MOST_MESSAGES, "sixty plans are no flood"
    async with school.database.reading() as session:
        statuses = [status for (status,) in await session.execute(select(SKPS.c.status))]
        assert await audit.verify(session) is None
    assert statuses.count(SkpStatus.disepakati) == MANY - 1
    assert statuses.count(SkpStatus.dikembalikan) == 1
    messages = (await _sent_to(here)).count(kepala.phone.id)
    print(f"{MANY} plans: {kepala.taps} taps, {messages} messages to the appraiser, {await _told(here)} to owners")


async def _wait_for(kepala: Counting, count: int, words: str) -> None:
    """So many guru are told."""
    for _look in range(MOST_LOOKS):
        if await _told(kepala.here, words) >= count:
            return
        await kepala.rest()
    raise AssertionError(f"{await _told(kepala.here, words)} instead of {count} were told: {words}")


async def _told(here: Street, words: str = DECIDED) -> int:
    """How many guru have been told a decision, or whatever has these words."""
    return len({chat for chat in await _sent_to(here, words) if chat >= FIRST_GURU})


async def _sent_to(here: Street, words: str = "") -> list[int]:
    calls = [call["params"] for call in await here.control.calls("sendMessage")]
    return [int(params["chat_id"]) for params in calls if words in params["text"]]
