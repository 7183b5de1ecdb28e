"""Departures: roles that have ended in the middle of a year, and what came after them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from storage.types import Instant, Record, table


class Departure(Record, table=True):
    """A role that has ended; with a successor its person went on in another one."""

    __tablename__ = "departure"

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    """The role that has ended."""
    successor_id: int | None = Field(default=None, foreign_key="assignment.id")
    """The role that the same person has begun instead."""
    at: datetime = Field(sa_type=Instant)


DEPARTURES = table(Departure)
