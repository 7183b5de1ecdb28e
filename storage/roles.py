"""Which of a person's roles a thing is for: in January the cards of last year are still on the phone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import people
from storage.appraising import sees
from storage.confirmations import CONFIRMATIONS
from storage.feedback import FEEDBACK
from storage.logbook import LOGS
from storage.midyear import CHECKINS
from storage.observation_record import OBSERVATIONS
from storage.people import ASSIGNMENTS
from storage.skp import SKPS
from storage.values import Member

THINGS: dict[str, Table] = {
    things.name: things for things in (ASSIGNMENTS, SKPS, CHECKINS, LOGS, CONFIRMATIONS, OBSERVATIONS, FEEDBACK)
}
"""What a button may be about; each names its owner in `assignment_id`, or is the owner."""


async def meant(session: AsyncSession, member: Member, things: str, thing_id: int, now: datetime) -> Member | None:
    """Another role of the same person that may see this thing while the one in front may not; None where the role in
    front is right, or none is. Whether it may do what the button says is the operation's to check."""
    at = THINGS[things].c
    owner = at.id if things == ASSIGNMENTS.name else at.assignment_id
    for role in (member, *await people.held(session, member.person_id)):
        seen = select(at.id).where(at.id == thing_id, sees(owner, role, now))
        if await session.scalar(seen) is not None:
            return None if role.assignment_id == member.assignment_id else role
    return None
