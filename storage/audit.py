"""The audit trail: append-only and chained, so that a changed byte shows.

Only references, codes, versions and digests go in; names and free texts stay outside, so that they can be deleted.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from storage.types import Instant, Record


class AuditEntry(Record, table=True):
    """One thing that happened."""

    __tablename__ = "audit"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    """1, 2, 3, ... without a gap."""
    at: datetime = Field(sa_type=Instant)
    actor: str = Field(max_length=60)
    """Reference, e.g. `assignment:12`."""
    action: str = Field(max_length=60)
    subject: str = Field(max_length=60)
    detail: dict[str, Any] = Field(sa_type=JSON)
    prev: str = Field(max_length=64)
    """Hash of the entry before."""
    hash: str = Field(max_length=64)
    """SHA-256 of this entry with `prev`, hexadecimal."""


class AuditHead(Record, table=True):
    """The end of the chain, one row: it serialises writers and shows when the last entries are missing."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int
    hash: str = Field(max_length=64)
