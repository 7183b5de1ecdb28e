"""Packs as they were: a draft and a SKP keep the very pack they began with, whatever is installed later."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from storage.types import Instant, Record


class PackSnapshot(Record, table=True):
    """The whole resolved pack as JSON."""

    __tablename__ = "pack_snapshot"

    pack_id: str = Field(primary_key=True, max_length=80)
    version: str = Field(primary_key=True, max_length=80)
    body: str = Field(sa_type=Text)
    remembered_at: datetime = Field(sa_type=Instant)
