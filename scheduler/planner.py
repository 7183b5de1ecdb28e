"""What one person is to be reminded of now, and when to look again. Pure: everything it needs is handed in.

At most one message a day, in the morning, never in the quiet hours. Of each duty only the latest occasion since the
person was last told counts, so whatever was missed in a downtime is told once, and what is over is not told at all. On
Sundays and holidays nothing but a last day is told, what was missed waits for the next working day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from regulations import workdays
from regulations.agenda import Duty, Occasion
from regulations.models import DoneWhen
from regulations.models import Role as Post
from storage.values import Member
from storage.values.reminding import Look, Note, ReminderKind, Told, Wishes

MORNING = time(7, 30)
"""When reminders go out (ours), or later where the quiet hours end later."""
BEFORE_A_SLOT = timedelta(hours=1)
"""On the day of an observation the reminder comes at least this long before, if the quiet hours allow."""
LONGEST = timedelta(days=7)
"""People are looked at this often, whatever is due: a change that nobody told of is seen then."""
DAY = timedelta(days=1)
DECIDERS = frozenset({Post.kepala_sekolah, Post.kepala_dinas, Post.pengawas, Post.tim_kinerja})
"""Whoever may decide about others, some of them only while they stand in for somebody who is absent."""

INBOX, SLOT = "inbox", "observation"
"""What is told besides duties: what waits for decisions, and observations."""
Key = tuple[int, str, str]
"""What is reminded of: assignment, code and period."""
KINDS = {
    DoneWhen.data_updated: ReminderKind.rencana,
    DoneWhen.plan_entered: ReminderKind.rencana,
    DoneWhen.plan_adjusted: ReminderKind.rencana,
    DoneWhen.team_plotted: ReminderKind.keputusan,
    DoneWhen.plan_decided: ReminderKind.keputusan,
    DoneWhen.reported: ReminderKind.bulanan,
    DoneWhen.checked_in: ReminderKind.penilaian,
    DoneWhen.evaluated: ReminderKind.penilaian,
    DoneWhen.carried_out: ReminderKind.penilaian,
}


@dataclass(frozen=True, slots=True)
class Role:
    """One role of a person with what it has to do in its year."""

    member: Member
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """An agreed observation to come: when it begins (UTC), and the role of this person that takes part."""

    observation_id: int
    assignment_id: int
    starts: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to remind of. A last day is told even to those who have muted the kind."""

    assignment_id: int
    code: str
    period: str
    nominal: date
    kind: ReminderKind
    last: bool = False
    duty: Duty | None = None
    occasion: Occasion | None = None

    @property
    def told(self) -> Told:
        """How it is written down."""
        return Told(self.assignment_id, self.code, self.period, self.nominal)

    def now_or_never(self, today: date) -> bool:
        """Whether it would be too late on the next working day."""
        return self.last or (self.code == SLOT and self.nominal == today)


@dataclass(frozen=True)
class Moment:
    """The local day and time of one person at an instant."""

    now: datetime
    zone: ZoneInfo
    today: date
    wishes: Wishes
    slots: tuple[Slot, ...] = ()

    @staticmethod
    def of(look: Look, now: datetime, slots: Sequence[Slot] = ()) -> Moment:
        """Where the person is now; the zone is that of the latest role."""
        zone = ZoneInfo(look.members[0].zone) if look.members else ZoneInfo("Asia/Jakarta")
        return Moment(now, zone, now.astimezone(zone).date(), look.wishes, tuple(slots))

    def begins(self, day: date) -> datetime:
        """From when on a message may go out on that local day."""
        at = _instant(day, max(MORNING, self.wishes.quiet_to), self.zone)
        starts = [slot.starts for slot in self.slots if slot.starts.astimezone(self.zone).date() == day]
        if starts:
            first = min(starts)
            at = max(min(at, first - BEFORE_A_SLOT), _instant(day, self.wishes.quiet_to, self.zone))
        return at

    def ends(self, day: date) -> datetime:
        """From when on it may not."""
        return _instant(day, self.wishes.quiet_from, self.zone)

    @cached_property
    def quiet(self) -> bool:
        """Whether nothing may be sent now."""
        return not self.begins(self.today) <= self.now < self.ends(self.today)

    @cached_property
    def rests(self) -> bool:
        """Whether it is a Sunday or a holiday."""
        return workdays.free(self.today) is not None

    @property
    def asleep(self) -> bool:
        """Whether something is put off beyond now."""
        return self.wishes.snoozed_until is not None and self.wishes.snoozed_until > self.now

    @property
    def woken(self) -> bool:
        """Whether what was put off is to come again now."""
        return self.wishes.snoozed_until is not None and self.wishes.snoozed_until <= self.now


