"""Pendampingan: a pengawas reports each school each month; whoever decides confirms; who may, sets the schools.

It asks no regulation: where one does not cover pengawas, this stays and only the SKP does not.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot import conversing, places
from bot.evidence_files import album
from bot.feature import Feature
from bot.visit import Visit
from dialogs import pendampingan as talks
from dialogs.calls import At, Go, Kind, On
from dialogs.screen import Screen
from dialogs.views import general
from dialogs.views import pendampingan as views
from dialogs.views.home import Item, Todo
from dialogs.views.pendampingan import Viewer
from dialogs.views.refusals import refusal
from locales import AnyText, _
from regulations.models import Role
from regulations.reference import PengawasMonth
from storage import binaan, drafts, logbook, pendampingan, units
from storage.errors import NotFound, Refused
from storage.values import AssignmentStatus, Member
from storage.values.pendampingan import (
    DECEMBER,
    Board,
    Entrust,
    OnReport,
    ReportFacts,
    ReturnReport,
    SubmitReport,
    SubmitWork,
    Supervised,
)

SUPERVISE = (Role.kepala_dinas, Role.operator)
NOT_YET = _("Bulan itu belum mulai.")
SENT = _("Terkirim. Kepala dinas diberi tahu. ✓")
Move = Callable[[Visit, OnReport], Awaitable[ReportFacts]]


def reports(visit: Visit) -> bool:
    """Whether the member in front reports here."""
    return visit.member.role is Role.pengawas and visit.member.status is AssignmentStatus.active


def last_month(year: int, today: date) -> int:
    """The last month of a year that has begun (1..12); 0 before the year."""
    return today.month if today.year == year else 12 if today.year > year else 0


def _subject(month: int, unit_id: int) -> str:
    """What a talk is about: the report of a school; 0 is the karya refleksi."""
    return f"damping:{month}:{unit_id}"


# --- the month ---------------------------------------------------------------------


async def place(visit: Visit, page: int) -> Screen:
    """`/pendampingan`."""
    if visit.member.role in SUPERVISE:
        return await _overview(visit, page)
    if not reports(visit):
        return await places.home(visit)
    return await _month(visit, max(1, last_month(visit.member.year, visit.today)), page)


async def _month(visit: Visit, month: int, page: int = 0, notice: AnyText | None = None) -> Screen:
    board = await _board(visit, visit.member.assignment_id, month)
    screen = views.month(board, _due(visit, month), await _begun(visit, month), page, visit.t)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


async def _board(visit: Visit, assignment_id: int, month: int) -> Board:
    return await pendampingan.board(visit.session, visit.member, assignment_id, month, visit.now)


def _due(visit: Visit, month: int) -> PengawasMonth:
    return visit.library.reference.aki_pengawas.month(month)


async def _begun(visit: Visit, month: int) -> dict[int | None, date]:
    """Since when a talk about a school of this month is open, by school."""
    found: dict[int | None, date] = {}
    for draft in await drafts.list_open(visit.session, visit.member):
        about, _colon, unit = draft.subject.rpartition(":")
        if draft.dialog in (talks.REPORT, talks.WORK) and f"{about}:" == _subject(month, 0)[:-1]:
            found[int(unit) or None] = draft.updated_at.astimezone(ZoneInfo(visit.member.zone)).date()
    return found


async def _on_months(visit: Visit, call: On) -> Screen:
    """What is about a month: `arg` is its number, `id` a pengawas or, for a new report, a school."""
    month = int(call.arg) if call.arg.isdecimal() and 1 <= int(call.arg) <= DECEMBER else None
    if month is None:
        return await places.present(visit, general.STALE)
    mine = call.id == visit.member.assignment_id
    match call.do:
        case "month" if mine and reports(visit):
            return await _month(visit, month, call.page)
        case "board":
            return await _whole(visit, call.id, month, call.page)
        case "why":
            board = await _board(visit, call.id, month)
            return views.why(board.owner.assignment_id, _due(visit, month), mine, call.page, visit.t)
        case "new" if reports(visit):
            return await _new(visit, month, call.id)
    return await places.present(visit, general.STALE)


async def _whole(visit: Visit, assignment_id: int, month: int, page: int) -> Screen:
    board = await _board(visit, assignment_id, month)
    today = visit.now.astimezone(ZoneInfo(board.owner.zone)).date()
    return views.board(board, visit.member, last_month(board.year, today), page, visit.t)


# --- a new report, or one written anew ----------------------------------------------


async def _new(visit: Visit, month: int, unit_id: int) -> Screen:
    """The talk about a school (0: the karya refleksi); where there is a report already, that."""
    if month > last_month(visit.member.year, visit.today):
        return await _month(visit, max(1, last_month(visit.member.year, visit.today)), 0, NOT_YET)
    board = await _board(visit, visit.member.assignment_id, month)
    there = [line for line in board.lines if (line.school.unit_id if line.school else 0) == unit_id]
    if there and there[0].report_id is not None:
        return await card(visit, there[0].report_id)
    if unit_id == 0:
        if month != DECEMBER:
            return await places.present(visit, general.STALE)
        return await conversing.begin(visit, talks.WORK, _subject(month, 0), talks.pin_work(_due(visit, month)))
    return await _begin(visit, month, unit_id, None)


async def _begin(visit: Visit, month: int, unit_id: int, again: ReportFacts | None) -> Screen:
    period = await _period(visit, month, unit_id)
    known = await pendampingan.school_facts(visit.session, visit.member, unit_id, month, period)
    pinned = talks.pin_report(visit.member, _due(visit, month), known, visit.today, again)
    answers = talks.begun_with(again, known.issues) if again else None
    subject = f"report:{again.id}:{again.version}" if again else _subject(month, unit_id)
    return await conversing.begin(visit, talks.REPORT, subject, pinned, answers=answers)


async def _period(visit: Visit, month: int, unit_id: int) -> str:
    """Code of the period that runs in a month at a school, by the school's own regulation."""
    year = visit.member.year
    pack = visit.library.pack_for(year, await units.pinned_pack(visit.session, unit_id))
    periods = pack.periods(year)
    return next((one.code for one in periods if one.starts <= date(year, month, 1) <= one.ends), periods[-1].code)


