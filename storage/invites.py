"""One-time codes by which a person takes their place."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from storage.types import Instant, Record


class Invite(Record, table=True):
    """A code for one person. The code itself is shown once and never kept."""

    __tablename__ = "invite"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    code_hash: str = Field(max_length=64, unique=True)
    """SHA-256 of the code, hexadecimal."""
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    used_by: int | None = Field(default=None, sa_type=BigInteger)
    """Telegram id."""
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    """Set when a newer invite of the same person took its place."""