@dataclass(frozen=True)
class Person:
    """Somebody to be looked at, with all that has to be known for it."""

    look: Look
    moment: Moment
    roles: tuple[Role, ...]

    @property
    def reachable(self) -> bool:
        """Whether reminders go to this person at all."""
        return self.look.reachable and not self.look.wishes.stopped

    @cached_property
    def awake(self) -> bool:
        """Whether something may be told now."""
        return self.reachable and not self.moment.quiet

    @cached_property
    def since(self) -> date:
        """The local day up to which everything was told. A day to come: the clock has gone back."""
        told, today = self.look.told_on, self.moment.today
        return told if told is not None and told <= today else today - DAY

    @property
    def told_on(self) -> date | None:
        """The same after this look: unless it was no time for telling."""
        return self.moment.today if self.awake and not self.moment.rests else self.look.told_on

    @cached_property
    def deciding(self) -> tuple[Member, ...]:
        """Roles for which decisions may come in that nobody foresees."""
        return tuple(role.member for role in self.roles if role.member.role in DECIDERS)

    @property
    def digested(self) -> tuple[Member, ...]:
        """Roles that are told now if something waits for them: once on a working day, and again if it was put off."""
        if not self.awake or not self.deciding:
            return ()
        fresh = self.since < self.moment.today and not self.moment.rests
        return self.deciding if fresh or any(one.code == INBOX for one in self._again) else ()

    @cached_property
    def _again(self) -> tuple[Told, ...]:
        """What was told before and is told again while it is open: it was put off until now, or never arrived."""
        woken = self.look.put_off if self.moment.woken else ()
        return woken if self.moment.rests else (*woken, *self.look.lost)

    def candidates(self) -> tuple[Item, ...]:
        """What has come up since the last time, whether it is done or not."""
        if not self.awake:
            return ()
        again = {_key(one) for one in self._again}
        today = self.moment.today
        found = [
            *(item for role in self.roles for item in duties_due(role, self.since, today, again)),
            *slots_due(self.moment.slots, self.since, self.moment, again),
        ]
        if self.moment.rests:
            return tuple(item for item in found if item.now_or_never(today) or _key(item) in again)
        return tuple(found)

    def chosen(
        self, candidates: Sequence[Item], still_open: Collection[tuple[int, Duty]], waiting: Collection[int]
    ) -> tuple[Item, ...]:
        """What is told now, once each: of the candidates what is open, and the roles for which decisions wait.

        `still_open`: by assignment. `waiting`: assignments.
        """
        items = [
            *(item for item in candidates if item.duty is None or (item.assignment_id, item.duty) in still_open),
            *(inbox_due(one.assignment_id, self.moment) for one in self.digested if one.assignment_id in waiting),
        ]
        kept = {_key(item): item for item in reversed(items) if self._wanted(item)}
        return tuple(sorted(kept.values(), key=_urgency))

    def _wanted(self, item: Item) -> bool:
        held = _key(item) in self._put_off and not item.now_or_never(self.moment.today)
        return item.last or not (item.kind in self.look.wishes.muted or held)

    @cached_property
    def _put_off(self) -> frozenset[Key]:
        return frozenset(_key(one) for one in self.look.put_off) if self.moment.asleep else frozenset()

    def note(self, items: Sequence[Item]) -> Note:
        """The message that tells of these."""
        until, today = self.look.wishes.snoozed_until, self.moment.today
        again = until.astimezone(UTC).strftime("%H%M") if self.moment.woken and until is not None else ""
        told = tuple(item.told for item in items)
        return Note(self.look.person_id, today, again, self.moment.ends(today), told)

    def next_look(self) -> datetime | None:
        """When to look again, unless something happens: at the next occasion, or when a snooze ends. None: never."""
        moment = self.moment
        if not self.reachable:
            return None
        if moment.quiet:
            return moment.begins(moment.today if moment.now < moment.begins(moment.today) else moment.today + DAY)
        looks = [moment.begins(min(self._days()))]
        if moment.asleep and moment.wishes.snoozed_until is not None:
            looks.append(moment.wishes.snoozed_until)
        return min(looks)

    def _days(self) -> Iterator[date]:
        """Days after today on which there may be something to tell."""
        today = self.moment.today
        yield today + LONGEST
        for role in self.roles:
            yield from _next_days(role.duties, today)
        yield from (day for slot in self.moment.slots for day in _slot_days(slot, self.moment) if day > today)
        if self.deciding or self.moment.rests:
            yield workdays.after(today + DAY)


