"""What a SKP contains: every submission is kept as a revision, item by item."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from regulations.models import Basis
from storage.types import Exact, Instant, Record, code_of


class Part(StrEnum):
    """The parts of a plan; each uses its own columns of an item."""

    result = "result"
    focus = "focus"
    behaviour = "behaviour"
    competence = "competence"


class SkpRevision(Record, table=True):
    """One submission of a plan."""

    __tablename__ = "skp_revision"
    __table_args__ = (UniqueConstraint("skp_id", "revision"),)

    id: int | None = Field(default=None, primary_key=True)
    skp_id: int = Field(foreign_key="skp.id")
    revision: int
    submitted_at: datetime = Field(sa_type=Instant)
    note: str | None = Field(default=None, sa_type=Text)
    additional_task: str | None = Field(default=None, max_length=120)


class SkpItem(Record, table=True):
    """One line of a plan. Codes are those of the pack that the SKP names."""

    __tablename__ = "skp_item"
    __table_args__ = (UniqueConstraint("revision_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    revision_id: int = Field(foreign_key="skp_revision.id")
    position: int
    part: Part = Field(sa_type=code_of(Part))
    code: str = Field(max_length=40)
    """RHK, focus, behaviour aspect or activity."""
    intervened: str | None = Field(default=None, max_length=40)
    """Result: the superior's RHK that it serves."""
    aspek: str | None = Field(default=None, sa_type=Text)
    """Result."""
    indikator: str | None = Field(default=None, sa_type=Text)
    """Result: its text. Behaviour: its code."""
    expectation: str | None = Field(default=None, max_length=40)
    """Behaviour: code of the ekspektasi khusus."""
    target: Decimal | None = Field(default=None, sa_type=Exact)
    """Result."""
    satuan: str | None = Field(default=None, max_length=80)
    """Result."""
    units: int | None = None
    """Competence."""
    points: int | None = None
    """Competence, where the pack counts points."""
    points_basis: Basis | None = Field(default=None, sa_type=code_of(Basis))
    suggested: bool = False
    """Result, behaviour: Kawal's own example, untouched."""
