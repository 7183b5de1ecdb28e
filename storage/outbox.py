"""The outbox: whatever is to be told to people, written with the change that causes it and delivered later.

`claim` lends rows for a while; the loan is committed before anything is sent, and `record` ends it. Who dies in between
leaves a loan that runs out: then the card may have arrived, so it rests, unless a second copy does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Index,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from storage.accounts import ACCOUNTS
from storage.database import changed
from storage.outcomes import Dead, Dropped, Gone, Outcome, Resend, Retry, Sent, Unknown
from storage.types import Instant, Record, code_of, table
from storage.values import OutboxAction, OutboxState, Parcel

CLAIM_LOCK = 0x4B43_4C4D
"""PostgreSQL advisory lock: claims come one after the other, so that no person is claimed twice."""
LOOKAHEAD = 4
"""Rows read per parcel wanted: several may be for the same person, of which only the first may go."""


class Priority(IntEnum):
    """Smaller goes first: what answers people comes before what is told to many."""

    answer = 10
    bulk = 50


class OutboxRow(Record, table=True):
    """One card for one person: to be sent, or sent before and to be edited."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_state_priority_id", "state", "priority", "id"),
        Index("ix_outbox_subject_card", "subject", "card"),
        # At most one message of a person is under way: Telegram limits each chat, and order matters.
        Index(
            "uq_outbox_sending",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=120, unique=True)
    """Unique for ever: the same news is never told twice."""
    action: OutboxAction = Field(default=OutboxAction.send, sa_type=code_of(OutboxAction))
    person_id: int = Field(foreign_key="person.id", index=True)
    card: str = Field(max_length=40)
    """Kind of card; it is rendered when it is sent, in the recipient's language."""
    params: dict[str, Any] = Field(sa_type=JSON)
    subject: str | None = Field(default=None, max_length=60)
    """What the card is about, e.g. `skp:12`, so that its copies can be found."""
    priority: int = Priority.bulk
    not_before: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    """From then on it is pointless and dropped."""
    may_resend: bool = False
    """May go out once more after a lost answer."""
    origin_id: int | None = Field(default=None, foreign_key="outbox.id", index=True)
    """For an edit: the row that was sent."""
    state: OutboxState = Field(default=OutboxState.waiting, sa_type=code_of(OutboxState))
    attempts: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    chat_id: int | None = Field(default=None, sa_type=BigInteger)
    """Telegram id it went to; a person may have another account by now."""
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    error: str | None = Field(default=None, max_length=200)
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)


OUTBOX = table(OutboxRow)
_EDITABLE = (OutboxState.sent, OutboxState.sending)
"""On a phone, or perhaps any moment now: an edit of the latter waits for what becomes of it."""
_NEVER_ARRIVED = (OutboxState.gone, OutboxState.unknown, OutboxState.dead, OutboxState.dropped)
_origin = OUTBOX.alias("origin")
_busy = OUTBOX.alias("busy")


async def post(
    session: AsyncSession,
    key: str,
    person_id: int,
    card: str,
    params: Mapping[str, Any],
    now: datetime,
    *,
    subject: str | None = None,
    priority: Priority = Priority.bulk,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    may_resend: bool = False,
) -> None:
    """Tell a person something, at once or from `not_before` on. A key that was posted before is told only once."""
    await session.execute(
        insert(OUTBOX)
        .values(
            key=key,
            person_id=person_id,
            card=card,
            params=params,
            subject=subject,
            priority=priority,
            not_before=not_before or now,
            expires_at=expires_at,
            may_resend=may_resend,
            created_at=now,
            updated_at=now,
        )
        .on_conflict_do_nothing()
    )


async def tell(
    session: AsyncSession,
    key: str,
    person_id: int,
    card: str,
    params: Mapping[str, Any],
    now: datetime,
    *,
    subject: str | None = None,
    not_before: datetime | None = None,
) -> None:
    """Post what answers somebody or asks them to decide: it goes before bulk, and a second copy does no harm."""
    await post(
        session,
        key,
        person_id,
        card,
        params,
        now,
        subject=subject,
        priority=Priority.answer,
        not_before=not_before,
        may_resend=True,
    )


async def supersede(session: AsyncSession, subject: str, card: str, version: int, now: datetime) -> None:
    """The subject has changed: its cards of this kind that have not gone out are dropped, the others are edited.

    `version` is the subject's new one; it makes the key of an edit unique. An edit has the parameters of its card.
    """
    about = (OUTBOX.c.subject == subject, OUTBOX.c.card == card)
    await drop(session, *about, ~OUTBOX.c.key.like(f"edit:%:{version}"), now=now)
    await refresh(session, subject, card, str(version), now)


