"""People, the roles they hold, and who appraises whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, Select, UniqueConstraint, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.models import Role
from storage.errors import NotAllowed
from storage.types import Instant, Record, code_of, table
from storage.units import Unit
from storage.values import AssignmentStatus, Employment, Member
from storage.values.moves import Acting

DECIDES = frozenset({Role.kepala_sekolah, Role.kepala_dinas})
"""Roles that decide about others: an operator confirms who joins in them."""
HELD = (AssignmentStatus.active, AssignmentStatus.pending)
"""A role that its person has joined in."""


class Person(Record, table=True):
    """A human being with as little about them as the work needs. Never a NIK."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("dinas_id", "local_id"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200)
    salutation: str = Field(default="Bapak/Ibu", max_length=20)
    nip: str | None = Field(default=None, max_length=18, unique=True)
    """Eighteen digits: NIP of a PNS or NI PPPK."""
    local_id: str | None = Field(default=None, max_length=40)
    """Key of a person without NIP; unique within a dinas."""
    dinas_id: int | None = Field(default=None, foreign_key="unit.id")
    """The dinas whose roster names the person: the scope of `local_id`."""
    created: datetime = Field(sa_type=Instant)


class Assignment(Record, table=True):
    """One role of one person at one unit in one year."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("person_id", "unit_id", "role", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    role: Role = Field(sa_type=code_of(Role))
    year: int
    status: AssignmentStatus = Field(default=AssignmentStatus.invited, sa_type=code_of(AssignmentStatus))
    version: int = 1
    """Grows with every change of status; the cards that ask an operator to confirm carry it."""
    position: str = Field(default="", max_length=120)
    """Jabatan, e.g. guru kelas IV."""
    employment: Employment = Field(sa_type=code_of(Employment))
    additional_task: str | None = Field(default=None, max_length=120)
    activated_at: datetime | None = Field(default=None, sa_type=Instant)


class Appointment(Record, table=True):
    """Who appraises whom, and since when. A change closes the row and opens another, so that history stays."""

    __tablename__ = "appointment"
    __table_args__ = (
        # One present appraiser each: close the former row before opening the next.
        Index(
            "uq_appointment_now",
            "assignment_id",
            unique=True,
            sqlite_where=text("ends IS NULL"),
            postgresql_where=text("ends IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    """The one who is appraised."""
    appraiser_assignment_id: int = Field(foreign_key="assignment.id", index=True)
    """The pejabat penilai."""
    starts: datetime = Field(sa_type=Instant)
    ends: datetime | None = Field(default=None, sa_type=Instant)
    """None: now."""
    acting: Acting | None = Field(default=None, sa_type=code_of(Acting))
    """How the appraiser holds the office; None: definitive."""


UNITS, PEOPLE, ASSIGNMENTS, APPOINTMENTS = table(Unit), table(Person), table(Assignment), table(Appointment)
MEMBERS = ASSIGNMENTS.join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id).join(
    UNITS, UNITS.c.id == ASSIGNMENTS.c.unit_id
)
MEMBER = (
    ASSIGNMENTS.c.id,
    PEOPLE.c.id,
    PEOPLE.c.name,
    PEOPLE.c.salutation,
    ASSIGNMENTS.c.role,
    ASSIGNMENTS.c.status,
    ASSIGNMENTS.c.year,
    UNITS.c.id,
    UNITS.c.name,
    UNITS.c.zone,
    ASSIGNMENTS.c.position,
    ASSIGNMENTS.c.employment,
    ASSIGNMENTS.c.additional_task,
    UNITS.c.pinned_pack,
)
"""The columns of a `Member`, in the order of its fields."""


def joined_status(role: Role) -> AssignmentStatus:
    """What a role becomes when its person joins: one that decides about others waits for an operator."""
    return AssignmentStatus.pending if role in DECIDES else AssignmentStatus.active


async def member(session: AsyncSession, assignment_id: int) -> Member | None:
    """One member, whatever the status."""
    row = (await session.execute(_members().where(ASSIGNMENTS.c.id == assignment_id))).first()
    return row and Member(*row)


async def find(session: AsyncSession, *where: ColumnElement[bool]) -> tuple[Member, ...]:
    """Members by any condition on the tables of this file, ordered by name."""
    rows = await session.execute(_members().where(*where).order_by(PEOPLE.c.name, ASSIGNMENTS.c.id))
    return tuple(Member(*row) for row in rows)


async def held(session: AsyncSession, person_id: int) -> tuple[Member, ...]:
    """The roles that a person has joined in, the latest year and the active ones first."""
    rows = await session.execute(
        _members()
        .where(ASSIGNMENTS.c.person_id == person_id, ASSIGNMENTS.c.status.in_(HELD))
        .order_by(ASSIGNMENTS.c.year.desc(), ASSIGNMENTS.c.status, ASSIGNMENTS.c.id)
    )
    return tuple(Member(*row) for row in rows)


async def not_ended(session: AsyncSession, person_id: int) -> tuple[Member, ...]:
    """Every role of a person that has not ended, joined or not."""
    rows = await session.execute(
        _members()
        .where(ASSIGNMENTS.c.person_id == person_id, ASSIGNMENTS.c.status != AssignmentStatus.ended)
        .order_by(ASSIGNMENTS.c.year.desc(), ASSIGNMENTS.c.id)
    )
    return tuple(Member(*row) for row in rows)


async def take_up(session: AsyncSession, person_id: int, now: datetime, *, new_phone: bool) -> None:
    """A person has joined: their roles become active, or pending where they decide about others.

    On another phone than before a deciding role is pending again, whatever it was: who holds it must be confirmed.
    """
    mine = update(ASSIGNMENTS).where(ASSIGNMENTS.c.person_id == person_id)
    decides = ASSIGNMENTS.c.role.in_(DECIDES)
    invited = ASSIGNMENTS.c.status == AssignmentStatus.invited
    to_confirm = or_(invited, ASSIGNMENTS.c.status.in_(HELD)) if new_phone else invited
    version = ASSIGNMENTS.c.version + 1
    await session.execute(
        mine.where(decides, to_confirm).values(status=AssignmentStatus.pending, version=version, activated_at=None)
    )
    await session.execute(
        mine.where(~decides, invited).values(status=AssignmentStatus.active, version=version, activated_at=now)
    )


async def acting(session: AsyncSession, actor: Member, operation: str, *roles: Role) -> Member:
    """The actor as the record knows them now. NotAllowed unless active, and in one of `roles` where some are named."""
    found = await member(session, actor.assignment_id)
    if (
        found is None
        or found.person_id != actor.person_id
        or found.status is not AssignmentStatus.active
        or (roles and found.role not in roles)
    ):
        raise NotAllowed(operation)
    return found


def cared_for_by(operator: Member) -> ColumnElement[bool]:
    """Assignments at the operator's unit and at the units below it, while the operator's own role is active."""
    return ASSIGNMENTS.c.unit_id.in_(units_below(operator, Role.operator))


def units_below(actor: Member, *roles: Role) -> Select[int]:
    """The actor's unit and the units below it, while the actor's own role is active and one of these."""
    active = ASSIGNMENTS.alias()
    units = UNITS.alias("below")
    return (
        select(units.c.id)
        .join(active, or_(active.c.unit_id == units.c.id, active.c.unit_id == units.c.parent_id))
        .where(
            active.c.id == actor.assignment_id,
            active.c.person_id == actor.person_id,
            active.c.role.in_(roles),
            active.c.status == AssignmentStatus.active,
        )
    )


def same_dinas(unit_id: int) -> ColumnElement[bool]:
    """Assignments at a unit, at the dinas above it, and at all units of that dinas."""
    near, here = UNITS.alias(), UNITS.alias()
    top = func.coalesce(here.c.parent_id, here.c.id)
    units = select(near.c.id).join(here, or_(near.c.id == top, near.c.parent_id == top)).where(here.c.id == unit_id)
    return ASSIGNMENTS.c.unit_id.in_(units)


async def require_operator(session: AsyncSession, actor: Member, unit_ids: set[int], operation: str) -> None:
    """NotAllowed unless the actor is an active operator of every one of these units or of the dinas above it."""
    operator = await acting(session, actor, operation, Role.operator)
    own = or_(UNITS.c.id == operator.unit_id, UNITS.c.parent_id == operator.unit_id)
    cared_for = await session.scalars(select(UNITS.c.id).where(UNITS.c.id.in_(unit_ids), own))
    if not unit_ids or set(cared_for) != unit_ids:
        raise NotAllowed(operation)


async def cared_for(session: AsyncSession, operator: Member, offset: int, limit: int) -> tuple[int, tuple[Member, ...]]:
    """How many roles there are this year in the operator's units, and a page of them by name. NotAllowed for others."""
    await acting(session, operator, "people.cared_for", Role.operator)
    mine = (
        cared_for_by(operator),
        ASSIGNMENTS.c.year == operator.year,
        ASSIGNMENTS.c.status != AssignmentStatus.ended,
    )
    count = await session.scalar(select(func.count()).select_from(MEMBERS).where(*mine))
    rows = await session.execute(
        _members().where(*mine).order_by(PEOPLE.c.name, ASSIGNMENTS.c.id).offset(offset).limit(limit)
    )
    return count or 0, tuple(Member(*row) for row in rows)


