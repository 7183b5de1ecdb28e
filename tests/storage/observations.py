"""Cycles of observation, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Side
from storage import observations, skp
from storage.observation_record import OBSERVATIONS, read
from storage.values import ApproveSkp, Member
from storage.values.observation import (
    AgreeSlot,
    Answer,
    Conclude,
    Discuss,
    FollowUp,
    ObservationFacts,
    ObservationStatus,
    Observe,
    Prepare,
    Rated,
    Reflect,
    Respond,
)
from tests.storage.plans import SUBMIT
from tests.storage.school import NOW

SLOT = datetime(2027, 2, 10, 1, 0, tzinfo=UTC)
"""10 February 2027, 09.00 WITA."""
THAT_DAY = SLOT + timedelta(hours=2)
PREPARE = Prepare(
    period="2027",
    opens=date(2027, 1, 1),
    closes=date(2027, 12, 31),
    focus="4",
    targets=("perhatian.1",),
    learning="Membaca tentang empati",
    documents=None,
    at=SLOT,
)
ANSWERS = (Answer("1", "Waktu <terbatas>"), Answer("2", "Mencoba lagi"), Answer("3", "Rekan sejawat"))


async def agreed_plan(session: AsyncSession, owner: Member, appraiser: Member) -> None:
    """A plan with focus 1 and 4 that was agreed to."""
    facts = await skp.submit(session, owner, SUBMIT, NOW)
    await skp.approve(session, appraiser, ApproveSkp(facts.id, facts.version), NOW)


async def put(session: AsyncSession, owner: Member, status: ObservationStatus, **columns: Any) -> int:
    """A cycle in any state, behind the back of the operations; the owner has proposed the slot."""
    values = {
        "assignment_id": owner.assignment_id,
        "period": "2027",
        "opens": PREPARE.opens,
        "closes": PREPARE.closes,
        "focus": "4",
        "pack_id": SUBMIT.pack_id,
        "pack_version": SUBMIT.pack_version,
        "status": status,
        "starts": SLOT,
        "slot_by": Side.diobservasi,
        "version": 1,
        "changed_at": NOW,
        "changed_by": owner.assignment_id,
    }
    row = await session.scalar(insert(OBSERVATIONS).values(values | columns).returning(OBSERVATIONS.c.id))
    assert isinstance(row, int)
    return row


async def look(session: AsyncSession, observation_id: int) -> ObservationFacts:
    """The cycle as it is kept."""
    facts = await read(session, observation_id)
    assert facts is not None
    return facts


async def whole_cycle(session: AsyncSession, guru: Member, kepala: Member) -> ObservationFacts:
    """From the preparation to the end."""
    begun = await observations.prepare(session, guru, PREPARE, NOW)
    number = begun.id
    await observations.agree(session, kepala, AgreeSlot(number, 1), NOW)
    seen = (Rated("perhatian.1", "2", "Menatap murid"),)
    await observations.observe(session, kepala, Observe(number, seen, None, "Beri waktu menjawab"), THAT_DAY)
    await observations.discuss(session, guru, Discuss(number, ANSWERS), THAT_DAY)
    await observations.conclude(session, kepala, Conclude(number, "Disepakati"), THAT_DAY)
    await observations.follow_up(session, guru, FollowUp(number, date(2027, 2, 10), "Mencoba"), THAT_DAY)
    await observations.reflect(session, guru, Reflect(number, ANSWERS), THAT_DAY)
    return await observations.respond(session, kepala, Respond(number, "Bagus"), THAT_DAY)
