"""People who move: the end of a role, and going on in another one. An operator says so.

Whatever changes, what waits stays with somebody who may decide it, or the operators are told that nobody may.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage import appointments, audit, joins, leaving, people, posts, reminding
from storage.accounts import ACCOUNTS
from storage.departures import DEPARTURES
from storage.errors import Invalid, MovedOn
from storage.operations import operation
from storage.people import APPOINTMENTS, ASSIGNMENTS, DECIDES, PEOPLE, UNITS
from storage.units import UnitKind
from storage.values import AssignmentStatus, Member
from storage.values.moves import Acting, EndRole, Transfer

AT_SCHOOL = (Role.guru, Role.kepala_sekolah)
AT_DINAS = (Role.pengawas, Role.tim_kinerja, Role.kepala_dinas)
"""Roles that somebody can go on in."""


@operation("moves.end_role")
async def end_role(session: AsyncSession, actor: Member, intent: EndRole, now: datetime) -> Member:
    """A role is over. For an operator of its unit, never about their own role; the same again has no second effect.

    Raises NotFound, NotAllowed, Invalid (`own_role`), MovedOn.
    """
    member = await posts.looked_after(session, actor, intent.assignment_id, "moves.end_role")
    if not await _ended(session, actor, member, intent.version):
        return member
    departure = await leaving.leave(session, actor, member, now)
    about = f"assignment:{member.assignment_id}"
    await audit.record(session, audit.by(actor), "moves.end_role", about, {"version": intent.version + 1}, now)
    await leaving.tell(session, member, departure, now)
    after = await people.member(session, member.assignment_id)
    assert after is not None
    return after


async def _ended(session: AsyncSession, actor: Member, member: Member, version: int) -> bool:
    """End it; False when that was done before."""
    if member.assignment_id == actor.assignment_id:
        raise Invalid("own_role")
    if await leaving.end(session, member.assignment_id, version):
        return True
    after = await people.member(session, member.assignment_id)
    now_at = await posts.version(session, member.assignment_id)
    assert after is not None
    if (after.status, now_at) == (AssignmentStatus.ended, version + 1):
        return False
    raise MovedOn(after.status, None, None, now_at)


@operation("moves.transfer")
async def transfer(session: AsyncSession, actor: Member, intent: Transfer, now: datetime) -> Member:
    """Somebody goes on in another role, at the same unit or another one; gives that role.

    For an operator of both units, never about their own role. What waits in the former role is withdrawn, its SKP
    stays readable beside the new one, and a role that decides about others waits to be confirmed. Raises NotFound,
    NotAllowed, Invalid (`own_role`, `same_role`, `unit_role`, `head_taken`, `position`), MovedOn.
    """
    member = await posts.looked_after(session, actor, intent.assignment_id, "moves.transfer")
    await people.require_operator(session, actor, {intent.unit_id}, "moves.transfer")
    await _check(session, member, intent)
    if not await _ended(session, actor, member, intent.version):
        return await _successor(session, member)
    new_id = await _begin(session, member, intent, now)
    in_front = ACCOUNTS.c.assignment_id == member.assignment_id
    account = await session.scalar(select(ACCOUNTS.c.telegram_id).where(in_front))
    departure = await leaving.leave(session, actor, member, now)
    await session.execute(update(DEPARTURES).where(DEPARTURES.c.id == departure).values(successor_id=new_id))
    new = await people.member(session, new_id)
    assert new is not None
    if new.status in people.HELD and account is not None:
        front = {"assignment_id": new_id, "draft_id": None}
        await session.execute(update(ACCOUNTS).where(ACCOUNTS.c.telegram_id == account).values(**front))
    await _find_appraisers(session, actor, new, now)
    detail = {"to": new_id, "role": intent.role.value, "unit": intent.unit_id}
    about = f"assignment:{member.assignment_id}"
    await audit.record(session, audit.by(actor), "moves.transfer", about, detail, now)
    await leaving.tell(session, member, departure, now)
    await joins.ask(session, new, now)
    await reminding.wake_one(session, new.person_id, now)
    return new


async def _check(session: AsyncSession, member: Member, intent: Transfer) -> None:
    kind = await session.scalar(select(UNITS.c.kind).where(UNITS.c.id == intent.unit_id))
    if intent.role not in (AT_SCHOOL if kind is UnitKind.school else AT_DINAS):
        raise Invalid("unit_role")
    if (intent.unit_id, intent.role) == (member.unit_id, member.role):
        raise Invalid("same_role")
    if len(intent.position) > 120:
        raise Invalid("position")
    others = (posts.NOT_ENDED, ASSIGNMENTS.c.unit_id == intent.unit_id, ASSIGNMENTS.c.year == member.year)
    head = (ASSIGNMENTS.c.role == intent.role, ASSIGNMENTS.c.person_id != member.person_id)
    if intent.role in DECIDES and await people.find(session, *others, *head):
        raise Invalid("head_taken")


async def _successor(session: AsyncSession, member: Member) -> Member:
    """The role that came after this one."""
    mine = DEPARTURES.c.assignment_id == member.assignment_id
    latest = select(DEPARTURES.c.successor_id).where(mine).order_by(DEPARTURES.c.id.desc()).limit(1)
    successor = await session.scalar(latest)
    found = None if successor is None else await people.member(session, successor)
    return found or member


async def _begin(session: AsyncSession, member: Member, intent: Transfer, now: datetime) -> int:
    """The new role, or a former one of the same kind that begins again."""
    joined = await session.scalar(select(ACCOUNTS.c.telegram_id).where(ACCOUNTS.c.person_id == member.person_id))
    status = AssignmentStatus.invited if joined is None else people.joined_status(intent.role)
    place = {
        "person_id": member.person_id,
        "unit_id": intent.unit_id,
        "role": intent.role,
        "year": member.year,
    }
    values = {
        "status": status,
        "position": intent.position,
        "employment": member.employment,
        "additional_task": None,
        "activated_at": now if status is AssignmentStatus.active else None,
    }
    again = values | {"version": ASSIGNMENTS.c.version + 1}
    former = and_(*(ASSIGNMENTS.c[name] == value for name, value in place.items()))
    revived = update(ASSIGNMENTS).where(former, ASSIGNMENTS.c.status == AssignmentStatus.ended)
    id_: int | None = await session.scalar(revived.values(**again).returning(ASSIGNMENTS.c.id))
    if id_ is None:
        fresh = insert(ASSIGNMENTS).values(**place, **values, version=1).on_conflict_do_nothing()
        id_ = await session.scalar(fresh.returning(ASSIGNMENTS.c.id))
    if id_ is None:
        raise Invalid("same_role")  # they hold that very role already
    return id_


async def _find_appraisers(session: AsyncSession, actor: Member, new: Member, now: datetime) -> None:
    """The head of the new place appraises who has come; a new head, whoever there has nobody."""
    heads = [one for one in await posts.may_appraise(session, new) if posts.definitive(one, new)]
    if heads:
        await appointments.put(session, actor, (new,), heads[0], Acting.definitif, now)
    if new.role in DECIDES:
        await appointments.put(session, actor, await _without(session, new), new, Acting.definitif, now)


async def _without(session: AsyncSession, head: Member) -> tuple[Member, ...]:
    """Whom the regulation puts below this head, and who has no pejabat penilai."""
    below: ColumnElement[bool] = and_(ASSIGNMENTS.c.role == Role.guru, ASSIGNMENTS.c.unit_id == head.unit_id)
    if head.role is Role.kepala_dinas:
        leads = ASSIGNMENTS.c.role.in_((Role.kepala_sekolah, Role.pengawas))
        below = and_(leads, people.same_dinas(head.unit_id))
    named = select(APPOINTMENTS.c.assignment_id).where(APPOINTMENTS.c.ends.is_(None))
    return await people.find(
        session,
        below,
        posts.NOT_ENDED,
        ASSIGNMENTS.c.year == head.year,
        PEOPLE.c.id != head.person_id,
        ASSIGNMENTS.c.id.not_in(named),
    )
