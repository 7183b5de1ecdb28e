"""Roles as an operator sees them: who appraises whom, who could, and the parts of somebody's year."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage import handing, people
from storage.appraising import sees
from storage.departures import DEPARTURES
from storage.errors import NotFound
from storage.operations import operation
from storage.people import APPOINTMENTS, ASSIGNMENTS, DECIDES, UNITS
from storage.skp import SKPS
from storage.units import UnitKind
from storage.values import AssignmentStatus, Member
from storage.values.moves import Acting, Part, PartSkp, Place, Post

MAY_APPRAISE: dict[Role, tuple[Role, ...]] = {
    Role.guru: (Role.kepala_sekolah, Role.kepala_dinas, Role.pengawas),
    Role.kepala_sekolah: (Role.kepala_dinas, Role.tim_kinerja),
    Role.pengawas: (Role.kepala_dinas, Role.tim_kinerja),
}
"""In which roles somebody may appraise a role, whether as the head or acting."""
MOST = 150
"""People, and units, that are offered to choose from."""
NOT_ENDED = ASSIGNMENTS.c.status != AssignmentStatus.ended


@operation("posts.post")
async def post(session: AsyncSession, actor: Member, assignment_id: int) -> Post:
    """One role, for an operator of its unit. Raises NotFound, NotAllowed."""
    member = await looked_after(session, actor, assignment_id, "posts.post")
    named = await appointment(session, assignment_id)
    return Post(
        member=member,
        version=await version(session, assignment_id),
        appraiser=await people.appraiser(session, assignment_id),
        acting=named and named[1],
        appraised=len(await handing.appraised_by(session, assignment_id)),
        alike=len(await alike(session, actor, member)) - 1,
        own=assignment_id == actor.assignment_id,
    )


@operation("posts.candidates")
async def candidates(session: AsyncSession, actor: Member, assignment_id: int) -> tuple[Member, ...]:
    """Who may become the pejabat penilai of somebody: the heads of their own unit first. For their operators."""
    member = await looked_after(session, actor, assignment_id, "posts.candidates")
    return (await may_appraise(session, member))[:MOST]


@operation("posts.places")
async def places(session: AsyncSession, actor: Member) -> tuple[Place, ...]:
    """Units that an operator may send people to: their own and those below it. NotAllowed for others."""
    operator = await people.acting(session, actor, "posts.places", Role.operator)
    own = or_(UNITS.c.id == operator.unit_id, UNITS.c.parent_id == operator.unit_id)
    columns = (UNITS.c.id, UNITS.c.name, UNITS.c.kind)
    rows = await session.execute(select(*columns).where(own).order_by(UNITS.c.name, UNITS.c.id).limit(MOST))
    return tuple(Place(row.id, row.name, row.kind is UnitKind.school) for row in rows)


@operation("posts.parts")
async def parts(session: AsyncSession, actor: Member, assignment_id: int, now: datetime) -> tuple[Part, ...]:
    """The roles of somebody's year in order, with the SKP of each: what was before a transfer and what came after.

    For whoever sees this role's things, and for its operators. Raises NotFound.
    """
    operator = people.cared_for_by(actor)
    may = or_(sees(ASSIGNMENTS.c.id, actor, now), operator)
    if await session.scalar(select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.id == assignment_id, may)) is None:
        raise NotFound("assignment")
    member = await people.member(session, assignment_id)
    assert member is not None
    same = (ASSIGNMENTS.c.person_id == member.person_id, ASSIGNMENTS.c.year == member.year)
    seen = await people.find(session, *same, may)
    readable = set(await session.scalars(select(ASSIGNMENTS.c.id).where(*same, sees(ASSIGNMENTS.c.id, actor, now))))
    found = [await _part(session, one, plans=one.assignment_id in readable) for one in seen]
    return tuple(sorted(found, key=lambda part: (part.until is None, part.until or now, part.member.assignment_id)))


async def _part(session: AsyncSession, member: Member, *, plans: bool) -> Part:
    named = await appointment(session, member.assignment_id)
    left = select(func.max(DEPARTURES.c.at)).where(DEPARTURES.c.assignment_id == member.assignment_id)
    began = select(func.max(DEPARTURES.c.at)).where(DEPARTURES.c.successor_id == member.assignment_id)
    ended = member.status is AssignmentStatus.ended
    mine = select(SKPS.c.id, SKPS.c.version, SKPS.c.period, SKPS.c.status)
    mine = mine.where(SKPS.c.assignment_id == member.assignment_id).order_by(SKPS.c.period)
    found = await session.execute(mine) if plans else ()
    return Part(
        member=member,
        appraiser=await people.appraiser(session, member.assignment_id),
        acting=named and named[1],
        since=await session.scalar(began),
        until=await session.scalar(left) if ended else None,
        skps=tuple(PartSkp(*row) for row in found),
    )


async def looked_after(session: AsyncSession, actor: Member, assignment_id: int, name: str) -> Member:
    """Somebody whom the actor looks after as an operator."""
    member = await people.member(session, assignment_id)
    if member is None:
        raise NotFound("assignment")
    await people.require_operator(session, actor, {member.unit_id}, name)
    return member


async def version(session: AsyncSession, assignment_id: int) -> int:
    """How often the status of a role has changed."""
    found: int | None = await session.scalar(select(ASSIGNMENTS.c.version).where(ASSIGNMENTS.c.id == assignment_id))
    assert found is not None
    return found


async def appointment(session: AsyncSession, assignment_id: int) -> tuple[int, Acting | None] | None:
    """Assignment of the present appraiser, and how they hold the office."""
    present = (APPOINTMENTS.c.assignment_id == assignment_id, APPOINTMENTS.c.ends.is_(None))
    columns = (APPOINTMENTS.c.appraiser_assignment_id, APPOINTMENTS.c.acting)
    row = (await session.execute(select(*columns).where(*present))).first()
    return row and (row.appraiser_assignment_id, row.acting)


async def may_appraise(session: AsyncSession, member: Member) -> tuple[Member, ...]:
    """One who is not a head must have joined: their cards would reach nobody."""
    roles = MAY_APPRAISE.get(member.role, ())
    reachable = or_(ASSIGNMENTS.c.role.in_(DECIDES), ASSIGNMENTS.c.status == AssignmentStatus.active)
    found = await people.find(
        session,
        people.same_dinas(member.unit_id),
        NOT_ENDED,
        reachable,
        ASSIGNMENTS.c.year == member.year,
        ASSIGNMENTS.c.role.in_(roles),
        ASSIGNMENTS.c.person_id != member.person_id,
    )
    return tuple(sorted(found, key=lambda one: (not definitive(one, member), roles.index(one.role))))


async def alike(session: AsyncSession, operator: Member, member: Member) -> tuple[Member, ...]:
    """A member and all of the same role at the same unit; of kepala sekolah all whom the operator looks after."""
    near = ASSIGNMENTS.c.unit_id == member.unit_id
    where = people.same_dinas(member.unit_id) if member.role is Role.kepala_sekolah else near
    return await people.find(
        session,
        where,
        people.cared_for_by(operator),
        NOT_ENDED,
        ASSIGNMENTS.c.role == member.role,
        ASSIGNMENTS.c.year == member.year,
    )


def definitive(appraiser: Member, member: Member) -> bool:
    """Whether somebody is the head whom the regulation names, so that nobody needs to be acting."""
    at_home = appraiser.role is Role.kepala_sekolah and appraiser.unit_id == member.unit_id
    return at_home or appraiser.role is Role.kepala_dinas
