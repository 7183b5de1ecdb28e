"""The table of plans, and how a plan is read: by its owner, by whoever decides about them, by whoever watches them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, UniqueConstraint, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from storage import people, plans
from storage.appraising import appraised_by, owned_by, sees
from storage.departures import DEPARTURES
from storage.errors import MovedOn, NotFound
from storage.operations import operation
from storage.people import APPOINTMENTS, ASSIGNMENTS, MEMBER, MEMBERS, PEOPLE, UNITS
from storage.types import Instant, Record, code_of, table
from storage.values import Member, Plan, SkpFacts, SkpStatus
from storage.values.inbox import Thing, Waiting


class Skp(Record, table=True):
    """One plan. What it contains is in its revisions; here is where it stands."""

    __tablename__ = "skp"
    __table_args__ = (UniqueConstraint("assignment_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    period: str = Field(max_length=20)
    pack_id: str = Field(max_length=80)
    pack_version: str = Field(max_length=80)
    status: SkpStatus = Field(sa_type=code_of(SkpStatus))
    version: int = 1
    """Grows with every change; a card that carries an older one is stale."""
    revision: int = 1
    """Grows with every submission."""
    submitted_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)
    """Last change of any kind."""
    changed_by: int | None = Field(default=None, foreign_key="assignment.id")
    """Whose change that was."""
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by: int | None = Field(default=None, foreign_key="assignment.id")
    reason: str | None = Field(default=None, sa_type=Text)
    """Why it was given back."""
    entered_on: date | None = None
    """The day on which the owner says it was entered in Ruang GTK."""
    problems: str | None = Field(default=None, max_length=200)
    """Codes of what needs a look, with commas."""


SKPS = table(Skp)
_appraiser = ASSIGNMENTS.alias("appraiser")
_appraiser_person = PEOPLE.alias("appraiser_person")
_decider = ASSIGNMENTS.alias("decider")
_decider_person = PEOPLE.alias("decider_person")
OWNER = SKPS.c.assignment_id
"""Whose plan it is."""
_THEIRS = or_(DEPARTURES.c.assignment_id == OWNER, DEPARTURES.c.successor_id == OWNER)
_TRANSFERRED = exists().where(DEPARTURES.c.successor_id.is_not(None), _THEIRS)


async def moved_on(session: AsyncSession, *which: ColumnElement[bool]) -> MovedOn:
    """Why a plan cannot be changed as asked: what it is now, whose doing that was, and when."""
    row = (
        await session.execute(
            select(SKPS.c.status, SKPS.c.changed_at, SKPS.c.version, PEOPLE.c.name, _decider_person.c.name.label("by"))
            .select_from(_with_people())
            .where(*which)
        )
    ).one()
    decided = row.status in (SkpStatus.disepakati, SkpStatus.dikembalikan)
    return MovedOn(row.status, row.by if decided else row.name, row.changed_at, row.version)


def _with_people() -> Any:
    """A SKP with its owner, the present appraiser and whoever decided."""
    return (
        SKPS.join(MEMBERS, ASSIGNMENTS.c.id == SKPS.c.assignment_id)
        .outerjoin(APPOINTMENTS, (APPOINTMENTS.c.assignment_id == ASSIGNMENTS.c.id) & APPOINTMENTS.c.ends.is_(None))
        .outerjoin(_appraiser, _appraiser.c.id == APPOINTMENTS.c.appraiser_assignment_id)
        .outerjoin(_appraiser_person, _appraiser_person.c.id == _appraiser.c.person_id)
        .outerjoin(_decider, _decider.c.id == SKPS.c.decided_by)
        .outerjoin(_decider_person, _decider_person.c.id == _decider.c.person_id)
    )


async def read(session: AsyncSession, skp_id: int) -> SkpFacts:
    """A plan as it stands, whoever asks: permission is the caller's matter."""
    row = (
        await session.execute(
            select(
                *MEMBER,
                _appraiser_person.c.name.label("appraiser_name"),
                _decider_person.c.name.label("decider_name"),
                SKPS.c.status.label("stands"),
                _TRANSFERRED.label("transferred"),
                SKPS,
            )
            .select_from(_with_people())
            .where(SKPS.c.id == skp_id)
        )
    ).one()
    return SkpFacts(
        id=skp_id,
        version=row.version,
        revision=row.revision,
        status=row.stands,
        owner=Member(*row[: len(MEMBER)]),
        appraiser_name=row.appraiser_name,
        period=row.period,
        pack_id=row.pack_id,
        pack_version=row.pack_version,
        plan=await plans.read(session, skp_id, row.revision),
        before=await _before(session, row.assignment_id, row.period),
        submitted_at=row.submitted_at,
        changed_at=row.changed_at,
        decided_at=row.decided_at,
        decided_by=row.decider_name,
        decided_by_id=row.decided_by,
        problems=_codes(row.problems),
        reason=row.reason,
        entered_on=row.entered_on,
        other_parts=row.transferred,
    )


async def _before(session: AsyncSession, owner: int, period: str) -> Plan | None:
    """What was agreed for the period before this one in the same year. Only a part of a year has a dash in its code."""
    if "-" not in period:
        return None
    former = select(SKPS.c.id, SKPS.c.revision).where(
        SKPS.c.assignment_id == owner, SKPS.c.period < period, SKPS.c.status == SkpStatus.disepakati
    )
    row = (await session.execute(former.order_by(SKPS.c.period.desc()).limit(1))).first()
    return None if row is None else await plans.read(session, row.id, row.revision)


@operation("skp.facts")
async def facts(session: AsyncSession, skp_id: int, viewer: Member, now: datetime) -> SkpFacts:
    """A SKP as its owner, whoever decides about them now, or who watches them may see it; NotFound for all others."""
    mine = select(SKPS.c.id).where(SKPS.c.id == skp_id, sees(OWNER, viewer, now))
    if await session.scalar(mine) is None:
        raise NotFound("skp")
    return await read(session, skp_id)


async def of_member(session: AsyncSession, member: Member, period: str) -> SkpFacts | None:
    """The member's own SKP of a period."""
    mine = select(SKPS.c.id).where(SKPS.c.period == period, owned_by(OWNER, member))
    skp_id = await session.scalar(mine)
    return None if skp_id is None else await read(session, skp_id)


async def owner_of(session: AsyncSession, skp_id: int) -> Member | None:
    """Whose SKP this is; for cards that only say who decides now."""
    owner = await session.scalar(select(OWNER).where(SKPS.c.id == skp_id))
    return None if owner is None else await people.member(session, owner)


async def waiting(session: AsyncSession, actor: Member, now: datetime) -> tuple[Waiting, ...]:
    """The plans that wait for this actor, oldest first; none for one who may not decide."""
    rows = await session.execute(
        select(SKPS.c.id, SKPS.c.version, PEOPLE.c.name, UNITS.c.name, SKPS.c.submitted_at, SKPS.c.problems)
        .join_from(SKPS, MEMBERS, ASSIGNMENTS.c.id == SKPS.c.assignment_id)
        .where(SKPS.c.status == SkpStatus.diajukan, appraised_by(OWNER, actor, now))
        .order_by(SKPS.c.submitted_at, SKPS.c.id)
    )
    return tuple(Waiting(Thing.plan, *row[:5], problems=_codes(row.problems)) for row in rows)


def _codes(kept: str | None) -> tuple[str, ...]:
    return tuple(kept.split(",")) if kept else ()