async def refresh(session: AsyncSession, subject: str, card: str, occasion: str, now: datetime) -> None:
    """Edit the cards of this kind that have gone out, once for each `occasion`; they show what the record says then."""
    sent = select(OUTBOX.c.id, OUTBOX.c.person_id, OUTBOX.c.params).where(
        OUTBOX.c.subject == subject,
        OUTBOX.c.card == card,
        OUTBOX.c.action == OutboxAction.send,
        OUTBOX.c.state.in_(_EDITABLE),
    )
    edits = [
        {
            "key": f"edit:{origin}:{occasion}",
            "action": OutboxAction.edit,
            "origin_id": origin,
            "person_id": person_id,
            "card": card,
            "params": params,
            "subject": subject,
            "priority": Priority.answer,
            "not_before": now,
            "may_resend": True,  # the same edit twice changes nothing
            "created_at": now,
            "updated_at": now,
        }
        for origin, person_id, params in await session.execute(sent)
    ]
    if edits:
        await session.execute(insert(OUTBOX).on_conflict_do_nothing(), edits)


async def take_back(session: AsyncSession, key: str, now: datetime) -> bool:
    """Drop the card with this key unless it has gone out. Whether it has, or may have."""
    await drop(session, OUTBOX.c.key == key, now=now)
    out = select(OUTBOX.c.id).where(OUTBOX.c.key == key, OUTBOX.c.state.in_((*_EDITABLE, OutboxState.unknown)))
    return await session.scalar(out) is not None


async def is_out(session: AsyncSession, key: str) -> bool:
    """Whether the card with this key has gone out, or may have."""
    out = select(OUTBOX.c.id).where(OUTBOX.c.key == key, OUTBOX.c.state.in_((*_EDITABLE, OutboxState.unknown)))
    return await session.scalar(out) is not None


async def holds(session: AsyncSession, person_id: int, subject: str, card: str, prefix: str) -> bool:
    """Whether a card of this kind whose key begins like this is on the person's phone or on its way there."""
    held = select(OUTBOX.c.id).where(
        OUTBOX.c.subject == subject,
        *_theirs(person_id, card),
        or_(OUTBOX.c.key == prefix, OUTBOX.c.key.like(f"{prefix}:%")),
    )
    return await session.scalar(held.limit(1)) is not None


async def held(session: AsyncSession, person_id: int, card: str, subjects: Select[str]) -> int:
    """About how many of these subjects a person has a card of this kind, on the phone or on its way there."""
    count = select(func.count(OUTBOX.c.subject.distinct())).where(
        *_theirs(person_id, card), OUTBOX.c.subject.in_(subjects)
    )
    return await session.scalar(count) or 0


def _theirs(person_id: int, card: str) -> tuple[ColumnElement[bool], ...]:
    """Cards of a kind that a person has, or will have, on the phone they use now."""
    phone = select(ACCOUNTS.c.telegram_id).where(ACCOUNTS.c.person_id == person_id).scalar_subquery()
    arrived = OUTBOX.c.state.in_((*_EDITABLE, OutboxState.unknown)) & (OUTBOX.c.chat_id == phone)
    return (
        OUTBOX.c.person_id == person_id,
        OUTBOX.c.card == card,
        OUTBOX.c.action == OutboxAction.send,
        or_(OUTBOX.c.state == OutboxState.waiting, arrived),
    )


async def drop(session: AsyncSession, *which: ColumnElement[bool], now: datetime) -> None:
    """Take back what has not gone out."""
    waiting = update(OUTBOX).where(OUTBOX.c.state == OutboxState.waiting, *which)
    await session.execute(waiting.values(state=OutboxState.dropped, updated_at=now))


