"""The competence log: the list, one entry and what its buttons do, and what its talks lead to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot import conversing, places
from bot.evidence_files import album, one_pdf
from bot.feature import Feature
from bot.visit import Visit
from dialogs import competence as talks
from dialogs.basis import source_blocks
from dialogs.calls import At, Go, Kind, On
from dialogs.competence.ground import answers_of, pin_change, pin_new
from dialogs.screen import Screen
from dialogs.views import competence as views
from dialogs.views import evidence as evidence_views
from dialogs.views import general
from dialogs.views import logbook as list_views
from dialogs.views.competence import Viewer
from dialogs.views.home import Item, Todo
from dialogs.views.logbook import Logbook
from dialogs.views.refusals import refusal
from locales import AnyText, _, n_
from regulations.models import Pack, Period
from storage import competence, logbook, packs, people, skp
from storage.competence import LOGGERS
from storage.errors import NotFound, Refused
from storage.flow import UNDO_WITHIN
from storage.values import AssignmentStatus, Employment, Member, SkpStatus
from storage.values.competence import (
    OPEN,
    AddEvidence,
    ChangeLog,
    LogFacts,
    LogStatus,
    OnLog,
    RemoveEvidence,
    ReturnLog,
    SaveLog,
)

NOT_YET = _("Periode itu belum mulai.")
Move = Callable[[Visit, OnLog], Awaitable[LogFacts]]


def keeps(visit: Visit) -> bool:
    """Whether the member in front has a log here: active, in a role and status that the regulation covers."""
    member, pack = visit.member, visit.pack
    outside = member.employment is Employment.non_asn and pack.uncovered_group("non_asn") is not None
    active = member.status is AssignmentStatus.active
    return active and member.role in LOGGERS and pack.covers_role(member.role) and not outside


# --- the list --------------------------------------------------------------------


async def place(visit: Visit, page: int) -> Screen:
    """`/kegiatan`."""
    if not keeps(visit):
        return await places.home(visit)
    return await _list(visit, On(Kind.competence, visit.member.assignment_id, 0, "of", page))


async def _list(visit: Visit, call: On, notice: AnyText | None = None) -> Screen:
    book = await _book(visit, call)
    screen = list_views.logbook(book, call.page, visit.t)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


async def _book(visit: Visit, call: On) -> Logbook:
    """The log that a call is about: `id` names the person, `arg` the period (nothing: the one that runs)."""
    owner = await people.member(visit.session, call.id)
    if owner is None:
        raise NotFound("person")
    pack = visit.library.pack_for(owner.year, owner.pinned_pack)
    today = visit.now.astimezone(ZoneInfo(owner.zone)).date()
    period = _period(pack, owner, today, call.arg)
    begun = tuple(one for one in pack.periods(owner.year) if one.starts <= today and one != period)
    mine = owner.assignment_id == visit.member.assignment_id
    return Logbook(
        owner=owner,
        pack=pack,
        period=period,
        lines=await logbook.lines(visit.session, visit.member, owner.assignment_id, period.code, visit.now),
        mine=mine,
        decides=not mine and await logbook.decides(visit.session, visit.member, owner.assignment_id, visit.now),
        others=begun,
    )


def _period(pack: Pack, owner: Member, today: date, code: str) -> Period:
    """The named period, else the one that runs, else the nearest of the year."""
    periods = pack.periods(owner.year)
    named = [one for one in periods if one.code == code]
    begun = [one for one in periods if one.starts <= today]
    return (named or begun[-1:] or list(periods))[0]


async def _on_list(visit: Visit, call: On) -> Screen:
    """What is done with a whole log; the same again is safe."""
    book = await _book(visit, call)
    match call.do:
        case "of":
            return await _list(visit, call)
        case "basis":
            blocks = source_blocks(views.sources(book.pack, book.owner.role))
            return list_views.basis(book, blocks, call.page, visit.t)
        case "new" if book.mine and keeps(visit):
            return await _new(visit, book)
        case "all" if book.mine:
            return list_views.send_all(book, visit.t)
        case "allsure" if book.mine:
            count = await competence.submit_all(visit.session, visit.member, book.period.code, visit.now)
            return await _list(visit, call, n_("{count} dikirim.", "{count} dikirim.", count))
        case "okall" if book.decides:
            waiting = await competence.complete_of(visit.session, visit.member, book.owner.assignment_id, visit.now)
            ids = {line.id for line in waiting}
            return list_views.confirm_all(book, [line for line in book.lines if line.id in ids], visit.t)
        case "oksure" if book.decides:
            count = await competence.confirm_all(visit.session, visit.member, book.owner.assignment_id, visit.now)
            return await _list(visit, call, n_("{count} dikonfirmasi.", "{count} dikonfirmasi.", count))
    return await _list(visit, call, general.STALE)


async def _new(visit: Visit, book: Logbook) -> Screen:
    if visit.today < book.period.starts:
        return await _list(visit, On(Kind.competence, book.owner.assignment_id, 0, "of"), NOT_YET)
    planned = await _planned(visit, book.period.code)
    pinned = pin_new(visit.member, book.pack, book.period, planned)
    return await conversing.begin(visit, talks.LOG, f"log:{book.period.code}", pinned)


async def _planned(visit: Visit, period: str) -> tuple[str, ...]:
    """Activities of the member's agreed plan."""
    plan = await skp.of_member(visit.session, visit.member, period)
    if plan is None or plan.status is not SkpStatus.disepakati:
        return ()
    return tuple(item.activity for item in plan.plan.competences)


