"""Schools and the dinas above them."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col

from storage.types import Record, code_of


class UnitKind(StrEnum):
    """A school, or the office that is above schools."""

    school = "school"
    dinas = "dinas"


class Ownership(StrEnum):
    """Status sekolah."""

    negeri = "negeri"
    swasta = "swasta"


class Unit(Record, table=True):
    """One school or dinas."""

    __tablename__ = "unit"

    id: int | None = Field(default=None, primary_key=True)
    kind: UnitKind = Field(sa_type=code_of(UnitKind))
    npsn: str | None = Field(default=None, max_length=8, unique=True)
    """Eight digits; schools only."""
    code: str | None = Field(default=None, max_length=80, unique=True)
    """Key of a unit that has no NPSN, such as a dinas."""
    name: str = Field(max_length=200)
    level: str | None = Field(default=None, max_length=20)
    """Jenjang: SD, SMP, ..."""
    ownership: Ownership | None = Field(default=None, sa_type=code_of(Ownership))
    province: str = Field(max_length=80)
    district: str | None = Field(default=None, max_length=80)
    zone: str = Field(max_length=40)
    """IANA name: Asia/Jakarta, Asia/Makassar or Asia/Jayapura."""
    parent_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    """The dinas of a school."""
    pinned_pack: str | None = Field(default=None, max_length=80)
    """Pack that an operator chose instead of the year's own."""


async def by_npsn(session: AsyncSession, npsn: str) -> int | None:
    """The id of the school with this NPSN."""
    return await session.scalar(select(col(Unit.id)).where(col(Unit.npsn) == npsn))


async def pinned_pack(session: AsyncSession, unit_id: int) -> str | None:
    """The pack that an operator chose for a unit; None: the year's own."""
    return await session.scalar(select(col(Unit.pinned_pack)).where(col(Unit.id) == unit_id))


async def ownership_of(session: AsyncSession, unit_id: int) -> Ownership | None:
    """Whether a school is negeri or swasta; None for a dinas."""
    return await session.scalar(select(col(Unit.ownership)).where(col(Unit.id) == unit_id))
