"""The tick that reminds: looks at those whose time has come, and writes what they are to be told into the outbox.

Preview and tick ask the same function, so that what is shown beforehand is what is sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from regulations.agenda import Duty
from regulations.library import Library
from scheduler import planner
from scheduler.loop import Tick
from scheduler.planner import Item, Moment, Person, Role
from storage import deadlines, observing, reminding, unfinished
from storage.agendas import Agendas
from storage.clock import Clock
from storage.database import Database
from storage.unfinished import Asked
from storage.values import Member
from storage.values.reminding import Look

EVERY = timedelta(seconds=2)
AT_ONCE = 1000
"""People looked at in one transaction."""
STEADY = timedelta(minutes=5)
"""A clock that goes back further than this has been set; whoever was looked at meanwhile is looked at again."""
DIGEST_AFTER = timedelta(hours=12)
"""What has waited shorter was told of by itself."""


async def people(session: AsyncSession, agendas: Agendas, looks: Sequence[Look], now: datetime) -> tuple[Person, ...]:
    """These people at an instant."""
    members = [member for look in looks for member in look.members]
    moved = await deadlines.moved(session, {member.unit_id for member in members})
    slots = await observing.agreed(session, [member.assignment_id for member in members], now)
    found = []
    for look in looks:
        own = [planner.Slot(*slot) for member in look.members for slot in slots.get(member.assignment_id, ())]
        roles = (Role(member, agendas.of(member, moved.get(member.unit_id, {}))) for member in look.members)
        found.append(Person(look, Moment.of(look, now, own), tuple(roles)))
    return tuple(found)


async def notes(session: AsyncSession, persons: Sequence[Person], now: datetime) -> dict[int, tuple[Item, ...]]:
    """By person what they are to be reminded of now; nobody in their quiet hours, nothing that is done."""
    candidates = {one.look.person_id: one.candidates() for one in persons}
    still_open = await _open(session, persons, candidates, now)
    deciding = [member for one in persons for member in one.digested]
    waiting = await unfinished.decisions(session, deciding, now - DIGEST_AFTER, now) if deciding else ()
    found = {one.look.person_id: one.chosen(candidates[one.look.person_id], still_open, waiting) for one in persons}
    return {person_id: items for person_id, items in found.items() if items}


async def _open(
    session: AsyncSession, persons: Sequence[Person], candidates: Mapping[int, Sequence[Item]], now: datetime
) -> set[tuple[int, Duty]]:
    """Which of these are not done yet, by assignment."""
    members = {role.member.assignment_id: role.member for one in persons for role in one.roles}
    asked: dict[Duty, list[Member]] = defaultdict(list)
    for items in candidates.values():
        for item in items:
            if item.duty is not None:
                asked[item.duty].append(members[item.assignment_id])
    found: set[tuple[int, Duty]] = set()
    for duty, theirs in asked.items():
        found.update((owner, duty) for owner in await unfinished.of(session, Asked(duty, theirs, now)))
    return found


# --- the tick ------------------------------------------------------------------


def tick(database: Database, library: Library, clock: Clock) -> Tick:
    """Write the reminders that are due."""
    agendas = Agendas(library)
    seen: datetime | None = None

    async def look() -> None:
        nonlocal seen
        now, before, seen = clock.now(), seen, clock.now()
        if before is None or now < before - STEADY:
            async with database.transaction() as session:
                await reminding.went_back(session, now, everybody=before is not None)
        while await remind(database, agendas, clock.now()):
            pass

    return Tick("remind", EVERY, look)


async def remind(database: Database, agendas: Agendas, now: datetime, at_once: int = AT_ONCE) -> int:
    """Look at some of those whose time has come, in one transaction. How many; 0: nobody is left."""
    async with database.transaction() as session:
        looks = await reminding.due(session, now, at_once)
        if not looks:
            return 0
        persons = await people(session, agendas, looks, now)
        told = await notes(session, persons, now)
        messages = [one.note(told[one.look.person_id]) for one in persons if one.look.person_id in told]
        await reminding.tell(session, messages, now)
        await reminding.looked(session, _next(persons))
        await reminding.woken(session, [one.look.person_id for one in persons if one.awake and one.moment.woken], now)
        return len(looks)


def _next(persons: Iterable[Person]) -> dict[tuple[date | None, datetime | None], list[int]]:
    """People by the local day up to which they are told now, and the next look."""
    found: dict[tuple[date | None, datetime | None], list[int]] = defaultdict(list)
    for one in persons:
        found[one.told_on, one.next_look()].append(one.look.person_id)
    return found
