"""Sasaran Kinerja Pegawai: the plan of one member for one period, from sending to agreement."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from storage.types import Instant, Record, code_of
from storage.values import SkpStatus


class Skp(Record, table=True):
    """One plan. What it contains is in its revisions; here is where it stands."""

    __tablename__ = "skp"
    __table_args__ = (UniqueConstraint("assignment_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    period: str = Field(max_length=20)
    pack_id: str = Field(max_length=80)
    pack_version: str = Field(max_length=80)
    status: SkpStatus = Field(sa_type=code_of(SkpStatus))
    version: int = 1
    """Grows with every change; a card that carries an older one is stale."""
    revision: int = 1
    """Grows with every submission."""
    submitted_at: datetime = Field(sa_type=Instant)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by: int | None = Field(default=None, foreign_key="assignment.id")
    reason: str | None = Field(default=None, sa_type=Text)
    """Why it was given back."""
    entered_on: date | None = None
    """The day on which the owner says it was entered in Ruang GTK."""
