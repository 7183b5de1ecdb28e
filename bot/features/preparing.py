"""Before planning: the data checklist, the special cases, and the year that has just begun or ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import places
from bot.feature import Feature
from bot.visit import Visit
from dialogs.calls import At, Go, Kind, On, Pick
from dialogs.exceptions import PRIVATE, case_of, cases
from dialogs.screen import Screen
from dialogs.views import general
from dialogs.views import preparing as views
from dialogs.views.home import PLANNERS, Item, Todo
from dialogs.views.preparing import DataFacts
from dialogs.views.refusals import refusal
from locales import _
from regulations.models import DoneWhen, Pack
from storage import accounts, preparing, units
from storage.errors import Refused
from storage.units import Ownership
from storage.values import AssignmentStatus, Employment

JANUARY, DECEMBER = 1, 12
MENDING = ("perbaikan_data",)
"""Notices of a pack about wrong data."""


def _year(visit: Visit) -> int:
    """The year that is planned next; in January it is the one that has begun."""
    return visit.today.year + (visit.today.month != JANUARY)


async def _facts(visit: Visit, year: int) -> DataFacts:
    member = visit.member
    pack = await visit.at_unit(visit.library.pack_for(year, member.pinned_pack))
    rules = tuple(rule for rule in pack.data_rules if rule.role is member.role)
    ticked = await preparing.ticked(visit.session, member, year) if rules else frozenset()
    notices = tuple(one for one in pack.notices if one.code in MENDING and member.role in one.roles)
    return DataFacts(year, pack, rules, ticked, _closes(visit, pack, year), visit.today, notices)


def _closes(visit: Visit, pack: Pack, year: int) -> date | None:
    windows = pack.windows(visit.member.role, pack.periods(year)[0])
    return next((one.closes for one in windows if one.window.done_when is DoneWhen.data_updated), None)


async def _checklist(visit: Visit, page: int) -> Screen:  # noqa: ARG001 - all places begin alike
    return views.checklist(await _facts(visit, _year(visit)), visit.t)


async def _on_data(visit: Visit, call: On) -> Screen:
    year = call.id if call.id in (visit.today.year, visit.today.year + 1) else _year(visit)
    facts = await _facts(visit, year)
    if not facts.rules:
        return views.checklist(facts, visit.t)
    match call.do:
        case "text":
            return views.rules_text(facts, call.page, visit.t)
        case "why":
            return views.rules_why(facts, call.page, visit.t)
        case "on" | "off" if any(rule.code == call.arg for rule in facts.rules):
            return await _tick(visit, year, call)
        case "show":
            return views.checklist(facts, visit.t)
    return await places.present(visit, general.STALE)


async def _tick(visit: Visit, year: int, call: On) -> Screen:
    try:
        async with visit.session.begin_nested():
            await preparing.tick(visit.session, visit.member, year, call.arg, call.do == "on", visit.now)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    return views.checklist(await _facts(visit, year), visit.t)


# --- special cases -----------------------------------------------------------------


async def _exceptions(visit: Visit, page: int) -> Screen:
    return views.exceptions(cases(visit.pack, visit.member.role), visit.pack, page, visit.t)


async def _on_exception(visit: Visit, call: On) -> Screen:
    case = case_of(visit.pack, visit.member.role, call.arg)
    if case is None:
        return await places.present(visit, general.STALE)
    return views.exception_why(case, visit.t) if call.do == "why" else views.exception(case, visit.t)


# --- home --------------------------------------------------------------------------


async def _todo(visit: Visit) -> Sequence[Todo]:
    return (*await _data_todo(visit), *await _private_todo(visit), *await _other_year_todo(visit))


async def _data_todo(visit: Visit) -> Sequence[Todo]:
    """From 1 December to 31 January, until everything is ticked."""
    member = visit.member
    planner = member.role in PLANNERS and member.employment is not Employment.non_asn
    if visit.today.month not in (DECEMBER, JANUARY) or not planner or member.year < visit.today.year:
        return ()
    facts = await _facts(visit, _year(visit))
    if facts.done == len(facts.rules):
        return ()
    year, done, count = str(facts.year), facts.done, len(facts.rules)
    line = _("Data sebelum rencana {year}: {done} dari {count} dicek.", year=year, done=done, count=count)
    return (Todo(line, _("☑ Periksa data saya"), Go(At.data_update)),)


async def _private_todo(visit: Visit) -> Sequence[Todo]:
    """Who works at a private school under a regulation that leaves those to BKN."""
    named = any(item.code == PRIVATE and visit.member.role in item.roles for item in visit.pack.bkn_only)
    if not named or await units.ownership_of(visit.session, visit.member.unit_id) is not Ownership.swasta:
        return ()
    line = _("Sekolah swasta: kinerja dikelola di e-Kinerja BKN, bukan di Ruang GTK.")
    return (Todo(line, _("ⓘ Apa yang berlaku?"), On(Kind.exception, 0, 0, "show", 0, PRIVATE)),)


async def _other_year_todo(visit: Visit) -> Sequence[Todo]:
    """In January back to what is still open of the former year; and from there to the present one."""
    member, year = visit.member, visit.today.year
    if not visit.visitor.more_roles or (member.year == year and visit.today.month != JANUARY) or member.year > year:
        return ()
    wanted = year - 1 if member.year == year else year
    held = await accounts.roles_of(visit.session, member.person_id)
    there = [one for one in held if one.year == wanted and one.status is AssignmentStatus.active]
    if not there:
        return ()
    other = min(there, key=lambda one: (one.role is not member.role, one.unit_id != member.unit_id))
    call = Pick("role", str(other.assignment_id))
    if wanted == year:
        line = _("Ini tahun {year}. Tahun yang berjalan: {now}.", year=str(member.year), now=str(year))
    else:
        line = _("Evaluasi dan catatan tahun {year} masih dapat dibuka.", year=str(wanted))
    return (Todo(line, _("⇄ Buka tahun {year}", year=str(wanted)), call),)


def _menu(visit: Visit) -> Sequence[Item]:
    return (Item(_("Kasus khusus"), Go(At.exceptions)),) if cases(visit.pack, visit.member.role) else ()


FEATURE = Feature(
    "preparing",
    places={At.data_update: _checklist, At.exceptions: _exceptions},
    things={Kind.data_update: _on_data, Kind.exception: _on_exception},
    todo=_todo,
    menu=_menu,
)
