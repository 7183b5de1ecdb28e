"""Dates as an iCalendar file (RFC 5545), for any calendar that somebody uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import icalendar

PRODUCT = "-//Kawal Kinerja//kawal//ID"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing in a calendar. The same `uid` in a later file takes its place."""

    uid: str
    summary: str
    description: str
    starts: date | datetime
    """A date: the whole day, wherever one is. An instant carries its zone."""
    lasts: timedelta = DAY
    alarms: tuple[timedelta, ...] = ()
    """When to remind, counted from the beginning; of a whole day from its midnight."""
    tentative: bool = False


def calendar(name: str, events: Iterable[Event], now: datetime) -> bytes:
    """The file, in UTF-8; `now` (UTC) is when it was made. What is in the texts is escaped."""
    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for event in events:
        made.add_component(_event(event, now))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _event(event: Event, now: datetime) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("dtstamp", now.astimezone(UTC))
    made.add("summary", event.summary)
    made.add("description", event.description)
    made.add("dtstart", event.starts)
    made.add("dtend", event.starts + event.lasts)
    made.add("transp", "OPAQUE" if isinstance(event.starts, datetime) else "TRANSPARENT")
    made.add("status", "TENTATIVE" if event.tentative else "CONFIRMED")
    for before in event.alarms:
        made.add_component(_alarm(event.summary, before))
    return made


def _alarm(said: str, before: timedelta) -> icalendar.Alarm:
    made = icalendar.Alarm()
    made.add("action", "DISPLAY")
    made.add("description", said)
    made.add("trigger", before)
    return made
