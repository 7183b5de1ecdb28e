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
from storage.departures import DEPARTURES
from storage.people import APPOINTMENTS, ASSIGNMENTS, HELD
from storage.teams import TEAM
from storage.values import AssignmentStatus, Member

_owner = ASSIGNMENTS.alias("owner")
_appraiser = ASSIGNMENTS.alias("appraiser")
_acting = ASSIGNMENTS.alias("acting")
_left = ASSIGNMENTS.alias("left_role")
_next = ASSIGNMENTS.alias("next_role")


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
    """The actor is the owner, decides about the owner, or watches the owner. Of a part of the year that is over: the
    same person in their present role, and whoever decides about them there."""
    return or_(
        owned_by(owner, actor),
        appraised_by(owner, actor, now),
        watched_by(owner, actor),
        _earlier_own(owner, actor),
        _earlier_of_others(owner, actor, now),
    )


def _earlier_own(owner: ColumnElement[int], actor: Member) -> ColumnElement[bool]:
    """A role that this very person has left."""
    present = exists().where(
        _acting.c.id == actor.assignment_id, _acting.c.person_id == actor.person_id, _acting.c.status.in_(HELD)
    )
    ended = (_left.c.person_id == actor.person_id, _left.c.status == AssignmentStatus.ended)
    return owner.in_(select(_left.c.id).where(*ended, present))


def _earlier_of_others(owner: ColumnElement[int], actor: Member, now: datetime) -> ColumnElement[bool]:
    """A role that was left for another one in the same year, by somebody about whom the actor decides there."""
    same = and_(_next.c.person_id == _left.c.person_id, _next.c.year == _left.c.year)
    return owner.in_(
        select(DEPARTURES.c.assignment_id)
        .join(_left, _left.c.id == DEPARTURES.c.assignment_id)
        .join(_next, and_(same, _next.c.status != AssignmentStatus.ended))
        .where(
            DEPARTURES.c.successor_id.is_not(None),
            _left.c.status == AssignmentStatus.ended,
            appraised_by(_next.c.id, actor, now),
        )
    )


async def decides(session: AsyncSession, actor: Member, now: datetime) -> bool:
    """Whether the actor decides about anybody at all now."""
    anybody = select(ASSIGNMENTS.c.id).where(appraised_by(ASSIGNMENTS.c.id, actor, now)).limit(1)
    return await session.scalar(anybody) is not None


async def deciders(session: AsyncSession, assignment_id: int, now: datetime) -> tuple[Member, ...]:
    """Who decides about a member now, in active roles: the appraiser first, then the running delegates."""
    appraiser = await people.appraiser(session, assignment_id)
    if appraiser is None or appraiser.status is not AssignmentStatus.active:
        return ()  # a delegate has what the appraiser has
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
