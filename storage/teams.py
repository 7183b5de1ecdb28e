"""Tim kinerja: people whom a pejabat penilai lets watch, coach and recommend (*plotting*); the appraiser decides."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from storage.types import Instant, Record, table


class TeamMember(Record, table=True):
    """One person watches one other, by one SK. A change closes the row and opens another, so that history stays."""

    __tablename__ = "team_member"

    id: int | None = Field(default=None, primary_key=True)
    appraiser_assignment_id: int = Field(foreign_key="assignment.id", index=True)
    """The pejabat penilai who has appointed them."""
    member_assignment_id: int = Field(foreign_key="assignment.id", index=True)
    """Who watches."""
    watched_assignment_id: int = Field(foreign_key="assignment.id", index=True)
    """Who is watched."""
    sk_number: str = Field(max_length=80)
    sk_date: date
    starts: datetime = Field(sa_type=Instant)
    ends: datetime | None = Field(default=None, sa_type=Instant)
    """None: now."""


TEAM = table(TeamMember)
