"""One person in memory who is looked at by the planner, as the tick and the record do it; for tests.

Time, what was done, what was put off and whether messages go out are in the hands of the test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from regulations.agenda import Duty
from regulations.library import packaged
from regulations.models import Role as Post
from scheduler.planner import Item, Moment, Person, Role, Slot
from scheduler.reminders import STEADY
from storage.agendas import Agendas
from storage.observing import HORIZON
from storage.reminding import key_of
from storage.values import AssignmentStatus, Employment, Member
from storage.values.reminding import Look, Note, ReminderKind, Told, Wishes

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
AGENDAS = Agendas(packaged())
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)


def member(role: Post, year: int, zone: str = ZONES[1], assignment_id: int = 1) -> Member:
    """Somebody made up."""
    return Member(
        assignment_id, 1, "Contoh Satu", "Ibu", role, AssignmentStatus.active, year, 1, "SDN Contoh 01", zone, "",
        Employment.pns, None, None,
    )  # fmt: skip


@dataclass(frozen=True)
class Message:
    """What went out."""

    note: Note
    at: datetime
    items: tuple[Item, ...]


@dataclass
class Reminded:
    """One person, by what the record keeps about them."""

    roles: tuple[Role, ...]
    wishes: Wishes = field(default_factory=Wishes)
    slots: list[Slot] = field(default_factory=list)
    reachable: bool = True
    look_at: datetime | None = BEFORE_ALL
    told_on: date | None = None
    snoozed_on: date | None = None
    done: set[tuple[int, str, str]] = field(default_factory=set)
    waiting: set[int] = field(default_factory=set)
    """Roles for which decisions wait."""
    messages: dict[str, Message] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    """Keys of messages that never went out."""
    rows: dict[Told, date] = field(default_factory=dict)
    _seen: datetime | None = None

    @staticmethod
    def of(
        *members: Member, moved: Mapping[tuple[str, str], date] | None = None, told_on: date | None = None
    ) -> Reminded:
        """Somebody with these roles."""
        roles = tuple(Role(one, AGENDAS.of(one, moved or {})) for one in members)
        return Reminded(roles, told_on=told_on)

    @property
    def zone(self) -> ZoneInfo:
        """Where they are."""
        return ZoneInfo(self.roles[0].member.zone)

    def duties(self) -> Iterator[tuple[int, Duty]]:
        """All they have to do, with the assignment."""
        return ((role.member.assignment_id, duty) for role in self.roles for duty in role.duties)

    def duty(self, code: str, period: str) -> Duty:
        """One of them."""
        return next(duty for _, duty in self.duties() if duty.key == (code, period))

    def tick(self, now: datetime) -> Message | None:
        """The scheduler looks for those whose time has come."""
        if self._seen is not None and now < self._seen - STEADY and self.look_at is not None:
            self.look_at = now
        self._seen = now
        return self._look(now) if self.look_at is not None and self.look_at <= now else None

    def _look(self, now: datetime) -> Message | None:
        person = self.person(now)
        items = person.chosen(person.candidates(), self._open(), self.waiting)
        sent = self._tell(person.note(items), items, now) if items else None
        if person.awake and person.moment.woken:
            self.wishes, self.snoozed_on = replace(self.wishes, snoozed_until=None), None
        self.told_on, self.look_at = person.told_on, person.next_look()
        assert self.look_at is None or self.look_at > now, "the tick would never end"
        return sent

    def person(self, now: datetime) -> Person:
        """How the planner sees them."""
        lost_on = self.told_on if self.told_on and key_of(1, self.told_on) in self.lost else None
        members = tuple(role.member for role in self.roles)
        look = Look(1, self.reachable, self.wishes, self.told_on, members, self._on(self.snoozed_on), self._on(lost_on))
        slots = [slot for slot in self.slots if now < slot.starts < now + HORIZON]
        return Person(look, Moment.of(look, now, slots), self.roles)

    def _on(self, day: date | None) -> tuple[Told, ...]:
        return tuple(told for told, told_on in self.rows.items() if told_on == day)

    def _open(self) -> set[tuple[int, Duty]]:
        return {(owner, duty) for owner, duty in self.duties() if (owner, *duty.key) not in self.done}

    def _tell(self, note: Note, items: tuple[Item, ...], now: datetime) -> Message | None:
        key = key_of(1, note.day) + (f":{note.again}" if note.again else "")
        if key in self.messages:
            return None
        self.messages[key] = Message(note, now, items)
        self.rows.update(dict.fromkeys(note.items, note.day))
        return self.messages[key]

    # --- what happens to them

    def wake(self, now: datetime) -> None:
        """Something has changed."""
        self.look_at = now

    def wish(self, now: datetime, **changes: object) -> None:
        """They want it otherwise."""
        self.wishes = replace(self.wishes, **changes)  # type: ignore[arg-type]
        self.wake(now)

    def mute(self, now: datetime, *kinds: ReminderKind) -> None:
        """They leave out some kinds."""
        self.wish(now, muted=frozenset(kinds))

    def snooze(self, day: date, until: datetime, now: datetime) -> None:
        """They put off what was told on a day."""
        self.snoozed_on = day
        self.wish(now, snoozed_until=until)

    def lose(self, message: Message, now: datetime) -> None:
        """A message did not go out in its time."""
        self.lost.add(next(key for key, one in self.messages.items() if one is message))
        self.wake(now)


def every(hours: int, first: date, last: date, zone: ZoneInfo) -> Iterator[datetime]:
    """Instants from the beginning of the first local day to the end of the last."""
    now = datetime(first.year, first.month, first.day, tzinfo=zone)
    while now.date() <= last:
        yield now
        now += timedelta(hours=hours)


def told(messages: Iterable[Message]) -> list[tuple[date, tuple[str, ...]]]:
    """Day and codes of messages, as a test writes them down."""
    return [(one.note.day, tuple(item.code for item in one.items)) for one in messages]
