"""Who is to be looked at next, what they were reminded of, and how they want it.

A person has one row with the instant at which the planner looks again; an idle look asks one index. What was told is
one row for each duty and day, so that nothing is told twice and the ledger can count who was reached.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from locales import DEFAULT
from storage import audit, outbox
from storage.accounts import ACCOUNTS
from storage.errors import Invalid
from storage.operations import operation
from storage.outbox import OUTBOX
from storage.people import ASSIGNMENTS, MEMBER, MEMBERS, UNITS
from storage.types import Instant, Record, among, table
from storage.values import AssignmentStatus, Member, OutboxState
from storage.values.reminding import InvalidWish, Look, Note, ReminderKind, Told, Wishes

REMINDER = "reminder"
"""The card."""
EARLIEST, LATEST = time(4), time(10)
"""Between these the quiet hours may end."""
EVENING, NIGHT = time(17), time(23)
"""Between these they may begin."""
AHEAD = timedelta(days=9)
"""Further in the future no look lies, and no day that was told."""
NEVER_WENT_OUT = (OutboxState.dropped, OutboxState.gone)


class Reminding(Record, table=True):
    """One person with an account: when to look again, and their wishes. Minutes are of the local day."""

    __tablename__ = "reminding"

    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_column_kwargs={"autoincrement": False})
    look_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    """None: not before something changes."""
    told_on: date | None = None
    quiet_from: int = 20 * 60
    quiet_to: int = 6 * 60
    muted: str = Field(default="", max_length=120)
    """Kinds with commas."""
    stopped: bool = False
    snoozed_until: datetime | None = Field(default=None, sa_type=Instant)
    snoozed_on: date | None = None


class Reminder(Record, table=True):
    """Somebody was reminded of a duty. The message is `key_of` the person and the day."""

    __tablename__ = "reminder"

    assignment_id: int = Field(primary_key=True, foreign_key="assignment.id")
    code: str = Field(primary_key=True, max_length=40)
    period: str = Field(primary_key=True, max_length=20)
    nominal: date = Field(primary_key=True)
    told_on: date
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
    """A button of the message was pressed."""
    snoozed_at: datetime | None = Field(default=None, sa_type=Instant)


REMINDING, REMINDERS = table(Reminding), table(Reminder)
_person: ColumnElement[int] = REMINDING.c.person_id


def key_of(person_id: int, day: date) -> str:
    """The key of a person's message of a day in the outbox: there is no second one."""
    return f"remind:{person_id}:{day.isoformat()}"


def key_column() -> ColumnElement[str]:
    """The same in SQL, for the last day told."""
    return "remind:" + cast(REMINDING.c.person_id, String) + ":" + cast(REMINDING.c.told_on, String)


# --- whose time has come ------------------------------------------------------------


async def settle_in(session: AsyncSession, person_id: int, today: date, now: datetime) -> None:
    """A person has joined: reminders begin tomorrow, today they have just seen everything."""
    row = insert(REMINDING).values(person_id=person_id, look_at=now, told_on=today)
    await session.execute(row.on_conflict_do_update(index_elements=["person_id"], set_={"look_at": now}))


async def wake(session: AsyncSession, now: datetime, *which: ColumnElement[bool]) -> None:
    """Something has changed for these people: look again now."""
    await session.execute(update(REMINDING).where(*which).values(look_at=now))


async def recall(session: AsyncSession, today: date, now: datetime, *which: ColumnElement[bool]) -> None:
    """What is to be told on this local day has changed: look again, also at whom there was nothing to tell before."""
    told_on = case((REMINDING.c.told_on >= today, today - timedelta(days=1)), else_=REMINDING.c.told_on)
    await session.execute(update(REMINDING).where(*which).values(look_at=now, told_on=told_on))


async def wake_one(session: AsyncSession, person_id: int, now: datetime) -> None:
    """Something has changed for this person: look again now."""
    await wake(session, now, _person == person_id)


