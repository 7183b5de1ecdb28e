"""Evaluating: set, read, answered, revised, recommended; nobody but who decides ever sets a predikat."""

from __future__ import annotations

import contextlib
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.library import packaged
from regulations.models import Rating
from storage import evaluation_lists, evaluations, skp, verdicts, year_facts
from storage.database import Database
from storage.delegations import DELEGATIONS
from storage.errors import Invalid, MovedOn, NotAllowed, NotFound, Refused
from storage.outbox import OUTBOX
from storage.values import ApproveSkp, Member
from storage.values.evaluation import (
    Acknowledge,
    Evaluation,
    EvaluationFacts,
    EvaluationStatus,
    Rated,
    Recommend,
    Respond,
    ReviseEvaluation,
    Verdict,
)
from tests.dialogs.effort import LONG, TIMES
from tests.storage.evaluations import PERIOD, VERDICT, a_busy_period, first_for, watch
from tests.storage.plans import PLAN, SUBMIT
from tests.storage.school import LATER, NOW, World, appoint, settle

pytestmark = pytest.mark.sqlite_first

HIGH = replace(
    VERDICT,
    results=tuple(Rated(part.code, Rating.di_atas) for part in VERDICT.results),
    hasil=Rating.di_atas,
)


async def agreed(session: AsyncSession, world: World) -> None:
    """The guru's plan is agreed."""
    facts = await skp.submit(session, world.guru, SUBMIT, NOW)
    await skp.approve(session, world.kepala, ApproveSkp(facts.id, 1), NOW)


async def evaluated(session: AsyncSession, world: World, verdict: Verdict = VERDICT) -> EvaluationFacts:
    """And it is evaluated."""
    await agreed(session, world)
    return await evaluations.decide(session, world.kepala, first_for(world.guru, verdict), NOW)


def found(facts: EvaluationFacts) -> Evaluation:
    assert facts.evaluation is not None
    return facts.evaluation


async def cards(session: AsyncSession, card: str) -> list[tuple[int, str]]:
    """Person and action of every card of a kind."""
    rows = await session.execute(
        select(OUTBOX.c.person_id, OUTBOX.c.action).where(OUTBOX.c.card == card).order_by(OUTBOX.c.id)
    )
    return [(row.person_id, row.action.value) for row in rows]


# --- the way of an evaluation --------------------------------------------------------------


@pytest.mark.both
async def test_what_was_set_is_read_exactly_and_its_owner_is_told(database: Database, world: World) -> None:
    async with database.transaction() as session:
        facts = await evaluated(session, world)
        assert facts.decides
        one = found(facts)
        assert (one.status, one.version, one.revision) == (EvaluationStatus.ditetapkan, 1, 1)
        assert one.verdict == VERDICT
        assert (one.decided_by, one.decided_at) == (world.kepala.name, NOW)
        assert await cards(session, evaluations.EVALUATED) == [(world.guru.person_id, "send")]


async def test_the_owner_reads_answers_and_the_appraiser_is_told(database: Database, world: World) -> None:
    guru = world.guru
    async with database.transaction() as session:
        await evaluated(session, world)
        read = Acknowledge(guru.assignment_id, PERIOD, 1)
        for _tap in range(2):  # the same tap again has no second effect
            facts = await evaluations.acknowledge(session, guru, read, LATER)
        assert (found(facts).status, found(facts).version) == (EvaluationStatus.diketahui, 2)
        assert found(facts).acknowledged_at == LATER
        words = Respond(guru.assignment_id, PERIOD, 2, " Terima <kasih> ")
        facts = await evaluations.respond(session, guru, words, LATER)
        assert found(facts).response == "Terima <kasih>"
        assert found(facts).version == 3
        assert await cards(session, evaluations.RESPONDED) == [(world.kepala.person_id, "send")]


async def test_a_revision_is_told_and_read_again(database: Database, world: World) -> None:
    guru, kepala = world.guru, world.kepala
    async with database.transaction() as session:
        await evaluated(session, world)
        await evaluations.acknowledge(session, guru, Acknowledge(guru.assignment_id, PERIOD, 1), NOW)
        again = ReviseEvaluation(guru.assignment_id, PERIOD, 2, HIGH, "Ada bukti baru")
        for _tap in range(2):
            facts = await evaluations.revise(session, kepala, again, LATER)
        one = found(facts)
        assert (one.status, one.version, one.revision) == (EvaluationStatus.ditetapkan, 3, 2)
        assert (one.verdict, one.why, one.acknowledged_at) == (HIGH, "Ada bukti baru", None)
        sent = await cards(session, evaluations.EVALUATED)
        assert sent.count((guru.person_id, "send")) == 2
        facts = await evaluations.acknowledge(session, guru, Acknowledge(guru.assignment_id, PERIOD, 3), LATER)
        assert found(facts).status is EvaluationStatus.diketahui