async def _again(visit: Visit, report: ReportFacts) -> Screen:
    if report.school is not None:
        return await _begin(visit, report.month, report.school.unit_id, report)
    pinned = talks.pin_work(_due(visit, report.month), report)
    answers = talks.begun_with(report, ())
    return await conversing.begin(visit, talks.WORK, f"report:{report.id}:{report.version}", pinned, answers=answers)


# --- one report ----------------------------------------------------------------------


async def card(visit: Visit, report_id: int, notice: AnyText | None = None) -> Screen:
    """The card as it stands now, for this viewer."""
    facts = await pendampingan.facts(visit.session, report_id, visit.member, visit.now)
    screen = views.card(facts, await _viewer(visit, facts.owner), visit.t)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


async def _viewer(visit: Visit, owner: Member) -> Viewer:
    if owner.assignment_id == visit.member.assignment_id:
        return Viewer(visit.member, visit.now)
    decides = await logbook.decides(visit.session, visit.member, owner.assignment_id, visit.now)
    return Viewer(visit.member, visit.now, decides)


async def thing(visit: Visit, call: On) -> Screen:
    """Do what a button says, as the record allows it now."""
    try:
        if call.do in MONTHS:
            return await _on_months(visit, call)
        if call.do in MOVES:
            return await _moved(visit, call)
        facts = await pendampingan.facts(visit.session, call.id, visit.member, visit.now)
        return await _on_one(visit, call, facts)
    except NotFound as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    except Refused as error:
        why = refusal(error, visit.member.zone, visit.t)
        return await places.present(visit, why) if call.do in MONTHS else await card(visit, call.id, why)


MONTHS = frozenset({"month", "board", "why", "new"})
"""Words that are about a month, not about one report."""


async def _on_one(visit: Visit, call: On, facts: ReportFacts) -> Screen:
    mine = facts.owner.assignment_id == visit.member.assignment_id
    fresh = facts.version == call.version
    match call.do:
        case "show":
            return await card(visit, facts.id)
        case "read":
            return views.details(facts, call.page, visit.t)
        case "files":
            return views.files(facts, call.page, visit.t)
        case "ev":
            return album(views.files(facts, 0, visit.t), facts, visit.t)
        case "again" if mine and fresh and facts.changeable:
            return await _again(visit, facts)
        case "back" if fresh and not mine and (await _viewer(visit, facts.owner)).decides:
            subject = f"report:{facts.id}:{facts.version}"
            return await conversing.begin(visit, talks.GIVE_BACK, subject, talks.pin_back(facts))
    return await card(visit, facts.id, views.CHANGED)


async def _moved(visit: Visit, call: On) -> Screen:
    move, told = MOVES[call.do]
    async with visit.session.begin_nested():
        await move(visit, OnReport(call.id, call.version))
    await conversing.close_about(visit, f"report:{call.id}:{call.version}")
    return await card(visit, call.id, told)


MOVES: dict[str, tuple[Move, AnyText]] = {
    "wd": (
        lambda visit, intent: pendampingan.withdraw(visit.session, visit.member, intent, visit.now),
        _("Ditarik kembali."),
    ),
    "ok": (
        lambda visit, intent: pendampingan.confirm(visit.session, visit.member, intent, visit.now),
        _("Dikonfirmasi. Pemiliknya diberi tahu."),
    ),
    "undo": (
        lambda visit, intent: pendampingan.undo(visit.session, visit.member, intent, visit.now),
        _("Dibatalkan. Laporan menunggu lagi."),
    ),
}


