"""Calendar files, read again as a calendar would."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

from documents.ics import Event, calendar

NOW = datetime(2027, 1, 12, 1, 5, tzinfo=UTC)
ODD = "Rencana; SKP, \\n <b>Budi</b>\nBEGIN:VEVENT 👩🏽‍🏫 " + "panjang " * 30
DEADLINE = Event("a@kawal", ODD, ODD, date(2027, 1, 31), alarms=(timedelta(days=-2, hours=7, minutes=30),))
SLOT = Event(
    "b@kawal",
    "Observasi",
    "",
    datetime(2027, 1, 14, 8, 0, tzinfo=ZoneInfo("Asia/Makassar")),
    lasts=timedelta(hours=1),
    tentative=True,
)


def read(*events: Event) -> icalendar.Calendar:
    """The file, opened again."""
    found = icalendar.Calendar.from_ical(calendar("Kalender; saya", events, NOW))
    assert isinstance(found, icalendar.Calendar)
    return found


def test_a_deadline_takes_its_whole_day() -> None:
    (event,) = read(DEADLINE).events
    assert event.start == date(2027, 1, 31)
    assert event.end == date(2027, 2, 1)
    assert event["uid"] == "a@kawal"
    assert event.DTSTAMP == NOW


def test_texts_come_through_as_they_are() -> None:
    made = read(DEADLINE)
    (event,) = made.events
    assert event["summary"] == event["description"] == ODD
    assert made["x-wr-calname"] == "Kalender; saya"


def test_an_alarm_counts_from_midnight() -> None:
    (event,) = read(DEADLINE).events
    (alarm,) = event.subcomponents
    assert isinstance(alarm, icalendar.Alarm)
    assert DEADLINE.alarms == (alarm.TRIGGER,)


def test_a_slot_has_its_time_and_zone() -> None:
    made = read(SLOT, DEADLINE)
    event = made.events[0]
    assert event.start == datetime(2027, 1, 14, 0, 0, tzinfo=UTC)
    assert event["dtstart"].params["tzid"] == "Asia/Makassar"
    assert event["status"] == "TENTATIVE"
    assert [zone.tz_name for zone in made.timezones] == ["Asia/Makassar"]
    assert event.end - event.start == timedelta(hours=1)


def test_lines_are_folded() -> None:
    content = calendar("Kalender", [DEADLINE], NOW)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    content.decode()


def test_a_calendar_may_be_empty() -> None:
    assert not read().events
