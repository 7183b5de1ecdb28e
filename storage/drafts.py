"""Talks that have begun: what was answered so far, so that nothing typed is ever lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field

from storage.types import Instant, Record, code_of
from storage.values import DraftStatus


class DraftRow(Record, table=True):
    """One talk of one member. At most one is open for a dialog and its subject."""

    __tablename__ = "draft"
    __table_args__ = (
        Index(
            "uq_draft_open",
            "assignment_id",
            "dialog",
            "subject",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    dialog: str = Field(max_length=60)
    subject: str = Field(max_length=60)
    """What the talk is about, e.g. the code of a period."""
    pinned: dict[str, Any] = Field(sa_type=JSON)
    """The ground it began on: pack and version, period, options."""
    answers: dict[str, Any] = Field(sa_type=JSON)
    cursor: dict[str, Any] = Field(sa_type=JSON)
    status: DraftStatus = Field(default=DraftStatus.open, sa_type=code_of(DraftStatus))
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
