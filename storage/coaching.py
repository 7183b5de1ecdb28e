"""What a pelatih ahli does month by month: coaching and PMO forum of each school, and what is held for the whole group.

Their own record: nobody approves it and nobody is told. `storage.coached` has the schools.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, Index, Select, and_, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.library import packaged
from regulations.models import Role
from storage import audit, coached, people
from storage.coached import NAME, SCHOOLS, of_same_work, this_month
from storage.errors import Invalid, NotFound
from storage.flow import Moving, Who, move, step
from storage.operations import operation
from storage.people import ASSIGNMENTS, UNITS
from storage.types import code_of, table
from storage.values import Member
from storage.values.coaching import (
    COACHING,
    LONGEST,
    MOST_JP,
    PER_SCHOOL,
    PMO,
    ChangeEntry,
    Content,
    EntryFacts,
    EntryLine,
    EntryStatus,
    Forum,
    Mode,
    NoteEntry,
    OnEntry,
    Session,
    Tick,
    Work,
    month_after,
)


class CoachingEntry(Moving, table=True):
    """One session, one forum, or one tick."""

    __tablename__ = "coaching_entry"
    __table_args__ = (Index("ix_coaching_entry_assignment_id_month", "assignment_id", "month"),)

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    """Whose it is, in the role in which it was noted."""
    activity: str = Field(max_length=40)
    """Code of the calendar."""
    month: date
    """First day of the month that it counts for."""
    school_id: int | None = Field(default=None, foreign_key="coached_school.id", index=True)
    """None for what is held for the whole group."""
    day: date | None = None
    jp: int
    """Lesson hours."""
    content: dict[str, Any] = Field(sa_type=JSON)
    """What was said, by part; empty for a tick."""
    status: EntryStatus = Field(sa_type=code_of(EntryStatus))


ENTRIES = table(CoachingEntry)
NOTED = EntryStatus.tercatat
_LINE = (
    ENTRIES.c.id,
    ENTRIES.c.version,
    ENTRIES.c.activity,
    ENTRIES.c.month,
    ENTRIES.c.school_id,
    ENTRIES.c.day,
    ENTRIES.c.jp,
)
"""The columns of an `EntryLine`, in the order of its fields."""
NOTE = step("coaching.note", (), NOTED, Who.owner)
CHANGE = step("coaching.change", NOTED, NOTED, Who.owner)
TICK = step("coaching.tick", (), NOTED, Who.owner)
TICK_AGAIN = step("coaching.tick", NOTED, NOTED, Who.owner)
DELETE = step("coaching.delete", NOTED, EntryStatus.dihapus, Who.owner)


# --- noting ---------------------------------------------------------------------


@operation("coaching.note")
async def note(session: AsyncSession, actor: Member, intent: NoteEntry, now: datetime) -> EntryFacts:
    """Note a session or a forum in a school of one's list. Raises NotAllowed, and Invalid for what cannot be.

    Not idempotent by itself: close the draft that it comes from in the same transaction.
    """
    owner = await people.acting(session, actor, NOTE.operation, Role.pelatih_ahli)
    _check_day(owner, intent.month, intent.day, now)
    await _coached_then(session, owner, intent.school_id, intent.month)
    content = _columns(intent.day, intent.jp, intent.content)
    key = {"activity": _activity(intent.content), "month": intent.month, "school_id": intent.school_id}
    return await _facts(session, await _insert(session, owner, NOTE.operation, {**key, **content}, now))


@operation("coaching.change")
async def change(session: AsyncSession, actor: Member, intent: ChangeEntry, now: datetime) -> EntryFacts:
    """Write an entry anew: other words, hours or another day of the same month. Raises NotFound, NotAllowed, MovedOn,
    Invalid."""
    former = (await session.execute(select(*_LINE).where(ENTRIES.c.id == intent.entry_id))).first()
    if former is None:
        raise NotFound(ENTRIES.name)
    if former.activity != _activity(intent.content):
        raise Invalid("coaching_words")
    _check_day(actor, former.month, intent.day, now)
    news = _columns(intent.day, intent.jp, intent.content)
    may = of_same_work(ENTRIES.c.assignment_id, actor)
    entry, version, detail = intent.entry_id, intent.version, _detail(news)
    await move(session, ENTRIES, CHANGE, actor, entry, version, may, now, also=news, detail=detail)
    return await _facts(session, entry)


@operation("coaching.tick")
async def tick(session: AsyncSession, actor: Member, intent: Tick, now: datetime) -> None:
    """Say that an activity of the whole group was held in a month, or correct its hours; the same again has no effect.

    Raises NotAllowed, and Invalid for an activity of single schools, a month to come, or hours that cannot be.
    """
    owner = await people.acting(session, actor, TICK.operation, Role.pelatih_ahli)
    if intent.activity in PER_SCHOOL or intent.month.day != 1 or intent.month > this_month(owner, now):
        raise Invalid("coaching_month")
    news = _columns(None, intent.jp, None)
    its = (ENTRIES.c.activity == intent.activity, ENTRIES.c.month == intent.month, ENTRIES.c.status == NOTED)
    may = of_same_work(ENTRIES.c.assignment_id, owner)
    there = (await session.execute(select(*_LINE).where(*its, may))).first()
    if there is None:
        row = {"activity": intent.activity, "month": intent.month, "school_id": None, **news}
        await _insert(session, owner, TICK.operation, row, now)
    elif there.jp != intent.jp:
        detail = _detail(news)
        await move(session, ENTRIES, TICK_AGAIN, owner, there.id, there.version, may, now, also=news, detail=detail)


@operation("coaching.delete")
async def delete(session: AsyncSession, actor: Member, intent: OnEntry, now: datetime) -> EntryLine:
    """Throw an entry away: its words go, the trail stays; repeating it has no effect. Gives what it was of. Raises
    NotFound, NotAllowed, MovedOn."""
    may = of_same_work(ENTRIES.c.assignment_id, actor)
    empty: dict[str, Any] = {"content": {}}
    await move(session, ENTRIES, DELETE, actor, intent.entry_id, intent.version, may, now, also=empty)
    return EntryLine(*(await session.execute(select(*_LINE).where(ENTRIES.c.id == intent.entry_id))).one())


async def _insert(session: AsyncSession, owner: Member, action: str, values: Mapping[str, Any], now: datetime) -> int:
    stands = {"status": NOTED, "version": 1, "changed_at": now, "changed_by": owner.assignment_id}
    made = insert(ENTRIES).values(assignment_id=owner.assignment_id, **values, **stands).returning(ENTRIES.c.id)
    entry_id = int((await session.execute(made)).scalar_one())
    about = {"version": 1, "activity": values["activity"], "month": values["month"].isoformat(), **_detail(values)}
    await audit.record(session, audit.by(owner), action, f"{ENTRIES.name}:{entry_id}", about, now)
    return entry_id


def _detail(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the trail keeps: hours, and a digest of the words."""
    said = json.dumps([str(values["day"]), values["content"]], sort_keys=True)
    return {"jp": values["jp"], "entry": audit.digest_of(said)}


