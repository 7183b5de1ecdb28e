"""Delegation: somebody decides for an absent pejabat penilai, from one instant to another."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from storage.types import Instant, Record, table


class Delegation(Record, table=True):
    """While it runs, the delegate may decide whatever the appraiser may; the appraiser still may too."""

    __tablename__ = "delegation"

    id: int | None = Field(default=None, primary_key=True)
    appraiser_assignment_id: int = Field(foreign_key="assignment.id", index=True)
    delegate_assignment_id: int = Field(foreign_key="assignment.id", index=True)
    starts: datetime = Field(sa_type=Instant)
    ends: datetime = Field(sa_type=Instant)
    """The first instant at which it is over. Ending it early moves this."""
    created_at: datetime = Field(sa_type=Instant)
    created_by: int = Field(foreign_key="assignment.id")
    told: bool = False
    """The waiting cards were brought to the delegate."""
    returned: bool = False
    """It is over, and the cards were taken back."""


DELEGATIONS = table(Delegation)
