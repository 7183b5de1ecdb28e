"""The tick that reminds, on a real record: what it writes, whom it leaves alone, and what happens meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Row, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.library import packaged
from regulations.models import Role, Side
from scheduler import reminders
from scheduler.planner import INBOX, SLOT
from storage import absences, deadlines, erasing, lending, moves, observations, reach, reminding, skp
from storage.agendas import Agendas
from storage.clock import FixedClock
from storage.database import Database
from storage.errors import Invalid
from storage.outbox import OUTBOX
from storage.outcomes import Gone, Sent
from storage.people import PEOPLE, UNITS
from storage.reminding import REMINDERS, REMINDING, key_of
from storage.values import Member, OutboxState
from storage.values.deadlines import Deadline, InvalidDeadline
from storage.values.moves import Delegate, EndRole
from storage.values.observation import AgreeSlot, MoveSlot, ObservationStatus
from storage.values.own_data import WORD, EraseMe
from storage.values.reminding import ReminderKind
from tests.storage.observations import put
from tests.storage.plans import SUBMIT
from tests.storage.plans_of_queries import plan_of
from tests.storage.school import SCHOOL, World, phone, settle

WITA = ZoneInfo("Asia/Makassar")
LEASE = timedelta(minutes=1)
AGENDAS = Agendas(packaged())
PLAN = ("perencanaan", "2027")


def at(day: int, hour: int = 8, minute: int = 0, month: int = 1) -> datetime:
    """Local time in 2027."""
    return datetime(2027, month, day, hour, minute, tzinfo=WITA)


def everybody(world: World) -> list[Member]:
    """All members."""
    return list(world.members.values())


@dataclass
class Desk:
    """The scheduler at work on a record."""

    database: Database
    world: World

    async def tick(self, now: datetime) -> None:
        """One tick, whoever has to be looked at."""
        while await reminders.remind(self.database, AGENDAS, now, at_once=5):
            pass

    async def told(self, who: Member) -> list[tuple[date, tuple[str, ...]]]:
        """Days and codes of all messages to somebody, in order."""
        return [
            (date.fromisoformat(row.params["day"]), tuple(code for _, code, *_rest in row.params["items"]))
            for row in await self.cards(who)
        ]

    async def cards(self, who: Member) -> Sequence[Row[Any]]:
        """The same as rows of the outbox."""
        theirs = select(OUTBOX).where(OUTBOX.c.person_id == who.person_id, OUTBOX.c.card == reminding.REMINDER)
        async with self.database.reading() as session:
            return (await session.execute(theirs.order_by(OUTBOX.c.id))).all()

    async def ledger(self, who: Member) -> list[tuple[str, date, date]]:
        """What somebody was reminded of: code, the day it stands for, the day it was told."""
        theirs = select(REMINDERS.c.code, REMINDERS.c.nominal, REMINDERS.c.told_on)
        mine = theirs.where(REMINDERS.c.assignment_id == who.assignment_id).order_by(REMINDERS.c.nominal)
        async with self.database.reading() as session:
            return [tuple(row) for row in await session.execute(mine)]

    async def look_at(self, who: Member) -> datetime | None:
        """When they are looked at next."""
        async with self.database.reading() as session:
            found = select(REMINDING.c.look_at).where(REMINDING.c.person_id == who.person_id)
            at: datetime | None = (await session.execute(found)).scalar_one()
            return at

    async def do(self, something: Callable[[AsyncSession], Awaitable[Any]]) -> Any:
        """One transaction."""
        async with self.database.transaction() as session:
            return await something(session)

    async def deliver(self, now: datetime) -> None:
        """The sender brings what waits."""
        while parcels := await self.do(lambda session: lending.claim(session, now, 50, LEASE)):
            for parcel in parcels:
                await self.do(lambda session, id_=parcel.id: lending.record(session, id_, Sent(id_), now))  # type: ignore[misc]


@pytest.fixture
async def desk(database: Database) -> Desk:
    """Everybody was told everything up to 22 January."""
    world = await settle(database)
    async with database.transaction() as session:
        for person_id in {member.person_id for member in everybody(world)}:
            await reminding.settle_in(session, person_id, date(2027, 1, 22), at(22))
    return Desk(database, world)


# --- what a tick writes ------------------------------------------------------------


async def test_a_message_and_what_it_reminds_of(desk: Desk) -> None:
    guru = desk.world.guru
    await desk.tick(at(23))
    (card,) = await desk.cards(guru)
    assert card.key == key_of(guru.person_id, date(2027, 1, 23))
    assert card.params == {"day": "2027-01-23", "items": [[guru.assignment_id, *PLAN, "2027-01-24"]]}
    assert (card.state, card.expires_at) == (OutboxState.waiting, at(23, 20))
    assert await desk.ledger(guru) == [("perencanaan", date(2027, 1, 24), date(2027, 1, 23))]
    assert await desk.look_at(guru) == at(28, 7, 30)
    assert not await desk.cards(desk.world.operator), "what an operator has to do was over on the 15th"


async def test_twice_is_once(desk: Desk) -> None:
    await desk.tick(at(23))
    async with desk.database.transaction() as session:
        await session.execute(update(REMINDING).values(look_at=at(23), told_on=date(2027, 1, 22)))
    await desk.tick(at(23, 9))
    assert await desk.told(desk.world.guru) == [(date(2027, 1, 23), ("perencanaan",))]
    assert len(await desk.ledger(desk.world.guru)) == 1


async def test_the_clock_of_the_tick_may_go_back(desk: Desk) -> None:
    """The tick of the loop notices; nobody waits until that time comes again."""
    clock = FixedClock(at(10, month=3))
    tick = reminders.tick(desk.database, packaged(), clock)
    await tick.action()
    clock.set(at(28))
    await tick.action()
    assert await desk.told(desk.world.guru) == [(date(2027, 1, 28), ("perencanaan",))]
    started_again = reminders.tick(desk.database, packaged(), FixedClock(at(31)))
    await desk.do(lambda session: session.execute(update(REMINDING).values(look_at=at(10, month=6))))
    await started_again.action()
    assert (await desk.told(desk.world.guru))[-1] == (date(2027, 1, 31), ("perencanaan",))


async def test_two_schedulers_at_once_tell_once(postgres_url: str) -> None:
    first, second = Database(postgres_url), Database(postgres_url)
    desk = Desk(first, await settle(first))
    async with first.transaction() as session:
        for person_id in {member.person_id for member in everybody(desk.world)}:
            await reminding.settle_in(session, person_id, date(2027, 1, 22), at(22))
    async with first.transaction() as session:  # one holds five people and has not committed
        held = {look.person_id for look in await reminding.due(session, at(23), 5)}
        others = await reminders.remind(second, AGENDAS, at(23))
        assert others == 14 - len(held)
    together = Desk(second, desk.world)
    async with asyncio.timeout(30):
        await asyncio.gather(*(one.tick(at(23)) for one in (desk, together) * 3))
    async with first.reading() as session:
        keys = (await session.scalars(select(OUTBOX.c.key).where(OUTBOX.c.card == reminding.REMINDER))).all()
    assert len(keys) == len(set(keys)) == len([one for one in everybody(desk.world) if one.role in PLANNERS])
    await first.dispose()
    await second.dispose()


PLANNERS = (Role.guru, Role.kepala_sekolah, Role.pengawas)


# --- downtimes and deadlines ----------------------------------------------------------


async def test_a_week_of_downtime_across_a_deadline(desk: Desk) -> None:
    """What was missed before is told once on the way; what is over is not told at all."""
    await desk.tick(at(29))
    await desk.tick(at(5, month=2))
    await desk.tick(at(6, month=2))
    assert await desk.told(desk.world.guru) == [(date(2027, 1, 29), ("perencanaan",))]
    assert await desk.ledger(desk.world.guru) == [("perencanaan", date(2027, 1, 28), date(2027, 1, 29))]


def moved(closes: date) -> Deadline:
    """The plan of the school, later or earlier."""
    return Deadline(SCHOOL, *PLAN, closes, "Surat edaran contoh", date(2027, 1, 1))


async def test_a_deadline_that_is_moved_on_is_told_anew(desk: Desk) -> None:
    world = desk.world
    await desk.tick(at(28))
    await desk.do(lambda session: deadlines.move(session, world.operator, moved(date(2027, 2, 14)), at(28, 12)))
    for day in range(29, 46):
        await desk.tick(at(1) + timedelta(days=day - 1))
    days = [day for day, codes in await desk.told(world.guru) if "perencanaan" in codes]
    assert days == [date(2027, 1, 28), date(2027, 1, 30), *(date(2027, 2, day) for day in (5, 11, 13, 14))]
    elsewhere = [day for day, codes in await desk.told(world.other_guru) if "perencanaan" in codes]
    assert elsewhere == [date(2027, 1, day) for day in (28, 30, 31)]


async def test_a_deadline_that_is_moved_to_today_is_told_today(desk: Desk) -> None:
    world = desk.world
    await desk.tick(at(26))
    await desk.do(lambda session: reminding.wake_one(session, world.guru.person_id, at(27)))
    await desk.tick(at(27))
    assert await desk.told(world.guru) == [(date(2027, 1, 26), ("perencanaan",))]
    await desk.do(lambda session: deadlines.move(session, world.operator, moved(date(2027, 1, 27)), at(27, 10)))
    await desk.tick(at(27, 11))
    await desk.tick(at(27, 12))
    assert (await desk.told(world.guru))[1:] == [(date(2027, 1, 27), ("perencanaan",))]


async def test_a_deadline_is_not_moved_into_the_past(desk: Desk) -> None:
    world = desk.world
    with pytest.raises(Invalid, match=InvalidDeadline.past):
        await desk.do(lambda session: deadlines.move(session, world.operator, moved(date(2027, 1, 22)), at(23)))
    await desk.tick(at(31))
    assert await desk.told(world.guru) == [(date(2027, 1, 31), ("perencanaan",))]


async def test_a_pinned_pack_counts(desk: Desk) -> None:
    """Under 7607 there is a second plan in July."""
    july = at(17, month=7)
    pinned = update(UNITS).where(UNITS.c.id == SCHOOL).values(pinned_pack="perdirjen-7607-2023")
    await desk.do(lambda session: session.execute(pinned))
    await desk.tick(july)
    assert await desk.told(desk.world.guru) == [(july.date(), ("perencanaan",))]
    assert await desk.told(desk.world.other_guru) == []


# --- people ----------------------------------------------------------------------------


async def test_who_blocks_is_left_alone_and_told_the_latest_when_they_come_back(desk: Desk) -> None:
    guru = desk.world.guru
    await desk.tick(at(23))
    parcels = await desk.do(lambda session: lending.claim(session, at(23), 50, LEASE))
    (mine,) = (parcel for parcel in parcels if parcel.person_id == guru.person_id)
    await desk.do(lambda session: lending.record(session, mine.id, Gone("blocked"), at(23)))
    await desk.do(lambda session: reach.lost(session, phone(guru), at(23)))
    await desk.tick(at(28))
    assert len(await desk.cards(guru)) == 1
    assert await desk.look_at(guru) is None
    await desk.do(lambda session: reach.back(session, phone(guru), at(29)))
    await desk.do(lambda session: reminding.wake(session, at(29), reminding.of_account(phone(guru))))
    await desk.tick(at(29))
    assert (await desk.told(guru))[1:] == [(date(2027, 1, 29), ("perencanaan",))]


async def test_who_changes_zone_is_told_in_the_morning_there(desk: Desk) -> None:
    await desk.tick(at(23))
    eastern = update(UNITS).where(UNITS.c.id == SCHOOL).values(zone="Asia/Jayapura")
    await desk.do(lambda session: session.execute(eastern))
    await desk.do(lambda session: reminding.wake(session, at(27), reminding.at_units({SCHOOL})))
    await desk.tick(at(27, 22))
    assert await desk.look_at(desk.world.guru) == at(28, 6, 30)
    await desk.tick(at(28, 6, 30))
    assert [day.day for day, _ in await desk.told(desk.world.guru)] == [23, 28]
    assert [day.day for day, _ in await desk.told(desk.world.other_guru)] == [23]


async def test_who_leaves_the_school_hears_no_more(desk: Desk) -> None:
    guru, operator = desk.world.guru, desk.world.operator
    await desk.tick(at(23))
    await desk.do(lambda session: moves.end_role(session, operator, EndRole(guru.assignment_id, 1), at(25)))
    for day in (28, 30, 31):
        await desk.tick(at(day))
    assert [day.day for day, _ in await desk.told(guru)] == [23]
    assert await desk.look_at(guru) is not None, "another role may come"


async def test_who_is_erased_is_gone_and_nobody_else(desk: Desk) -> None:
    guru = desk.world.guru
    await desk.tick(at(23))
    await desk.do(lambda session: erasing.erase(session, guru, EraseMe(WORD), at(24)))
    await desk.tick(at(28))
    assert (await desk.cards(guru), await desk.ledger(guru)) == ([], [])
    async with desk.database.reading() as session:
        rows = select(func.count()).select_from(REMINDING).where(REMINDING.c.person_id == guru.person_id)
        assert await session.scalar(rows) == 0
    assert [day.day for day, _ in await desk.told(desk.world.colleague)] == [23, 28]


async def test_a_delegate_gets_the_digest(desk: Desk) -> None:
    world = desk.world
    await desk.do(lambda session: skp.submit(session, world.guru, SUBMIT, at(12)))
    await desk.tick(at(25))
    assert INBOX in (await desk.told(world.kepala))[-1][1]
    assert INBOX not in (await desk.told(world.pengawas))[-1][1]
    absence = Delegate(world.kepala.assignment_id, world.pengawas.assignment_id, date(2027, 1, 26), date(2027, 1, 27))
    await desk.do(lambda session: absences.delegate(session, world.kepala, absence, at(25, 12)))
    for day in (26, 27, 28):
        await desk.tick(at(day))
    theirs = [(day.day, INBOX in codes) for day, codes in await desk.told(world.pengawas)]
    assert theirs == [(25, False), (26, True), (27, True), (28, False)]


async def test_what_was_submitted_a_moment_ago_is_not_in_the_digest(desk: Desk) -> None:
    world = desk.world
    await desk.do(lambda session: skp.submit(session, world.guru, SUBMIT, at(26, 7)))
    await desk.tick(at(26))
    assert all(INBOX not in codes for _, codes in await desk.told(world.kepala))


# --- what does not go out in its day ----------------------------------------------------


async def test_an_expired_message_is_told_again_the_next_morning(desk: Desk) -> None:
    guru = desk.world.guru
    await desk.tick(at(28))
    await desk.do(lambda session: lending.settle(session, at(28, 20), LEASE))
    assert (await desk.cards(guru))[0].state is OutboxState.dropped
    await desk.tick(at(28, 20, 1))
    assert await desk.look_at(guru) == at(29, 7, 30)
    await desk.tick(at(29, 7, 30))
    await desk.deliver(at(29))
    assert [day.day for day, _ in await desk.told(guru)] == [28, 29]
    assert await desk.ledger(guru) == [("perencanaan", date(2027, 1, 28), date(2027, 1, 29))]
    assert await desk.do(lambda session: reminding.opened(session, guru, date(2027, 1, 29), at(29, 9)))


async def test_what_is_claimed_too_late_is_told_again_too(desk: Desk) -> None:
    guru = desk.world.guru
    await desk.tick(at(28))
    assert await desk.do(lambda session: lending.claim(session, at(28, 20), 50, LEASE)) == ()
    await desk.tick(at(29))
    assert [day.day for day, _ in await desk.told(guru)] == [28, 29]


# --- observations -----------------------------------------------------------------------


@pytest.fixture
async def observed(desk: Desk) -> int:
    """The guru and the kepala have agreed on Monday, 15 February, 09.00."""
    slot = {"starts": at(15, 9, month=2), "observer_id": desk.world.kepala.assignment_id, "slot_by": Side.diobservasi}
    made = await desk.do(lambda session: put(session, desk.world.guru, ObservationStatus.dijadwalkan, **slot))
    return int(made)


async def test_both_sides_are_told_the_day_before_and_in_the_morning(desk: Desk, observed: int) -> None:
    for day in range(8, 17):
        await desk.tick(at(day, month=2))
    for side in (desk.world.guru, desk.world.kepala):
        days = [day.day for day, codes in await desk.told(side) if SLOT in codes]
        assert days == [13, 15], "the 14th is a Sunday"
    items = [item for card in await desk.cards(desk.world.kepala) for item in card.params["items"] if item[1] == SLOT]
    assert {item[2] for item in items} == {str(observed)}


async def test_an_observation_that_has_begun_is_not_told(desk: Desk, observed: int) -> None:
    for side in (desk.world.guru, desk.world.kepala):
        await desk.tick(at(15, 9, month=2))
        assert all(SLOT not in codes for _, codes in await desk.told(side))


async def test_a_slot_that_is_moved_takes_its_reminders_along(desk: Desk, observed: int) -> None:
    world = desk.world
    await desk.tick(at(13, month=2))
    move = MoveSlot(observed, 1, at(18, 10, month=2))
    await desk.do(lambda session: observations.move_slot(session, world.kepala, move, at(13, 12, month=2)))
    await desk.tick(at(15, month=2))
    agree = AgreeSlot(observed, 2)
    await desk.do(lambda session: observations.agree(session, world.guru, agree, at(15, 12, month=2)))
    for day in (16, 17, 18):
        await desk.tick(at(day, month=2))
    for side in (world.guru, world.kepala):
        days = [day.day for day, codes in await desk.told(side) if SLOT in codes]
        assert days == [13, 17, 18], side.name


# --- wishes ------------------------------------------------------------------------------


async def test_put_off_and_told_again(desk: Desk) -> None:
    guru = desk.world.guru
    await desk.tick(at(23))
    put_off = await desk.do(lambda session: reminding.snooze(session, guru, date(2027, 1, 23), at(23, 16), at(23, 9)))
    assert put_off
    assert not await desk.do(
        lambda session: reminding.snooze(session, guru, date(2027, 1, 20), at(23, 16), at(23, 9))
    ), "nothing was told on that day"
    await desk.tick(at(23, 9))
    assert await desk.look_at(guru) == at(23, 16)
    await desk.tick(at(23, 16))
    await desk.tick(at(23, 17))
    assert [card.key for card in await desk.cards(guru)] == [
        key_of(guru.person_id, date(2027, 1, 23)),
        f"{key_of(guru.person_id, date(2027, 1, 23))}:0800",
    ]


async def test_wishes_count_from_the_next_look(desk: Desk) -> None:
    guru, colleague, kepala = desk.world.guru, desk.world.colleague, desk.world.other_guru
    await desk.do(lambda session: reminding.quiet(session, guru, time(21), time(9, 30), at(22, 9)))
    await desk.do(lambda session: reminding.mute(session, colleague, ReminderKind.rencana, True, at(22, 9)))
    await desk.do(lambda session: reminding.stop(session, kepala, True, at(22, 9)))
    for day in range(23, 32):
        for hour in (8, 10):
            await desk.tick(at(day, hour))
    assert {card.not_before for card in await desk.cards(guru)} == {at(day, 10) for day in (23, 28, 30, 31)}
    assert [day.day for day, _ in await desk.told(colleague)] == [31]
    assert await desk.told(kepala) == []
    wishes = await desk.do(lambda session: reminding.wishes(session, colleague.person_id))
    assert (wishes.muted, wishes.stopped) == (frozenset({ReminderKind.rencana}), False)


# --- an idle look ----------------------------------------------------------------------


async def test_an_idle_look_reads_the_index(desk: Desk) -> None:
    """However many people there are, and nobody is due."""
    async with desk.database.transaction() as session:
        people = [{"id": number, "name": "Contoh", "salutation": "", "created": at(1)} for number in range(1000, 4000)]
        await session.execute(insert(PEOPLE), people)
        later = {"look_at": at(1, month=6)}
        await session.execute(insert(REMINDING), [{"person_id": one["id"], **later} for one in people])
        await session.execute(update(REMINDING).values(later))
        await session.execute(text("ANALYZE reminding"))
    assert "ix_reminding_look_at" in await plan_of(desk.database, reminding.waiting(at(23), reminders.AT_ONCE))