async def claim(session: AsyncSession, now: datetime, limit: int, lease: timedelta) -> tuple[Parcel, ...]:
    """Borrow up to `limit` rows that may go now, until `now + lease`. Commit before sending.

    At most one row of a person is lent at a time, and only to people who can be reached.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(CLAIM_LOCK)))
    await _settle(session, now)
    chosen: dict[int, tuple[Any, ...]] = {}
    for row in await session.execute(_due(now).limit(limit * LOOKAHEAD)):
        chosen.setdefault(row.person_id, tuple(row))
    parcels = tuple(Parcel(*row) for row in list(chosen.values())[:limit])
    if parcels:
        lent = update(OUTBOX).where(OUTBOX.c.id.in_([parcel.id for parcel in parcels]))
        phone = select(ACCOUNTS.c.telegram_id).where(ACCOUNTS.c.person_id == OUTBOX.c.person_id).scalar_subquery()
        await session.execute(
            lent.values(
                state=OutboxState.sending,
                attempts=OUTBOX.c.attempts + 1,
                lease_until=now + lease,
                chat_id=phone,
                updated_at=now,
            )
        )
    return parcels


async def record(session: AsyncSession, parcel_id: int, outcome: Outcome, now: datetime) -> None:
    """Write down what became of a lent row. One whose loan has run out meanwhile is changed only by good news."""
    match outcome:
        case Sent(message_id):
            await _sent(session, parcel_id, message_id, now)
        case Retry(at, reason, counted):
            attempts = OUTBOX.c.attempts if counted else OUTBOX.c.attempts - 1
            back: dict[str, Any] = {"state": OutboxState.waiting, "not_before": at, "attempts": attempts}
            await _end(session, parcel_id, now, error=reason, **back)
        case Resend(reason):
            await _end(session, parcel_id, now, error=reason, **_after_loss())
        case Unknown(reason):
            await _end(session, parcel_id, now, state=OutboxState.unknown, error=reason)
        case Gone(reason):
            await _gone(session, parcel_id, reason, now)
        case Dead(reason):
            await _end(session, parcel_id, now, state=OutboxState.dead, error=reason)
        case Dropped():
            await _end(session, parcel_id, now, state=OutboxState.dropped)


async def _settle(session: AsyncSession, now: datetime) -> None:
    """Loans that have run out, cards that are out of date, and edits of what never arrived."""
    await session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.state == OutboxState.sending, OUTBOX.c.lease_until <= now)
        .values(lease_until=None, updated_at=now, **_after_loss())
    )
    never_arrived = exists().where(_origin.c.id == OUTBOX.c.origin_id, _origin.c.state.in_(_NEVER_ARRIVED))
    await drop(session, or_(OUTBOX.c.expires_at <= now, never_arrived), now=now)


def _after_loss() -> dict[str, Any]:
    """Once more where that does no harm, and then never again."""
    state = case((OUTBOX.c.may_resend, OutboxState.waiting), else_=OutboxState.unknown)
    return {"state": state, "may_resend": False}


def _due(now: datetime) -> Any:
    in_flight = exists().where(_busy.c.person_id == OUTBOX.c.person_id, _busy.c.state == OutboxState.sending)
    return (
        select(
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
        .join(ACCOUNTS, ACCOUNTS.c.person_id == OUTBOX.c.person_id)
        .outerjoin(_origin, _origin.c.id == OUTBOX.c.origin_id)
        .where(
            OUTBOX.c.state == OutboxState.waiting,
            OUTBOX.c.not_before <= now,
            ACCOUNTS.c.reachable,
            ~in_flight,
            _may_go(),
        )
        .order_by(OUTBOX.c.priority, OUTBOX.c.id)
        .with_for_update(of=OUTBOX, skip_locked=True)
    )


def _may_go() -> ColumnElement[bool]:
    """A card, or the edit of one that has arrived on the phone that the person still has."""
    on_the_phone = and_(_origin.c.state == OutboxState.sent, _origin.c.chat_id == ACCOUNTS.c.telegram_id)
    return or_(OUTBOX.c.action == OutboxAction.send, on_the_phone)


async def _end(session: AsyncSession, parcel_id: int, now: datetime, **values: Any) -> bool:
    lent = update(OUTBOX).where(OUTBOX.c.id == parcel_id, OUTBOX.c.state == OutboxState.sending)
    return await changed(session, lent.values(lease_until=None, updated_at=now, **values)) == 1


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


async def _gone(session: AsyncSession, parcel_id: int, reason: str, now: datetime) -> None:
    if not await _end(session, parcel_id, now, state=OutboxState.gone, error=reason):
        return
    row = (await session.execute(select(OUTBOX.c.person_id, OUTBOX.c.chat_id).where(OUTBOX.c.id == parcel_id))).one()
    await session.execute(update(ACCOUNTS).where(ACCOUNTS.c.telegram_id == row.chat_id).values(reachable=False))
    # What asks for a decision, or tells one, waits for the day on which the person comes back.
    await drop(session, OUTBOX.c.person_id == row.person_id, ~OUTBOX.c.may_resend, now=now)


async def counts(session: AsyncSession) -> dict[OutboxState, int]:
    """How many rows are in each state, for the operator and for metrics."""
    rows = await session.execute(select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state))
    found = dict.fromkeys(OutboxState, 0)
    for state, count in rows:
        found[state] = count
    return found
