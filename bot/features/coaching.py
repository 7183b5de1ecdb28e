"""The year of a pelatih ahli: coaching and PMO forum of each school, what the whole group has, and the schools."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import conversing, places
from bot.feature import Feature
from bot.visit import Visit
from dialogs import coaching as talks
from dialogs.calls import At, Go, Kind, On
from dialogs.screen import Screen
from dialogs.views import coaching as views
from dialogs.views import general
from dialogs.views.coaching import Board
from dialogs.views.home import Item, Todo
from dialogs.views.refusals import refusal
from locales import AnyText, _
from regulations.models import Role
from regulations.reference import PelatihAhli
from storage import coached, coaching
from storage.errors import NotFound, Refused
from storage.values import AssignmentStatus
from storage.values.coaching import (
    COACHING,
    PER_SCHOOL,
    PMO,
    AddSchool,
    ChangeEntry,
    CoachedSchool,
    EntryFacts,
    EntryLine,
    NoteEntry,
    OnEntry,
    OnSchool,
    SchoolStatus,
    Tick,
    count,
    planned_jp,
    programme,
)

NOTED = _("Tercatat. ✓")
YEARS = (2000, 2200)
"""A button with another year is a forged one."""
CHANGED = _("Ini keadaannya sekarang.")


def _calendar(visit: Visit) -> PelatihAhli:
    return visit.library.reference.pelatih_ahli


def _now(visit: Visit) -> date:
    return visit.today.replace(day=1)


async def _board(visit: Visit, month: date) -> Board:
    """A month with the year of the programme around it; one that is not shown becomes the present one."""
    calendar, now = _calendar(visit), _now(visit)
    shown = programme(calendar, month)
    work = await coaching.work(visit.session, visit.member, shown[0], max(shown[-1], month))
    facts = Board(calendar, work, month, visit.today)
    first, last = facts.months
    return facts if first <= month <= last else await _board(visit, now)


def _read(written: str) -> date | None:
    """A month as a button carries it: 2027-03; None for what no board could show."""
    try:
        month = date.fromisoformat(f"{written}-01")
    except ValueError:
        return None
    return month if YEARS[0] <= month.year <= YEARS[1] else None


# --- places -----------------------------------------------------------------------


async def _place(visit: Visit, page: int) -> Screen:
    try:
        return views.board(await _board(visit, _now(visit)), page, visit.t)
    except Refused as error:
        return _refused(visit, error, await places.home(visit))


def _refused(visit: Visit, error: Refused, screen: Screen) -> Screen:
    return screen.with_toast(visit.t.plain(refusal(error, visit.member.zone, visit.t)))


# --- the months -------------------------------------------------------------------


async def _on_coaching(visit: Visit, call: On) -> Screen:
    try:
        async with visit.session.begin_nested():
            return await _does(visit, call)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))


async def _does(visit: Visit, call: On) -> Screen:
    match call.do:
        case "show" | "group" | "why" | "school" | "newc" | "newp":
            return await _in_month(visit, call, await _board(visit, _read(call.arg) or _now(visit)))
        case "on" | "jp":
            return await _held(visit, call)
        case "off" | "del":
            return await _delete(visit, OnEntry(call.id, call.version))
        case "entry" | "edit" | "ask":
            return await _on_entry(visit, call, await coaching.facts(visit.session, visit.member, call.id))
    return await places.present(visit, general.STALE)


async def _in_month(visit: Visit, call: On, facts: Board) -> Screen:
    match call.do:
        case "show":
            return views.board(facts, call.page, visit.t)
        case "group":
            return views.group(facts, visit.t)
        case "why":
            return views.why(facts.calendar, facts.month, call.page, visit.t)
    school = facts.school(call.id)
    if school is None:
        raise NotFound("school")
    if call.do == "school" or not facts.open or not school.in_month(facts.month):
        return views.school(facts, school, call.page, visit.t)
    return await _begin(visit, COACHING if call.do == "newc" else PMO, school, facts.month)


async def _begin(
    visit: Visit, activity: str, school: CoachedSchool, month: date, entry: EntryFacts | None = None
) -> Screen:
    """Open the talk of a new entry, or of one that is written anew."""
    calendar = _calendar(visit)
    subject = f"{activity}:{entry.line.id}:{entry.line.version}" if entry else f"{activity}:{school.id}:{month}"
    answers = talks.answers_of(talks.goals_of(calendar.coaching), entry) if entry else None
    if activity == PMO:
        pinned = talks.pin_forum(calendar, school, month, entry)
        return await conversing.begin(visit, talks.FORUM, subject, pinned, answers=answers)
    pinned = talks.pin_coaching(calendar, school, month, await _topic_before(visit, school, month), entry)
    return await conversing.begin(visit, talks.SESSION, subject, pinned, answers=answers)


async def _topic_before(visit: Visit, school: CoachedSchool, month: date) -> str | None:
    """The optional topic that was last spoken of in a school, within the months that share one."""
    calendar = _calendar(visit)
    shared = calendar.coaching.topic_set(month.month)
    alike = [one for one in programme(calendar, month) if shared and one.month in shared.months]
    if not alike:
        return None
    code, _own = await coaching.topic_before(visit.session, visit.member, school.id, alike[0], alike[-1])
    return code


# --- one entry --------------------------------------------------------------------


async def _on_entry(visit: Visit, call: On, facts: EntryFacts) -> Screen:
    fresh = facts.line.version == call.version
    match call.do:
        case "edit" if fresh:
            school = await _school_of(visit, facts.line)
            return await _begin(visit, facts.line.activity, school, facts.line.month, facts)
        case "ask" if fresh:
            return views.ask_delete(facts, visit.t)
    screen = views.entry(facts, _calendar(visit), call.page, visit.t)
    return screen if call.do == "entry" else screen.with_toast(visit.t.plain(CHANGED))


async def _school_of(visit: Visit, line: EntryLine) -> CoachedSchool:
    assert line.school_id is not None, "a tick is of no school"
    return await coached.school(visit.session, line.school_id)


async def _delete(visit: Visit, intent: OnEntry) -> Screen:
    line = await coaching.delete(visit.session, visit.member, intent, visit.now)
    await conversing.close_about(visit, f"{line.activity}:{intent.entry_id}:{intent.version}")
    if line.school_id is None:
        return await _group(visit, line.month)
    return await _school(visit, line, _("Dihapus."))


async def _school(visit: Visit, line: EntryLine, told: AnyText) -> Screen:
    """Back to the school in its month: the next step stands there."""
    month = await _board(visit, line.month)
    school = month.school(line.school_id or 0) or await _school_of(visit, line)
    return views.school(month, school, 0, visit.t).with_toast(visit.t.plain(told))


async def _noted(visit: Visit, intent: NoteEntry) -> Screen:
    facts = await coaching.note(visit.session, visit.member, intent, visit.now)
    return await _school(visit, facts.line, NOTED)


async def _changed(visit: Visit, intent: ChangeEntry) -> Screen:
    facts = await coaching.change(visit.session, visit.member, intent, visit.now)
    return views.entry(facts, _calendar(visit), 0, visit.t).with_toast(visit.t.plain(NOTED))


# --- what the whole group has -------------------------------------------------------


async def _held(visit: Visit, call: On) -> Screen:
    """Tick an activity with the calendar's hours, or ask for others. The button carries the month as 202703."""
    month = _read(f"{call.id // 100:04}-{call.id % 100:02}")
    calendar = _calendar(visit)
    activity = next((each for each in calendar.activities if each.code == call.arg), None)
    if month is None or activity is None or activity.code in PER_SCHOOL:
        return await places.present(visit, general.STALE)
    facts = await _board(visit, month)
    if not facts.open or facts.month != month:
        return views.group(facts, visit.t)
    planned = planned_jp(calendar, activity, month)
    if call.do == "jp" or not planned:
        pinned = talks.pin_hours(calendar, activity, month)
        return await conversing.begin(visit, talks.HOURS, f"{activity.code}:{month}", pinned)
    if not facts.work.of(month, activity.code):  # the same tap again leaves corrected hours alone
        await coaching.tick(visit.session, visit.member, Tick(activity.code, month, planned), visit.now)
    return await _group(visit, month)


