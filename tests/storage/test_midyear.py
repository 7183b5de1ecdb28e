"""Check-ins: sent, answered, taken back, sent anew; the data checklist; and what a plan is compared with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import midyear, preparing, skp
from storage.database import Database
from storage.errors import Invalid, MovedOn, NotAllowed
from storage.outbox import OUTBOX
from storage.values import ApproveSkp, OutboxState, SkpFacts
from storage.values.midyear import (
    AnswerCheckin,
    CheckinStatus,
    Progress,
    SubmitCheckin,
    UndoAnswer,
    WithdrawCheckin,
)
from tests.storage.access.midyear import PROGRESS, SUBMIT
from tests.storage.plans import SUBMIT as PLAN
from tests.storage.plans import changed
from tests.storage.school import LATER, NOW, World

pytestmark = pytest.mark.sqlite_first


@pytest.fixture
async def session(database: Database, world: World) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        yield session


@pytest.fixture
async def agreed(session: AsyncSession, world: World) -> SkpFacts:
    plan = await skp.submit(session, world.guru, PLAN, NOW)
    return await skp.approve(session, world.kepala, ApproveSkp(plan.id, 1), NOW)


@pytest.fixture
def intent(agreed: SkpFacts) -> SubmitCheckin:
    return replace(SUBMIT, skp_id=agreed.id)


async def _cards(session: AsyncSession, card: str) -> list[tuple[int, OutboxState]]:
    told = select(OUTBOX.c.person_id, OUTBOX.c.state).where(OUTBOX.c.card == card)
    return [tuple(row) for row in await session.execute(told)]


async def test_it_is_kept_as_it_was_said(session: AsyncSession, world: World, intent: SubmitCheckin) -> None:
    facts = await midyear.submit(session, world.guru, intent, NOW)
    assert facts == await midyear.facts(session, facts.id, world.kepala, NOW)
    assert (facts.number, facts.period, facts.status) == (1, "2027", CheckinStatus.diajukan)
    assert facts.progress == PROGRESS
    assert [item.percent for item in facts.progress] == [50, 0]
    assert (facts.hindrance, facts.support) == ("Jadwal <padat>", None)


@pytest.mark.both
async def test_the_answer_ends_it_and_the_next_one_is_a_new_one(
    session: AsyncSession, world: World, intent: SubmitCheckin
) -> None:
    first = await midyear.submit(session, world.guru, intent, NOW)
    assert [line.id for line in await midyear.waiting(session, world.kepala, NOW)] == [first.id]
    said = AnswerCheckin(first.id, 1, "  Saya bantu jadwalnya. ")
    answered = await midyear.answer(session, world.kepala, said, LATER)
    assert (answered.status, answered.answer) == (CheckinStatus.dijawab, "Saya bantu jadwalnya.")
    assert answered.answered_by == world.kepala.name
    assert await midyear.answer(session, world.kepala, said, LATER) == answered
    assert await _cards(session, midyear.ANSWERED) == [(world.guru.person_id, OutboxState.waiting)]
    assert await midyear.waiting(session, world.kepala, LATER) == ()

    second = await midyear.submit(session, world.guru, intent, LATER)
    assert second.number == 2
    assert [item.id for item in await midyear.of(session, world.guru, world.guru.assignment_id, LATER)] == [
        second.id,
        first.id,
    ]
    latest = await midyear.latest(session, world.guru.assignment_id, "2027")
    assert latest is not None
    assert latest.id == second.id


async def test_while_it_waits_it_is_sent_again_and_not_doubled(
    session: AsyncSession, world: World, intent: SubmitCheckin
) -> None:
    first = await midyear.submit(session, world.guru, intent, NOW)
    with pytest.raises(Invalid, match="checkin_waits"):
        await midyear.submit(session, world.guru, intent, NOW)
    better = replace(intent, checkin_id=first.id, version=1, support="Pendampingan")
    again = await midyear.submit(session, world.guru, better, LATER)
    assert (again.id, again.version, again.support) == (first.id, 2, "Pendampingan")
    with pytest.raises(MovedOn):
        await midyear.answer(session, world.kepala, AnswerCheckin(first.id, 1, "Baik"), LATER)


async def test_one_that_was_withdrawn_can_be_sent_again(
    session: AsyncSession, world: World, intent: SubmitCheckin
) -> None:
    first = await midyear.submit(session, world.guru, intent, NOW)
    withdrawn = await midyear.withdraw(session, world.guru, WithdrawCheckin(first.id, 1), NOW)
    assert withdrawn.status is CheckinStatus.ditarik
    assert await midyear.latest(session, world.guru.assignment_id, "2027") is None
    assert await midyear.waiting(session, world.kepala, NOW) == ()
    again = await midyear.submit(session, world.guru, replace(intent, checkin_id=first.id, version=2), LATER)
    assert (again.id, again.status) == (first.id, CheckinStatus.diajukan)


async def test_an_answer_is_taken_back_in_time_and_never_later(
    session: AsyncSession, world: World, intent: SubmitCheckin
) -> None:
    first = await midyear.submit(session, world.guru, intent, NOW)
    await midyear.answer(session, world.kepala, AnswerCheckin(first.id, 1, "Baik"), NOW)
    with pytest.raises(NotAllowed):
        await midyear.undo(session, world.kepala, UndoAnswer(first.id, 2), NOW + timedelta(minutes=11))
    back = await midyear.undo(session, world.kepala, UndoAnswer(first.id, 2), NOW + timedelta(minutes=9))
    assert replace(back, version=1) == first
    assert await _cards(session, midyear.ANSWERED) == [(world.guru.person_id, OutboxState.dropped)]
    assert await _cards(session, midyear.UNDONE) == []


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"progress": ()}, "progress"),
        ({"progress": (*PROGRESS, PROGRESS[0])}, "progress"),
        ({"progress": (Progress("a", Decimal("NaN"), Decimal(1), "x"),)}, "progress"),
        ({"progress": (Progress("a", Decimal(1), Decimal(0), "x"),)}, "progress"),
        ({"hindrance": "  "}, "words"),
        ({"support": "x" * 301}, "words"),
        ({"skp_id": 999}, "agreed_plan"),
    ],
)
async def test_what_no_checkin_may_be(
    session: AsyncSession, world: World, intent: SubmitCheckin, parts: dict[str, object], problem: str
) -> None:
    with pytest.raises(Invalid, match=problem):
        await midyear.submit(session, world.guru, replace(intent, **parts), NOW)  # type: ignore[arg-type]


async def test_without_an_agreed_plan_there_is_nothing_to_check(session: AsyncSession, world: World) -> None:
    plan = await skp.submit(session, world.guru, PLAN, NOW)
    with pytest.raises(Invalid, match="agreed_plan"):
        await midyear.submit(session, world.guru, replace(SUBMIT, skp_id=plan.id), NOW)


@pytest.mark.both
async def test_a_tick_is_kept_once_and_taken_away(session: AsyncSession, world: World) -> None:
    for _time in range(2):
        await preparing.tick(session, world.guru, 2028, "1", True, NOW)
    await preparing.tick(session, world.guru, 2028, "2", True, NOW)
    assert await preparing.ticked(session, world.guru, 2028) == {"1", "2"}
    for _time in range(2):
        await preparing.tick(session, world.guru, 2028, "1", False, NOW)
    assert await preparing.ticked(session, world.guru, 2028) == {"2"}
    assert await preparing.ticked(session, world.guru, 2027) == frozenset()
    assert await preparing.ticked(session, world.colleague, 2028) == frozenset()


async def test_a_plan_of_the_second_half_knows_what_was_agreed_for_the_first(
    session: AsyncSession, world: World
) -> None:
    first = await skp.submit(session, world.guru, replace(PLAN, period="2024-1"), NOW)
    second = await skp.submit(session, world.guru, replace(changed(note=None), period="2024-2"), NOW)
    assert second.before is None
    await skp.approve(session, world.kepala, ApproveSkp(first.id, 1), NOW)
    facts = await skp.facts(session, second.id, world.kepala, NOW)
    assert facts.before == PLAN.plan
    assert (await skp.facts(session, first.id, world.kepala, NOW)).before is None


async def test_perspektif_is_kept(session: AsyncSession, world: World) -> None:
    results = (replace(PLAN.plan.results[0], aspek=None, perspektif="proses bisnis"), PLAN.plan.results[1])
    sent = await skp.submit(session, world.kepala, changed(results=results), NOW)
    assert sent.plan.results == results