def _activity(content: Content) -> str:
    return COACHING if isinstance(content, Session) else PMO


def _check_day(owner: Member, month: date, day: date, now: datetime) -> None:
    today = now.astimezone(ZoneInfo(owner.zone)).date()
    if month.day != 1 or not month <= day < month_after(month) or day > today:
        raise Invalid("coaching_day")


async def _coached_then(session: AsyncSession, owner: Member, school_id: int, month: date) -> None:
    mine = of_same_work(SCHOOLS.c.assignment_id, owner)
    listed = select(SCHOOLS.c.id).where(SCHOOLS.c.id == school_id, mine, coached.in_month(month))
    if await session.scalar(listed) is None:
        raise Invalid("coaching_school")


def _columns(day: date | None, jp: int, content: Content | None) -> dict[str, Any]:
    """The columns that an entry and a change of it have in common. Raises Invalid."""
    if not 0 <= jp <= MOST_JP:
        raise Invalid("coaching_jp")
    return {"day": day, "jp": jp, "content": {} if content is None else _kept(content)}


def _kept(content: Content) -> dict[str, Any]:
    """The words without space around them. Raises Invalid where one is empty or too long."""
    match content:
        case Session():
            words = [content.result, *content.goals, *([content.own_topic] if content.own_topic is not None else [])]
        case Forum():
            words = [content.capaian, content.target, content.hambatan]
    if any(not 0 < len(said.strip()) <= LONGEST for said in words):
        raise Invalid("coaching_words")
    return asdict(content)


# --- reading --------------------------------------------------------------------


