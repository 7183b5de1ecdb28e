"""The tick that reminds: looks at those whose time has come, and writes what they are to be told into the outbox.

Preview and tick ask the same function, so that what is shown beforehand is what is sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from regulations.agenda import Duty
from regulations.library import Library
from regulations.models import Role as Post
from scheduler import planner
from scheduler.loop import Tick
from scheduler.planner import Item, Moment, Role
from storage import deadlines, observing, reminding, unfinished
from storage.agendas import Agendas
from storage.clock import Clock
from storage.database import Database
from storage.unfinished import Asked
from storage.values.reminding import Look, Note, Told

EVERY = timedelta(seconds=20)
AT_ONCE = 1000
"""People looked at in one transaction."""
DECIDERS = frozenset({Post.kepala_sekolah, Post.kepala_dinas})
DIGEST_AFTER = timedelta(hours=12)
"""What has waited shorter was told of by itself."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be looked at, with all that the planner asks for."""

    look: Look
    moment: Moment
    roles: tuple[Role, ...]

    @property
    def watchful(self) -> bool:
        """Whether things come in for them that nobody foresees."""
        return any(role.member.role in DECIDERS for role in self.roles)


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


async def notes(session: AsyncSession, persons: Iterable[Person], now: datetime) -> dict[int, tuple[Item, ...]]:
    """By person what they are to be reminded of now; nobody in their quiet hours, nothing that is done."""
    awake = [one for one in persons if one.look.reachable and not one.look.wishes.stopped and not one.moment.quiet]
    candidates = {one.look.person_id: _candidates(one) for one in awake}
    still_open = await _open(session, awake, candidates, now)
    digest = await _digest(session, awake, now)
    found = {}
    for one in awake:
        items = [
            *(item for item in candidates[one.look.person_id] if item.duty is None or item.told in still_open),
            *(item for role in one.roles if role.member.assignment_id in digest for item in _inbox(role, one.moment)),
        ]
        if told := planner.chosen(items, one.look, one.moment):
            found[one.look.person_id] = told
    return found


def _candidates(person: Person) -> tuple[Item, ...]:
    since = _since(person)
    due = [item for role in person.roles for item in planner.duties_due(role, since, person.moment.today)]
    return (*due, *planner.slots_due(person.moment.slots, since, person.moment))


def _since(person: Person) -> date:
    """A snooze that is over brings back what was told on its day."""
    look, since = person.look, planner.since(person.look, person.moment)
    woken = look.wishes.snoozed_until is not None and look.wishes.snoozed_until <= person.moment.now
    return min(since, look.snoozed_on - planner.DAY) if woken and look.snoozed_on is not None else since


def _inbox(role: Role, moment: Moment) -> tuple[Item, ...]:
    return planner.inbox_due(role.member.assignment_id, moment)


async def _open(
    session: AsyncSession, persons: Sequence[Person], candidates: Mapping[int, Sequence[Item]], now: datetime
) -> set[Told]:
    """Which of these are not done yet, as they are written down."""
    members = {role.member.assignment_id: role.member for one in persons for role in one.roles}
    asked: dict[Duty, list[Item]] = defaultdict(list)
    for items in candidates.values():
        for item in items:
            if item.duty is not None:
                asked[item.duty].append(item)
    found: set[Told] = set()
    for duty, items in asked.items():
        theirs = [members[item.assignment_id] for item in items]
        left = await unfinished.of(session, Asked(duty, theirs, now))
        found.update(item.told for item in items if item.assignment_id in left)
    return found


async def _digest(session: AsyncSession, persons: Sequence[Person], now: datetime) -> Collection[int]:
    """The assignments for which decisions have waited for some time, among those not told of it today."""
    today = [one for one in persons if one.watchful and planner.since(one.look, one.moment) < one.moment.today]
    members = [role.member for one in today for role in one.roles if role.member.role in DECIDERS]
    return await unfinished.decisions(session, members, now - DIGEST_AFTER, now) if members else ()


# --- the tick ------------------------------------------------------------------


def tick(database: Database, library: Library, clock: Clock) -> Tick:
    """Write the reminders that are due."""
    agendas = Agendas(library)

    async def look() -> None:
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
        written = [
            Note(
                one.look.person_id,
                one.moment.today,
                _again(one),
                one.moment.ends(one.moment.today),
                tuple(item.told for item in told[one.look.person_id]),
            )
            for one in persons
            if one.look.person_id in told
        ]
        await reminding.tell(session, written, now)
        await reminding.looked(session, _next(persons), now)
        return len(looks)


def _again(person: Person) -> str:
    """What tells the message of a snooze that has ended from the one of that day."""
    until = person.look.wishes.snoozed_until
    return "" if until is None else until.strftime("%H%M")


def _next(
    persons: Sequence[Person],
) -> dict[tuple[date | None, datetime | None], list[int]]:
    """People by the local day up to which they are told now, and the next look. In the quiet hours nothing is told."""
    found: dict[tuple[date | None, datetime | None], list[int]] = defaultdict(list)
    for one in persons:
        after = planner.next_look(one.look, one.roles, one.moment, watchful=one.watchful)
        day = one.look.told_on if one.moment.quiet else one.moment.today
        found[day, after].append(one.look.person_id)
    return found