# --- one entry ---------------------------------------------------------------------


async def card(visit: Visit, log_id: int, notice: AnyText | None = None) -> Screen:
    """The card as it stands now, for this viewer; the own list when it is not theirs to see."""
    try:
        facts = await logbook.facts(visit.session, log_id, visit.member, visit.now)
    except NotFound:
        screen = await place(visit, 0)
        return screen.with_toast(visit.t.plain(notice or views.GONE))
    return await _card(visit, facts, notice)


async def _card(visit: Visit, facts: LogFacts, notice: AnyText | None = None) -> Screen:
    screen = views.card(facts, await _pack(visit, facts), await _viewer(visit, facts), visit.t)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


async def _pack(visit: Visit, facts: LogFacts) -> Pack:
    return await packs.recall(visit.session, visit.library, facts.pack_id, facts.pack_version)


async def _viewer(visit: Visit, facts: LogFacts) -> Viewer:
    owner = facts.owner.assignment_id
    if owner == visit.member.assignment_id:
        return Viewer(visit.member)
    decides = await logbook.decides(visit.session, visit.member, owner, visit.now)
    left = None
    if facts.decided_at is not None and facts.decided_by_id == visit.member.assignment_id:
        seconds = (facts.decided_at + UNDO_WITHIN - visit.now).total_seconds()
        left = -(-int(seconds) // 60) if seconds > 0 else None
    return Viewer(visit.member, decides, left)


async def on_log(visit: Visit, call: On) -> Screen:
    """Do what a button of the log says, as the record allows it now."""
    if call.do in LISTS:
        return await _with_list(visit, call)
    try:
        if call.do in MOVES:
            return await _moved(visit, call)
        facts = await logbook.facts(visit.session, call.id, visit.member, visit.now)
    except Refused as error:
        return await card(visit, call.id, refusal(error, visit.member.zone, visit.t))
    return await _read(visit, call, facts)


async def _with_list(visit: Visit, call: On) -> Screen:
    try:
        async with visit.session.begin_nested():
            return await _on_list(visit, call)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))


LISTS = frozenset({"of", "basis", "new", "all", "allsure", "okall", "oksure"})
"""Words that are about a whole log: there `id` names the person."""


async def _read(visit: Visit, call: On, facts: LogFacts) -> Screen:
    pack, t = await _pack(visit, facts), visit.t
    mine = facts.owner.assignment_id == visit.member.assignment_id
    changeable = mine and facts.status in OPEN and facts.version == call.version
    subject = f"log:{facts.id}:{facts.version}"
    match call.do:
        case "show":
            return await _card(visit, facts)
        case "read":
            return views.details(facts, pack, call.page, t)
        case "why":
            blocks = source_blocks(views.sources(pack, facts.owner.role, facts.entry.activity))
            return views.why(facts, blocks, call.page, t)
        case "files":
            return evidence_views.evidence(facts, mine, call.page, t)
        case "ev":
            return album(evidence_views.evidence(facts, mine, 0, t), facts, t)
        case "del" if changeable:
            return views.ask_delete(facts, t)
        case "edit" if changeable:
            planned = await _planned(visit, facts.period)
            answers, pinned = answers_of(facts, planned), pin_change(facts, planned)
            why = views.why_back(facts)
            return await conversing.begin(visit, talks.CHANGE, subject, pinned, why, answers=answers)
        case "addev" if changeable:
            return await conversing.begin(visit, talks.EVIDENCE, subject, talks.pin_log(facts))
        case "back" if facts.status is LogStatus.diajukan and facts.version == call.version:
            if (await _viewer(visit, facts)).decides:
                return await conversing.begin(visit, talks.GIVE_BACK, subject, talks.pin_log(facts))
    return await _card(visit, facts, views.GONE)


async def on_evidence(visit: Visit, call: On) -> Screen:
    """What is done with a piece of evidence: `id` and `version` are those of the entry, `arg` names the piece."""
    try:
        facts = await logbook.facts(visit.session, call.id, visit.member, visit.now)
        if call.do == "rmsure" and call.arg.isdecimal():
            intent = RemoveEvidence(call.id, call.version, int(call.arg))
            async with visit.session.begin_nested():
                facts = await competence.remove_evidence(visit.session, visit.member, intent, visit.now)
    except Refused as error:
        return await card(visit, call.id, refusal(error, visit.member.zone, visit.t))
    mine = facts.owner.assignment_id == visit.member.assignment_id
    screen = evidence_views.evidence(facts, mine, call.page, visit.t)
    piece = next((one for one in facts.evidence if str(one.id) == call.arg), None)
    match call.do:
        case "pdf":
            return one_pdf(screen, facts, visit.t)
        case "rm" if piece is not None:
            return evidence_views.ask_remove(facts, piece, visit.t)
    return screen


