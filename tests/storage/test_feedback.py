"""Feedback in the record: who reads what, whoever appraises later, and what is forgotten when."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler import loop
from storage import audit, drafts, feedback
from storage.clock import FixedClock
from storage.database import Database
from storage.drafts import DRAFTS
from storage.errors import Invalid, MovedOn, NotFound
from storage.feedback import FEEDBACK
from storage.outbox import OUTBOX
from storage.teams import TEAM
from storage.values import Member
from storage.values.feedback import (
    GIVE,
    AnswerFeedback,
    FeedbackFacts,
    FeedbackKind,
    FeedbackStatus,
    GiveFeedback,
    keep_until,
)
from tests.storage.school import LATER, NOW, World, appoint

pytestmark = pytest.mark.sqlite_first

SECRET = "Sering terlambat karena merawat orang tua."
LAST_DAY = datetime(2028, 12, 31, 23, tzinfo=UTC)
DAY_AFTER = datetime(2029, 1, 1, 1, tzinfo=UTC)


@dataclass
class Desk:
    session: AsyncSession
    world: World

    async def tell(self, kind: FeedbackKind, by: Member, text: str = SECRET) -> FeedbackFacts:
        note = GiveFeedback(self.world.guru.assignment_id, kind, text, date(2027, 2, 1))
        return await feedback.give(self.session, by, note, NOW)

    async def readers(self, note: FeedbackFacts) -> set[str]:
        """Who of the world may read it."""
        found = set()
        for name, member in self.world.members.items():
            try:
                await feedback.facts(self.session, member, note.id, LATER)
            except NotFound:
                continue
            found.add(name)
        return found

    async def watch(self, watcher: Member) -> None:
        """The kepala sekolah lets somebody watch the guru."""
        sides = {
            "appraiser_assignment_id": self.world.kepala.assignment_id,
            "member_assignment_id": watcher.assignment_id,
            "watched_assignment_id": self.world.guru.assignment_id,
        }
        await self.session.execute(insert(TEAM).values(**sides, sk_number="1", sk_date=NOW.date(), starts=NOW))


@pytest.fixture
async def desk(database: Database, world: World) -> AsyncIterator[Desk]:
    async with database.transaction() as session:
        yield Desk(session, world)


async def test_counselling_stays_between_two_whoever_appraises_later(desk: Desk) -> None:
    await desk.watch(desk.world.tim_kinerja)
    notes = {kind: await desk.tell(kind, desk.world.kepala) for kind in FeedbackKind}
    for kind, note in notes.items():
        two = {"guru", "kepala"}
        assert await desk.readers(note) == (two if kind is FeedbackKind.konseling else two | {"tim_kinerja"})
    await appoint(desk.session, desk.world.guru, desk.world.other_kepala)
    assert await desk.readers(notes[FeedbackKind.konseling]) == {"guru", "kepala"}
    assert await desk.readers(notes[FeedbackKind.bimbingan]) == {"guru", "kepala", "other_kepala"}
    count, lines = await feedback.about(
        desk.session, desk.world.other_kepala, desk.world.guru.assignment_id, 0, 9, LATER
    )
    assert count == len(lines) == len(FeedbackKind) - 1


async def test_the_appraiser_does_not_read_the_counselling_of_the_team(desk: Desk) -> None:
    await desk.watch(desk.world.tim_kinerja)
    note = await desk.tell(FeedbackKind.konseling, desk.world.tim_kinerja)
    assert await desk.readers(note) == {"guru", "tim_kinerja"}


@pytest.mark.both
async def test_an_answer_is_given_once_and_told(desk: Desk) -> None:
    note = await desk.tell(FeedbackKind.penugasan, desk.world.kepala)
    reply = AnswerFeedback(note.id, 1, "Siap, Bu.")
    for _ in range(2):  # the same tap again
        answered = await feedback.answer(desk.session, desk.world.guru, reply, LATER)
    assert (answered.status, answered.answer, answered.version) == (FeedbackStatus.ditanggapi, "Siap, Bu.", 2)
    with pytest.raises(MovedOn):
        await feedback.answer(desk.session, desk.world.guru, AnswerFeedback(note.id, 2, "Lagi."), LATER)
    cards = await desk.session.execute(select(OUTBOX.c.card, OUTBOX.c.person_id, OUTBOX.c.params).order_by(OUTBOX.c.id))
    people = (desk.world.guru.person_id, desk.world.kepala.person_id)
    params = {"feedback": note.id}
    expected = [(feedback.GIVEN, people[0], params), (feedback.ANSWERED, people[1], params)]
    assert [tuple(card) for card in cards] == expected


@pytest.mark.parametrize("text", ["", "  ", "x" * 1001])
async def test_words_are_needed_and_not_too_many(desk: Desk, text: str) -> None:
    with pytest.raises(Invalid):
        await desk.tell(FeedbackKind.apresiasi, desk.world.kepala, text)


def test_only_counselling_has_an_end() -> None:
    assert keep_until(FeedbackKind.konseling, 2027) == date(2028, 12, 31)
    assert {keep_until(kind, 2027) for kind in FeedbackKind if kind is not FeedbackKind.konseling} == {None}


@pytest.mark.both
async def test_counselling_is_forgotten_twelve_months_after_its_year(desk: Desk) -> None:
    note = await desk.tell(FeedbackKind.konseling, desk.world.kepala)
    other = await desk.tell(FeedbackKind.bimbingan, desk.world.kepala)
    await feedback.answer(desk.session, desk.world.guru, AnswerFeedback(note.id, 1, SECRET), LATER)
    assert await feedback.forget(desk.session, LAST_DAY) == 0
    assert [await feedback.forget(desk.session, DAY_AFTER) for _ in range(2)] == [1, 0]
    gone = await feedback.facts(desk.session, desk.world.guru, note.id, DAY_AFTER)
    assert (gone.status, gone.text, gone.answer) == (FeedbackStatus.dihapus, None, None)
    rows = (await desk.session.execute(select(FEEDBACK))).all()
    assert [SECRET in str(row) for row in sorted(rows, key=lambda row: row.id)] == [False, True]
    assert (await feedback.facts(desk.session, desk.world.guru, other.id, DAY_AFTER)).text == SECRET
    assert await audit.verify(desk.session) is None


async def test_what_was_typed_is_forgotten_with_the_talk(desk: Desk) -> None:
    kepala = desk.world.kepala
    over = await drafts.open_draft(desk.session, kepala, GIVE, "umpan:1", {}, NOW, {"text": SECRET})
    await drafts.finish(desk.session, over.id, NOW)
    still = await drafts.open_draft(desk.session, kepala, GIVE, "umpan:2", {}, NOW, {"text": SECRET})
    await feedback.forget(desk.session, NOW)
    answers = {row.id: row.answers for row in await desk.session.execute(select(DRAFTS.c.id, DRAFTS.c.answers))}
    assert answers == {over.id: {}, still.id: {"text": SECRET}}


async def test_the_clock_forgets_by_itself(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await Desk(session, world).tell(FeedbackKind.konseling, world.kepala)
    await loop.forget(database, FixedClock(DAY_AFTER)).action()
    async with database.reading() as session:
        assert await session.scalar(select(FEEDBACK.c.text)) is None