async def operators(session: AsyncSession, unit_id: int, year: int) -> tuple[int, ...]:
    """Person ids of the active operators of a unit and of the dinas above it, in that year."""
    above = select(UNITS.c.parent_id).where(UNITS.c.id == unit_id).scalar_subquery()
    found = await session.scalars(
        select(ASSIGNMENTS.c.person_id)
        .where(
            ASSIGNMENTS.c.role == Role.operator,
            ASSIGNMENTS.c.status == AssignmentStatus.active,
            ASSIGNMENTS.c.year == year,
            or_(ASSIGNMENTS.c.unit_id == unit_id, ASSIGNMENTS.c.unit_id == above),
        )
        .distinct()
        .order_by(ASSIGNMENTS.c.person_id)
    )
    return tuple(found)


async def appraiser(session: AsyncSession, assignment_id: int) -> Member | None:
    """The present appraiser of a member, whether they have joined or not."""
    row = (
        await session.execute(
            _members()
            .join(APPOINTMENTS, APPOINTMENTS.c.appraiser_assignment_id == ASSIGNMENTS.c.id)
            .where(APPOINTMENTS.c.assignment_id == assignment_id, APPOINTMENTS.c.ends.is_(None))
        )
    ).first()
    return row and Member(*row)


def _members() -> Select[Any]:
    return select(*MEMBER).select_from(MEMBERS)
