"""The schools that a pelatih ahli coaches: their own list, with its history.

It belongs to the work of one person at one dinas, in whichever year's role a row was written: the programme's year
begins in October and ends in August.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.models import Role
from storage import audit, people
from storage.errors import Invalid, NotFound
from storage.flow import UNDO_WITHIN, Moving, Who, move, step
from storage.operations import operation
from storage.people import ASSIGNMENTS, UNITS
from storage.types import code_of, table
from storage.units import UnitKind
from storage.values import AssignmentStatus, Member
from storage.values.coaching import (
    LONGEST_NAME,
    MOST_SCHOOLS,
    AddSchool,
    CoachedSchool,
    OnSchool,
    SchoolStatus,
    month_after,
)

AHEAD = 2
"""Months from now in which coaching may begin at the latest."""


class CoachedSchoolRow(Moving, table=True):
    """One school on somebody's list, from one month to another."""

    __tablename__ = "coached_school"

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    """Who coaches it, in the role in which it was added."""
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    name: str | None = Field(default=None, max_length=LONGEST_NAME)
    """As typed, for a school that is not in the record."""
    status: SchoolStatus = Field(sa_type=code_of(SchoolStatus))
    starts: date
    """First day of the first month in which it is coached."""
    ends: date | None = None
    """First day of the first month in which it is not any more."""


SCHOOLS = table(CoachedSchoolRow)
NAME = func.coalesce(UNITS.c.name, SCHOOLS.c.name)
_LINE = (
    SCHOOLS.c.id,
    SCHOOLS.c.version,
    SCHOOLS.c.status,
    NAME,
    UNITS.c.npsn,
    SCHOOLS.c.unit_id,
    SCHOOLS.c.starts,
    SCHOOLS.c.ends,
)
"""The columns of a `CoachedSchool`, in the order of its fields."""
ADD = step("coached.add", (), SchoolStatus.didampingi, Who.owner)
REMOVE = step("coached.remove", SchoolStatus.didampingi, SchoolStatus.selesai, Who.owner)
RESTORE = step("coached.restore", SchoolStatus.selesai, SchoolStatus.didampingi, Who.owner)


def of_same_work(owner: ColumnElement[int], actor: Member) -> ColumnElement[bool]:
    """The row is of the actor's own work as pelatih ahli at this dinas, of any year; false while their role is not
    active."""
    then, now = ASSIGNMENTS.alias("then"), ASSIGNMENTS.alias("now")
    same = and_(then.c.person_id == now.c.person_id, then.c.unit_id == now.c.unit_id, then.c.role == now.c.role)
    mine = (
        now.c.id == actor.assignment_id,
        now.c.person_id == actor.person_id,
        now.c.role == Role.pelatih_ahli,
        now.c.status == AssignmentStatus.active,
    )
    return owner.in_(select(then.c.id).join(now, same).where(*mine))


def in_month(month: date) -> ColumnElement[bool]:
    """The school is coached in that month."""
    return and_(SCHOOLS.c.starts <= month, or_(SCHOOLS.c.ends.is_(None), SCHOOLS.c.ends > month))


@operation("coached.add")
async def add(session: AsyncSession, actor: Member, intent: AddSchool, now: datetime) -> CoachedSchool:
    """Put a school on one's own list. Raises NotAllowed, NotFound for a school of another dinas, and Invalid for one
    that is on it already, one too many, a name or a month that cannot be.

    Not idempotent by itself: close the draft that it comes from in the same transaction.
    """
    owner = await people.acting(session, actor, "coached.add", Role.pelatih_ahli)
    name = await _checked(session, owner, intent, now)
    values = {"unit_id": intent.unit_id, "name": name, "starts": intent.starts, "status": ADD.to}
    moved = {"version": 1, "changed_at": now, "changed_by": owner.assignment_id}
    made = insert(SCHOOLS).values(assignment_id=owner.assignment_id, **values, **moved).returning(SCHOOLS.c.id)
    school_id = int((await session.execute(made)).scalar_one())
    detail = {"version": 1, "unit": intent.unit_id, "starts": intent.starts.isoformat()}
    await audit.record(session, audit.by(owner), ADD.operation, f"{SCHOOLS.name}:{school_id}", detail, now)
    return await school(session, school_id)


