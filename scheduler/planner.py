"""What one person is to be reminded of now, and when to look again. Pure: everything it needs is handed in.

At most one message a day, in the morning, never in the quiet hours. Of each duty only the latest occasion since the
person was last told counts, so whatever was missed in a downtime is told once, and what is over is not told at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from regulations import workdays
from regulations.agenda import Duty, Occasion
from regulations.models import DoneWhen
from storage.values import Member
from storage.values.reminding import Look, ReminderKind, Told, Wishes

MORNING = time(7, 30)
"""When reminders go out (ours), or later where the quiet hours end later."""
BEFORE_A_SLOT = timedelta(hours=1)
"""On the day of an observation the reminder comes at least this long before, if the quiet hours allow."""
LONGEST = timedelta(days=7)
"""People are looked at this often, whatever is due: a change that nobody told of is seen then."""
DAY = timedelta(days=1)

INBOX, SLOT = "inbox", "observation"
"""What is told besides duties: what waits for decisions, and observations."""
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
    """An agreed observation: when it begins (UTC), and the role of this person that takes part."""

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


@dataclass(frozen=True, slots=True)
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
        at = datetime.combine(day, max(MORNING, self.wishes.quiet_to), self.zone)
        first = min(
            (slot.starts for slot in self.slots if slot.starts.astimezone(self.zone).date() == day), default=None
        )
        if first is not None:
            at = max(min(at, first - BEFORE_A_SLOT), datetime.combine(day, self.wishes.quiet_to, self.zone))
        return at

    def ends(self, day: date) -> datetime:
        """From when on it may not."""
        return datetime.combine(day, self.wishes.quiet_from, self.zone)

    @property
    def quiet(self) -> bool:
        """Whether nothing may be sent now."""
        return not self.begins(self.today) <= self.now < self.ends(self.today)


def since(look: Look, moment: Moment) -> date:
    """The local day up to which everything was told. What never went out counts as not told."""
    told = look.told_on or moment.today - DAY
    return told - DAY if look.expired else told


def duties_due(role: Role, since: date, today: date) -> tuple[Item, ...]:
    """The duties that have an occasion in these days, whether they are done or not."""
    return tuple(
        Item(
            role.member.assignment_id,
            duty.code,
            duty.period,
            occasion.nominal,
            KINDS[duty.done_when],
            occasion.is_last and occasion.day == today,
            duty,
            occasion,
        )
        for duty in role.duties
        if (occasion := duty.due(since, today)) is not None
    )


def slots_due(slots: Sequence[Slot], since: date, moment: Moment) -> tuple[Item, ...]:
    """Observations of today, and those whose eve is today: the last working day before."""
    found = []
    for slot in slots:
        day = slot.starts.astimezone(moment.zone).date()
        eve = workdays.before(day - DAY)
        if slot.starts > moment.now and (day == moment.today or since < eve <= moment.today < day):
            nominal = day if day == moment.today else eve
            found.append(Item(slot.assignment_id, SLOT, str(slot.observation_id), nominal, ReminderKind.observasi))
    return tuple(found)


def inbox_due(assignment_id: int, moment: Moment) -> tuple[Item, ...]:
    """The digest of what waits, each working day."""
    if workdays.free(moment.today):
        return ()
    return (Item(assignment_id, INBOX, "", moment.today, ReminderKind.keputusan),)


def chosen(items: Sequence[Item], look: Look, moment: Moment) -> tuple[Item, ...]:
    """What of this is told now: once each, nothing muted, and while the person has put it off only a last day."""
    if look.wishes.stopped:
        return ()
    asleep = look.wishes.snoozed_until is not None and look.wishes.snoozed_until > moment.now
    kept = {
        (item.assignment_id, item.code, item.period): item
        for item in reversed(items)
        if item.last or not (asleep or item.kind in look.wishes.muted)
    }
    return tuple(sorted(kept.values(), key=_urgency))


def _urgency(item: Item) -> tuple[bool, date, str]:
    closes = item.duty.closes if item.duty else item.nominal
    return (item.code != SLOT, closes, item.code)


def next_look(look: Look, roles: Sequence[Role], moment: Moment, *, watchful: bool) -> datetime | None:
    """When to look again, nothing having happened: at the next occasion, or when a snooze ends. None: not at all.

    `watchful`: on every working day, for those for whom things come in that nobody foresees.
    """
    if look.wishes.stopped or not look.reachable or not look.members:
        return None
    if moment.quiet:
        return moment.begins(moment.today if moment.now < moment.begins(moment.today) else moment.today + DAY)
    after = moment.today
    days = [day for role in roles for duty in role.duties if (day := duty.next_day(after)) is not None]
    days += [day for slot in moment.slots for day in _slot_days(slot, moment) if day > after]
    if watchful:
        days.append(workdays.after(after + DAY))
    soonest = min([*days, after + LONGEST])
    looks = [moment.begins(soonest)]
    if look.wishes.snoozed_until is not None and look.wishes.snoozed_until > moment.now:
        looks.append(look.wishes.snoozed_until)
    return min(looks)


def _slot_days(slot: Slot, moment: Moment) -> tuple[date, date]:
    day = slot.starts.astimezone(moment.zone).date()
    return workdays.before(day - DAY), day
