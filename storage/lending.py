"""Lending: rows of the outbox that may go now are lent to a sender, and taken back with what became of them.

A loan is committed before anything is sent. Who dies in between leaves a loan that runs out: then the card may have
arrived, so it rests, unless a second copy does no harm.

However many rows wait, a look at them costs the same: they are read by an index in the order in which they go, and
whatever stands in the way (out of date, or for somebody who cannot be reached) is moved out of it when it is met.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, delete, exists, func, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import reminding
from storage.accounts import ACCOUNTS
from storage.database import changed
from storage.outbox import EXPIRED, OUTBOX, Priority, drop
from storage.outcomes import Dead, Dropped, Gone, Outcome, Resend, Retry, Sent, Unknown
from storage.values import OutboxAction, OutboxState, Parcel

CLAIM_LOCK = 0x4B43_4C4D
"""PostgreSQL advisory lock: claims come one after the other, so that no person is claimed twice."""
LOOKAHEAD = 4
"""Rows read per parcel wanted: several may be for the same person, of which only the first may go."""
PAGE, PAGES = 500, 3
"""How much further one claim looks behind rows that cannot go."""
REST = timedelta(days=1)
"""How long a card for somebody who cannot be reached is not looked at again; `wake` ends it at once."""
UNREACHABLE = "unreachable"
"""Why a card rests: its person has not joined, or has blocked the bot."""
_NEVER_ARRIVED = (OutboxState.gone, OutboxState.unknown, OutboxState.dead, OutboxState.dropped)
_FINAL = (OutboxState.sent, *_NEVER_ARRIVED)

# As literals: what is bound as a parameter is not known to be within a partial index.
_WAITING = OUTBOX.c.state == literal_column("'waiting'")
_SENDING = OUTBOX.c.state == literal_column("'sending'")
_origin = OUTBOX.alias("origin")
_busy = OUTBOX.alias("busy")
_IN_FLIGHT = exists().where(_busy.c.person_id == OUTBOX.c.person_id, _busy.c.state == literal_column("'sending'"))
_PARCEL = (
    OUTBOX.c.id,
    OUTBOX.c.key,
    OUTBOX.c.action,
    ACCOUNTS.c.telegram_id,
    OUTBOX.c.person_id,
    ACCOUNTS.c.language,
    OUTBOX.c.card,
    OUTBOX.c.params,
    OUTBOX.c.attempts,
    _origin.c.message_id,
    OUTBOX.c.may_resend,
)


async def claim(
    session: AsyncSession, now: datetime, limit: int, lease: timedelta, *, spare: Collection[int] = ()
) -> tuple[Parcel, ...]:
    """Borrow up to `limit` rows that may go now, until `now + lease`. Commit before sending.

    What answers people goes first, then what has waited longest. At most one row of a person is lent at a time, none
    to people who cannot be reached, and none to `spare`: person ids that have just been written to.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(CLAIM_LOCK)))
    chosen: dict[int, Parcel] = {}
    for priority in Priority:
        if len(chosen) < limit:
            await _choose(session, priority, now, limit, {*spare, *chosen}, chosen)
    if chosen:
        await _lend(session, [parcel.id for parcel in chosen.values()], now, lease)
    return tuple(chosen.values())


async def _choose(
    session: AsyncSession, priority: Priority, now: datetime, limit: int, spare: set[int], chosen: dict[int, Parcel]
) -> None:
    """Add to `chosen`, by person; moves out of the way what cannot go."""
    for size in (limit * LOOKAHEAD, *[PAGE] * PAGES):
        page = (await session.execute(due(priority, now, spare).limit(size))).all()
        sorted_out = _sort(page, now)
        for parcel in sorted_out.ready:
            if len(chosen) < limit:
                chosen.setdefault(parcel.person_id, parcel)
        await _put_aside(session, sorted_out, now)
        if len(page) < size or len(chosen) >= limit:
            return
        spare |= chosen.keys()


