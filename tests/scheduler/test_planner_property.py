"""The planner over whole years: every zone, every role under every regulation, and whatever happens meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random

import pytest

from regulations import workdays
from regulations.agenda import Duty
from regulations.models import Role as Post
from scheduler.planner import INBOX, SLOT, Item, Slot
from storage.values.reminding import ReminderKind, Wishes
from tests.scheduler.reminded import ZONES, Message, Reminded, every, member

YEARS = (2024, 2025, 2026, 2027)
"""Two under the newest regulation, and one under each of the older ones."""
LIFE = timedelta(days=396)
"""From New Year until what is over in the January after is over."""


def somebody(role: Post, year: int, zone: str) -> Reminded:
    """Everything was told up to New Year's Eve."""
    return Reminded.of(member(role, year, zone), told_on=date(year - 1, 12, 31))


# --- a quiet year ----------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("role", Post)
def test_a_year_in_which_nothing_is_done_is_told_to_the_day(role: Post, year: int) -> None:
    for zone in ZONES:
        one = somebody(role, year, zone)
        expected: dict[date, set[tuple[str, str]]] = defaultdict(set)
        for _, duty in one.duties():
            for occasion in duty.occasions:
                expected[occasion.day].add(duty.key)
        life = every(3, date(year, 1, 1), date(year, 1, 1) + LIFE, one.zone)
        sent = [message for now in life if (message := one.tick(now))]
        assert {message.note.day: {(i.code, i.period) for i in message.items} for message in sent} == expected
        assert len(sent) == len(expected)
        assert {message.at.astimezone(one.zone).time() for message in sent} <= {time(9)}, "the first look after 7.30"


# --- a year in which anything happens ------------------------------------------------