@operation("coaching.work")
async def work(session: AsyncSession, viewer: Member, first: date, last: date) -> Work:
    """One's own list, and what is noted from one month to another, both included. NotAllowed for other roles."""
    await people.acting(session, viewer, "coaching.work", Role.pelatih_ahli)
    mine = (of_same_work(ENTRIES.c.assignment_id, viewer), ENTRIES.c.status == NOTED)
    found = select(*_LINE).where(*mine, ENTRIES.c.month.between(first, last))
    rows = await session.execute(found.order_by(ENTRIES.c.month, ENTRIES.c.day, ENTRIES.c.id))
    return Work(await coached.of(session, viewer), tuple(EntryLine(*row) for row in rows))


@operation("coaching.facts")
async def facts(session: AsyncSession, viewer: Member, entry_id: int) -> EntryFacts:
    """One of one's own entries for a school; NotFound for others, and once it was deleted."""
    mine = (of_same_work(ENTRIES.c.assignment_id, viewer), ENTRIES.c.status == NOTED, ENTRIES.c.school_id.is_not(None))
    if await session.scalar(select(ENTRIES.c.id).where(ENTRIES.c.id == entry_id, *mine)) is None:
        raise NotFound(ENTRIES.name)
    return await _facts(session, entry_id)


async def topic_before(
    session: AsyncSession, viewer: Member, school_id: int, first: date, last: date
) -> tuple[str | None, str | None]:
    """The optional topic of the latest coaching of a school in some months: its code, or the person's own words."""
    its = (ENTRIES.c.school_id == school_id, ENTRIES.c.activity == COACHING, ENTRIES.c.status == NOTED)
    when = (of_same_work(ENTRIES.c.assignment_id, viewer), ENTRIES.c.month.between(first, last))
    latest = select(ENTRIES.c.content).where(*its, *when).order_by(ENTRIES.c.day.desc(), ENTRIES.c.id.desc()).limit(1)
    content = await session.scalar(latest)
    return (content["topic"], content["own_topic"]) if content else (None, None)


async def open_work(session: AsyncSession, assignment_ids: Collection[int], year: int, month: int) -> dict[int, int]:
    """How many coaching sessions and PMO forums of a month are not noted yet, by assignment: one of each for every
    school coached then. Nothing in a month that the calendar has no column for, nor for other roles."""
    missing = dict.fromkeys(assignment_ids, 0)
    if month not in packaged().reference.pelatih_ahli.months:
        return missing
    for row in await session.execute(_noted_by_school(assignment_ids, date(year, month, 1))):
        missing[row.id] += len(PER_SCHOOL) - row.noted
    return missing


def _noted_by_school(assignment_ids: Collection[int], month: date) -> Select[Any]:
    """Assignment, school, and how many of `PER_SCHOOL` are noted, for each school coached in a month by the same person
    at the same dinas."""
    asked, then = ASSIGNMENTS.alias("asked"), ASSIGNMENTS.alias("then")
    same = and_(then.c.person_id == asked.c.person_id, then.c.unit_id == asked.c.unit_id, then.c.role == asked.c.role)
    its = (ENTRIES.c.school_id == SCHOOLS.c.id, ENTRIES.c.month == month, ENTRIES.c.status == NOTED)
    return (
        select(asked.c.id, SCHOOLS.c.id.label("school"), func.count(ENTRIES.c.activity.distinct()).label("noted"))
        .join_from(asked, then, same)
        .join(SCHOOLS, SCHOOLS.c.assignment_id == then.c.id)
        .outerjoin(ENTRIES, and_(*its))
        .where(asked.c.id.in_(assignment_ids), asked.c.role == Role.pelatih_ahli, coached.in_month(month))
        .group_by(asked.c.id, SCHOOLS.c.id)
    )


async def _facts(session: AsyncSession, entry_id: int) -> EntryFacts:
    found = (
        select(*_LINE, NAME, ENTRIES.c.content)
        .select_from(ENTRIES.join(SCHOOLS, SCHOOLS.c.id == ENTRIES.c.school_id).outerjoin(UNITS))
        .where(ENTRIES.c.id == entry_id)
    )
    *line, school, content = (await session.execute(found)).one()
    entry = EntryLine(*line)
    return EntryFacts(entry, school, _read(entry.activity, content))


def _read(activity: str, kept: Mapping[str, Any]) -> Content:
    said = {**kept, "mode": Mode(kept["mode"])}
    return Session(**{**said, "goals": tuple(kept["goals"])}) if activity == COACHING else Forum(**said)