def due(priority: Priority, now: datetime, spare: Collection[int]) -> Any:
    """Rows whose time has come, in the order in which they go; whether they may go is to be seen."""
    return (
        select(
            *_PARCEL,
            OUTBOX.c.expires_at,
            ACCOUNTS.c.reachable,
            _origin.c.state.label("origin_state"),
            _origin.c.chat_id.label("origin_chat"),
        )
        .outerjoin(ACCOUNTS, ACCOUNTS.c.person_id == OUTBOX.c.person_id)
        .outerjoin(_origin, _origin.c.id == OUTBOX.c.origin_id)
        .where(
            _WAITING,
            OUTBOX.c.priority == priority,
            OUTBOX.c.not_before <= now,
            OUTBOX.c.person_id.not_in(spare),
            ~_IN_FLIGHT,
        )
        .order_by(OUTBOX.c.not_before, OUTBOX.c.id)
        .with_for_update(of=OUTBOX, skip_locked=True)
    )


@dataclass(slots=True)
class _Sorted:
    """What may go, and ids of what may not."""

    ready: list[Parcel] = field(default_factory=list)
    unreachable: list[int] = field(default_factory=list)
    dropped: dict[str, list[int]] = field(default_factory=dict)


def _sort(page: Collection[Row[Any]], now: datetime) -> _Sorted:
    found = _Sorted()
    for row in page:
        if (why := _pointless(row, now)) is not None:
            found.dropped.setdefault(why, []).append(row.id)
        elif not row.reachable:
            found.unreachable.append(row.id)
        elif row.action is OutboxAction.send or row.origin_state is OutboxState.sent:
            found.ready.append(Parcel(*row[: len(_PARCEL)]))
    return found


def _pointless(row: Row[Any], now: datetime) -> str | None:
    """Why it is not to be sent any more."""
    if row.expires_at is not None and row.expires_at <= now:
        return EXPIRED
    if row.action is OutboxAction.send:
        return None
    if row.origin_state in _NEVER_ARRIVED:
        return "never arrived"
    # An account that has no person any more may get it back; then the card is on that phone again.
    elsewhere = row.telegram_id is not None and row.origin_chat != row.telegram_id
    return "another phone" if row.origin_state is OutboxState.sent and elsewhere else None


async def _put_aside(session: AsyncSession, found: _Sorted, now: datetime) -> None:
    for why, ids in found.dropped.items():
        await _drop(session, ids, now, why)
    if found.unreachable:
        resting = update(OUTBOX).where(OUTBOX.c.id.in_(found.unreachable))
        await session.execute(resting.values(not_before=now + REST, error=UNREACHABLE, updated_at=now))


async def _lend(session: AsyncSession, ids: list[int], now: datetime, lease: timedelta) -> None:
    phone = select(ACCOUNTS.c.telegram_id).where(ACCOUNTS.c.person_id == OUTBOX.c.person_id).scalar_subquery()
    await session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.id.in_(ids))
        .values(
            state=OutboxState.sending,
            attempts=OUTBOX.c.attempts + 1,
            lease_until=now + lease,
            chat_id=phone,
            updated_at=now,
        )
    )


async def wake(session: AsyncSession, person_id: int, now: datetime) -> None:
    """Somebody can be reached (again): what rests for them may go."""
    resting = update(OUTBOX).where(OUTBOX.c.person_id == person_id, _WAITING, OUTBOX.c.error == UNREACHABLE)
    await session.execute(resting.values(not_before=now, error=None, updated_at=now))


async def settle(session: AsyncSession, now: datetime, lease: timedelta, *, under_way: Collection[int] = ()) -> None:
    """Take back loans that have run out, drop what is out of date, and mend what a clock that went back left behind.

    `under_way` are ids that the caller is delivering right now: alive, whatever the clock says.
    """
    await session.execute(run_out(now, under_way))
    # Lent when the clock was ahead: it ends one lease from now at the latest, not when that time comes again.
    ahead = update(OUTBOX).where(_SENDING, OUTBOX.c.lease_until > now + lease)
    await session.execute(ahead.values(lease_until=now + lease, updated_at=now))
    await session.execute(from_the_future(now))
    if ids := (await session.scalars(out_of_date(now))).all():
        await _drop(session, ids, now, EXPIRED)


async def _drop(session: AsyncSession, ids: Collection[int], now: datetime, why: str) -> None:
    """Take cards out of the way; a reminder among them is told anew in its time."""
    await drop(session, OUTBOX.c.id.in_(ids), now=now, why=why)
    await reminding.wake(session, now, reminding.of_cards(ids))