def duties_due(role: Role, since: date, today: date, again: Collection[Key] = ()) -> Iterator[Item]:
    """The duties that have an occasion in these days, and the latest one of those in `again`; done or not."""
    owner = role.member.assignment_id
    if any(one[0] == owner for one in again):
        found = [(one, one.due(date.min if (owner, *one.key) in again else since, today)) for one in role.duties]
    else:
        found = _due(role.duties, since, today)
    for duty, occasion in found:
        if occasion is not None:
            last = occasion.is_last and occasion.day == today
            yield Item(owner, *duty.key, occasion.nominal, KINDS[duty.done_when], last, duty, occasion)


@lru_cache(maxsize=1024)
def _due(duties: tuple[Duty, ...], since: date, today: date) -> list[tuple[Duty, Occasion | None]]:
    """The same for all who share the duties and were told up to the same day."""
    return [(one, one.due(since, today)) for one in duties]


@lru_cache(maxsize=1024)
def _next_days(duties: tuple[Duty, ...], today: date) -> list[date]:
    return [day for duty in duties if (day := duty.next_day(today)) is not None]


@lru_cache(maxsize=1024)
def _instant(day: date, local: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, local, zone).astimezone(UTC)


def slots_due(slots: Sequence[Slot], since: date, moment: Moment, again: Collection[Key] = ()) -> Iterator[Item]:
    """Observations of today, and those whose eve has come, the last working day before; those in `again` once more."""
    for slot in slots:
        eve, day = _slot_days(slot, moment)
        nominal = day if day == moment.today else eve
        item = Item(slot.assignment_id, SLOT, str(slot.observation_id), nominal, ReminderKind.observasi)
        if nominal <= moment.today and (since < nominal or _key(item) in again):
            yield item


def _slot_days(slot: Slot, moment: Moment) -> tuple[date, date]:
    day = slot.starts.astimezone(moment.zone).date()
    return workdays.before(day - DAY), day


def inbox_due(assignment_id: int, moment: Moment) -> Item:
    """The digest of what waits."""
    return Item(assignment_id, INBOX, "", moment.today, ReminderKind.keputusan)


def _key(one: Item | Told) -> Key:
    return one.assignment_id, one.code, one.period


def _urgency(item: Item) -> tuple[bool, date, str]:
    closes = item.duty.closes if item.duty else item.nominal
    return (item.code != SLOT, closes, item.code)
