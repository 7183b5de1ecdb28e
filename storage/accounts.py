"""Who speaks: Telegram accounts, the member behind each, and the updates that were already seen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from storage.types import Instant, Record


class Account(Record, table=True):
    """One Telegram account. It may belong to a person, and a person has at most one."""

    __tablename__ = "account"

    telegram_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    person_id: int | None = Field(default=None, foreign_key="person.id", unique=True)
    language: str = Field(max_length=8)
    consent_at: datetime | None = Field(default=None, sa_type=Instant)
    live_message_id: int | None = Field(default=None, sa_type=BigInteger)
    """The message that shows the conversation and is edited in place."""
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id", index=True)
    """The role in front."""
    draft_id: int | None = Field(default=None, foreign_key="draft.id", index=True)
    """The talk in front."""
    reachable: bool = True
    """False once Telegram has said that the bot is blocked."""
    wrong_codes: int = 0
    """Wrong invite codes in a row."""
    locked_until: datetime | None = Field(default=None, sa_type=Instant)
    joined_at: datetime | None = Field(default=None, sa_type=Instant)


class SeenUpdate(Record, table=True):
    """An update of Telegram whose effect is in the record."""

    __tablename__ = "seen_update"

    update_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Instant, index=True)
