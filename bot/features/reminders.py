"""Reminders: what their buttons do, and how somebody wants to be reminded."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import places
from bot.feature import Feature
from bot.visit import Visit
from dialogs.calls import At, Kind, On
from dialogs.screen import Screen
from dialogs.views import general
from dialogs.views import reminders as views
from dialogs.views.refusals import refusal
from locales import AnyText, _
from regulations import workdays
from regulations.agenda import Duty
from regulations.models import DoneWhen, Role
from scheduler.planner import INBOX, SLOT
from storage import accounts, agendas, reminding
from storage.errors import Refused
from storage.values.reminding import ReminderKind, Wishes

PLACES = {
    DoneWhen.data_updated: At.data_update,
    DoneWhen.team_plotted: At.team,
    DoneWhen.plan_entered: At.plan,
    DoneWhen.plan_adjusted: At.plan,
    DoneWhen.plan_decided: At.inbox,
    DoneWhen.checked_in: At.midyear,
    DoneWhen.evaluated: At.evaluation,
}
"""Where a duty is done."""
BY_CODE = {
    INBOX: At.inbox,
    SLOT: At.observations,
    "pendampingan": At.pendampingan,
    "coaching": At.coaching,
    "agenda": At.agenda,
}
AFTERNOON = time(16)
MORNING = time(7, 30)


async def _place(visit: Visit, page: int) -> Screen:  # noqa: ARG001 - all places begin alike
    return views.wishes(visit.member, await reminding.wishes(visit.session, visit.member.person_id), visit.t)


async def _before_stopping(visit: Visit, page: int) -> Screen:  # noqa: ARG001
    return views.stop(visit.member, visit.t)


async def _on_reminder(visit: Visit, call: On) -> Screen:
    try:
        async with visit.session.begin_nested():
            match call.do:
                case "go" | "why" | "later" | "wishes":
                    return await _on_message(visit, call)
                case "mute" if call.arg in list(ReminderKind):
                    return await _mute(visit, ReminderKind(call.arg))
                case "quiet":
                    return await _quiet(visit, call.arg)
                case "stop" | "resume":
                    return await _stop(visit, stopped=call.do == "stop")
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    return await places.present(visit, general.STALE)


async def _on_message(visit: Visit, call: On) -> Screen:
    """A button of a message: it may be for another role of this person than the one in front."""
    day = _day(call.version)
    if day is None or not await reminding.opened(visit.session, visit.member, day, visit.now):
        return await places.present(visit, general.STALE)
    match call.do:
        case "later":
            return await _later(visit, day, call.arg)
        case "why":
            return await _why(visit, day, call)
        case "wishes":
            return await _place(visit, 0)
    return await _go(visit, call)


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


async def _go(visit: Visit, call: On) -> Screen:
    if call.id != visit.member.assignment_id:
        await places.switch(visit, call.id)
    at = BY_CODE.get(call.arg)
    if at is None:
        duties = await agendas.of_member(visit.session, visit.library, visit.member)
        at = next((PLACES.get(duty.done_when) for duty in duties if duty.code == call.arg), None)
    return await places.go(visit, at or At.home)


async def _why(visit: Visit, day: date, call: On) -> Screen:
    return views.why(await _told(visit, day), call, visit.t)


async def _told(visit: Visit, day: date) -> list[Duty]:
    """The duties that the message of a day was about."""
    told = await reminding.earlier(visit.session, visit.member.person_id, day)
    keys = {(one.assignment_id, one.code, one.period) for one in told}
    return [
        duty
        for member in await accounts.roles_of(visit.session, visit.member.person_id)
        for duty in await agendas.of_member(visit.session, visit.library, member)
        if (member.assignment_id, *duty.key) in keys
    ]


async def _later(visit: Visit, day: date, how: str) -> Screen:
    until = await _until(visit, how)
    later = until.astimezone(ZoneInfo(visit.member.zone)).date() > visit.today
    if later and any(duty.closes == visit.today for duty in await _told(visit, day)):
        return await places.present(visit, views.TOO_LATE)
    await reminding.snooze(visit.session, visit.member, day, until, visit.now)
    return views.snoozed(until, visit.member, visit.t)


async def _until(visit: Visit, how: str) -> datetime:
    """Later today while there is time, else on the next working morning; or in three days."""
    wishes = await reminding.wishes(visit.session, visit.member.person_id)
    zone = ZoneInfo(visit.member.zone)
    afternoon = max(datetime.combine(visit.today, AFTERNOON, zone), visit.now + timedelta(hours=1))
    if how == "sore" and afternoon < datetime.combine(visit.today, wishes.quiet_from, zone):
        return afternoon
    day = workdays.after(visit.today + timedelta(days=3 if how == "tiga" else 1))
    return datetime.combine(day, max(MORNING, wishes.quiet_to), zone)


# --- wishes -----------------------------------------------------------------------


async def _mute(visit: Visit, kind: ReminderKind) -> Screen:
    muted = kind in (await reminding.wishes(visit.session, visit.member.person_id)).muted
    await reminding.mute(visit.session, visit.member, kind, not muted, visit.now)
    return await _wished(visit, _("Dinyalakan.") if muted else _("Dimatikan. Hari terakhir tetap diingatkan."))


async def _quiet(visit: Visit, chosen: str) -> Screen:
    found = next(((begins, ends) for code, begins, ends in views.QUIET if code == chosen), None)
    if found is None:
        return await places.present(visit, general.STALE)
    await reminding.quiet(visit.session, visit.member, *found, visit.now)
    return await _wished(visit, _("Jam tenang disimpan."))


async def _stop(visit: Visit, *, stopped: bool) -> Screen:
    await reminding.stop(visit.session, visit.member, stopped, visit.now)
    return await _wished(visit, _("Semua pengingat berhenti.") if stopped else _("Pengingat menyala lagi."))


async def _wished(visit: Visit, notice: AnyText) -> Screen:
    wishes: Wishes = await reminding.wishes(visit.session, visit.member.person_id)
    return views.wishes(visit.member, wishes, visit.t, notice)


FEATURE = Feature(
    "reminders",
    places={At.reminders: _place, At.stop: _before_stopping},
    things={Kind.reminder: _on_reminder},
    commands={
        "pengingat": (_("Atur pengingat"), At.reminders, frozenset(Role)),
        "berhenti": (_("Hentikan semua pengingat"), At.stop, frozenset(Role)),
    },
)
