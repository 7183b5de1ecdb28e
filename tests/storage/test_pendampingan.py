"""Reports of a pengawas: what may be sent, what stays open, every way they can go, and what is missing of a month."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage import audit, binaan, erasing, evidence, inbox, leaving, pendampingan, skp
from storage.audit import ENTRIES
from storage.binaan import BINAAN
from storage.database import Database
from storage.errors import Invalid, MovedOn, NotAllowed, NotFound
from storage.outbox import OUTBOX
from storage.pendampingan_record import facts_of
from storage.values import ApproveSkp, AssignmentStatus, OutboxState
from storage.values.inbox import Thing
from storage.values.own_data import WORD, EraseMe
from storage.values.pendampingan import (
    Entrust,
    Finding,
    Issue,
    Mentoring,
    OnReport,
    ReportStatus,
    ReturnReport,
    SubmitReport,
    pieces_of,
)
from tests.storage.pendampingan import DECEMBER, LINK, MENTORING, REPORT, WORK, entrusted, sent
from tests.storage.plans import SUBMIT as PLAN
from tests.storage.school import LATER, NOW, OTHER_SCHOOL, SCHOOL, World, set_status

FEBRUARY = datetime(2027, 2, 9, 1, tzinfo=UTC)
MARCH = datetime(2027, 3, 9, 1, tzinfo=UTC)
S = ReportStatus


@pytest.fixture
async def session(database: Database, world: World) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        yield session


def _of(month: int, *findings: Finding, closed: tuple[int, ...] = (), day: int = 5) -> SubmitReport:
    content = replace(MENTORING, day=date(2027, month, day), findings=findings or (Finding("Baik", False),))
    return SubmitReport(SCHOOL, month, content, closed)


async def _cards(session: AsyncSession, card: str) -> list[OutboxState]:
    return list(await session.scalars(select(OUTBOX.c.state).where(OUTBOX.c.card == card).order_by(OUTBOX.c.id)))


# --- sekolah binaan -----------------------------------------------------------------


async def test_what_is_entrusted_and_taken_away_stays_in_the_history(session: AsyncSession, world: World) -> None:
    await entrusted(session, world)
    await entrusted(session, world, OTHER_SCHOOL, now=LATER)
    await entrusted(session, world, OTHER_SCHOOL, now=LATER)
    rows = (await session.execute(select(BINAAN.c.unit_id, BINAAN.c.starts, BINAAN.c.ends).order_by(BINAAN.c.id))).all()
    assert [tuple(row) for row in rows] == [(SCHOOL, NOW, LATER), (OTHER_SCHOOL, NOW, None)]
    present = await binaan.schools(session, world.pengawas.assignment_id)
    assert [school.name for school in present] == ["SDN Contoh 02"]
    told = await session.scalars(select(OUTBOX.c.person_id).where(OUTBOX.c.card == binaan.CHANGED))
    assert list(told) == [world.pengawas.person_id] * 2


async def test_a_school_that_was_taken_away_can_come_back(session: AsyncSession, world: World) -> None:
    for units in ((SCHOOL,), (OTHER_SCHOOL,), (SCHOOL,)):
        await entrusted(session, world, *units)
    assert [school.unit_id for school in await binaan.schools(session, world.pengawas.assignment_id)] == [SCHOOL]


@pytest.mark.parametrize("unit", [1, 999])
async def test_only_schools_of_the_same_dinas_are_entrusted(session: AsyncSession, world: World, unit: int) -> None:
    with pytest.raises(Invalid, match="binaan_school"):
        await entrusted(session, world, SCHOOL, unit)


async def test_only_a_pengawas_has_schools(session: AsyncSession, world: World) -> None:
    with pytest.raises(NotAllowed):
        await binaan.entrust(session, world.dinas_operator, Entrust(world.kepala.assignment_id, (SCHOOL,)), NOW)
    [only] = await binaan.supervised(session, world.kepala_dinas, NOW)
    assert (only.member.role, only.schools) == (Role.pengawas, ())


async def test_with_the_role_the_schools_end_and_what_waits_is_withdrawn(session: AsyncSession, world: World) -> None:
    report = await sent(session, world)
    await set_status(session, world.pengawas, AssignmentStatus.ended)
    await leaving.leave(session, world.dinas_operator, world.pengawas, LATER)
    assert await binaan.schools(session, world.pengawas.assignment_id) == ()
    assert (await facts_of(session, report.id)).status is S.ditarik
    with pytest.raises(NotAllowed):
        await pendampingan.submit(session, world.pengawas, REPORT, LATER)


# --- what may be sent ---------------------------------------------------------------


async def test_it_is_read_as_it_was_written(session: AsyncSession, world: World) -> None:
    report = await sent(session, world)
    assert report == await pendampingan.facts(session, report.id, world.kepala_dinas, NOW)
    assert (report.content, report.status, report.version) == (MENTORING, S.diajukan, 1)
    assert report.school is not None
    assert (report.school.name, report.year, report.month) == ("SDN Contoh 01", 2027, 1)
    assert pieces_of(report.evidence) == (LINK,)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"month": 2}, "report_month"),
        ({"month": 0}, "report_month"),
        ({"month": 13}, "report_month"),
        ({"day": date(2027, 1, 13)}, "report_day"),
        ({"day": date(2026, 12, 31)}, "report_day"),
        ({"day": date(2026, 1, 11)}, "report_day"),
        ({"agenda": "  "}, "report_words"),
        ({"recommendation": ""}, "report_words"),
        ({"feedback": "x" * 401}, "report_words"),
        ({"findings": ()}, "report_findings"),
        ({"findings": (Finding(" ", True),)}, "report_findings"),
        ({"findings": (Finding("x", True),) * 6}, "report_findings"),
        ({"findings": (Finding("x" * 201, True),)}, "report_findings"),
    ],
)
async def test_what_no_report_may_be(session: AsyncSession, world: World, wrong: dict[str, Any], problem: str) -> None:
    await entrusted(session, world)
    intent = replace(REPORT, **wrong) if "month" in wrong else replace(REPORT, content=replace(MENTORING, **wrong))
    with pytest.raises(Invalid) as refused:
        await pendampingan.submit(session, world.pengawas, intent, NOW)
    assert refused.value.problem == problem


async def test_the_month_and_the_day_are_those_of_the_dinas(session: AsyncSession, world: World) -> None:
    """At 16.30 UTC of 31 January it is 1 February in WITA."""
    await entrusted(session, world)
    evening = datetime(2027, 1, 31, 15, 30, tzinfo=UTC)
    with pytest.raises(Invalid, match="report_month"):
        await pendampingan.submit(session, world.pengawas, _of(2, day=1), evening)
    late = await pendampingan.submit(session, world.pengawas, _of(2, day=1), evening + timedelta(hours=1))
    assert late.month == 2


async def test_a_school_that_is_not_entrusted_or_not_any_more(session: AsyncSession, world: World) -> None:
    with pytest.raises(NotAllowed):
        await pendampingan.submit(session, world.pengawas, REPORT, NOW)
    await entrusted(session, world)
    await entrusted(session, world, OTHER_SCHOOL)
    with pytest.raises(Invalid, match="binaan_ended"):
        await pendampingan.submit(session, world.pengawas, REPORT, NOW)
    with pytest.raises(NotAllowed):
        await pendampingan.school_facts(session, world.pengawas, SCHOOL, 1, "2027")


async def test_one_report_for_a_school_and_month(session: AsyncSession, world: World) -> None:
    first = await sent(session, world)
    with pytest.raises(MovedOn) as there:
        await pendampingan.submit(session, world.pengawas, REPORT, LATER)
    assert (there.value.status, there.value.version) == (S.diajukan, 1)
    again = replace(REPORT, unit_id=OTHER_SCHOOL, report_id=first.id, version=1)
    with pytest.raises(NotAllowed):
        await pendampingan.submit(session, world.pengawas, again, LATER)


async def test_while_it_waits_it_is_written_anew(session: AsyncSession, world: World) -> None:
    first = await sent(session, world)
    content = replace(MENTORING, agenda="Lain", findings=MENTORING.findings[1:])
    again = replace(REPORT, content=content, pieces=(), report_id=first.id, version=1)
    better = await pendampingan.submit(session, world.pengawas, again, LATER)
    assert (better.id, better.version, better.content, better.evidence) == (first.id, 2, content, ())
    with pytest.raises(MovedOn):
        await pendampingan.confirm(session, world.kepala_dinas, OnReport(first.id, 1), LATER)


# --- December -----------------------------------------------------------------------


async def test_december_has_one_karya_refleksi(session: AsyncSession, world: World) -> None:
    with pytest.raises(Invalid, match="report_month"):
        await pendampingan.submit_work(session, world.pengawas, WORK, NOW)
    work = await pendampingan.submit_work(session, world.pengawas, WORK, DECEMBER)
    assert (work.school, work.month, work.content) == (None, 12, WORK.work)
    with pytest.raises(MovedOn):
        await pendampingan.submit_work(session, world.pengawas, WORK, DECEMBER)
    withdrawn = await pendampingan.withdraw(session, world.pengawas, OnReport(work.id, 1), DECEMBER)
    with pytest.raises(NotFound):
        await pendampingan.facts(session, work.id, world.kepala_dinas, DECEMBER)
    again = replace(WORK, report_id=work.id, version=withdrawn.version)
    assert (await pendampingan.submit_work(session, world.pengawas, again, DECEMBER)).status is S.diajukan
    board = await pendampingan.board(session, world.kepala_dinas, world.pengawas.assignment_id, 12, DECEMBER)
    assert [(line.school, line.done) for line in board.lines] == [(None, True)]


@pytest.mark.parametrize(
    ("intent", "problem"),
    [
        (replace(WORK, pieces=()), "work_evidence"),
        (replace(WORK, work=replace(WORK.work, title=" ")), "title"),
        (replace(WORK, work=replace(WORK.work, title="x" * 121)), "title"),
    ],
)
async def test_what_no_work_may_be(session: AsyncSession, world: World, intent: Any, problem: str) -> None:
    with pytest.raises(Invalid) as refused:
        await pendampingan.submit_work(session, world.pengawas, intent, DECEMBER)
    assert refused.value.problem == problem


# --- what stays open ----------------------------------------------------------------


async def _open(session: AsyncSession, world: World, month: int) -> list[str]:
    facts = await pendampingan.school_facts(session, world.pengawas, SCHOOL, month, "2027")
    return [issue.text for issue in facts.issues]


async def test_a_finding_is_carried_until_it_is_closed(session: AsyncSession, world: World) -> None:
    await sent(session, world)
    assert await _open(session, world, 1) == []
    [issue] = (await pendampingan.school_facts(session, world.pengawas, SCHOOL, 2, "2027")).issues
    assert issue == Issue(issue.id, "Jadwal supervisi belum ada", 2027, 1)
    await pendampingan.submit(session, world.pengawas, _of(2, Finding("Rapor belum dibaca", True)), FEBRUARY)
    assert await _open(session, world, 3) == ["Jadwal supervisi belum ada", "Rapor belum dibaca"]
    report = await pendampingan.submit(session, world.pengawas, _of(3, closed=(issue.id,)), MARCH)
    assert report.closed == (issue,)
    assert await _open(session, world, 4) == ["Rapor belum dibaca"]
    assert await _open(session, world, 3) == ["Jadwal supervisi belum ada", "Rapor belum dibaca"]


async def test_a_report_that_is_taken_back_opens_and_closes_nothing(session: AsyncSession, world: World) -> None:
    first = await sent(session, world)
    [issue] = (await pendampingan.school_facts(session, world.pengawas, SCHOOL, 2, "2027")).issues
    second = await pendampingan.submit(session, world.pengawas, _of(2, closed=(issue.id,)), FEBRUARY)
    assert await _open(session, world, 3) == []
    await pendampingan.withdraw(session, world.pengawas, OnReport(second.id, 1), FEBRUARY)
    assert await _open(session, world, 3) == [issue.text]
    await pendampingan.withdraw(session, world.pengawas, OnReport(first.id, 1), FEBRUARY)
    assert await _open(session, world, 3) == []


async def test_a_finding_that_stays_word_for_word_stays_closed(session: AsyncSession, world: World) -> None:
    first = await sent(session, world)
    [issue] = (await pendampingan.school_facts(session, world.pengawas, SCHOOL, 2, "2027")).issues
    await pendampingan.submit(session, world.pengawas, _of(2, closed=(issue.id,)), FEBRUARY)
    content = replace(MENTORING, findings=(Finding("Baru", True), *MENTORING.findings))
    again = replace(REPORT, content=content, report_id=first.id, version=1)
    assert (await pendampingan.submit(session, world.pengawas, again, FEBRUARY)).content == content
    assert await _open(session, world, 3) == ["Baru"]


async def test_what_was_called_closed_is_open_again_when_the_report_says_so(
    session: AsyncSession, world: World
) -> None:
    await sent(session, world)
    [issue] = (await pendampingan.school_facts(session, world.pengawas, SCHOOL, 2, "2027")).issues
    second = await pendampingan.submit(session, world.pengawas, _of(2, closed=(issue.id,)), FEBRUARY)
    again = replace(_of(2), report_id=second.id, version=1)
    assert (await pendampingan.submit(session, world.pengawas, again, FEBRUARY)).closed == ()
    assert await _open(session, world, 3) == [issue.text]


async def test_nobody_closes_what_is_not_open_at_that_school(session: AsyncSession, world: World) -> None:
    await sent(session, world)
    [issue] = (await pendampingan.school_facts(session, world.pengawas, SCHOOL, 2, "2027")).issues
    foreign = replace(_of(2, closed=(issue.id, 999)), unit_id=OTHER_SCHOOL)
    assert (await pendampingan.submit(session, world.pengawas, foreign, FEBRUARY)).closed == ()
    assert await _open(session, world, 3) == [issue.text]


# --- what the record knows ----------------------------------------------------------


async def test_a_school_in_figures(session: AsyncSession, world: World) -> None:
    await entrusted(session, world)
    plan = await skp.submit(session, world.guru, PLAN, NOW)
    await skp.submit(session, world.colleague, PLAN, NOW)
    await skp.submit(session, world.other_guru, PLAN, NOW)
    await skp.approve(session, world.kepala, ApproveSkp(plan.id, 1), NOW)
    facts = await pendampingan.school_facts(session, world.pengawas, SCHOOL, 1, "2027")
    assert (facts.planners, facts.sent, facts.agreed, facts.entered, facts.observed) == (3, 2, 1, 0, 0)
    other = await pendampingan.school_facts(session, world.pengawas, SCHOOL, 1, "2026")
    assert (other.planners, other.sent) == (3, 0)


# --- what is missing ----------------------------------------------------------------


async def _missing(session: AsyncSession, world: World, month: int, year: int = 2027) -> dict[int, int]:
    asked = [member.assignment_id for member in world.members.values()]
    return await pendampingan.open_work(session, asked, year, month)


async def test_what_is_missing_is_counted(session: AsyncSession, world: World) -> None:
    me = world.pengawas.assignment_id
    assert await _missing(session, world, 1) == {me: 0}
    assert await _missing(session, world, 12) == {me: 1}
    assert await _missing(session, world, 1, 2026) == {}
    await entrusted(session, world)
    assert await _missing(session, world, 1) == {me: 2}
    assert await _missing(session, world, 12) == {me: 3}
    report = await pendampingan.submit(session, world.pengawas, REPORT, NOW)
    assert await _missing(session, world, 1) == {me: 1}
    await pendampingan.confirm(session, world.kepala_dinas, OnReport(report.id, 1), NOW)
    assert await _missing(session, world, 1) == {me: 1}
    await pendampingan.undo(session, world.kepala_dinas, OnReport(report.id, 2), NOW)
    await pendampingan.give_back(session, world.kepala_dinas, ReturnReport(report.id, 3, "Kurang"), NOW)
    assert await _missing(session, world, 1) == {me: 2}
    await pendampingan.submit_work(session, world.pengawas, WORK, DECEMBER)
    assert await _missing(session, world, 12) == {me: 2}


async def test_a_school_counts_from_the_month_in_which_it_was_entrusted(session: AsyncSession, world: World) -> None:
    """At 16.30 UTC of 28 February it is March in WITA."""
    me = world.pengawas.assignment_id
    await entrusted(session, world, SCHOOL, now=datetime(2027, 2, 28, 16, 30, tzinfo=UTC))
    assert [await _missing(session, world, month) for month in (1, 2, 3)] == [{me: 0}, {me: 0}, {me: 1}]
    boards = [await pendampingan.board(session, world.pengawas, me, month, MARCH) for month in (2, 3)]
    assert [len(board.missing) for board in boards] == [0, 1]


async def test_the_board_keeps_what_was_reported_of_a_school_that_is_gone(session: AsyncSession, world: World) -> None:
    report = await sent(session, world)
    await entrusted(session, world, OTHER_SCHOOL)
    board = await pendampingan.board(session, world.pengawas, world.pengawas.assignment_id, 1, NOW)
    lines = [(line.report_id, line.entrusted, line.missing) for line in board.lines]
    assert lines == [(report.id, False, False), (None, True, True)]
    assert board.done == 1


async def test_the_board_and_the_count_agree(session: AsyncSession, world: World) -> None:
    me = world.pengawas.assignment_id
    await entrusted(session, world)
    await pendampingan.submit(session, world.pengawas, _of(3), MARCH)
    for month in range(1, 13):
        board = await pendampingan.board(session, world.pengawas, me, month, DECEMBER)
        assert {me: len(board.missing)} == await _missing(session, world, month)


# --- its way ------------------------------------------------------------------------


async def test_the_owner_is_told_once_and_of_what_is_taken_back(session: AsyncSession, world: World) -> None:
    report = await sent(session, world)
    for _again in range(2):
        done = await pendampingan.confirm(session, world.kepala_dinas, OnReport(report.id, 1), NOW)
        assert (done.status, done.version, done.decided_by) == (S.dikonfirmasi, 2, world.kepala_dinas.name)
    assert len(await _cards(session, pendampingan.DECIDED)) == 1
    with pytest.raises(NotAllowed):
        await pendampingan.undo(session, world.kepala_dinas, OnReport(report.id, 2), NOW + timedelta(minutes=11))
    back = await pendampingan.undo(session, world.kepala_dinas, OnReport(report.id, 2), NOW)
    assert replace(back, version=1) == report
    assert len(await _cards(session, pendampingan.UNDONE)) == 1


async def test_one_that_came_back_says_why_and_is_sent_again(session: AsyncSession, world: World) -> None:
    report = await sent(session, world)
    with pytest.raises(Invalid, match="reason"):
        await pendampingan.give_back(session, world.kepala_dinas, ReturnReport(report.id, 1, " "), NOW)
    back = await pendampingan.give_back(session, world.kepala_dinas, ReturnReport(report.id, 1, " Kurang "), NOW)
    assert (back.status, back.reason) == (S.dikembalikan, "Kurang")
    again = replace(REPORT, report_id=report.id, version=2)
    better = await pendampingan.submit(session, world.pengawas, again, LATER)
    assert (better.status, better.reason, better.decided_by) == (S.diajukan, None, None)


async def test_several_are_confirmed_in_one_go_and_taken_back(session: AsyncSession, world: World) -> None:
    first = await sent(session, world)
    other = replace(REPORT, unit_id=OTHER_SCHOOL)
    second = await pendampingan.submit(session, world.pengawas, other, NOW)
    lines = await inbox.waiting(session, world.kepala_dinas, NOW)
    assert [(line.thing, line.note) for line in lines] == [
        (Thing.pendampingan, "SDN Contoh 01"),
        (Thing.pendampingan, "SDN Contoh 02"),
    ]
    batch = await inbox.propose(session, world.kepala_dinas, frozenset({Thing.pendampingan}), NOW)
    decided = await inbox.decide_batch(session, world.kepala_dinas, batch.id, batch.version, NOW)
    assert [(await facts_of(session, one.id)).status for one in (first, second)] == [S.dikonfirmasi] * 2
    assert len(await _cards(session, pendampingan.DECIDED)) == 1
    await inbox.undo_batch(session, world.kepala_dinas, decided.id, decided.version, NOW)
    assert [(await facts_of(session, one.id)).status for one in (first, second)] == [S.diajukan] * 2


Try = Callable[[Any, World, int, int], Any]
TRIES: dict[str, Try] = {
    "submit": lambda s, w, at, v: pendampingan.submit(s, w.pengawas, replace(REPORT, report_id=at, version=v), NOW),
    "withdraw": lambda s, w, at, v: pendampingan.withdraw(s, w.pengawas, OnReport(at, v), NOW),
    "confirm": lambda s, w, at, v: pendampingan.confirm(s, w.kepala_dinas, OnReport(at, v), NOW),
    "give_back": lambda s, w, at, v: pendampingan.give_back(s, w.kepala_dinas, ReturnReport(at, v, "x"), NOW),
    "undo": lambda s, w, at, v: pendampingan.undo(s, w.kepala_dinas, OnReport(at, v), NOW),
    "own confirm": lambda s, w, at, v: pendampingan.confirm(s, w.pengawas, OnReport(at, v), NOW),
    "foreign": lambda s, w, at, v: pendampingan.confirm(s, w.kepala, OnReport(at, v), NOW),
}


async def test_whatever_people_try_nothing_is_confirmed_past_the_appraiser(session: AsyncSession, world: World) -> None:
    chance = random.Random(7)
    report = await sent(session, world)
    version, status = 1, S.diajukan
    for _turn in range(60):
        name = chance.choice(list(TRIES))
        try:
            async with session.begin_nested():
                facts = await TRIES[name](session, world, report.id, version - chance.choice((0, 0, 0, 1)))
        except (MovedOn, NotAllowed):
            facts = await facts_of(session, report.id)
            assert (facts.version, facts.status) == (version, status), "a refusal changes nothing"
            continue
        assert name not in ("own confirm", "foreign")
        assert facts.version in (version, version + 1)
        if facts.version > version and facts.status is S.dikonfirmasi:
            assert (name, status) == ("confirm", S.diajukan)
        version, status = facts.version, facts.status
    actions = (await session.scalars(select(ENTRIES.c.action).order_by(ENTRIES.c.seq))).all()
    assert len([action for action in actions if action.startswith("pendampingan.")]) == version
    assert await audit.verify(session) is None
    assert version > 8


async def test_the_trail_holds_no_words(session: AsyncSession, world: World) -> None:
    secret = Mentoring(date(2027, 1, 11), "rahasia", (Finding("rahasia", True),), "rahasia", "rahasia")
    report = await sent(session, world, replace(REPORT, content=secret))
    await pendampingan.give_back(session, world.kepala_dinas, ReturnReport(report.id, 1, "rahasia"), NOW)
    details = (await session.scalars(select(ENTRIES.c.detail))).all()
    assert not [detail for detail in details if "rahasia" in detail]


async def test_who_is_erased_leaves_no_words_and_no_evidence(session: AsyncSession, world: World) -> None:
    report = await sent(session, world)
    await erasing.erase(session, world.pengawas, EraseMe(WORD), LATER)
    assert await evidence.beside(session, report.id) == ()
    left = await facts_of(session, report.id)
    assert isinstance(left.content, Mentoring)
    assert (left.content.agenda, {finding.text for finding in left.content.findings}) == ("", {"–"})