def at_units(unit_ids: Collection[int]) -> ColumnElement[bool]:
    """Everybody of these units and of the schools below them."""
    units = select(UNITS.c.id).where(UNITS.c.id.in_(unit_ids) | UNITS.c.parent_id.in_(unit_ids))
    return _person.in_(select(ASSIGNMENTS.c.person_id).where(ASSIGNMENTS.c.unit_id.in_(units)))


def of_account(telegram_id: int) -> ColumnElement[bool]:
    """The person of an account."""
    return _person.in_(select(ACCOUNTS.c.person_id).where(ACCOUNTS.c.telegram_id == telegram_id))


def of_cards(outbox_ids: Collection[int]) -> ColumnElement[bool]:
    """Whoever was to be reminded by these cards of the outbox."""
    cards = (OUTBOX.c.id.in_(outbox_ids), OUTBOX.c.card == REMINDER)
    return _person.in_(select(OUTBOX.c.person_id).where(*cards))


async def due(session: AsyncSession, now: datetime, limit: int) -> tuple[Look, ...]:
    """Up to `limit` people to be looked at now, locked until the transaction ends; nobody gets those of another."""
    chosen = (await session.scalars(waiting(now, limit))).all()
    return await looks(session, among(_person, chosen)) if chosen else ()


async def went_back(session: AsyncSession, now: datetime, *, everybody: bool) -> None:
    """The clock may have been ahead: look again at those who were looked at in what is the future again.

    `everybody`: it was just seen going back. Otherwise only who stands further in the future than a look ever puts one.
    """
    ahead = or_(REMINDING.c.look_at > now + AHEAD, REMINDING.c.told_on > (now + AHEAD).date())
    await wake(session, now, REMINDING.c.look_at > now if everybody else ahead)


def waiting(now: datetime, limit: int) -> Select[int]:
    """Whose time has come; reads nothing but an index while there is nobody."""
    theirs = select(_person).where(REMINDING.c.look_at <= now).order_by(REMINDING.c.look_at).limit(limit)
    return theirs.with_for_update(skip_locked=True)


async def everybody(
    session: AsyncSession, at_once: int, unit_ids: Collection[int] | None = None
) -> AsyncIterator[tuple[Look, ...]]:
    """All people, or those at some units and the schools below them, so many at a time."""
    there = () if unit_ids is None else (at_units(unit_ids),)
    last = 0
    while ids := (await session.scalars(_ids(last, at_once).where(*there))).all():
        yield await looks(session, among(_person, ids))
        last = ids[-1]


def _ids(after: int, limit: int) -> Select[int]:
    return select(_person).where(_person > after).order_by(_person).limit(limit)


async def language(session: AsyncSession, person_id: int) -> str:
    """The language in which a person reads."""
    return await session.scalar(select(ACCOUNTS.c.language).where(ACCOUNTS.c.person_id == person_id)) or DEFAULT


async def looks(session: AsyncSession, *which: ColumnElement[bool]) -> tuple[Look, ...]:
    """People as the planner sees them."""
    people = (await session.execute(_PEOPLE.where(*which).order_by(_person))).all()
    ids = [row.person_id for row in people]
    held: dict[int, tuple[Member, ...]] = {}
    rows = await session.execute(_ROLES.where(among(ASSIGNMENTS.c.person_id, ids)))
    for person_id, some in groupby((Member(*row) for row in rows), lambda one: one.person_id):
        held[person_id] = tuple(some)
    days = {(row.person_id, day) for row in people for day in (row.snoozed_on, _lost_on(row)) if day is not None}
    again = await _told(session, days)
    return tuple(_look(row, held.get(row.person_id, ()), again) for row in people)