async def _group(visit: Visit, month: date) -> Screen:
    return views.group(await _board(visit, month), visit.t)


async def _ticked(visit: Visit, intent: Tick) -> Screen:
    await coaching.tick(visit.session, visit.member, intent, visit.now)
    return (await _group(visit, intent.month)).with_toast(visit.t.plain(NOTED))


# --- the list -----------------------------------------------------------------------


async def _on_coached(visit: Visit, call: On) -> Screen:
    try:
        async with visit.session.begin_nested():
            return await _with_list(visit, call)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))


async def _with_list(visit: Visit, call: On) -> Screen:
    intent = OnSchool(call.id, call.version)
    match call.do:
        case "list":
            return await _listed(visit, call.page)
        case "new":
            return await _begin_adding(visit)
        case "rm":
            return views.coached(await coached.remove(visit.session, visit.member, intent, visit.now), visit.t)
        case "undo":
            await coached.restore(visit.session, visit.member, intent, visit.now)
            return await _listed(visit, 0)
        case "show" | "ask":
            found = await coached.of(visit.session, visit.member)
            one = next((each for each in found if each.id == call.id), None)
            if one is None:
                raise NotFound("school")
            asks = call.do == "ask" and one.status is SchoolStatus.didampingi
            return views.ask_remove(one, visit.t) if asks else views.coached(one, visit.t)
    return await places.present(visit, general.STALE)


