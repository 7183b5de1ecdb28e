"""Who appraises whom from now on: an operator appoints another pejabat penilai, and what waits follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import audit, handing, outbox, people, posts
from storage.errors import Invalid
from storage.operations import operation
from storage.people import APPOINTMENTS, ASSIGNMENTS
from storage.teams import TEAM
from storage.values import AssignmentStatus, Member
from storage.values.moves import Acting, Appoint

APPRAISER = "new_appraiser"
"""For the one who is appraised."""
APPOINTED = "appointed"
"""For the new pejabat penilai, and for the former one."""


@operation("appointments.appoint")
async def appoint(session: AsyncSession, actor: Member, intent: Appoint, now: datetime) -> int:
    """Somebody else appraises one person, or all of the same role, from now on; gives how many that changes.

    For an operator of everybody concerned. Those who are appraised, the new and the former appraiser are told, and
    what waits comes to the new one. Raises NotFound, NotAllowed, Invalid (`appraiser`, `acting`).
    """
    member = await posts.looked_after(session, actor, intent.assignment_id, "appointments.appoint")
    chosen = {one.assignment_id: one for one in await posts.may_appraise(session, member)}.get(intent.appraiser_id)
    if chosen is None or member.status is AssignmentStatus.ended:
        raise Invalid("appraiser")
    if intent.acting is Acting.definitif and not posts.definitive(chosen, member):
        raise Invalid("acting")
    owners = await posts.alike(session, actor, member) if intent.everybody else (member,)
    owners = tuple(one for one in owners if one.person_id != chosen.person_id)
    return await put(session, actor, owners, chosen, intent.acting, now)


async def put(
    session: AsyncSession, actor: Member, owners: Sequence[Member], appraiser: Member, acting: Acting, now: datetime
) -> int:
    """Close the former rows, open the new ones, and let everything follow."""
    ids = [owner.assignment_id for owner in owners]
    await session.execute(
        select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.id.in_(ids)).order_by(ASSIGNMENTS.c.id).with_for_update()
    )
    kept = None if acting is Acting.definitif else acting
    present = {owner.assignment_id: await posts.appointment(session, owner.assignment_id) for owner in owners}
    moving = [owner for owner in owners if present[owner.assignment_id] != (appraiser.assignment_id, kept)]
    if not moving:
        return 0
    appointment = 0
    for owner in moving:
        appointment = await _open(session, owner.assignment_id, appraiser.assignment_id, kept, now)
        detail = {"appraiser": appraiser.assignment_id, "acting": acting.value}
        about = f"assignment:{owner.assignment_id}"
        await audit.record(session, audit.by(actor), "appointments.appoint", about, detail, now)
    moved = {owner.assignment_id for owner in moving}
    await _release_teams(session, moved, appraiser.assignment_id, now)
    await handing.over(session, moved, now, f"appointment:{appointment}")
    former = {pair[0] for id_, pair in present.items() if pair is not None and id_ in moved}
    await _tell_appointed(session, moving, appraiser, former - {appraiser.assignment_id}, appointment, now)
    return len(moving)


async def _open(
    session: AsyncSession, assignment_id: int, appraiser_id: int, acting: Acting | None, now: datetime
) -> int:
    """From now on this one appraises, and nobody else does."""
    present = (APPOINTMENTS.c.assignment_id == assignment_id, APPOINTMENTS.c.ends.is_(None))
    await session.execute(update(APPOINTMENTS).where(*present).values(ends=now))
    pair = {"assignment_id": assignment_id, "appraiser_assignment_id": appraiser_id, "acting": acting}
    opened: int | None = await session.scalar(
        insert(APPOINTMENTS).values(**pair, starts=now).returning(APPOINTMENTS.c.id)
    )
    assert opened is not None
    return opened


async def _release_teams(session: AsyncSession, owner_ids: set[int], appraiser_id: int, now: datetime) -> None:
    """A team is the former appraiser's; the new one forms their own."""
    others = (TEAM.c.watched_assignment_id.in_(owner_ids), TEAM.c.appraiser_assignment_id != appraiser_id)
    await session.execute(update(TEAM).where(*others, TEAM.c.ends.is_(None)).values(ends=now))


async def _tell_appointed(
    session: AsyncSession,
    owners: Sequence[Member],
    appraiser: Member,
    former: set[int],
    appointment: int,
    now: datetime,
) -> None:
    for owner in owners:
        await _tell(session, APPRAISER, appointment, owner, now)
    for side in (appraiser, *await people.find(session, ASSIGNMENTS.c.id.in_(former))):
        await _tell(session, APPOINTED, appointment, side, now)


async def _tell(session: AsyncSession, card: str, occasion: int, to: Member, now: datetime) -> None:
    key = f"{card}:{occasion}:{to.assignment_id}"
    params = {"assignment": to.assignment_id}
    await outbox.tell(session, key, to.person_id, card, params, now)