async def _checked(session: AsyncSession, owner: Member, intent: AddSchool, now: datetime) -> str | None:
    """The typed name as it is kept; None for a recorded school."""
    if intent.starts.day != 1 or intent.starts > month_after(this_month(owner, now), AHEAD):
        raise Invalid("coaching_month")
    name = None if intent.unit_id is not None else (intent.name or "").strip()
    if name is not None and not 0 < len(name) <= LONGEST_NAME:
        raise Invalid("coached_name")
    await _is_free(session, owner, intent.unit_id, name)
    if intent.unit_id is not None and intent.unit_id not in {one for one, *_ in await recorded(session, owner)}:
        raise NotFound("unit")
    return name


async def _is_free(session: AsyncSession, owner: Member, unit_id: int | None, name: str | None) -> None:
    """Whether one more may stand on the list, and this one does not yet; else Invalid."""
    listed = [one for one in await of(session, owner) if one.status is SchoolStatus.didampingi]
    if len(listed) >= MOST_SCHOOLS:
        raise Invalid("coached_many")
    same = name.casefold() if name else None
    if any(one.unit_id == unit_id if unit_id is not None else one.name.casefold() == same for one in listed):
        raise Invalid("coached_twice")


@operation("coached.recorded")
async def recorded(session: AsyncSession, actor: Member) -> Sequence[tuple[int, str, str]]:
    """The schools of the actor's dinas: id, NPSN and name, by name. NotAllowed for other roles."""
    owner = await people.acting(session, actor, "coached.recorded", Role.pelatih_ahli)
    here = UNITS.alias()
    dinas = select(func.coalesce(here.c.parent_id, here.c.id)).where(here.c.id == owner.unit_id).scalar_subquery()
    schools = select(UNITS.c.id, func.coalesce(UNITS.c.npsn, ""), UNITS.c.name).where(
        UNITS.c.kind == UnitKind.school, UNITS.c.parent_id == dinas
    )
    return [(row[0], row[1], row[2]) for row in await session.execute(schools.order_by(UNITS.c.name, UNITS.c.id))]


@operation("coached.of")
async def of(session: AsyncSession, viewer: Member) -> tuple[CoachedSchool, ...]:
    """One's own list by name, with the schools that are not coached any more; nothing for anybody else."""
    mine = _all().where(of_same_work(SCHOOLS.c.assignment_id, viewer))
    rows = await session.execute(mine.order_by(NAME, SCHOOLS.c.starts, SCHOOLS.c.id))
    return tuple(CoachedSchool(*row) for row in rows)


@operation("coached.remove")
async def remove(session: AsyncSession, actor: Member, intent: OnSchool, now: datetime) -> CoachedSchool:
    """Take a school off one's list from this month on; what was noted there stays. Raises NotFound, NotAllowed,
    MovedOn; repeating it has no effect."""
    gone = {"ends": this_month(actor, now)}
    may = of_same_work(SCHOOLS.c.assignment_id, actor)
    await move(session, SCHOOLS, REMOVE, actor, intent.school_id, intent.version, may, now, also=gone)
    return await school(session, intent.school_id)


@operation("coached.restore")
async def restore(session: AsyncSession, actor: Member, intent: OnSchool, now: datetime) -> CoachedSchool:
    """Take a removal back within `UNDO_WITHIN`. Raises NotFound, NotAllowed (too late), MovedOn, and Invalid when it
    was put on the list anew meanwhile."""
    fresh = SCHOOLS.c.changed_at > now - UNDO_WITHIN
    may = and_(of_same_work(SCHOOLS.c.assignment_id, actor), fresh)
    back: dict[str, Any] = {"ends": None}
    allowed = select(SCHOOLS.c.id).where(SCHOOLS.c.id == intent.school_id, SCHOOLS.c.status.in_(RESTORE.frm), may)
    if await session.scalar(allowed) is not None:
        one = await school(session, intent.school_id)
        await _is_free(session, actor, one.unit_id, one.name)
    await move(session, SCHOOLS, RESTORE, actor, intent.school_id, intent.version, may, now, also=back)
    return await school(session, intent.school_id)


def this_month(member: Member, now: datetime) -> date:
    """The first day of the month that it is where the member works."""
    return now.astimezone(ZoneInfo(member.zone)).date().replace(day=1)


async def school(session: AsyncSession, school_id: int) -> CoachedSchool:
    """A school that is known to be on somebody's list, for whoever has checked that it may be seen."""
    return CoachedSchool(*(await session.execute(_all().where(SCHOOLS.c.id == school_id))).one())


def _all() -> Select[Any]:
    return select(*_LINE).select_from(SCHOOLS.outerjoin(UNITS, UNITS.c.id == SCHOOLS.c.unit_id))