async def _sent(visit: Visit, intent: SubmitReport) -> Screen:
    facts = await pendampingan.submit(visit.session, visit.member, intent, visit.now)
    return await card(visit, facts.id, SENT)


async def _sent_work(visit: Visit, intent: SubmitWork) -> Screen:
    facts = await pendampingan.submit_work(visit.session, visit.member, intent, visit.now)
    return await card(visit, facts.id, SENT)


async def _given_back(visit: Visit, intent: ReturnReport) -> Screen:
    facts = await pendampingan.give_back(visit.session, visit.member, intent, visit.now)
    return await card(visit, facts.id, _("Dikembalikan. Pemiliknya diberi tahu."))


# --- whose schools -------------------------------------------------------------------


async def _overview(visit: Visit, page: int) -> Screen:
    found = await binaan.supervised(visit.session, visit.member, visit.now)
    month = max(1, last_month(visit.member.year, visit.today))
    ids = [one.member.assignment_id for one in found]
    missing = await pendampingan.open_work(visit.session, ids, visit.member.year, month)
    return views.overview([(one, missing[one.member.assignment_id]) for one in found], month, page, visit.t)


async def on_schools(visit: Visit, call: On) -> Screen:
    """The schools of one pengawas: `id` names them."""
    found = await binaan.supervised(visit.session, visit.member, visit.now)
    one = next((each for each in found if each.member.assignment_id == call.id), None)
    if one is None:
        return await places.present(visit, general.NOT_YOURS)
    if call.do != "set":
        return _schools(visit, one, call.page)
    candidates = await binaan.candidates(visit.session, visit.member, call.id, visit.now)
    return await conversing.begin(visit, talks.ENTRUST, f"binaan:{call.id}", talks.pin_entrust(one, candidates))


def _schools(visit: Visit, one: Supervised, page: int = 0) -> Screen:
    sees = visit.member.role is Role.kepala_dinas
    month = max(1, last_month(one.member.year, visit.today)) if sees else None
    return views.schools(one, page, month, visit.t)


async def _entrusted(visit: Visit, intent: Entrust) -> Screen:
    present = await binaan.entrust(visit.session, visit.member, intent, visit.now)
    found = await binaan.supervised(visit.session, visit.member, visit.now)
    owner = next(one.member for one in found if one.member.assignment_id == intent.assignment_id)
    return _schools(visit, Supervised(owner, present)).with_toast(visit.t.plain(_("Tersimpan. Pengawas diberi tahu.")))


# --- home ----------------------------------------------------------------------------


async def todo(visit: Visit) -> Sequence[Todo]:
    """The month that runs, and the one before it, while something of it is missing."""
    if not reports(visit):
        return ()
    member, last = visit.member, last_month(visit.member.year, visit.today)
    found = []
    for month in range(last, max(0, last - 2), -1):
        missing = await pendampingan.open_work(visit.session, [member.assignment_id], member.year, month)
        if missing.get(member.assignment_id):
            found.append(await _todo(visit, month))
    return found


async def _todo(visit: Visit, month: int) -> Todo:
    board = await _board(visit, visit.member.assignment_id, month)
    name = visit.t.month(month)
    call = On(Kind.pendampingan, visit.member.assignment_id, 0, "month", 0, str(month))
    left = len(board.missing)
    line = _("🤝 {month}: pendampingan {done} selesai, <b>{left} belum</b>", month=name, done=board.done, left=left)
    return Todo(line, _("▶ Pendampingan {month}", month=name), call)


def menu(visit: Visit) -> Sequence[Item]:
    """For a pengawas, and for the kepala dinas who looks after them."""
    shown = reports(visit) or visit.member.role is Role.kepala_dinas
    return (Item(_("Pendampingan"), Go(At.pendampingan)),) if shown else ()


def about(visit: Visit, member: Member) -> Sequence[Item]:
    """The board of a pengawas whom the member in front decides about or watches."""
    if member.role is not Role.pengawas:
        return ()
    month = max(1, last_month(member.year, visit.today))
    return (Item(_("Pendampingan"), On(Kind.pendampingan, member.assignment_id, 0, "board", 0, str(month))),)


FEATURE = Feature(
    "pendampingan",
    places={At.pendampingan: place},
    things={Kind.pendampingan: thing, Kind.binaan: on_schools},
    intents={SubmitReport: _sent, SubmitWork: _sent_work, ReturnReport: _given_back, Entrust: _entrusted},
    todo=todo,
    menu=menu,
    about=about,
    commands={
        "pendampingan": (
            _("Pendampingan sekolah binaan"),
            At.pendampingan,
            frozenset({Role.pengawas, Role.kepala_dinas}),
        )
    },
)