_PEOPLE = (
    select(REMINDING, ACCOUNTS.c.reachable, OUTBOX.c.state.label("last_state"))
    .select_from(REMINDING)
    .outerjoin(ACCOUNTS, ACCOUNTS.c.person_id == _person)
    .outerjoin(OUTBOX, OUTBOX.c.key == key_column())
)
_ROLES: Select[Any] = (
    select(*MEMBER)
    .select_from(MEMBERS)
    .where(ASSIGNMENTS.c.status == AssignmentStatus.active)
    .order_by(ASSIGNMENTS.c.person_id, ASSIGNMENTS.c.year.desc(), ASSIGNMENTS.c.id)
)
Days = Mapping[tuple[int, date | None], tuple[Told, ...]]
"""By person and day what was told."""


async def _told(session: AsyncSession, days: Collection[tuple[int, date]]) -> Days:
    found: dict[tuple[int, date | None], tuple[Told, ...]] = {}
    if days:
        day = tuple_(ASSIGNMENTS.c.person_id, REMINDERS.c.told_on)
        for person_id, told_on, *told in await session.execute(_TOLD.where(day.in_(days))):
            found[person_id, told_on] = (*found.get((person_id, told_on), ()), Told(*told))
    return found


_TOLD = (
    select(
        ASSIGNMENTS.c.person_id,
        REMINDERS.c.told_on,
        REMINDERS.c.assignment_id,
        REMINDERS.c.code,
        REMINDERS.c.period,
        REMINDERS.c.nominal,
    )
    .join(ASSIGNMENTS, ASSIGNMENTS.c.id == REMINDERS.c.assignment_id)
    .order_by(REMINDERS.c.nominal, REMINDERS.c.code)
)


def _look(row: Any, members: tuple[Member, ...], again: Days) -> Look:
    put_off = again.get((row.person_id, row.snoozed_on), ())
    lost = again.get((row.person_id, _lost_on(row)), ())
    return Look(row.person_id, bool(row.reachable), _wishes(row), row.told_on, members, put_off, lost)


def _lost_on(row: Any) -> date | None:
    """The day of the last message, if it never went out."""
    return row.told_on if row.last_state in NEVER_WENT_OUT else None


def _wishes(row: Any) -> Wishes:
    muted = frozenset(ReminderKind(code) for code in row.muted.split(",") if code)
    return Wishes(_time(row.quiet_from), _time(row.quiet_to), muted, row.stopped, row.snoozed_until)


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


async def tell(session: AsyncSession, notes: Sequence[Note], now: datetime) -> None:
    """Write messages into the outbox, and what they remind of. A key that was used before is told only once."""
    keys = [_key(note) for note in notes]
    used = set(await session.scalars(select(OUTBOX.c.key).where(among(OUTBOX.c.key, keys))))
    fresh = [note for note in notes if _key(note) not in used]
    if fresh:
        await session.execute(_REMIND, [_row(one, note.day) for note in fresh for one in note.items])
        await outbox.post_many(session, [_message(note) for note in fresh], now)


_insert = insert(REMINDERS)
_REMIND = _insert.on_conflict_do_update(
    index_elements=list(REMINDERS.primary_key), set_={"told_on": _insert.excluded.told_on}
)
"""What never went out, or was put off, is told again."""


def _row(one: Told, day: date) -> dict[str, Any]:
    return {
        "assignment_id": one.assignment_id,
        "code": one.code,
        "period": one.period,
        "nominal": one.nominal,
        "told_on": day,
    }


def _key(note: Note) -> str:
    key = key_of(note.person_id, note.day)
    return f"{key}:{note.again}" if note.again else key


def _message(note: Note) -> dict[str, Any]:
    items = [[one.assignment_id, one.code, one.period, one.nominal.isoformat()] for one in note.items]
    return {
        "key": _key(note),
        "person_id": note.person_id,
        "card": REMINDER,
        "params": {"day": note.day.isoformat(), "items": items},
        "expires_at": note.expires_at,
    }