def run_out(now: datetime, under_way: Collection[int]) -> Any:
    """Loans that nobody has given back in time."""
    lost = update(OUTBOX).where(_SENDING, OUTBOX.c.lease_until <= now, OUTBOX.c.id.not_in(under_way))
    return lost.values(lease_until=None, updated_at=now, **_after_loss())


def from_the_future(now: datetime) -> Any:
    """Written in what is the future again: what was to go at once then, or was put back, is due now."""
    at_once = or_(OUTBOX.c.not_before <= OUTBOX.c.updated_at, OUTBOX.c.error.is_not(None))
    return update(OUTBOX).where(_WAITING, OUTBOX.c.updated_at > now, at_once).values(not_before=now, updated_at=now)


def out_of_date(now: datetime) -> Any:
    """Ids of the next cards whose time is over."""
    return (
        select(OUTBOX.c.id)
        .where(_WAITING, OUTBOX.c.expires_at <= now)
        .order_by(OUTBOX.c.expires_at)
        .limit(PAGE)
        .with_for_update(skip_locked=True)
    )


def _after_loss() -> dict[str, Any]:
    """Once more where that does no harm, and then never again."""
    state = case((OUTBOX.c.may_resend, OutboxState.waiting), else_=OutboxState.unknown)
    return {"state": state, "may_resend": False, "error": func.coalesce(OUTBOX.c.error, "lost")}


async def record(session: AsyncSession, parcel_id: int, outcome: Outcome, now: datetime) -> None:
    """Write down what became of a lent row. One whose loan has run out meanwhile is changed only by good news.

    That somebody is gone concerns more than this row: see storage.reach.
    """
    match outcome:
        case Sent(message_id):
            await _sent(session, parcel_id, message_id, now)
        case Retry(at, reason, counted):
            attempts = OUTBOX.c.attempts if counted else OUTBOX.c.attempts - 1
            back: dict[str, Any] = {"state": OutboxState.waiting, "not_before": at, "attempts": attempts}
            await _end(session, parcel_id, now, error=reason, **back)
        case Resend(reason):
            await _end(session, parcel_id, now, **_after_loss() | {"error": reason})
        case Unknown(reason):
            await _end(session, parcel_id, now, state=OutboxState.unknown, error=reason)
        case Gone(reason):
            await _end(session, parcel_id, now, state=OutboxState.gone, error=reason)
        case Dead(reason):
            await _end(session, parcel_id, now, state=OutboxState.dead, error=reason)
        case Dropped(reason):
            await _end(session, parcel_id, now, state=OutboxState.dropped, error=reason)


async def _end(session: AsyncSession, parcel_id: int, now: datetime, **values: Any) -> None:
    lent = update(OUTBOX).where(OUTBOX.c.id == parcel_id, _SENDING)
    await session.execute(lent.values(lease_until=None, updated_at=now, **values))


async def _sent(session: AsyncSession, parcel_id: int, message_id: int, now: datetime) -> None:
    # Also when the loan has run out: it did arrive, so it must not go out again.
    arrived = update(OUTBOX).where(
        OUTBOX.c.id == parcel_id,
        OUTBOX.c.state.in_((OutboxState.sending, OutboxState.unknown, OutboxState.waiting)),
    )
    news = {"state": OutboxState.sent, "message_id": message_id, "error": None, "lease_until": None, "updated_at": now}
    await session.execute(arrived.values(**news))
    # An edit that had to be sent anew is the card from now on.
    origin = select(OUTBOX.c.origin_id).where(OUTBOX.c.id == parcel_id).scalar_subquery()
    await session.execute(update(OUTBOX).where(OUTBOX.c.id == origin).values(message_id=message_id))


async def prune(session: AsyncSession, before: datetime, limit: int) -> int:
    """Forget up to `limit` rows that ended before an instant and that no younger edit refers to; how many they were."""
    edit = OUTBOX.alias("edit")
    old: ColumnElement[bool] = and_(OUTBOX.c.state.in_(_FINAL), OUTBOX.c.updated_at < before)
    unedited = ~exists().where(edit.c.origin_id == OUTBOX.c.id)
    ids = select(OUTBOX.c.id).where(old, unedited).limit(limit)
    return await changed(session, delete(OUTBOX).where(OUTBOX.c.id.in_(ids)))
