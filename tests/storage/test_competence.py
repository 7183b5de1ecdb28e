"""The competence log: what may be kept, every way it can go, who is told, and how its points add up."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from regulations.library import packaged
from regulations.models import Basis, Role
from storage import audit, competence, lending, logbook, outcomes
from storage.audit import ENTRIES
from storage.database import Database
from storage.errors import Invalid, MovedOn, NotAllowed, NotFound
from storage.flow import UNDO_WITHIN
from storage.logbook import LOGS
from storage.outbox import OUTBOX
from storage.values import OutboxState
from storage.values.competence import (
    OPEN,
    ChangeLog,
    Entry,
    LogLine,
    LogProblem,
    LogStatus,
    OnLog,
    Points,
    ReturnLog,
    points_of,
)
from tests.dialogs.effort import effort
from tests.storage.logs import ENTRY, LINK, NEW, keep, saved, sent
from tests.storage.school import LATER, NOW, World

pytestmark = pytest.mark.sqlite_first

# --- what may be kept ------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"title": ""}, "title"),
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"day": date(2027, 1, 13)}, "day"),
        ({"day": date(2026, 12, 31)}, "day"),
        ({"units": 0}, "units"),
        ({"units": 61}, "units"),
        ({"each": 0}, "points"),
        ({"each": -8}, "points"),
        ({"each": 129}, "points"),
        ({"reflection": {"inspirasi": "x" * 601}}, "reflection"),
    ],
)
async def test_what_cannot_be_is_refused_by_name(
    database: Database, world: World, wrong: dict[str, Any], problem: str
) -> None:
    for intent in (replace(NEW, entry=replace(ENTRY, **wrong)),):
        with pytest.raises(Invalid) as refused:
            async with database.transaction() as session:
                await competence.save(session, world.guru, intent, NOW)
        assert refused.value.problem == problem


async def test_the_day_is_the_schools(database: Database, world: World) -> None:
    """At 16.30 UTC of the 12th it is the 13th in WITA."""
    tomorrow = replace(NEW, entry=replace(ENTRY, day=date(2027, 1, 13)))
    async with database.transaction() as session:
        late = NOW.replace(hour=16, minute=30)
        assert (await competence.save(session, world.guru, tomorrow, late)).entry.day == date(2027, 1, 13)


@pytest.mark.both
async def test_an_entry_is_read_as_it_was_written(database: Database, world: World) -> None:
    told = replace(ENTRY, each=None, basis=None, units=1, reflection={"inspirasi": "Banyak <b>sekali</b> & 😀"})
    async with database.transaction() as session:
        log = await saved(session, world.guru, replace(NEW, entry=told))
        again = await logbook.facts(session, log.id, world.guru, NOW)
    assert again == log
    assert again.entry == told
    assert (again.status, again.version, again.entry.points) == (LogStatus.tersimpan, 1, None)
    assert again.owner == world.guru


async def test_nobody_sees_an_entry_before_it_is_sent(database: Database, world: World) -> None:
    async with database.transaction() as session:
        log = await saved(session, world.guru)
        guru = world.guru.assignment_id
        assert await logbook.lines(session, world.kepala, guru, NEW.period, NOW) == ()
        with pytest.raises(NotFound):
            await logbook.facts(session, log.id, world.kepala, NOW)
        await competence.submit(session, world.guru, OnLog(log.id, 1), NOW)
        assert len(await logbook.lines(session, world.kepala, guru, NEW.period, NOW)) == 1
        await competence.withdraw(session, world.guru, OnLog(log.id, 2), NOW)
        with pytest.raises(NotFound):
            await logbook.facts(session, log.id, world.kepala, NOW)
        assert len(await logbook.lines(session, world.guru, guru, NEW.period, NOW)) == 1


# --- its way -----------------------------------------------------------------------


async def test_the_same_tap_again_does_nothing_more(database: Database, world: World) -> None:
    async with database.transaction() as session:
        log = await sent(session, world.guru)
        for _again in range(2):
            done = await competence.confirm(session, world.kepala, OnLog(log.id, 2), NOW)
            assert (done.status, done.version) == (LogStatus.dikonfirmasi, 3)
        cards = await session.scalars(select(OUTBOX.c.card).where(OUTBOX.c.card == competence.DECIDED))
        assert len(cards.all()) == 1


async def test_who_is_late_reads_what_has_become_of_it(database: Database, world: World) -> None:
    async with database.transaction() as session:
        log = await sent(session, world.guru)
        await competence.withdraw(session, world.guru, OnLog(log.id, 2), NOW)
        with pytest.raises(MovedOn) as late:
            await competence.confirm(session, world.kepala, OnLog(log.id, 2), LATER)
    assert (late.value.status, late.value.by) == (LogStatus.ditarik, world.guru.name)


async def test_what_came_back_is_mended_and_sent_again_without_the_reason(database: Database, world: World) -> None:
    async with database.transaction() as session:
        log = await sent(session, world.guru)
        with pytest.raises(Invalid):
            await competence.give_back(session, world.kepala, ReturnLog(log.id, 2, " "), NOW)
        back = await competence.give_back(session, world.kepala, ReturnLog(log.id, 2, " Mana sertifikatnya? "), NOW)
        assert (back.status, back.reason) == (LogStatus.dikembalikan, "Mana sertifikatnya?")
        mended = await competence.change(
            session, world.guru, ChangeLog(log.id, 3, replace(ENTRY, title="Lengkap")), LATER
        )
        assert (mended.status, mended.reason, mended.entry.title) == (LogStatus.tersimpan, None, "Lengkap")
        again = await competence.submit(session, world.guru, OnLog(log.id, 4), LATER)
        assert again.status is LogStatus.diajukan


async def test_what_is_thrown_away_leaves_no_words(database: Database, world: World) -> None:
    async with database.transaction() as session:
        log = await saved(session, world.guru, replace(NEW, entry=replace(ENTRY, reflection={"inspirasi": "rahasia"})))
        for _again in range(2):
            await competence.delete(session, world.guru, OnLog(log.id, 1), NOW)
        row = (await session.execute(select(LOGS).where(LOGS.c.id == log.id))).one()
        assert (row.title, row.reflection, row.reason) == ("", {}, None)
        assert await logbook.of_member(session, world.guru.assignment_id, NEW.period) == ()
        with pytest.raises(NotFound):
            await logbook.facts(session, log.id, world.guru, NOW)


async def test_a_decision_can_be_taken_back_for_ten_minutes_by_who_took_it(database: Database, world: World) -> None:
    async with database.transaction() as session:
        log = await sent(session, world.guru)
        await competence.confirm(session, world.kepala, OnLog(log.id, 2), NOW)
        with pytest.raises(NotAllowed):
            await competence.undo(session, world.kepala, OnLog(log.id, 3), NOW + UNDO_WITHIN)
        back = await competence.undo(session, world.kepala, OnLog(log.id, 3), NOW + timedelta(minutes=9))
        assert (back.status, back.decided_at, back.decided_by, back.version) == (LogStatus.diajukan, None, None, 4)
        assert back.submitted_at == log.submitted_at


@pytest.mark.both
async def test_everything_complete_is_sent_at_once_and_nothing_else(database: Database, world: World) -> None:
    async with database.transaction() as session:
        ready = await saved(session, world.guru)
        bare = await saved(session, world.guru, replace(NEW, pieces=()))
        free = await saved(session, world.guru, replace(NEW, pieces=(), needs_evidence=False))
        await saved(session, world.guru, replace(NEW, period="2027-2"))
        await saved(session, world.colleague)
        back = await sent(session, world.guru)
        await competence.give_back(session, world.kepala, ReturnLog(back.id, 2, "x"), NOW)
        assert await competence.submit_all(session, world.guru, NEW.period, LATER) == 2
        assert await competence.submit_all(session, world.guru, NEW.period, LATER) == 0
        lines = await logbook.of_member(session, world.guru.assignment_id, NEW.period)
        assert {line.id for line in lines if line.status is LogStatus.diajukan} == {ready.id, free.id}
        assert [line.complete for line in lines if line.id == bare.id] == [False]


# --- whoever decides ---------------------------------------------------------------------


async def test_what_needs_a_look_is_named_and_stays_out_of_a_batch(database: Database, world: World) -> None:
    asked = replace(ENTRY, activity="d", each=4, basis=Basis.unverified, asked=True)
    async with database.transaction() as session:
        photo = await keep(session, world.guru, "a")
        clean = await sent(session, world.guru, replace(NEW, pieces=(photo, LINK)))
        links = await sent(session, world.guru)
        unsure = await sent(session, world.guru, replace(NEW, entry=asked, pieces=()))
        twice = await sent(session, world.colleague, replace(NEW, pieces=(await keep(session, world.colleague, "b"),)))
        again = await sent(session, world.colleague, replace(NEW, pieces=(await keep(session, world.colleague, "b"),)))
        found = {line.id: line.problems for line in await competence.waiting(session, world.kepala, NOW)}
        assert found == {
            clean.id: (),
            links.id: (LogProblem.link_only,),
            unsure.id: (LogProblem.unverified_points, LogProblem.no_evidence),
            twice.id: (LogProblem.duplicate_file,),
            again.id: (LogProblem.duplicate_file,),
        }
        assert await competence.confirm_all(session, world.kepala, world.guru.assignment_id, NOW) == 1
        assert (await logbook.facts_of(session, clean.id)).status is LogStatus.dikonfirmasi
        assert (await logbook.facts_of(session, links.id)).status is LogStatus.diajukan


async def test_a_day_that_leaves_its_period_is_named(database: Database, world: World) -> None:
    async with database.transaction() as session:
        log = await sent(session, world.guru)
        await session.execute(LOGS.update().where(LOGS.c.id == log.id).values(ends=date(2027, 1, 1)))
        assert LogProblem.outside_period in (await logbook.facts_of(session, log.id)).problems


async def _decided_cards(database: Database) -> list[tuple[str, str]]:
    async with database.reading() as session:
        cards = (competence.DECIDED, competence.UNDONE)
        rows = await session.execute(
            select(OUTBOX.c.card, OUTBOX.c.state).where(OUTBOX.c.card.in_(cards)).order_by(OUTBOX.c.id)
        )
        return [(row.card, row.state.value) for row in rows]


@pytest.mark.both
async def test_what_is_decided_at_one_instant_is_told_on_one_card(database: Database, world: World) -> None:
    async with database.transaction() as session:
        logs = [await sent(session, world.guru, replace(NEW, needs_evidence=False, pieces=())) for _each in range(3)]
        told_at = NOW + UNDO_WITHIN
        for log in logs:
            await competence.confirm(session, world.kepala, OnLog(log.id, 2), NOW, told_at=told_at)
        await competence.undo(session, world.kepala, OnLog(logs[0].id, 3), NOW)
        owner, kepala = world.guru.assignment_id, world.kepala.assignment_id
        assert await logbook.decided_at(session, owner, kepala, NOW) == (logs[1].id, logs[2].id)
    waiting = OutboxState.waiting.value
    assert await _decided_cards(database) == [(competence.DECIDED, waiting), (competence.UNDONE, waiting)]


async def test_who_was_told_is_told_that_it_was_taken_back(database: Database, world: World) -> None:
    async with database.transaction() as session:
        log = await sent(session, world.guru)
        await competence.confirm(session, world.kepala, OnLog(log.id, 2), NOW)
        for parcel in await lending.claim(session, NOW, 10, timedelta(minutes=1)):
            await lending.record(session, parcel.id, outcomes.Sent(7), NOW)
        await competence.undo(session, world.kepala, OnLog(log.id, 3), NOW)
    assert [card for card, _state in await _decided_cards(database)] == [competence.DECIDED, competence.UNDONE]


async def test_many_that_come_in_on_one_day_are_one_nudge(database: Database, world: World) -> None:
    async with database.transaction() as session:
        for _each in range(4):
            await sent(session, world.guru)
        cards = (await session.scalars(select(OUTBOX.c.person_id).where(OUTBOX.c.card == "inbox_news"))).all()
    assert cards == [world.kepala.person_id]


# --- random walks --------------------------------------------------------------------------

Try = Callable[[Any, World, int, int], Any]
TRIES: dict[str, Try] = {
    "change": lambda s, w, log, v: competence.change(s, w.guru, ChangeLog(log, v, ENTRY), NOW),
    "submit": lambda s, w, log, v: competence.submit(s, w.guru, OnLog(log, v), NOW),
    "withdraw": lambda s, w, log, v: competence.withdraw(s, w.guru, OnLog(log, v), NOW),
    "confirm": lambda s, w, log, v: competence.confirm(s, w.kepala, OnLog(log, v), NOW),
    "give_back": lambda s, w, log, v: competence.give_back(s, w.kepala, ReturnLog(log, v, "x"), NOW),
    "undo": lambda s, w, log, v: competence.undo(s, w.kepala, OnLog(log, v), NOW),
    "own confirm": lambda s, w, log, v: competence.confirm(s, w.guru, OnLog(log, v), NOW),
    "foreign": lambda s, w, log, v: competence.confirm(s, w.other_kepala, OnLog(log, v), NOW),
}


async def test_whatever_people_try_nothing_is_confirmed_past_the_appraiser(database: Database, world: World) -> None:
    chance = random.Random(7)
    async with database.transaction() as session:
        log = await saved(session, world.guru)
        version, status = 1, LogStatus.tersimpan
        for _turn in range(60):
            name = chance.choice(list(TRIES))
            try:
                async with session.begin_nested():
                    facts = await TRIES[name](session, world, log.id, version - chance.choice((0, 0, 0, 1)))
            except (MovedOn, NotAllowed):
                facts = await logbook.facts_of(session, log.id)
                assert (facts.version, facts.status) == (version, status), "a refusal changes nothing"
                continue
            assert name not in ("own confirm", "foreign")
            assert facts.version in (version, version + 1)
            if facts.version > version and facts.status is LogStatus.dikonfirmasi:
                assert (name, status) == ("confirm", LogStatus.diajukan)
            version, status = facts.version, facts.status
        actions = (await session.scalars(select(ENTRIES.c.action).order_by(ENTRIES.c.seq))).all()
        assert len([action for action in actions if action.startswith("competence.")]) == version
        assert await audit.verify(session) is None
    assert version > 8


async def test_the_trail_holds_no_words(database: Database, world: World) -> None:
    told = replace(ENTRY, title="Judul rahasia", reflection={"inspirasi": "Jawaban rahasia"})
    async with database.transaction() as session:
        log = await sent(session, world.guru, replace(NEW, entry=told))
        await competence.give_back(session, world.kepala, ReturnLog(log.id, 2, "Alasan rahasia"), NOW)
        details = (await session.scalars(select(ENTRIES.c.detail))).all()
    assert not [detail for detail in details if "rahasia" in detail]


# --- points ---------------------------------------------------------------------------------

PACK = packaged().pack("perdirjen-7607-2023")
HELP = "Pusat Informasi Guru Kemdikbud, Rincian RHK dan Bukti Dukung (artikel 26037247064217)"
BLOG = "Satu daftar di blog (sarastiana.com, Januari 2024); belum terverifikasi"


@pytest.mark.parametrize(
    ("code", "units", "points", "source"),
    [
        ("a", 1, 36, HELP),
        ("c", 1, 8, HELP),
        ("c", 4, 32, HELP),
        ("j", 2, 16, HELP),
        ("o", 16, 128, HELP),
        ("p", 8, 32, HELP),
        ("f", 3, 18, BLOG),
        ("h", 1, 6, BLOG),
        ("l", 8, 32, BLOG),
        ("m", 5, 20, BLOG),
    ],
)
def test_points_are_the_value_times_the_units(code: str, units: int, points: int, source: str) -> None:
    item = next(one for one in PACK.activities(Role.guru) if one.code == code)
    assert item.points_source == source
    entry = Entry(code, date(2024, 2, 1), "x", units, item.points, item.points_basis)
    assert entry.points == points


def test_nine_values_are_nobodys_to_print() -> None:
    """Perdirjen 7607/2023 huruf b, d, e, g, i, k, n, q, r: the person types them, and they are marked."""
    unknown = [item.code for item in PACK.activities(Role.guru) if item.points is None]
    assert unknown == list("bdegiknqr")


def _line(status: LogStatus, units: int, each: int | None) -> LogLine:
    points = None if each is None else units * each
    return LogLine(1, 1, status, "o", "x", date(2024, 2, 1), points, False, None, True)


ENTRIES_OF_A_LOG = st.lists(
    st.tuples(st.sampled_from(list(LogStatus)), st.integers(1, 60), st.none() | st.integers(1, 128))
)


@effort(80)
@given(ENTRIES_OF_A_LOG, st.sampled_from([*OPEN, LogStatus.diajukan, LogStatus.dikonfirmasi]), st.integers(1, 60))
def test_the_sum_is_of_units_times_value_and_only_grows(
    entries: list[tuple[LogStatus, int, int | None]], status: LogStatus, units: int
) -> None:
    lines = [_line(*entry) for entry in entries]
    points = points_of(lines)
    alive = [entry for entry in entries if entry[0] is not LogStatus.dihapus]
    assert points.total == sum(units * (each or 0) for _status, units, each in alive)
    assert min(points.confirmed, points.waiting, points.open) >= 0
    assert points_of(reversed(lines)) == points
    more = points_of([*lines, _line(status, units, 8)])
    assert more.total == points.total + units * 8
    assert more.confirmed >= points.confirmed
    assert more.waiting >= points.waiting
    assert more.open >= points.open
    assert points_of([*lines, _line(LogStatus.dihapus, units, 8)]) == points


def test_an_empty_log_is_worth_nothing() -> None:
    assert points_of(()) == Points(0, 0, 0)
