"""The outbox: whatever is to be told to people, written with the change that causes it and delivered later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, text
from sqlmodel import Field

from storage.types import Instant, Record, code_of
from storage.values import OutboxAction, OutboxState


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
    version: int = 0
    """Version of the subject that the card shows."""
    priority: int
    """Smaller goes first."""
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
    """Telegram id it was sent to; a person may have another account by now."""
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    error: str | None = Field(default=None, max_length=200)
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
