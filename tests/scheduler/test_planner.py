"""What the planner tells one person: stories of single days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from regulations.models import Role as Post
from scheduler.planner import INBOX, SLOT, Slot
from storage.values.reminding import ReminderKind
from tests.scheduler.reminded import Reminded, every, member, told

WITA = ZoneInfo("Asia/Makassar")
PLAN = ("perencanaan", "2027")
MORNING = time(7, 30)


def at(day: int, hour: int = 7, minute: int = 30, month: int = 1) -> datetime:
    """Local time in 2027."""
    return datetime(2027, month, day, hour, minute, tzinfo=WITA)


def guru(told_on: int = 18) -> Reminded:
    """A guru of 2027 who was told everything up to a day of January."""
    return Reminded.of(member(Post.guru, 2027), told_on=date(2027, 1, told_on))


def test_january_of_a_guru_who_does_nothing() -> None:
    """2027: 17, 24, 28, 30 and 31 January are 14, 7, 3, 1 and 0 days before; the 17th, 24th and 31st are Sundays."""
    one = guru(told_on=1)
    sent = [one.tick(now) for now in every(1, date(2027, 1, 2), date(2027, 2, 28), WITA)]
    assert told(message for message in sent if message) == [
        (date(2027, 1, 2), ("perencanaan",)),  # New Year's Day is a holiday: the opening moves to the day after
        (date(2027, 1, 16), ("perencanaan",)),
        (date(2027, 1, 23), ("perencanaan",)),
        (date(2027, 1, 28), ("perencanaan",)),
        (date(2027, 1, 30), ("perencanaan",)),
        (date(2027, 1, 31), ("perencanaan",)),
    ]
    assert {message.at.timetz().replace(tzinfo=None) for message in sent if message} == {time(8)}


def test_nothing_after_it_is_done() -> None:
    one = guru()
    assert one.tick(at(23)) is not None
    one.done.add((1, *PLAN))
    assert [one.tick(now) for now in every(3, date(2027, 1, 24), date(2027, 3, 1), WITA)].count(None) == 37 * 8


@pytest.mark.parametrize(
    ("begins", "ends", "first"),
    [(time(20), time(6), time(7, 30)), (time(18), time(9), time(9)), (time(21), time(5), time(7, 30))],
)
def test_in_the_morning_or_when_the_quiet_hours_end(begins: time, ends: time, first: time) -> None:
    one = guru()
    one.wish(at(22, 12), quiet_from=begins, quiet_to=ends)
    one.tick(at(22, 12))
    assert one.look_at == datetime.combine(date(2027, 1, 23), first, WITA)
    assert one.tick(at(23, first.hour, first.minute)) is not None


def test_at_night_nothing_is_told_and_nothing_is_forgotten() -> None:
    one = guru()
    assert one.tick(at(23, 20)) is None
    assert one.look_at == at(24)
    assert one.tick(at(24)) is None, "that is a Sunday"
    assert told([one.tick(at(25))]) == [(date(2027, 1, 25), ("perencanaan",))]  # type: ignore[list-item]


def test_what_was_missed_is_told_once_and_only_the_latest_of_it() -> None:
    one = guru(told_on=5)
    message = one.tick(at(29))
    assert message is not None
    assert [(item.code, item.nominal) for item in message.items] == [("perencanaan", date(2027, 1, 28))]
    assert one.tick(at(29, 12)) is None


def test_after_the_last_day_nothing_is_told() -> None:
    one = guru(told_on=5)
    assert one.tick(at(1, month=2)) is None


def test_on_a_sunday_what_was_missed_waits_but_a_last_day_does_not() -> None:
    kepala = Reminded.of(member(Post.pengawas, 2027), told_on=date(2027, 1, 27))
    message = kepala.tick(at(31))
    assert message is not None
    assert {item.code for item in message.items} == {"perencanaan", "pendampingan"}
    missed = guru(told_on=22)
    assert missed.tick(at(24)) is None
    assert missed.told_on == date(2027, 1, 22)
    assert missed.look_at == at(25)


def test_a_last_day_is_told_to_who_has_muted_it_and_only_stopping_silences() -> None:
    muted, stopped = guru(), guru()
    muted.mute(at(20), ReminderKind.rencana)
    stopped.wish(at(20), stopped=True)
    days = list(every(3, date(2027, 1, 20), date(2027, 2, 3), WITA))
    assert told(m for now in days if (m := muted.tick(now))) == [(date(2027, 1, 31), ("perencanaan",))]
    assert not [m for now in days if (m := stopped.tick(now))]
    assert stopped.look_at is None
    stopped.wish(at(31, 12), stopped=False)
    assert told([stopped.tick(at(31, 12))]) == [(date(2027, 1, 31), ("perencanaan",))]  # type: ignore[list-item]


# --- putting off ------------------------------------------------------------------


def test_put_off_to_the_afternoon() -> None:
    one = guru()
    assert one.tick(at(23)) is not None
    one.snooze(date(2027, 1, 23), at(23, 16), at(23, 8))
    assert one.tick(at(23, 15)) is None
    again = one.tick(at(23, 16))
    assert again is not None
    assert (again.note.again, [item.code for item in again.items]) == ("0830", ["perencanaan"])
    assert one.tick(at(23, 17)) is None
    assert one.wishes.snoozed_until is None


def test_put_off_what_was_told_late() -> None:
    """The day of the occasion is long over; the message is what counts."""
    one = guru(told_on=15)
    assert one.tick(at(20)) is not None
    one.snooze(date(2027, 1, 20), at(20, 16), at(20, 8))
    assert one.tick(at(20, 16)) is not None


def test_put_off_into_a_downtime_that_ends_at_night_comes_in_the_morning() -> None:
    one = guru()
    assert one.tick(at(27 - 4)) is not None
    one.snooze(date(2027, 1, 23), at(25, 16), at(23, 8))
    assert one.tick(at(25, 21)) is None
    again = one.tick(at(26))
    assert again is not None
    assert again.note.day == date(2027, 1, 26)


def test_put_off_for_days_it_does_not_hold_back_anything_else() -> None:
    one = guru()
    assert one.tick(at(23)) is not None
    one.snooze(date(2027, 1, 23), at(29), at(23, 8))
    one.slots.append(Slot(7, 1, at(28, 9)))
    one.wake(at(25))
    sent = [message for now in every(1, date(2027, 1, 25), date(2027, 1, 29), WITA) if (message := one.tick(now))]
    assert told(sent) == [
        (date(2027, 1, 27), (SLOT,)),
        (date(2027, 1, 28), (SLOT,)),  # the third day before the end of the plan is held back
        (date(2027, 1, 29), ("perencanaan",)),
    ]


def test_put_off_beyond_a_last_day_that_is_told_all_the_same() -> None:
    one = guru()
    assert one.tick(at(28)) is not None
    one.snooze(date(2027, 1, 28), at(1, month=2), at(28, 8))
    sent = [message for now in every(1, date(2027, 1, 29), date(2027, 2, 2), WITA) if (message := one.tick(now))]
    assert told(sent) == [(date(2027, 1, 31), ("perencanaan",))]


def test_a_done_thing_does_not_come_back_from_a_snooze() -> None:
    one = guru()
    one.tick(at(23))
    one.snooze(date(2027, 1, 23), at(23, 16), at(23, 8))
    one.done.add((1, *PLAN))
    assert one.tick(at(23, 16)) is None
    assert one.wishes.snoozed_until is None


# --- what never went out ------------------------------------------------------------


def test_what_never_went_out_is_told_the_next_working_day() -> None:
    one = guru(told_on=15)
    late = one.tick(at(22))  # the occasion was on the 16th
    assert late is not None
    one.lose(late, at(22, 20))
    assert one.tick(at(22, 20)) is None
    message = one.tick(at(23))
    assert message is not None
    assert [item.nominal for item in message.items] == [date(2027, 1, 24)], "by now a later one has come"
    one.lose(message, at(23, 20))
    assert [one.tick(at(23, 20)), one.tick(at(24))] == [None, None]
    assert told([one.tick(at(25))]) == [(date(2027, 1, 25), ("perencanaan",))]  # type: ignore[list-item]


# --- observations and decisions --------------------------------------------------------


def test_the_day_before_an_observation_and_its_morning() -> None:
    one = guru()
    one.slots.append(Slot(7, 1, at(1, 9, month=2)))  # a Monday: the working day before is Saturday
    one.done.add((1, *PLAN))
    sent = [message for now in every(1, date(2027, 1, 29), date(2027, 2, 2), WITA) if (message := one.tick(now))]
    assert told(sent) == [(date(2027, 1, 30), (SLOT,)), (date(2027, 2, 1), (SLOT,))]


def test_an_observation_that_was_put_off_comes_again() -> None:
    one = guru()
    one.done.add((1, *PLAN))
    one.slots.append(Slot(7, 1, at(21, 9)))
    assert one.tick(at(20)) is not None
    one.snooze(date(2027, 1, 20), at(20, 16), at(20, 8))
    assert told([one.tick(at(20, 16))]) == [(date(2027, 1, 20), (SLOT,))]  # type: ignore[list-item]
    assert told([one.tick(at(21))]) == [(date(2027, 1, 21), (SLOT,))]  # type: ignore[list-item]


def test_the_morning_of_an_observation_is_told_though_its_eve_was_put_off() -> None:
    one = guru()
    one.done.add((1, *PLAN))
    one.slots.append(Slot(7, 1, at(21, 9)))
    assert one.tick(at(20)) is not None
    one.snooze(date(2027, 1, 20), at(23), at(20, 8))
    assert told([one.tick(at(21))]) == [(date(2027, 1, 21), (SLOT,))]  # type: ignore[list-item]


def test_an_early_observation_is_told_earlier_but_not_in_the_quiet_hours() -> None:
    one = guru()
    one.done.add((1, *PLAN))
    one.slots += [Slot(7, 1, at(20, 7, 0)), Slot(8, 1, at(21, 6, 30))]
    sent = [message for now in every(1, date(2027, 1, 20), date(2027, 1, 21), WITA) if (message := one.tick(now))]
    assert [message.at for message in sent] == [at(20, 6, 0), at(21, 6, 0)]
    assert one.tick(at(21, 9)) is None


@pytest.mark.parametrize("role", [Post.kepala_sekolah, Post.kepala_dinas, Post.pengawas, Post.tim_kinerja])
def test_what_waits_is_told_each_working_day(role: Post) -> None:
    """A pengawas or a member of the tim kinerja decides for somebody who is absent."""
    one = Reminded.of(member(role, 2027), told_on=date(2027, 4, 7))
    one.waiting.add(1)
    for _, duty in one.duties():
        one.done.add((1, *duty.key))
    sent = [message for now in every(3, date(2027, 4, 8), date(2027, 4, 14), WITA) if (message := one.tick(now))]
    assert [message.note.day.day for message in sent] == [8, 9, 10, 12, 13, 14], "the 11th is a Sunday"
    assert {item.code for message in sent for item in message.items} == {INBOX}
    one.snooze(date(2027, 4, 14), at(14, 16, month=4), at(14, 8, month=4))
    again = one.tick(at(14, 16, month=4))
    assert again is not None
    assert [item.code for item in again.items] == [INBOX]


def test_everything_of_a_day_is_one_message_with_the_most_urgent_first() -> None:
    one = Reminded.of(member(Post.kepala_sekolah, 2027), told_on=date(2027, 1, 27))
    one.waiting.add(1)
    one.slots.append(Slot(7, 1, at(28, 10)))
    message = one.tick(at(28))
    assert message is not None
    assert [item.code for item in message.items] == [SLOT, INBOX, "penetapan", "perencanaan"]


def test_two_roles_of_a_person_share_the_message() -> None:
    now = datetime(2027, 1, 14, 8, 0, tzinfo=WITA)
    one = Reminded.of(
        member(Post.kepala_sekolah, 2027, assignment_id=2),
        member(Post.kepala_sekolah, 2026, assignment_id=1),
        told_on=date(2027, 1, 13),
    )
    message = one.tick(now)
    assert message is not None
    assert [(item.assignment_id, item.code) for item in message.items] == [(1, "evaluasi")]


# --- the clock -------------------------------------------------------------------------


def test_a_clock_that_was_ahead_and_goes_back_silences_nobody() -> None:
    one = guru(told_on=28)
    assert one.tick(at(28)) is None
    one.look_at = at(4, month=2)
    assert one.tick(at(4, month=2)) is None, "the last day is over, as far as anybody knew"
    sent = [message for now in every(1, date(2027, 1, 29), date(2027, 2, 2), WITA) if (message := one.tick(now))]
    assert told(sent) == [(date(2027, 1, 30), ("perencanaan",)), (date(2027, 1, 31), ("perencanaan",))]


def test_a_clock_that_goes_back_to_a_last_day_tells_of_it() -> None:
    one = guru(told_on=30)
    one.tick(at(30, 8))
    one.look_at = at(4, month=2)
    assert one.tick(at(4, month=2)) is None
    assert told([one.tick(at(31, 9))]) == [(date(2027, 1, 31), ("perencanaan",))]  # type: ignore[list-item]


def test_nobody_is_looked_at_less_often_than_every_week() -> None:
    one = Reminded.of(member(Post.operator, 2027), told_on=date(2027, 4, 7))
    one.tick(at(8, month=4))
    assert one.look_at == at(15, month=4)
    nowhere = Reminded(one.roles)
    nowhere.reachable = False
    nowhere.tick(at(8, month=4))
    assert nowhere.look_at is None
    assert nowhere.told_on is None, "whoever comes back is told what they missed"
    without = Reminded(())
    without.roles = ()
    assert without.person(at(8) + timedelta(hours=1)).next_look() is not None