# --- steps -------------------------------------------------------------------------


async def _moved(visit: Visit, call: On) -> Screen:
    move, told = MOVES[call.do]
    async with visit.session.begin_nested():
        facts = await move(visit, OnLog(call.id, call.version))
    await conversing.close_about(visit, f"log:{call.id}:{call.version}")
    return await _card(visit, facts, told)


async def _delete(visit: Visit, intent: OnLog) -> Screen:
    async with visit.session.begin_nested():
        await competence.delete(visit.session, visit.member, intent, visit.now)
    await conversing.close_about(visit, f"log:{intent.log_id}:{intent.version}")
    screen = await place(visit, 0)
    return screen.with_toast(visit.t.plain(_("Dihapus.")))


MOVES: dict[str, tuple[Move, AnyText]] = {
    "send": (
        lambda visit, intent: competence.submit(visit.session, visit.member, intent, visit.now),
        _("Dikirim. Atasan diberi tahu."),
    ),
    "wd": (
        lambda visit, intent: competence.withdraw(visit.session, visit.member, intent, visit.now),
        _("Ditarik kembali."),
    ),
    "ok": (
        lambda visit, intent: competence.confirm(visit.session, visit.member, intent, visit.now),
        _("Dikonfirmasi. Pemiliknya diberi tahu."),
    ),
    "undo": (
        lambda visit, intent: competence.undo(visit.session, visit.member, intent, visit.now),
        _("Dibatalkan. Catatan menunggu lagi."),
    ),
}


async def on_competence(visit: Visit, call: On) -> Screen:
    """A button of the log."""
    if call.do != "delsure":
        return await on_log(visit, call)
    try:
        return await _delete(visit, OnLog(call.id, call.version))
    except Refused as error:
        return await card(visit, call.id, refusal(error, visit.member.zone, visit.t))


# --- talks -------------------------------------------------------------------------

NOTED = _("Tercatat. ✓")


async def _saved(visit: Visit, intent: SaveLog) -> Screen:
    return await _card(visit, await competence.save(visit.session, visit.member, intent, visit.now), NOTED)


async def _changed(visit: Visit, intent: ChangeLog) -> Screen:
    return await _card(visit, await competence.change(visit.session, visit.member, intent, visit.now), NOTED)


async def _added(visit: Visit, intent: AddEvidence) -> Screen:
    if not intent.pieces:
        return await card(visit, intent.log_id)
    return await _card(visit, await competence.add_evidence(visit.session, visit.member, intent, visit.now), NOTED)


async def _given_back(visit: Visit, intent: ReturnLog) -> Screen:
    return await _card(visit, await competence.give_back(visit.session, visit.member, intent, visit.now), NOTED)


# --- home --------------------------------------------------------------------------


async def _todo(visit: Visit) -> Sequence[Todo]:
    """What came back, and what is complete and not sent."""
    if not keeps(visit):
        return ()
    lines = await logbook.of_member(visit.session, visit.member.assignment_id, visit.period.code)
    back = sum(line.status is LogStatus.dikembalikan for line in lines)
    ready = sum(line.status is LogStatus.tersimpan and line.complete for line in lines)
    todos = []
    if back:
        said = n_("↩ {count} catatan kegiatan dikembalikan", "↩ {count} catatan kegiatan dikembalikan", back)
        todos.append(Todo(said, _("▶ Lihat catatan"), Go(At.competence)))
    elif ready:
        said = n_("✎ {count} kegiatan siap dikirim", "✎ {count} kegiatan siap dikirim", ready)
        todos.append(Todo(said, _("▶ Kirim kegiatan"), Go(At.competence)))
    return todos


def _menu(visit: Visit) -> Sequence[Item]:
    return (Item(_("Catat kegiatan"), Go(At.competence)),) if keeps(visit) else ()


def _about(visit: Visit, member: Member) -> Sequence[Item]:  # noqa: ARG001 - features are asked alike
    if member.role not in LOGGERS:
        return ()
    return (Item(_("Kegiatan kompetensi"), On(Kind.competence, member.assignment_id, 0, "of")),)


FEATURE = Feature(
    "competence",
    places={At.competence: place},
    things={Kind.competence: on_competence, Kind.evidence: on_evidence},
    intents={SaveLog: _saved, ChangeLog: _changed, AddEvidence: _added, ReturnLog: _given_back},
    todo=_todo,
    menu=_menu,
    about=_about,
    commands={"kegiatan": (_("Catat kegiatan kompetensi"), At.competence, frozenset(LOGGERS))},
)
