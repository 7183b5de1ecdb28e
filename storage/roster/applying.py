"""A checked roster is written into the record: all of it, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage import audit, handing, joins, leaving, people, reminding
from storage.people import ASSIGNMENTS
from storage.roster import entrusting
from storage.roster.appointing import appoint
from storage.roster.assigning import Places, write_assignments
from storage.roster.known import Existing
from storage.roster.placing import write_people, write_units
from storage.roster.roster import Roster

STEPS = 4
"""How often `apply` says that it has got on."""


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
    handed_over: int
    """Plans that wait and now wait for somebody else."""
    new_people: tuple[int, ...]
    """Person ids, in the order of the file."""


def _quietly() -> None:
    """Nobody watches."""


async def apply(
    session: AsyncSession, roster: Roster, existing: Existing, now: datetime, step: Callable[[], None] = _quietly
) -> Applied:
    """Write a roster. `existing` is the record against which it was checked, read in the same transaction.

    Doing it again changes nothing. `step` is called STEPS times. Never commits.
    """
    units = await write_units(session, roster, existing)
    step()
    persons = await write_people(session, roster, existing, units.ids, now)
    step()
    assigned = await write_assignments(session, roster, existing, Places(units.ids, persons.ids), now)
    step()
    changes = await appoint(session, roster, existing, assigned, persons.ids, now)
    moved = {change.assignment_id for change in changes}
    entrusted = await entrusting.write(session, roster, existing, assigned, units.ids, now)
    handed_over = await handing.over(session, moved, now, f"roster:{now:%Y%m%dT%H%M%S}")
    for former in assigned.ended:
        await _leave(session, former, now)
    await _ask_operators(session, assigned.begun, now)
    step()
    new = tuple(persons.ids[person.key] for person in roster.people if person.known is None)
    supervising = {persons.ids[row.person] for row in roster.assignments if row.row in entrusted}
    updated = len(({persons.ids[key] for key in persons.updated} | assigned.changed | supervising) - set(new))
    applied = Applied(
        created=len(new),
        updated=updated,
        unchanged=len(roster.people) - len(new) - updated,
        ended=len(assigned.ended),
        reappointed=sum(1 for change in changes if change.appraiser is not None),
        handed_over=handed_over,
        new_people=new,
    )
    await reminding.wake(session, now, reminding.at_units(set(units.ids.values())))
    await _record(session, roster, applied, assigned.ended, now)
    return applied


async def _leave(session: AsyncSession, assignment_id: int, now: datetime) -> None:
    """What hangs on the role of a former head is closed."""
    member = await people.member(session, assignment_id)
    assert member is not None
    await leaving.leave(session, member, member, now)


async def _ask_operators(session: AsyncSession, begun: tuple[int, ...], now: datetime) -> None:
    """A deciding role that somebody gets after joining is confirmed like any other."""
    for assignment_id in begun:
        for member in await people.find(session, ASSIGNMENTS.c.id == assignment_id):
            await joins.ask(session, member, now)


async def _record(
    session: AsyncSession, roster: Roster, applied: Applied, ended: tuple[int, ...], now: datetime
) -> None:
    counts = {"created": applied.created, "updated": applied.updated, "reappointed": applied.reappointed}
    detail = counts | {"people": list(applied.new_people), "ended": list(ended)}
    await audit.record(session, audit.by(None), "roster.import", f"year:{roster.year}", detail, now)