async def looked(
    session: AsyncSession, next_looks: Mapping[tuple[date | None, datetime | None], Sequence[int]]
) -> None:
    """By the day up to which people are told and the instant of their next look."""
    for (day, at), people in next_looks.items():
        theirs = update(REMINDING).where(among(_person, people))
        await session.execute(theirs.values(told_on=day, look_at=at))


async def woken(session: AsyncSession, people: Collection[int], now: datetime) -> None:
    """The snoozes of these people have ended."""
    over = update(REMINDING).where(_person.in_(people), REMINDING.c.snoozed_until <= now)
    if people:
        await session.execute(over.values(snoozed_until=None, snoozed_on=None))


async def earlier(session: AsyncSession, person_id: int, day: date) -> tuple[Told, ...]:
    """What a person was reminded of on a day."""
    return (await _told(session, [(person_id, day)])).get((person_id, day), ())


# --- what people wish -----------------------------------------------------------------


async def wishes(session: AsyncSession, person_id: int) -> Wishes:
    """How a person wants to be reminded."""
    row = (await session.execute(select(REMINDING).where(_person == person_id))).first()
    return Wishes() if row is None else _wishes(row)


@operation("reminding.quiet")
async def quiet(session: AsyncSession, actor: Member, begins: time, ends: time, now: datetime) -> None:
    """One's own quiet hours, local times. Invalid outside what leaves room for the day."""
    if not (EVENING <= begins <= NIGHT and EARLIEST <= ends <= LATEST):
        raise Invalid(InvalidWish.quiet)
    minutes = {"quiet_from": begins.hour * 60 + begins.minute, "quiet_to": ends.hour * 60 + ends.minute}
    await _wish(session, actor, now, "reminding.quiet", minutes)


@operation("reminding.mute")
async def mute(session: AsyncSession, actor: Member, kind: ReminderKind, muted: bool, now: datetime) -> None:
    """Leave out one kind, or take it in again."""
    former = (await wishes(session, actor.person_id)).muted
    kinds = former | {kind} if muted else former - {kind}
    await _wish(session, actor, now, "reminding.mute", {"muted": ",".join(sorted(kinds))})


@operation("reminding.stop")
async def stop(session: AsyncSession, actor: Member, stopped: bool, now: datetime) -> None:
    """/berhenti: no reminders at all, not even of a last day; or begin again."""
    await _wish(session, actor, now, "reminding.stop", {"stopped": stopped})


async def _wish(session: AsyncSession, actor: Member, now: datetime, what: str, values: Mapping[str, Any]) -> None:
    row = insert(REMINDING).values(person_id=actor.person_id, look_at=now, **values)
    await session.execute(row.on_conflict_do_update(index_elements=["person_id"], set_={"look_at": now, **values}))
    await audit.record(session, audit.by(actor), what, f"person:{actor.person_id}", dict(values), now)


@operation("reminding.snooze")
async def snooze(session: AsyncSession, actor: Member, day: date, until: datetime, now: datetime) -> bool:
    """Remind again of what was told on `day`, at `until`. False when nothing was told to this person on that day."""
    mine = await opened(session, actor, day, now)
    if mine:
        await session.execute(_of_day(actor, day, snoozed_at=now))
        sleeping = {"snoozed_until": until, "snoozed_on": day, "look_at": now}
        await session.execute(update(REMINDING).where(_person == actor.person_id).values(**sleeping))
    return mine


@operation("reminding.opened")
async def opened(session: AsyncSession, actor: Member, day: date, now: datetime) -> bool:
    """A button of the message of that day was pressed by its reader. False when there was no such message for them."""
    if not await earlier(session, actor.person_id, day):
        return False
    await session.execute(_of_day(actor, day, opened_at=func.coalesce(REMINDERS.c.opened_at, now)))
    return True


def _of_day(actor: Member, day: date, **values: Any) -> Any:
    theirs: Select[Any] = select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.person_id == actor.person_id)
    return update(REMINDERS).where(REMINDERS.c.assignment_id.in_(theirs), REMINDERS.c.told_on == day).values(**values)
