"""Permission over somebody's things, as conditions on the column that names the owner's assignment.

They are read from the record at the moment of acting: who holds the button does not matter. All are false for an actor
whose own role is not active.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import people
from storage.delegations import DELEGATIONS
from storage.people import APPOINTMENTS, ASSIGNMENTS
from storage.teams import TEAM
from storage.values import AssignmentStatus, Member

_owner = ASSIGNMENTS.alias("owner")
_appraiser = ASSIGNMENTS.alias("appraiser")
_acting = ASSIGNMENTS.alias("acting")


def owned_by(owner: ColumnElement[int], actor: Member, *status: AssignmentStatus) -> ColumnElement[bool]:
    """The thing is the actor's own; with `status` only while their role is one of these."""
    return exists().where(
        _owner.c.id == owner,
        _owner.c.id == actor.assignment_id,
        _owner.c.person_id == actor.person_id,
        *([_owner.c.status.in_(status)] if status else []),
    )


def appraised_by(owner: ColumnElement[int], actor: Member, now: datetime) -> ColumnElement[bool]:
    """The actor decides about the owner at `now`: as the present appraiser or as the appraiser's delegate, in an active
    role, and it is not their own."""
    return owner.in_(
        select(APPOINTMENTS.c.assignment_id)
        .join(_owner, _owner.c.id == APPOINTMENTS.c.assignment_id)
        .where(
            APPOINTMENTS.c.ends.is_(None),
            _owner.c.person_id != actor.person_id,
            _is_active(actor),
            or_(
                APPOINTMENTS.c.appraiser_assignment_id == actor.assignment_id,
                APPOINTMENTS.c.appraiser_assignment_id.in_(_stands_in_for(actor, now)),
            ),
        )
    )


def watched_by(owner: ColumnElement[int], actor: Member) -> ColumnElement[bool]:
    """The actor is in the tim kinerja of the owner's present appraiser and watches the owner."""
    present = and_(
        APPOINTMENTS.c.assignment_id == TEAM.c.watched_assignment_id,
        APPOINTMENTS.c.appraiser_assignment_id == TEAM.c.appraiser_assignment_id,
        APPOINTMENTS.c.ends.is_(None),
    )
    return owner.in_(
        select(TEAM.c.watched_assignment_id)
        .join(APPOINTMENTS, present)
        .where(TEAM.c.member_assignment_id == actor.assignment_id, TEAM.c.ends.is_(None), _is_active(actor))
    )


def sees(owner: ColumnElement[int], actor: Member, now: datetime) -> ColumnElement[bool]:
    """The actor is the owner, decides about the owner, or watches the owner."""
    return or_(owned_by(owner, actor), appraised_by(owner, actor, now), watched_by(owner, actor))


async def decides(session: AsyncSession, actor: Member, now: datetime) -> bool:
    """Whether the actor decides about anybody at all now."""
    anybody = select(ASSIGNMENTS.c.id).where(appraised_by(ASSIGNMENTS.c.id, actor, now)).limit(1)
    return await session.scalar(anybody) is not None


async def deciders(session: AsyncSession, assignment_id: int, now: datetime) -> tuple[Member, ...]:
    """Who decides about a member now, in active roles: the appraiser first, then the running delegates."""
    appraiser = await people.appraiser(session, assignment_id)
    if appraiser is None:
        return ()
    running = select(DELEGATIONS.c.delegate_assignment_id).where(
        DELEGATIONS.c.appraiser_assignment_id == appraiser.assignment_id, *_running(now)
    )
    delegates = await people.find(session, ASSIGNMENTS.c.id.in_(running))
    found = [member for member in (appraiser, *delegates) if member.status is AssignmentStatus.active]
    owner = await people.member(session, assignment_id)
    return tuple(member for member in found if owner is None or member.person_id != owner.person_id)


def _is_active(actor: Member) -> ColumnElement[bool]:
    return exists().where(
        _acting.c.id == actor.assignment_id,
        _acting.c.person_id == actor.person_id,
        _acting.c.status == AssignmentStatus.active,
    )


def _stands_in_for(actor: Member, now: datetime) -> Select[int]:
    return (
        select(DELEGATIONS.c.appraiser_assignment_id)
        .join(_appraiser, _appraiser.c.id == DELEGATIONS.c.appraiser_assignment_id)
        .where(
            DELEGATIONS.c.delegate_assignment_id == actor.assignment_id,
            _appraiser.c.status == AssignmentStatus.active,
            *_running(now),
        )
    )


def _running(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (DELEGATIONS.c.starts <= now, DELEGATIONS.c.ends > now)
