"""A checked roster is written into the record: all of it, in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.roster.appointing import appoint
from storage.roster.assigning import Places, write_assignments
from storage.roster.known import Existing
from storage.roster.placing import write_people, write_units
from storage.roster.roster import Roster


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did, counted in people."""

    created: int
    updated: int
    unchanged: int
    ended: int
    """Heads who have been replaced."""
    reappointed: int
    """Roles whose appraiser is another one now, or whose first one has been found."""
    new_people: tuple[int, ...]
    """Person ids, in the order of the file."""


async def apply(session: AsyncSession, roster: Roster, existing: Existing, now: datetime) -> Applied:
    """Write a roster. `existing` is the record against which it was checked, read in the same transaction.

    Doing it again changes nothing. Never commits.
    """
    units = await write_units(session, roster, existing)
    people = await write_people(session, roster, existing, units.ids, now)
    places = Places(units.ids, people.ids)
    assigned = await write_assignments(session, roster, existing, places, now)
    changes = await appoint(session, roster, existing, assigned, people.ids, now)
    changed = {people.ids[key] for key in people.updated} | assigned.changed
    new = tuple(people.ids[person.key] for person in roster.people if person.known is None)
    updated = len(changed - set(new))
    return Applied(
        created=len(new),
        updated=updated,
        unchanged=len(roster.people) - len(new) - updated,
        ended=len(assigned.ended),
        reappointed=sum(1 for change in changes if change.appraiser is not None),
        new_people=new,
    )
