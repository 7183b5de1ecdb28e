"""Roles that decide about others: an operator confirms with one tap that the right person has joined."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage import audit, outbox, people, reminding, skp
from storage.accounts import ACCOUNTS
from storage.errors import JoinDecided, NotAllowed, NotFound
from storage.operations import operation
from storage.outbox import OUTBOX
from storage.people import ASSIGNMENTS
from storage.values import AssignmentStatus, ConfirmJoin, Member

REQUEST = "join_request"
ANSWERED = "join_confirmed"


async def ask(session: AsyncSession, member: Member, now: datetime) -> None:
    """A member has just joined: ask the operators about one who waits, and an operator about all who wait.

    Nobody is asked about themselves, and nobody twice.
    """
    mine = ASSIGNMENTS.c.id == member.assignment_id
    if member.role is Role.operator:
        mine = people.cared_for_by(member)
    waiting = await session.execute(
        select(ASSIGNMENTS).where(
            mine, ASSIGNMENTS.c.year == member.year, ASSIGNMENTS.c.status == AssignmentStatus.pending
        )
    )
    for row in waiting:
        # What a person may see who is not confirmed yet does not include other people's plans.
        await outbox.drop(session, OUTBOX.c.person_id == row.person_id, OUTBOX.c.card == skp.WAITING, now=now)
        for operator in await people.operators(session, row.unit_id, row.year):
            if operator != row.person_id:
                await _request(session, row.id, row.version, operator, now)


async def _request(session: AsyncSession, assignment_id: int, version: int, operator: int, now: datetime) -> None:
    await outbox.tell(
        session,
        f"{REQUEST}:{assignment_id}:{version}:{operator}",
        operator,
        REQUEST,
        {"assignment": assignment_id},
        now,
        subject=f"join:{assignment_id}",
    )


@operation("joins.pending_joins")
async def pending_joins(session: AsyncSession, actor: Member | None) -> tuple[Member, ...]:
    """Whom this operator may confirm, by name; nobody for one who is no active operator. None asks about everybody."""
    waiting = ASSIGNMENTS.c.status == AssignmentStatus.pending
    if actor is None:
        return await people.find(session, waiting)
    cared_for = people.cared_for_by(actor)
    return await people.find(session, waiting, cared_for, ASSIGNMENTS.c.person_id != actor.person_id)


@operation("joins.confirm_join")
async def confirm_join(session: AsyncSession, actor: Member | None, intent: ConfirmJoin, now: datetime) -> Member:
    """Let a pending role become active, or send it back to `invited`; the same again has no second effect.

    For an active operator of the unit or of the dinas above it, never about themselves (NotAllowed); None acts from
    the command line. JoinDecided when the role no longer waits and is something else by now.
    """
    subject = await people.member(session, intent.assignment_id)
    if subject is None:
        raise NotFound("assignment")
    if actor is not None:
        await people.require_operator(session, actor, {subject.unit_id}, "joins.confirm_join")
        if subject.person_id == actor.person_id:
            raise NotAllowed("joins.confirm_join")
    status = AssignmentStatus.active if intent.accept else AssignmentStatus.invited
    version = await session.scalar(
        update(ASSIGNMENTS)
        .where(ASSIGNMENTS.c.id == subject.assignment_id, ASSIGNMENTS.c.status == AssignmentStatus.pending)
        .values(status=status, version=ASSIGNMENTS.c.version + 1, activated_at=now if intent.accept else None)
        .returning(ASSIGNMENTS.c.version)
    )
    after = await people.member(session, intent.assignment_id)
    assert after is not None
    if version is not None:
        await _tell(session, after, version, now)
        await reminding.wake_one(session, after.person_id, now)
        detail = {"accept": intent.accept, "version": version}
        await audit.record(
            session, audit.by(actor), "joins.confirm_join", f"assignment:{after.assignment_id}", detail, now
        )
    elif after.status is not status:
        raise JoinDecided(after.status)
    return after


async def _tell(session: AsyncSession, member: Member, version: int, now: datetime) -> None:
    """Everybody who was asked, and the one it is about; then the plans that wait for them."""
    await outbox.supersede(session, f"join:{member.assignment_id}", REQUEST, version, now)
    key = f"{ANSWERED}:{member.assignment_id}:{version}"
    params = {"assignment": member.assignment_id}
    await outbox.tell(session, key, member.person_id, ANSWERED, params, now)
    if member.status is AssignmentStatus.active:
        await skp.tell_waiting(session, member, str(version), now)
    else:
        front = update(ACCOUNTS).where(ACCOUNTS.c.assignment_id == member.assignment_id)
        await session.execute(front.values(assignment_id=None, draft_id=None))
