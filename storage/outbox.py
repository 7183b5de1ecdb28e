"""The outbox: whatever is to be told to people, written with the change that causes it and delivered later.

How rows are lent to a sender, and what becomes of them, tells storage.lending.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Index,
    Select,
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
from storage.types import Instant, Record, code_of, table
from storage.values import OutboxAction, OutboxState

EXPIRED = "expired"
"""Error of a card that could not go out in its time: whoever posted it may want to tell it anew."""


class Priority(IntEnum):
    """Smaller goes first: what answers people comes before what is told to many."""

    answer = 10
    bulk = 50


def _while(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class OutboxRow(Record, table=True):
    """One card for one person: to be sent, or sent before and to be edited."""

    __tablename__ = "outbox"
    __table_args__ = (
        # What may go next, what is out of date, which loans have run out, how far it is: none looks at all the rest.
        Index("ix_outbox_waiting", "priority", "not_before", "id", **_while("state = 'waiting'")),
        Index("ix_outbox_expiring", "expires_at", **_while("state = 'waiting' AND expires_at IS NOT NULL")),
        Index("ix_outbox_loans", "lease_until", **_while("state = 'sending'")),
        Index("ix_outbox_state_updated_at", "state", "updated_at"),
        Index("ix_outbox_subject_card", "subject", "card"),
        # At most one message of a person is under way: Telegram limits each chat, and order matters.
        Index("uq_outbox_sending", "person_id", unique=True, **_while("state = 'sending'")),
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


async def post_many(session: AsyncSession, cards: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Tell many people something at once, as bulk: each card with key, person_id, card, params and expires_at."""
    same = {"priority": Priority.bulk, "not_before": now, "created_at": now, "updated_at": now}
    await session.execute(insert(OUTBOX).on_conflict_do_nothing(), [{**card, **same} for card in cards])


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
    await drop(session, *about, ~OUTBOX.c.key.like(f"edit:%:{version}"), now=now, why="superseded")
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


async def drop(session: AsyncSession, *which: ColumnElement[bool], now: datetime, why: str = "taken back") -> None:
    """Take back what has not gone out; `why` is kept with it."""
    waiting = update(OUTBOX).where(OUTBOX.c.state == OutboxState.waiting, *which)
    await session.execute(waiting.values(state=OutboxState.dropped, error=why, updated_at=now))