@dataclass
class Life:
    """A year of one person, with everything that may go wrong; looks at every message as it goes out."""

    dice: Random
    one: Reminded
    now: datetime

    @staticmethod
    def drawn(seed: int) -> Life:
        """Who, where and when by lot."""
        dice = Random(seed)
        year = dice.choice(YEARS)
        one = somebody(dice.choice(list(Post)), year, dice.choice(ZONES))
        if dice.random() < 0.3:
            one.wishes = _wished(dice)
        return Life(dice, one, datetime(year, 1, 1, tzinfo=one.zone))

    def live(self, days: int) -> None:
        """That many days, whatever the clock says in between."""
        end = self.now + timedelta(days=days)
        while self.now < end:
            self._happen()
            self._look()
            self.now += self._pause()

    def _pause(self) -> timedelta:
        """Until the next look: now and then the machine is down for days."""
        if self.dice.random() < 0.02:
            return timedelta(days=self.dice.uniform(0.5, 10))
        return timedelta(minutes=self.dice.choice((20, 90, 180, 360)))

    def _happen(self) -> None:
        dice, one, now = self.dice, self.one, self.now
        match dice.randrange(400):
            case 0 | 1 | 2:
                self._finish()
            case 3:
                one.mute(now, *dice.sample(list(ReminderKind), dice.randrange(4)))
            case 4 | 5 | 6 | 7:
                starts = now + timedelta(days=dice.uniform(0, 12))
                one.slots.append(Slot(len(one.slots) + 1, 1, starts.replace(hour=dice.randrange(24))))
                one.wake(now)
            case 8:
                one.waiting ^= {1}
            case 9 if one.messages:
                self._put_off()
            case 10 | 11:
                one.wake(now)
            case 12:
                one.wish(now, quiet_from=time(dice.randint(17, 23)), quiet_to=time(dice.randint(4, 10)))
            case 13:
                one.slots.clear()
                one.wake(now)
            case 14:
                one.wish(now, stopped=not one.wishes.stopped)
            case 15:
                one.reachable ^= True
                one.wake(now)
            case 16 if dice.random() < 0.3:
                self._jump()

    def _finish(self) -> None:
        left = [(owner, *duty.key) for owner, duty in self.one.duties() if duty.opens <= self._today]
        self.one.done.update(self.dice.sample(left, min(1, len(left))))

    def _put_off(self) -> None:
        latest = list(self.one.messages.values())[-1]
        until = self.now + timedelta(hours=self.dice.choice((1, 4, 24, 72)))
        self.one.snooze(latest.note.day, until, self.now)

    def _jump(self) -> None:
        """The clock is ahead for some looks, then right again."""
        self.now += (ahead := timedelta(days=self.dice.uniform(0.1, 400)))
        for _ in range(self.dice.randrange(1, 4)):
            self._look()
            self.now += timedelta(hours=self.dice.choice((1, 12)))
            ahead += timedelta(hours=12)
        self.now -= ahead
        self._look()

    @property
    def _today(self) -> date:
        return self.now.astimezone(self.one.zone).date()

    def _look(self) -> None:
        one, now = self.one, self.now
        moment = one.person(now).moment if one.look_at is not None and one.look_at <= now else None
        message = one.tick(now)
        if message is not None and moment is not None:
            self._must_be_right(message, woken=moment.woken)
        assert one.tick(now) is None, "a second look says nothing new"
        if ending := self._ending(self._today):
            self._must_be_told(ending)

    def _ending(self, day: date) -> set[tuple[str, str]]:
        """What ends on this day, is to be told then, and is not done."""
        return {duty.key for duty in self._last_days.get(day, ()) if (1, *duty.key) not in self.one.done}

    @cached_property
    def _last_days(self) -> dict[date, list[Duty]]:
        found = defaultdict(list)
        for _, duty in self.one.duties():
            if any(occasion.is_last for occasion in duty.occasions):
                found[duty.closes].append(duty)
        return dict(found)

    def _must_be_told(self, ending: set[tuple[str, str]]) -> None:
        one = self.one
        if one.reachable and not one.wishes.stopped and not one.person(self.now).moment.quiet:
            of_today = [message for message in one.messages.values() if message.note.day == self._today]
            told = {(item.code, item.period) for message in of_today for item in message.items}
            assert ending <= told, "a last day is told to everybody who has not done it"

    def _must_be_right(self, message: Message, *, woken: bool) -> None:
        one, day = self.one, message.note.day
        local = message.at.astimezone(one.zone)
        assert local.date() == day
        assert one.wishes.quiet_to <= local.time() < one.wishes.quiet_from, "not in the quiet hours"
        assert local.time() >= time(7, 30) or any(item.code == SLOT for item in message.items) or self._early_slot(day)
        same_day = [m for m in one.messages.values() if m.note.day == day and not m.note.again]
        assert len(same_day) <= 1, "one message a day"
        assert bool(message.note.again) <= woken, "a second one only where it was asked for"
        assert message.note.expires_at <= datetime.combine(day, one.wishes.quiet_from, one.zone)
        for item in message.items:
            self._item_must_be_right(item, day, woken=woken)

    def _early_slot(self, day: date) -> bool:
        return any(slot.starts.astimezone(self.one.zone).date() == day for slot in self.one.slots)

    def _item_must_be_right(self, item: Item, day: date, *, woken: bool) -> None:
        free = workdays.free(day) is not None
        if item.code == INBOX:
            assert item.assignment_id in self.one.waiting
            assert not free or woken
        elif item.code == SLOT:
            (slot,) = (one for one in self.one.slots if str(one.observation_id) == item.period)
            starts = slot.starts.astimezone(self.one.zone)
            assert starts > self.now
            assert day <= starts.date() <= workdays.after(day + timedelta(days=1)) or item.nominal < day
            assert not free or woken or starts.date() == day
        else:
            assert item.duty is not None
            self._duty_must_be_right(item, item.duty, day, woken=woken)

    def _duty_must_be_right(self, item: Item, duty: Duty, day: date, *, woken: bool) -> None:
        assert (item.assignment_id, *duty.key) not in self.one.done, "nothing that is done"
        assert day <= duty.closes, "nothing after the last day"
        spoken = [one for one in duty.occasions if one.day <= day]
        assert item.nominal == spoken[-1].nominal, "only the latest of it"
        assert item.last == (day == duty.closes)
        assert item.last or item.kind not in self.one.wishes.muted
        assert item.last or workdays.free(day) is None or woken, "on a Sunday nothing but what was asked for"


def _wished(dice: Random) -> Wishes:
    kinds = frozenset(dice.sample(list(ReminderKind), 2))
    return Wishes(time(dice.randint(17, 23)), time(dice.randint(4, 10)), kinds)


def _seeds(config: pytest.Config) -> Iterator[int]:
    return iter(range(5000 if config.getoption("long") else 60))


def test_whatever_happens_in_a_year(pytestconfig: pytest.Config) -> None:
    for seed in _seeds(pytestconfig):
        life = Life.drawn(seed)
        try:
            life.live(LIFE.days)
        except AssertionError as error:
            raise AssertionError(f"seed {seed} at {life.now}: {life.one.roles[0].member.role}") from error
