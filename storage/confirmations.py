"""Confirmations: what the documentation table names, RHK by RHK of an agreed plan, and whether it is there.

How they are asked for, decided and taken back stands in `storage.confirming`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Row, Text, UniqueConstraint, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.models import Role
from storage import people
from storage.appraising import appraised_by, sees
from storage.errors import NotFound
from storage.flow import Moving
from storage.operations import operation
from storage.people import ASSIGNMENTS, MEMBERS, PEOPLE, UNITS
from storage.plans import ITEMS, REVISIONS, Part
from storage.skp import SKPS
from storage.types import Instant, Record, code_of, table
from storage.values import Member, SkpStatus
from storage.values.confirmations import (
    Candidate,
    ConfirmationFacts,
    ConfirmationStatus,
    RhkConfirmation,
    RhkCount,
)
from storage.values.inbox import Thing, Waiting


class ConfirmationBatchRow(Record, table=True):
    """One RHK confirmed for several people at once."""

    __tablename__ = "confirmation_batch"

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    """Whose decision it is."""
    period: str = Field(max_length=20)
    rhk: str = Field(max_length=40)
    at: datetime = Field(sa_type=Instant)
    undone_at: datetime | None = Field(default=None, sa_type=Instant)


class Confirmation(Moving, table=True):
    """One RHK of one person in one period."""

    __tablename__ = "confirmation"
    __table_args__ = (UniqueConstraint("assignment_id", "period", "rhk"),)

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    """Whose RHK it is."""
    period: str = Field(max_length=20)
    rhk: str = Field(max_length=40)
    status: ConfirmationStatus = Field(sa_type=code_of(ConfirmationStatus))
    note: str | None = Field(default=None, sa_type=Text)
    """What is still missing."""
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by: int | None = Field(default=None, foreign_key="assignment.id")
    batch_id: int | None = Field(default=None, foreign_key="confirmation_batch.id", index=True)
    former: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """How it stood before the last decision, while that can be taken back."""


CONFIRMATIONS, BATCHES = table(Confirmation), table(ConfirmationBatchRow)
OWNER = CONFIRMATIONS.c.assignment_id
_decider = ASSIGNMENTS.alias("decider")
_decider_person = PEOPLE.alias("decider_person")

# --- what there is --------------------------------------------------------------


@operation("confirmations.of_member")
async def of_member(
    session: AsyncSession, viewer: Member, assignment_id: int, period: str, now: datetime
) -> ConfirmationFacts:
    """What is confirmed of one person's agreed plan, for the owner, whoever decides about them, and who watches them.

    NotFound for everybody else.
    """
    mine = select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.id == assignment_id, sees(ASSIGNMENTS.c.id, viewer, now))
    if await session.scalar(mine) is None:
        raise NotFound("confirmation")
    return await facts(session, assignment_id, period)


async def facts(session: AsyncSession, assignment_id: int, period: str) -> ConfirmationFacts:
    """The same without asking who reads. NotFound when there is no such person."""
    owner = await people.member(session, assignment_id)
    if owner is None:
        raise NotFound("confirmation")
    plan = await agreed_plan(session, assignment_id, period)
    if plan is None:
        return ConfirmationFacts(owner, period)
    known = {row.rhk: row for row in await _rows(session, assignment_id, period)}
    codes = await session.scalars(codes_of(plan.id, plan.revision))
    stands = tuple(known.get(code) or RhkConfirmation(code) for code in codes)
    return ConfirmationFacts(owner, period, stands, plan.pack_id, plan.pack_version)


async def agreed_plan(session: AsyncSession, assignment_id: int, period: str) -> Row[*tuple[Any, ...]] | None:
    """The agreed plan of a person and period: id, revision and pack; None before there is one."""
    agreed = (SKPS.c.assignment_id == assignment_id, SKPS.c.period == period, SKPS.c.status == SkpStatus.disepakati)
    columns = (SKPS.c.id, SKPS.c.revision, SKPS.c.pack_id, SKPS.c.pack_version)
    return (await session.execute(select(*columns).where(*agreed))).first()


def codes_of(skp_id: int, revision: int) -> Any:
    """SELECT of the RHK of a plan, in its order."""
    return (
        select(ITEMS.c.code)
        .join(REVISIONS, REVISIONS.c.id == ITEMS.c.revision_id)
        .where(REVISIONS.c.skp_id == skp_id, REVISIONS.c.revision == revision, ITEMS.c.part == Part.result)
        .order_by(ITEMS.c.position)
    )


async def _rows(session: AsyncSession, assignment_id: int, period: str) -> list[RhkConfirmation]:
    rows = await session.execute(
        select(CONFIRMATIONS, _decider_person.c.name)
        .outerjoin(_decider, _decider.c.id == CONFIRMATIONS.c.decided_by)
        .outerjoin(_decider_person, _decider_person.c.id == _decider.c.person_id)
        .where(CONFIRMATIONS.c.assignment_id == assignment_id, CONFIRMATIONS.c.period == period)
    )
    return [
        RhkConfirmation(
            row.rhk,
            row.id,
            row.version,
            row.status,
            row.note,
            row.changed_at,
            row.name,
            row.decided_by,
            row.decided_at,
            row.former is not None,
        )
        for row in rows
    ]


@operation("confirmations.counts")
async def counts(session: AsyncSession, actor: Member, period: str, now: datetime) -> tuple[RhkCount, ...]:
    """For everybody whom the actor decides about: RHK by RHK, how many plans hold it and how many are confirmed.

    Empty for one who decides about nobody.
    """
    status = CONFIRMATIONS.c.status
    rows = await session.execute(
        select(
            ASSIGNMENTS.c.role,
            ITEMS.c.code,
            func.count(),
            func.count().filter(status == ConfirmationStatus.dikonfirmasi),
            func.count().filter(status == ConfirmationStatus.diminta),
        )
        .select_from(_agreed(period))
        .where(*_agreed_with(actor, period, now))
        .group_by(ASSIGNMENTS.c.role, ITEMS.c.code)
        .order_by(ASSIGNMENTS.c.role, ITEMS.c.code)
    )
    return tuple(RhkCount(*row) for row in rows)


@operation("confirmations.candidates")
async def candidates(
    session: AsyncSession, actor: Member, role: Role, period: str, rhk: str, now: datetime
) -> tuple[Candidate, ...]:
    """Whom the actor decides about, with this RHK in an agreed plan and not confirmed yet, by name."""
    version = func.coalesce(CONFIRMATIONS.c.version, 0)
    rows = await session.execute(
        select(ASSIGNMENTS.c.id, PEOPLE.c.name, UNITS.c.name, version)
        .select_from(_agreed(period))
        .where(
            *_agreed_with(actor, period, now),
            ASSIGNMENTS.c.role == role,
            ITEMS.c.code == rhk,
            or_(CONFIRMATIONS.c.status.is_(None), CONFIRMATIONS.c.status != ConfirmationStatus.dikonfirmasi),
        )
        .order_by(PEOPLE.c.name, ASSIGNMENTS.c.id)
    )
    return tuple(Candidate(*row) for row in rows)


def _agreed(period: str) -> Any:
    """Plans with their owners, their RHK and what is confirmed of it."""
    confirmed = and_(
        CONFIRMATIONS.c.assignment_id == SKPS.c.assignment_id,
        CONFIRMATIONS.c.period == period,
        CONFIRMATIONS.c.rhk == ITEMS.c.code,
    )
    return (
        SKPS.join(MEMBERS, ASSIGNMENTS.c.id == SKPS.c.assignment_id)
        .join(REVISIONS, and_(REVISIONS.c.skp_id == SKPS.c.id, REVISIONS.c.revision == SKPS.c.revision))
        .join(ITEMS, and_(ITEMS.c.revision_id == REVISIONS.c.id, ITEMS.c.part == Part.result))
        .outerjoin(CONFIRMATIONS, confirmed)
    )


def _agreed_with(actor: Member, period: str, now: datetime) -> tuple[Any, ...]:
    agreed = (SKPS.c.period == period, SKPS.c.status == SkpStatus.disepakati)
    return (*agreed, appraised_by(SKPS.c.assignment_id, actor, now))


async def waiting(session: AsyncSession, actor: Member, now: datetime) -> tuple[Waiting, ...]:
    """What owners have asked to be confirmed, for the inbox of whoever decides about them; the oldest first."""
    rows = await session.execute(
        select(CONFIRMATIONS, PEOPLE.c.name, UNITS.c.name.label("unit"))
        .join_from(CONFIRMATIONS, MEMBERS, ASSIGNMENTS.c.id == OWNER)
        .where(CONFIRMATIONS.c.status == ConfirmationStatus.diminta, appraised_by(OWNER, actor, now))
        .order_by(CONFIRMATIONS.c.changed_at, CONFIRMATIONS.c.id)
    )
    return tuple(
        Waiting(Thing.confirmation, row.id, row.version, row.name, row.unit, row.changed_at, note=f"RHK {row.rhk}")
        for row in rows
    )


async def missing(session: AsyncSession, owner: Member, period: str) -> tuple[str, ...]:
    """The owner's own RHK that the appraiser has looked at and not found."""
    mine = (CONFIRMATIONS.c.assignment_id == owner.assignment_id, CONFIRMATIONS.c.period == period)
    rows = select(CONFIRMATIONS.c.rhk).where(*mine, CONFIRMATIONS.c.status == ConfirmationStatus.belum)
    return tuple(await session.scalars(rows.order_by(CONFIRMATIONS.c.rhk)))


@operation("confirmations.whose")
async def whose(session: AsyncSession, viewer: Member, confirmation_id: int, now: datetime) -> tuple[int, str, str]:
    """Assignment, period and RHK of a confirmation that the viewer may see. NotFound for everybody else."""
    columns = (OWNER, CONFIRMATIONS.c.period, CONFIRMATIONS.c.rhk)
    found = select(*columns).where(CONFIRMATIONS.c.id == confirmation_id, sees(OWNER, viewer, now))
    row = (await session.execute(found)).first()
    if row is None:
        raise NotFound("confirmation")
    return row.assignment_id, row.period, row.rhk
