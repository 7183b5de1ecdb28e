"""Sekolah binaan: which schools are entrusted to a pengawas, now and before.

A change closes the rows that no longer hold and opens others, so that history stays.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, Select, and_, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.models import Role
from storage import audit, outbox, people
from storage.appraising import appraised_by
from storage.errors import Invalid, NotAllowed
from storage.operations import operation
from storage.people import ASSIGNMENTS, UNITS
from storage.types import Instant, Record, table
from storage.units import UnitKind
from storage.values import AssignmentStatus, Member
from storage.values.pendampingan import BinaanSchool, Entrust, Supervised

CHANGED = "binaan_changed"
MOST = 300
"""Schools that are offered to choose from."""


class EntrustedSchool(Record, table=True):
    """A school that is, or was, entrusted to a pengawas."""

    __tablename__ = "sekolah_binaan"
    __table_args__ = (
        # Once at a time: close the former row before opening the next.
        Index(
            "uq_sekolah_binaan_now",
            "assignment_id",
            "unit_id",
            unique=True,
            sqlite_where=text("ends IS NULL"),
            postgresql_where=text("ends IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    """The pengawas."""
    unit_id: int = Field(foreign_key="unit.id", index=True)
    starts: datetime = Field(sa_type=Instant)
    ends: datetime | None = Field(default=None, sa_type=Instant)
    """None: now."""


BINAAN = table(EntrustedSchool)
SCHOOL = (UNITS.c.id, UNITS.c.name, UNITS.c.npsn)
"""The columns of a `BinaanSchool`, in the order of its fields."""


def may_entrust(actor: Member, now: datetime) -> ColumnElement[bool]:
    """Assignments of pengawas whom the actor looks after as an operator, or decides about."""
    return and_(
        ASSIGNMENTS.c.role == Role.pengawas,
        ASSIGNMENTS.c.status != AssignmentStatus.ended,
        or_(people.cared_for_by(actor), appraised_by(ASSIGNMENTS.c.id, actor, now)),
    )


# --- reading --------------------------------------------------------------------


async def schools(session: AsyncSession, assignment_id: int) -> tuple[BinaanSchool, ...]:
    """The schools that are entrusted to a pengawas now, by name."""
    mine = (BINAAN.c.assignment_id == assignment_id, BINAAN.c.ends.is_(None))
    rows = await session.execute(
        select(*SCHOOL).join(BINAAN, BINAAN.c.unit_id == UNITS.c.id).where(*mine).order_by(UNITS.c.name, UNITS.c.id)
    )
    return tuple(BinaanSchool(*row) for row in rows)


@operation("binaan.supervised")
async def supervised(session: AsyncSession, actor: Member, now: datetime) -> tuple[Supervised, ...]:
    """Every pengawas of this year whose schools the actor may set, by name. Nobody for others."""
    found = await people.find(session, may_entrust(actor, now), ASSIGNMENTS.c.year == actor.year)
    ids = [member.assignment_id for member in found]
    rows = await session.execute(
        select(BINAAN.c.assignment_id, *SCHOOL)
        .join(UNITS, UNITS.c.id == BINAAN.c.unit_id)
        .where(BINAAN.c.assignment_id.in_(ids), BINAAN.c.ends.is_(None))
        .order_by(UNITS.c.name, UNITS.c.id)
    )
    by_owner: dict[int, list[BinaanSchool]] = {}
    for owner, *school in rows:
        by_owner.setdefault(owner, []).append(BinaanSchool(*school))
    return tuple(Supervised(member, tuple(by_owner.get(member.assignment_id, ()))) for member in found)


@operation("binaan.candidates")
async def candidates(
    session: AsyncSession, actor: Member, assignment_id: int, now: datetime
) -> tuple[BinaanSchool, ...]:
    """The schools below the dinas of a pengawas, by name: any of them may be entrusted. NotAllowed for others."""
    owner = await _owner(session, actor, assignment_id, now, "binaan.candidates")
    rows = await session.execute(_below(owner).order_by(UNITS.c.name, UNITS.c.id).limit(MOST))
    return tuple(BinaanSchool(*row) for row in rows)


def _below(owner: Member) -> Select[Any]:
    return select(*SCHOOL).where(UNITS.c.parent_id == owner.unit_id, UNITS.c.kind == UnitKind.school)


async def _owner(session: AsyncSession, actor: Member, assignment_id: int, now: datetime, what: str) -> Member:
    """The pengawas, whose row is locked: one change of their schools after the other."""
    this = ASSIGNMENTS.c.id == assignment_id
    locked = select(ASSIGNMENTS.c.id).where(this, may_entrust(actor, now)).with_for_update()
    owner = await people.member(session, assignment_id) if await session.scalar(locked) else None
    if owner is None:
        raise NotAllowed(what)
    return owner


# --- changing -------------------------------------------------------------------


@operation("binaan.entrust")
async def entrust(session: AsyncSession, actor: Member, intent: Entrust, now: datetime) -> tuple[BinaanSchool, ...]:
    """These schools are entrusted to a pengawas from now on, and no others; the same again has no second effect.

    For the operator of their dinas and whoever decides about them. The pengawas is told. Raises NotAllowed, and
    Invalid (`binaan_school`) for a school that is not below their dinas.
    """
    owner = await _owner(session, actor, intent.assignment_id, now, "binaan.entrust")
    wanted = set(intent.unit_ids)
    known = {row.id for row in await session.execute(_below(owner).where(UNITS.c.id.in_(wanted)))}
    if known != wanted:
        raise Invalid("binaan_school")
    await put(session, actor, owner.assignment_id, wanted, now)
    return await schools(session, owner.assignment_id)


async def put(
    session: AsyncSession, actor: Member | None, assignment_id: int, wanted: Collection[int], now: datetime
) -> bool:
    """Close what is not wanted any more, open what is new, tell the pengawas; whether anything has changed."""
    mine = (BINAAN.c.assignment_id == assignment_id, BINAAN.c.ends.is_(None))
    present = set(await session.scalars(select(BINAAN.c.unit_id).where(*mine)))
    closing, opening = sorted(present - set(wanted)), sorted(set(wanted) - present)
    if closing:
        await session.execute(update(BINAAN).where(*mine, BINAAN.c.unit_id.in_(closing)).values(ends=now))
    if opening:
        rows = [{"assignment_id": assignment_id, "unit_id": unit, "starts": now, "ends": None} for unit in opening]
        await session.execute(insert(BINAAN), rows)
    if closing or opening:
        await _changed(session, actor, assignment_id, closing, opening, now)
    return bool(closing or opening)


async def _changed(
    session: AsyncSession, actor: Member | None, assignment_id: int, closed: list[int], opened: list[int], now: datetime
) -> None:
    about, detail = f"assignment:{assignment_id}", {"opened": opened, "closed": closed}
    await audit.record(session, audit.by(actor), "binaan.entrust", about, detail, now)
    owner = await people.member(session, assignment_id)
    assert owner is not None
    if owner.status in people.HELD:
        key = f"{CHANGED}:{assignment_id}:{now.isoformat()}"
        await outbox.tell(session, key, owner.person_id, CHANGED, {"assignment": assignment_id}, now)


async def end_all(session: AsyncSession, assignment_id: int, now: datetime) -> None:
    """A role is over: no school is entrusted to it any more."""
    mine = (BINAAN.c.assignment_id == assignment_id, BINAAN.c.ends.is_(None))
    await session.execute(update(BINAAN).where(*mine).values(ends=now))
