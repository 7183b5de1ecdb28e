"""The observation cycle: order, slots that clash, moving, undoing, and who is told what."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import insert, select

from regulations.models import Side
from storage import observations, observing, slots
from storage.database import Database
from storage.errors import Invalid, MovedOn, NotAllowed, NotFound, Refused, SlotTaken
from storage.flow import STEPS, Who
from storage.lending import claim, record
from storage.observation_record import OBSERVATIONS
from storage.outbox import OUTBOX
from storage.outcomes import Sent
from storage.teams import TEAM
from storage.values import Member, OutboxState
from storage.values.observation import (
    AgreeSlot,
    CancelObservation,
    Conclude,
    Discuss,
    FollowUp,
    FormKind,
    MoveSlot,
    News,
    ObservationFacts,
    ObservationStatus,
    Observe,
    Rated,
    Reflect,
    Respond,
    UndoAgreement,
)
from tests.storage.observations import ANSWERS, PREPARE, SLOT, THAT_DAY, agreed_plan, look, put, whole_cycle
from tests.storage.school import NOW, World

pytestmark = pytest.mark.sqlite_first

S = ObservationStatus
HOUR = timedelta(hours=1)


async def do(database: Database, operation: Any, actor: Member, intent: Any, now: datetime = NOW) -> Any:
    async with database.transaction() as session:
        return await operation(session, actor, intent, now)


async def having(database: Database, owner: Member, status: S = S.persiapan, **columns: Any) -> int:
    async with database.transaction() as session:
        return await put(session, owner, status, **columns)


async def news(database: Database) -> list[tuple[str, str, int]]:
    """Cards that were posted and not dropped: kind, news, to whom."""
    async with database.reading() as session:
        rows = await session.execute(
            select(OUTBOX.c.card, OUTBOX.c.params, OUTBOX.c.person_id)
            .where(OUTBOX.c.state != OutboxState.dropped, OUTBOX.c.card.like("observation%"))
            .order_by(OUTBOX.c.id)
        )
        return [(card.removeprefix("observation_"), params["news"], person) for card, params, person in rows]


async def deliver(database: Database) -> None:
    async with database.transaction() as session:
        for number, parcel in enumerate(await claim(session, NOW + timedelta(days=1), 50, HOUR)):
            await record(session, parcel.id, Sent(number + 1), NOW)


@pytest.mark.both
async def test_a_whole_cycle_leaves_every_form_and_tells_the_owner_each_time(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await agreed_plan(session, world.guru, world.kepala)
        done = await whole_cycle(session, world.guru, world.kepala)
    assert done.status is S.selesai
    assert [form.kind for form in done.forms] == [
        FormKind.persiapan,
        FormKind.pengamatan,
        FormKind.diskusi,
        FormKind.catatan,
        FormKind.upaya,
        FormKind.refleksi,
        FormKind.tanggapan,
    ]
    seen = done.form(FormKind.pengamatan)
    assert seen is not None
    assert seen.content["levels"] == {"perhatian.1": "2"}
    assert seen.content["notes"] == {"perhatian.1": "Menatap murid"}
    assert (done.observer, done.version) == ("Kepala", 8)
    told = [what for _, what, person in await news(database) if person == world.guru.person_id]
    assert told == ["observed", "discussed", "responded"]  # that of the slot had not gone out yet: pointless by now
    assert not [person for _, _, person in await news(database) if person == world.kepala.person_id]  # the inbox tells


async def test_only_a_focus_of_the_agreed_plan_can_be_observed(database: Database, world: World) -> None:
    with pytest.raises(Invalid, match="no_agreed_focus"):
        await do(database, observations.prepare, world.guru, PREPARE)
    async with database.transaction() as session:
        await agreed_plan(session, world.guru, world.kepala)
    with pytest.raises(Invalid, match="no_agreed_focus"):
        await do(database, observations.prepare, world.guru, replace(PREPARE, focus="8"))
    await do(database, observations.prepare, world.guru, PREPARE)
    with pytest.raises(MovedOn):
        await do(database, observations.prepare, world.guru, PREPARE)
    await do(database, observations.prepare, world.guru, replace(PREPARE, focus="1", at=SLOT + HOUR))


async def test_what_was_cancelled_may_begin_anew(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await agreed_plan(session, world.guru, world.kepala)
        first = await observations.prepare(session, world.guru, PREPARE, NOW)
        with pytest.raises(Invalid, match="reason"):
            await observations.cancel(session, world.guru, CancelObservation(first.id, 1, " "), NOW)
        await observations.cancel(session, world.guru, CancelObservation(first.id, 1, "Sakit"), NOW)
        second = await observations.prepare(session, world.guru, PREPARE, NOW)
    assert first.id != second.id


@pytest.mark.parametrize(
    ("at", "problem"),
    [
        (NOW, "slot_past"),
        (NOW - HOUR, "slot_past"),
        (datetime(2027, 12, 31, 16, 0, tzinfo=UTC), "slot_outside"),  # 1 January in Makassar
    ],
)
async def test_a_slot_lies_ahead_and_in_the_period(
    database: Database, world: World, at: datetime, problem: str
) -> None:
    number = await having(database, world.guru)
    with pytest.raises(Invalid, match=problem):
        await do(database, observations.move_slot, world.guru, MoveSlot(number, 1, at))
    await do(
        database, observations.move_slot, world.guru, MoveSlot(number, 1, datetime(2027, 12, 31, 15, 59, tzinfo=UTC))
    )


async def test_one_observer_cannot_be_at_two_places(database: Database, world: World) -> None:
    one = await having(database, world.guru)
    other = await having(database, world.colleague, starts=SLOT + HOUR - timedelta(minutes=1))
    await do(database, observations.agree, world.kepala, AgreeSlot(one, 1))
    with pytest.raises(SlotTaken) as refused:
        await do(database, observations.agree, world.kepala, AgreeSlot(other, 1))
    assert refused.value.at == SLOT
    with pytest.raises(SlotTaken):  # nobody else could observe: the owner is told at once
        await do(
            database, observations.move_slot, world.colleague, MoveSlot(other, 1, SLOT - HOUR + timedelta(minutes=1))
        )
    await do(database, observations.move_slot, world.colleague, MoveSlot(other, 1, SLOT + HOUR))
    await do(database, observations.agree, world.kepala, AgreeSlot(other, 2))


async def test_one_who_observes_is_not_observed_at_the_same_time(database: Database, world: World) -> None:
    await having(database, world.guru, S.dijadwalkan, observer_id=world.kepala.assignment_id)
    own = await having(database, world.kepala)
    with pytest.raises(SlotTaken):
        await do(database, observations.agree, world.kepala_dinas, AgreeSlot(own, 1))


async def test_with_a_team_the_owner_may_take_an_hour_of_one_observer(database: Database, world: World) -> None:
    await _watch(database, world)
    await having(database, world.guru, S.dijadwalkan, observer_id=world.kepala.assignment_id)
    other = await having(database, world.guru, starts=SLOT + timedelta(days=1), focus="1")
    with pytest.raises(SlotTaken):  # the owner's own
        await do(database, observations.move_slot, world.guru, MoveSlot(other, 1, SLOT))
    theirs = await having(database, world.colleague, starts=SLOT + timedelta(days=2))
    await do(database, observations.move_slot, world.colleague, MoveSlot(theirs, 1, SLOT))


async def _watch(database: Database, world: World) -> None:
    """The member of the tim kinerja watches both guru for the kepala sekolah."""
    async with database.transaction() as session:
        for watched in (world.guru, world.colleague):
            await session.execute(
                insert(TEAM).values(
                    appraiser_assignment_id=world.kepala.assignment_id,
                    member_assignment_id=world.tim_kinerja.assignment_id,
                    watched_assignment_id=watched.assignment_id,
                    sk_number="1",
                    sk_date=date(2027, 1, 4),
                    starts=NOW,
                )
            )


async def test_a_member_of_the_team_observes_and_is_told_by_card(database: Database, world: World) -> None:
    await _watch(database, world)
    number = await having(database, world.guru)
    await do(database, observations.agree, world.tim_kinerja, AgreeSlot(number, 1))
    seen = Observe(number, (), "Tertib", "Lanjutkan")
    await do(database, observations.observe, world.tim_kinerja, seen, THAT_DAY)
    await do(database, observations.discuss, world.guru, Discuss(number, ANSWERS), THAT_DAY)
    assert ("news", "asked", world.tim_kinerja.person_id) in await news(database)
    async with database.reading() as session:
        assert [line.id for line in await observing.waiting(session, world.tim_kinerja, THAT_DAY)] == [number]
        assert not await observing.waiting(session, world.kepala, THAT_DAY)  # somebody has taken it over
    await do(database, observations.conclude, world.kepala, Conclude(number, "Setuju"), THAT_DAY)  # yet they may


async def test_moving_an_agreed_slot_asks_the_other_side_again(database: Database, world: World) -> None:
    number = await having(database, world.guru)
    await do(database, observations.agree, world.kepala, AgreeSlot(number, 1))
    await do(database, observations.move_slot, world.guru, MoveSlot(number, 2, SLOT + HOUR))
    assert (await news(database))[-1] == ("slot", "moved", world.kepala.person_id)
    with pytest.raises(NotAllowed):  # one does not agree with oneself
        await do(database, observations.agree, world.guru, AgreeSlot(number, 3))
    await do(database, observations.move_slot, world.kepala, MoveSlot(number, 3, SLOT + 2 * HOUR))
    with pytest.raises(NotAllowed):
        await do(database, observations.agree, world.kepala, AgreeSlot(number, 4))
    facts = await do(database, observations.agree, world.guru, AgreeSlot(number, 4))
    assert (facts.status, facts.observer, facts.starts) == (S.dijadwalkan, "Kepala", SLOT + 2 * HOUR)
    assert (await news(database))[-1] == ("slot", "agreed", world.kepala.person_id)


@pytest.mark.both
async def test_of_two_who_move_at_once_one_wins_and_the_other_learns_who(database: Database, world: World) -> None:
    number = await having(database, world.guru)
    moves = [(world.guru, SLOT + HOUR), (world.kepala, SLOT + 3 * HOUR)]
    results = await asyncio.gather(
        *(do(database, observations.move_slot, who, MoveSlot(number, 1, at)) for who, at in moves),
        return_exceptions=True,
    )
    lost = [result for result in results if isinstance(result, MovedOn)]
    won = [result for result in results if not isinstance(result, BaseException)]
    assert (len(lost), len(won)) == (1, 1), results
    async with database.reading() as session:
        facts = await look(session, number)
    assert (facts.starts, facts.version) == (won[0].starts, 2)
    assert lost[0].by == facts.changed_name


@pytest.mark.both
async def test_of_two_slots_taken_at_once_only_one_stands(database: Database, world: World) -> None:
    """Two different cycles, one observer, the same instant."""
    one = await having(database, world.guru, starts=SLOT + 5 * HOUR)
    other = await having(database, world.colleague, starts=SLOT + 9 * HOUR)
    results = await asyncio.gather(
        do(database, observations.move_slot, world.kepala, MoveSlot(one, 1, SLOT)),
        do(database, observations.move_slot, world.kepala, MoveSlot(other, 1, SLOT)),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["ObservationFacts", "SlotTaken"]


async def test_the_same_agreement_again_has_no_second_effect(database: Database, world: World) -> None:
    number = await having(database, world.guru)
    first = await do(database, observations.agree, world.kepala, AgreeSlot(number, 1))
    assert await do(database, observations.agree, world.kepala, AgreeSlot(number, 1)) == first
    assert await news(database) == [("slot", "agreed", world.guru.person_id)]


@pytest.mark.parametrize("arrived", [False, True])
async def test_an_agreement_is_taken_back_as_if_it_had_never_been(
    database: Database, world: World, arrived: bool
) -> None:
    number = await having(database, world.guru)
    async with database.reading() as session:
        before = await look(session, number)
    await do(database, observations.agree, world.kepala, AgreeSlot(number, 1))
    if arrived:
        await deliver(database)
    undone = await do(database, observations.undo, world.kepala, UndoAgreement(number, 2), NOW + timedelta(minutes=9))
    same = replace(
        undone,
        version=before.version,
        changed_at=before.changed_at,
        changed_by=before.changed_by,
        changed_name=before.changed_name,
    )
    assert same == before
    told = ("slot", News.reopened.value, world.guru.person_id)
    assert (told in await news(database)) == arrived


async def test_after_ten_minutes_a_time_is_moved_and_not_taken_back(database: Database, world: World) -> None:
    number = await having(database, world.guru)
    await do(database, observations.agree, world.kepala, AgreeSlot(number, 1))
    with pytest.raises(NotAllowed):
        await do(database, observations.undo, world.guru, UndoAgreement(number, 2))
    with pytest.raises(NotAllowed):
        await do(database, observations.undo, world.kepala, UndoAgreement(number, 2), NOW + timedelta(minutes=10))


async def test_nothing_is_observed_before_its_day_or_without_a_word(database: Database, world: World) -> None:
    number = await having(database, world.guru, S.dijadwalkan)
    with pytest.raises(Invalid, match="too_early"):
        await do(database, observations.observe, world.kepala, Observe(number, (), "Tertib", "x"), SLOT - 10 * HOUR)
    with pytest.raises(Invalid, match="nothing_observed"):
        await do(database, observations.observe, world.kepala, Observe(number, (), " ", "x"), THAT_DAY)
    with pytest.raises(Invalid, match="empty"):
        await do(database, observations.observe, world.kepala, Observe(number, (), "Tertib", "x" * 1001), THAT_DAY)
    await do(database, observations.observe, world.kepala, Observe(number, (), "Tertib", "x"), SLOT - 8 * HOUR)


async def test_what_was_done_afterwards_lies_between_the_observation_and_today(
    database: Database, world: World
) -> None:
    number = await having(database, world.guru, S.didiskusikan)
    for day in (date(2027, 2, 9), date(2027, 2, 11)):
        with pytest.raises(Invalid, match="follow_up_day"):
            await do(database, observations.follow_up, world.guru, FollowUp(number, day, "x"), THAT_DAY)
    for text in ("satu", "dua"):
        await do(database, observations.follow_up, world.guru, FollowUp(number, date(2027, 2, 10), text), THAT_DAY)
    async with database.reading() as session:
        facts = await look(session, number)
    assert [form.content["text"] for form in facts.forms] == ["satu", "dua"]


@pytest.mark.both
async def test_the_month_marks_slots_that_clash(database: Database, world: World) -> None:
    await having(database, world.guru)
    await having(database, world.colleague, starts=SLOT + timedelta(minutes=30))
    await having(database, world.colleague, starts=SLOT + timedelta(days=1), focus="1")
    own = await having(database, world.kepala, starts=SLOT + timedelta(days=2))
    async with database.reading() as session:
        month = await slots.month(session, world.kepala, date(2027, 2, 1), date(2027, 2, 28), NOW)
        assert [(slot.owner, slot.clash) for slot in month] == [
            ("Guru", True),
            ("Colleague", True),
            ("Colleague", False),
            ("Kepala", False),
        ]
        assert [slot.id for slot in month if slot.mine] == [own]
        assert len(await slots.month(session, world.guru, date(2027, 2, 1), date(2027, 2, 28), NOW)) == 1
        assert not await slots.month(session, world.kepala, date(2027, 3, 1), date(2027, 3, 31), NOW)


async def test_the_inbox_holds_what_waits_for_the_observer(database: Database, world: World) -> None:
    await having(database, world.guru)
    await having(database, world.guru, S.dijadwalkan, focus="1")
    await having(database, world.guru, S.diamati, focus="2")
    await having(database, world.guru, S.dijawab, focus="3")
    async with database.reading() as session:
        early = await observing.waiting(session, world.kepala, NOW)
        late = await observing.waiting(session, world.kepala, THAT_DAY)
    assert (len(early), len(late)) == (2, 3)
    assert {line.problems for line in late} == {("step",)}


async def test_the_cycles_of_a_plan_are_there_before_they_begin(database: Database, world: World) -> None:
    async with database.transaction() as session:
        owner = world.guru.assignment_id
        assert (await observing.cycles(session, world.guru, owner, "2027", NOW)).lines == ()
        await agreed_plan(session, world.guru, world.kepala)
        await observations.prepare(session, world.guru, PREPARE, NOW)
        found = await observing.cycles(session, world.kepala, owner, "2027", NOW)
        with pytest.raises(NotFound):
            await observing.cycles(session, world.other_kepala, owner, "2027", NOW)
    assert [(line.focus, line.status) for line in found.lines] == [("1", None), ("4", S.persiapan)]


def test_every_state_but_the_last_leads_on() -> None:
    mine = [taken for taken in STEPS if taken.thing == "observations"]
    leads_on = {status for taken in mine for status in taken.frm}
    assert {taken.to for taken in mine} == set(S)
    assert set(S) - leads_on == {S.selesai, S.dibatalkan}


SLOTS = [SLOT + timedelta(days=day, minutes=40 * number) for day in range(5) for number in range(3)]


def _asked(facts: ObservationFacts, world: World, luck: random.Random) -> tuple[Any, Any, Member]:
    """Something that may be asked of a cycle and somebody who asks; mostly what is due, by one whose step it is."""
    number, version = facts.id, facts.version - (luck.random() < 0.1)
    tries = {
        observations.MOVE: (observations.move_slot, MoveSlot(number, version, luck.choice(SLOTS))),
        observations.AGREE: (observations.agree, AgreeSlot(number, version)),
        observations.UNDO: (observations.undo, UndoAgreement(number, version)),
        observations.CANCEL: (observations.cancel, CancelObservation(number, version, "x")),
        observations.OBSERVE: (observations.observe, Observe(number, (Rated("a", "1"),), None, "x")),
        observations.DISCUSS: (observations.discuss, Discuss(number, ANSWERS)),
        observations.CONCLUDE: (observations.conclude, Conclude(number, "x")),
        observations.FOLLOW_UP: (observations.follow_up, FollowUp(number, (facts.starts or SLOT).date(), "x")),
        observations.REFLECT: (observations.reflect, Reflect(number, ANSWERS)),
        observations.RESPOND: (observations.respond, Respond(number, "x")),
    }
    rare = (observations.CANCEL, observations.UNDO, observations.MOVE if facts.starts else observations.AGREE)
    due = [taken for taken in tries if facts.status in taken.frm and (taken not in rare or luck.random() < 0.2)]
    chosen = luck.choice(due if due and luck.random() < 0.8 else list(tries))
    observing_side = [world.kepala, world.tim_kinerja]
    whose = {Who.owner: [facts.owner], Who.appraiser: observing_side}.get(chosen.by)
    if whose is None:
        whose = observing_side if facts.slot_by is Side.diobservasi else [facts.owner]
    anybody = [world.guru, world.colleague, world.kepala, world.tim_kinerja, world.other_kepala]
    return *tries[chosen], luck.choice(whose if luck.random() < 0.8 else anybody)


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_is_tried_steps_stay_in_order_and_nobody_is_at_two_places(
    database: Database, world: World, seed: int
) -> None:
    luck = random.Random(seed)
    await _watch(database, world)
    owners = [world.guru, world.colleague] * 2
    numbers = [await having(database, who, starts=None, slot_by=None, focus=str(n)) for n, who in enumerate(owners)]
    taken: set[S] = set()
    for turn in range(80):
        now = SLOT - HOUR + timedelta(days=turn // 15)
        async with database.transaction() as session:
            before = await look(session, luck.choice(numbers))
            operation, intent, actor = _asked(before, world, luck)
            try:
                async with session.begin_nested():
                    after = await operation(session, actor, intent, now)
            except Refused:
                assert await look(session, before.id) == before
                continue
            await _in_order(session, before, after, f"observations.{operation.__name__}")
            taken.add(after.status)
    assert len(taken) > 3, taken


async def _in_order(session: Any, before: Any, after: Any, operation: str) -> None:
    if after.version == before.version:  # the same tap again
        assert after == before
        return
    assert after.version == before.version + 1
    ways = [taken for taken in STEPS if taken.operation == operation]
    assert any(before.status in taken.frm and after.status is taken.to for taken in ways)
    rows = (
        await session.execute(
            select(OBSERVATIONS.c.starts, OBSERVATIONS.c.observer_id)
            .where(OBSERVATIONS.c.status == S.dijadwalkan, OBSERVATIONS.c.observer_id.is_not(None))
            .order_by(OBSERVATIONS.c.observer_id, OBSERVATIONS.c.starts)
        )
    ).all()
    for one, other in pairwise(rows):
        assert one.observer_id != other.observer_id or other.starts - one.starts >= HOUR