async def _listed(visit: Visit, page: int) -> Screen:
    if visit.member.role is not Role.pelatih_ahli:
        return await places.present(visit, general.NOT_YOURS)
    found = await coached.of(visit.session, visit.member)
    return views.schools([one for one in found if one.status is SchoolStatus.didampingi], page, visit.t)


async def _begin_adding(visit: Visit) -> Screen:
    recorded = await coached.recorded(visit.session, visit.member)
    listed = await coached.of(visit.session, visit.member)
    there = {one.unit_id for one in listed if one.status is SchoolStatus.didampingi}
    free = [one for one in recorded if one[0] not in there]
    return await conversing.begin(visit, talks.ADD, "dampingan", talks.pin_add(_calendar(visit), free, visit.today))


async def _added(visit: Visit, intent: AddSchool) -> Screen:
    await coached.add(visit.session, visit.member, intent, visit.now)
    return (await _listed(visit, 0)).with_toast(visit.t.plain(_("Ditambahkan. ✓")))


# --- home ---------------------------------------------------------------------------


async def _todo(visit: Visit) -> Sequence[Todo]:
    """What of this month is not noted yet; the list, while nobody stands on it."""
    member, month = visit.member, _now(visit)
    if member.role is not Role.pelatih_ahli or member.status is not AssignmentStatus.active:
        return ()
    work = await coaching.work(visit.session, member, month, month)
    if not any(school.status is SchoolStatus.didampingi for school in work.schools):
        line = _("Belum ada sekolah dampingan.")
        return (Todo(line, _("▶ Tambah sekolah dampingan"), On(Kind.coached, 0, 0, "new")),)
    calendar = _calendar(visit)
    sessions, forums = (count(calendar, each, work, month) for each in calendar.activities if each.code in PER_SCHOOL)
    if not sessions.missing and not forums.missing:
        return ()
    line = _(
        "{month}: coaching {done} dari {of} sekolah, PMO {met} dari {of}",
        month=visit.t.month(month.month),
        done=sessions.done,
        met=forums.done,
        of=sessions.of,
    )
    return (Todo(line, _("▶ Catat pendampingan"), Go(At.coaching)),)


def _menu(visit: Visit) -> Sequence[Item]:
    return (Item(_("Pendampingan"), Go(At.coaching)),) if visit.member.role is Role.pelatih_ahli else ()


FEATURE = Feature(
    "coaching",
    places={At.coaching: _place},
    things={Kind.coaching: _on_coaching, Kind.coached: _on_coached},
    intents={AddSchool: _added, NoteEntry: _noted, ChangeEntry: _changed, Tick: _ticked},
    todo=_todo,
    menu=_menu,
    commands={"coaching": (_("Pendampingan sekolah bulan ini"), At.coaching, frozenset({Role.pelatih_ahli}))},
)