async def test_an_answer_belongs_to_the_verdict_that_it_answers(database: Database, world: World) -> None:
    guru = world.guru
    async with database.transaction() as session:
        await evaluated(session, world)
        await evaluations.respond(session, guru, Respond(guru.assignment_id, PERIOD, 1, "Keberatan"), NOW)
        again = ReviseEvaluation(guru.assignment_id, PERIOD, 2, HIGH, "Benar")
        facts = await evaluations.revise(session, world.kepala, again, LATER)
        assert found(facts).response is None


# --- who may ---------------------------------------------------------------------------------


async def test_a_second_evaluation_meets_the_first(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await evaluated(session, world)
        with pytest.raises(MovedOn) as refused:
            await evaluations.decide(session, world.kepala, first_for(world.guru, HIGH), LATER)
        assert (refused.value.status, refused.value.by) == (EvaluationStatus.ditetapkan, world.kepala.name)


async def test_a_delegate_evaluates_while_the_delegation_runs(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await agreed(session, world)
        delegation = {
            "appraiser_assignment_id": world.kepala.assignment_id,
            "delegate_assignment_id": world.colleague.assignment_id,
            "starts": NOW,
            "ends": LATER,
            "created_at": NOW,
            "created_by": world.kepala.assignment_id,
            "told": True,
            "returned": False,
        }
        await session.execute(insert(DELEGATIONS).values(**delegation))
        with pytest.raises(NotAllowed):
            await evaluations.decide(session, world.colleague, first_for(world.guru), LATER)
        facts = await evaluations.decide(session, world.colleague, first_for(world.guru), NOW)
        assert found(facts).decided_by == world.colleague.name


async def test_nobody_evaluates_themselves_even_as_their_own_appraiser(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await agreed(session, world)
        await appoint(session, world.guru, world.guru)
        with pytest.raises(NotAllowed):
            await evaluations.decide(session, world.guru, first_for(world.guru), NOW)


async def test_a_new_appraiser_revises_and_the_former_may_not(database: Database, world: World) -> None:
    guru = world.guru
    async with database.transaction() as session:
        await evaluated(session, world)
        await appoint(session, guru, world.other_kepala)
        again = ReviseEvaluation(guru.assignment_id, PERIOD, 1, HIGH, "Serah terima")
        with pytest.raises(NotAllowed):
            await evaluations.revise(session, world.kepala, again, LATER)
        with pytest.raises(NotFound):
            await evaluations.facts(session, guru.assignment_id, PERIOD, world.kepala, LATER)
        facts = await evaluations.revise(session, world.other_kepala, again, LATER)
        assert found(facts).decided_by == world.other_kepala.name


async def test_without_an_agreed_plan_there_is_nothing_to_evaluate(database: Database, world: World) -> None:
    async with database.transaction() as session:
        with pytest.raises(NotFound):
            await evaluations.decide(session, world.kepala, first_for(world.guru), NOW)
        await skp.submit(session, world.guru, SUBMIT, NOW)
        with pytest.raises(Invalid, match="plan_not_agreed"):
            await evaluations.decide(session, world.kepala, first_for(world.guru), NOW)


# --- what it says ------------------------------------------------------------------------------

LOW = replace(VERDICT, hasil=Rating.di_bawah, predikat="butuh_perbaikan")


@pytest.mark.parametrize(
    ("verdict", "problem"),
    [
        (replace(VERDICT, results=VERDICT.results[:1]), "ratings"),
        (replace(VERDICT, results=VERDICT.results[::-1]), "ratings"),
        (replace(VERDICT, behaviours=()), "ratings"),
        (replace(VERDICT, predikat=""), "ratings"),
        (LOW, "rating_reason"),
        (replace(LOW, hasil_reason="  "), "rating_reason"),
        (replace(LOW, perilaku_reason="Pada perilaku"), "rating_reason"),
        (replace(VERDICT, perilaku=Rating.di_atas), "rating_reason"),
        (replace(VERDICT, note="x" * 301), "words"),
        (replace(LOW, hasil_reason="Dua RHK belum tercapai"), None),
        (replace(VERDICT, perilaku=Rating.di_atas, perilaku_reason="Teladan"), None),
        (HIGH, None),
    ],
)
def test_a_verdict_is_whole_and_says_why(verdict: Verdict, problem: str | None) -> None:
    if problem is None:
        verdicts.check(verdict, PLAN)
    else:
        with pytest.raises(Invalid, match=problem):
            verdicts.check(verdict, PLAN)


@asynccontextmanager
async def _school(url: str) -> AsyncIterator[tuple[AsyncSession, World]]:
    database = Database(url)
    world = await settle(database)
    try:
        async with database.transaction() as session:
            yield session, world
    finally:
        await database.dispose()


# --- the tim kinerja -----------------------------------------------------------------------------


async def test_the_team_recommends_and_the_appraiser_reads_it(database: Database, world: World) -> None:
    guru, member = world.guru, world.tim_kinerja
    said = Recommend(guru.assignment_id, PERIOD, Rating.di_atas, Rating.sesuai, "Rajin")
    async with database.transaction() as session:
        await agreed(session, world)
        await watch(session, world.kepala, member, guru)
        await evaluations.recommend(session, member, said, NOW)
        facts = await evaluations.recommend(session, member, replace(said, note="Sangat rajin"), LATER)
        assert [(each.note, each.mine) for each in facts.advice] == [("Sangat rajin", True)]
        assert facts.evaluation is None
        for viewer, expected in ((world.kepala, 1), (guru, 0)):
            seen = await evaluations.facts(session, guru.assignment_id, PERIOD, viewer, LATER)
            assert len(seen.advice) == expected
        with pytest.raises(NotAllowed):
            await evaluations.decide(session, member, first_for(guru), LATER)
        await evaluations.decide(session, world.kepala, first_for(guru), LATER)
        with pytest.raises(MovedOn):
            await evaluations.recommend(session, member, said, LATER)


# --- lists -------------------------------------------------------------------------------------------


@pytest.mark.both
async def test_the_overview_counts_and_pages(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await agreed(session, world)
        other = await skp.submit(session, world.colleague, SUBMIT, NOW)
        await skp.approve(session, world.kepala, ApproveSkp(other.id, 1), NOW)
        assert await evaluation_lists.unfinished(session, world.kepala, PERIOD, NOW) == 2
        await evaluations.decide(session, world.kepala, first_for(world.guru, HIGH), NOW)
        seen = await evaluation_lists.overview(session, world.kepala, PERIOD, 0, 5, NOW)
        assert (seen.agreed, seen.evaluated, seen.read, dict(seen.predikat)) == (2, 1, 0, {"baik": 1})
        assert [(one.name, one.status) for one in seen.standings] == [
            (world.colleague.name, None),
            (world.guru.name, EvaluationStatus.ditetapkan),
        ]
        second = await evaluation_lists.overview(session, world.kepala, PERIOD, 1, 1, NOW)
        assert [one.assignment_id for one in second.standings] == [world.guru.assignment_id]
        assert await evaluation_lists.unfinished(session, world.kepala, PERIOD, NOW) == 1
        assert (await evaluation_lists.overview(session, world.other_kepala, PERIOD, 0, 5, NOW)).agreed == 0
        assert await evaluation_lists.decides(session, world.kepala, NOW)
        assert not await evaluation_lists.decides(session, world.guru, NOW)


async def test_own_periods_and_what_is_unread(database: Database, world: World) -> None:
    guru = world.guru
    async with database.transaction() as session:
        await evaluated(session, world)
        expected = [(guru.assignment_id, PERIOD, EvaluationStatus.ditetapkan, "baik")]
        for lines in (await evaluation_lists.own(session, guru), await evaluation_lists.unread(session, guru)):
            assert [(one.assignment_id, one.period, one.status, one.predikat) for one in lines] == expected
        assert len(await evaluation_lists.of(session, guru.assignment_id, world.kepala, NOW)) == 1
        assert await evaluation_lists.of(session, guru.assignment_id, world.other_kepala, NOW) == ()
        await evaluations.acknowledge(session, guru, Acknowledge(guru.assignment_id, PERIOD, 1), NOW)
        assert await evaluation_lists.unread(session, guru) == ()


async def test_an_empty_year_has_no_facts(database: Database, world: World) -> None:
    pack = packaged().pack_for(2027)
    async with database.transaction() as session:
        await agreed(session, world)
        facts = await year_facts.of(session, world.guru, pack, pack.periods(2027)[0], NOW)
    assert (facts.results, facts.observed, facts.feedback, facts.points) == ((), (), 0, None)
    assert (facts.competence_confirmed, facts.competence_waiting) == (0, 0)


@pytest.mark.both
async def test_the_facts_of_the_year_are_counted(database: Database, world: World) -> None:
    """A check-in, confirmations, the log, an observation and feedback; counselling is never counted."""
    pack, guru = packaged().pack_for(2024), world.guru
    period = pack.periods(2024)[0]
    async with database.transaction() as session:
        await a_busy_period(session, guru, world.kepala, period)
        facts = await year_facts.of(session, guru, pack, period, NOW)
    assert [(one.rhk, one.reached, one.confirmed) for one in facts.results] == [
        ("a", "12.5", "dikonfirmasi"),
        ("b", None, "diminta"),
    ]
    assert (facts.competence_confirmed, facts.competence_waiting, facts.points) == (2, 1, 24)
    assert [(one.focus, dict(one.levels)) for one in facts.observed] == [("1", {"2": 2, "0": 1}), ("3", {})]
    assert facts.feedback == 2


# --- whatever people do ---------------------------------------------------------------------------------

ACTS = ("decide", "revise", "acknowledge", "respond", "recommend")
WHO = ("guru", "kepala", "tim_kinerja", "colleague", "other_kepala", "kepala_dinas")


async def _act(session: AsyncSession, world: World, who: str, act: str, version: int, step: int) -> None:
    actor: Member = world.members[who]
    guru, now = world.guru.assignment_id, NOW + timedelta(minutes=step)
    match act:
        case "decide":
            await evaluations.decide(session, actor, first_for(world.guru), now)
        case "revise":
            await evaluations.revise(session, actor, ReviseEvaluation(guru, PERIOD, version, HIGH, "x"), now)
        case "acknowledge":
            await evaluations.acknowledge(session, actor, Acknowledge(guru, PERIOD, version), now)
        case "respond":
            await evaluations.respond(session, actor, Respond(guru, PERIOD, version, "x"), now)
        case "recommend":
            said = Recommend(guru, PERIOD, Rating.sesuai, Rating.sesuai, "x")
            await evaluations.recommend(session, actor, said, now)


Stand = tuple[EvaluationStatus, int, int, int]
"""Status, version, revision, and whose change it was."""


async def _stands(session: AsyncSession) -> Stand | None:
    at = evaluations.EVALUATIONS.c
    row = (await session.execute(select(at.status, at.version, at.revision, at.changed_by))).first()
    return None if row is None else (row.status, row.version, row.revision, row.changed_by)


@pytest.mark.parametrize("seed", range(4 * (TIMES if LONG else 1)))
async def test_no_sequence_leads_to_a_predikat_without_the_appraiser(sqlite_url: str, seed: int) -> None:
    """Whoever does whatever in whatever order: only the appraiser sets a verdict, only the owner reads it."""
    chance = random.Random(seed)
    async with _school(sqlite_url) as (session, world):
        await agreed(session, world)
        await watch(session, world.kepala, world.tim_kinerja, world.guru)
        before = None
        for step in range(30):
            who, act = chance.choice(WHO), chance.choice(ACTS)
            version = max(0, (before[1] if before else 0) - chance.choice((0, 0, 0, 1)))
            with contextlib.suppress(Refused):
                async with session.begin_nested():
                    await _act(session, world, who, act, version, step)
            after = await _stands(session)
            if after != before:
                assert after is not None
                _lawful(before, after, who, act, world)
            before = after
        assert before is not None, "in thirty tries the appraiser came to it"


def _lawful(before: Stand | None, after: Stand, who: str, act: str, world: World) -> None:
    status, version, revision, changed_by = after
    assert changed_by == world.members[who].assignment_id
    assert version == (before[1] if before else 0) + 1
    if status is EvaluationStatus.ditetapkan:
        assert (who, act) in {("kepala", "decide"), ("kepala", "revise")}
        assert revision == (before[2] if before else 0) + 1
    else:
        assert (who, act) in {("guru", "acknowledge"), ("guru", "respond")}
        assert before is not None
        assert revision == before[2]
