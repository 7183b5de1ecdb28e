"""One's dates as a calendar file: last days, openings, and observations with their time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from dialogs.screen import Attachment, Read
from dialogs.views.agenda import Entry, behind, title
from documents import ics
from documents.ics import Event
from locales import Catalogue, _
from regulations import workdays
from scheduler.planner import BEFORE_A_SLOT, MORNING
from storage.slots import APART
from storage.values import Member
from storage.values.observation import ObservationStatus, Slot

DOMAIN = "kawal-kinerja"
DAY = timedelta(days=1)
IN_THE_MORNING = timedelta(hours=MORNING.hour, minutes=MORNING.minute)


def attachment(
    member: Member, entries: Sequence[Entry], slots: Sequence[Slot], now: datetime, t: Catalogue
) -> Attachment:
    """The file of a member's year; `now` (UTC) is when it was made."""
    name = t.plain(_("Kawal: {name} {year}", name=member.name, year=str(member.year)))
    events = [
        *(event for one in entries for event in _of_entry(one, member, t)),
        *(_of_slot(slot, member, t) for slot in slots),
    ]
    return Attachment(f"kawal-{member.year}.ics", partial(_made, name, events, now))


def _made(name: str, events: Sequence[Event], now: datetime, _read: Read) -> bytes:
    return ics.calendar(name, events, now)


def _of_entry(one: Entry, member: Member, t: Catalogue) -> Iterator[Event]:
    """Its last day, and the day on which it opens. Alarms are Kawal's own reminders, for what one does oneself."""
    duty = one.duty
    uid = f"{one.sign}.{member.assignment_id}"
    said = "\n".join(t.plain(line) for line in behind(one, t))
    spoken = duty.occasions if one.mine else ()
    last = _mornings((each.day for each in spoken if each.before is not None), duty.closes)
    name = t.plain(_("Batas: {title}", title=title(duty)))
    yield Event(f"{uid}.batas@{DOMAIN}", name, said, duty.closes, alarms=last)
    if duty.opens < duty.closes:
        first = _mornings((each.day for each in spoken if each.before is None), duty.opens)
        name = t.plain(_("Mulai: {title}", title=title(duty)))
        yield Event(f"{uid}.mulai@{DOMAIN}", name, said, duty.opens, alarms=first)


def _mornings(days: Iterable[date], of: date) -> tuple[timedelta, ...]:
    return tuple((day - of) + IN_THE_MORNING for day in days)


def _of_slot(slot: Slot, member: Member, t: Catalogue) -> Event:
    starts = slot.starts.astimezone(ZoneInfo(member.zone))
    name = t.plain(_("Observasi: {name}", name=slot.owner))
    agreed = slot.status is not ObservationStatus.persiapan
    said = "" if agreed else t.plain(_("Usulan jadwal; belum disepakati kedua pihak."))
    uid = f"observasi.{slot.id}.{member.assignment_id}@{DOMAIN}"
    return Event(uid, name, said, starts, APART, _before(starts) if agreed else (), tentative=not agreed)


def _before(starts: datetime) -> tuple[timedelta, ...]:
    """On the eve, and in the morning of the day."""
    eve = datetime.combine(workdays.before(starts.date() - DAY), MORNING, starts.tzinfo)
    morning = datetime.combine(starts.date(), MORNING, starts.tzinfo)
    return eve - starts, min(morning, starts - BEFORE_A_SLOT) - starts
