"""What the appraiser confirms, RHK by RHK: one person's table, one row of it, a whole school at once."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot import conversing, places
from bot.feature import Feature
from bot.visit import Visit
from dialogs.calls import At, Go, Kind, On
from dialogs.confirmations import MANY, MISSING, pin_many, pin_missing
from dialogs.screen import Screen
from dialogs.views import confirmations as views
from dialogs.views import general
from dialogs.views.home import Item, Todo
from dialogs.views.refusals import refusal
from locales import AnyText, _
from regulations.models import Pack, Role
from storage import confirmations, confirming, packs, people
from storage.errors import NotFound, Refused
from storage.values import AssignmentStatus, Member
from storage.values.confirmations import (
    AskConfirmation,
    ConfirmationFacts,
    ConfirmMany,
    DecideRhk,
    RhkConfirmation,
    UndoConfirmation,
    row_of,
    ticked_by_appraiser,
)

ROLES = frozenset(role.value for role in Role)
APPRAISERS = (Role.kepala_sekolah, Role.kepala_dinas)
ASKED = _("Penilai sudah dikabari. ✓")
CONFIRMED = _("Dikonfirmasi. Pemiliknya diberi tahu sepuluh menit lagi.")
UNDONE = _("Diurungkan.")


# --- places ---------------------------------------------------------------------


async def place(visit: Visit, page: int) -> Screen:
    """For appraisers the whole school, for others their own table."""
    if visit.member.role not in APPRAISERS:
        return await _table(visit, visit.member.assignment_id)
    counts = await confirmations.counts(visit.session, visit.member, visit.period.code, visit.now)
    own = bool(visit.pack.documentation(visit.member.role))
    mine = [count for count in counts if _ticked(visit.pack, count.role, count.rhk)]
    return views.school(mine, visit.pack, visit.member, page, visit.t, own=own)


def _ticked(pack: Pack, role: Role, rhk: str) -> bool:
    row = row_of(pack, role, rhk)
    return row is not None and ticked_by_appraiser(row)


async def _table(visit: Visit, assignment_id: int, notice: AnyText | None = None) -> Screen:
    """One person's table for the period that runs."""
    owner = await people.member(visit.session, assignment_id)
    if owner is None:
        return await places.present(visit, refusal(NotFound("confirmation"), visit.member.zone, visit.t))
    facts = await _facts(visit, assignment_id, _period(visit, owner))
    screen = views.of_member(facts, await _pack(visit, facts), visit.member, visit.t)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


def _period(visit: Visit, owner: Member) -> str:
    """The owner's period that runs today; outside their year the nearest."""
    if owner.year == visit.member.year and owner.pinned_pack == visit.member.pinned_pack:
        return visit.period.code
    today = visit.now.astimezone(ZoneInfo(owner.zone)).date()
    periods = visit.library.pack_for(owner.year, owner.pinned_pack).periods(owner.year)
    return next((one.code for one in periods if today <= one.ends), periods[-1].code)


async def _facts(visit: Visit, assignment_id: int, period: str) -> ConfirmationFacts:
    return await confirmations.of_member(visit.session, visit.member, assignment_id, period, visit.now)


async def _pack(visit: Visit, facts: ConfirmationFacts) -> Pack:
    """The pack of the agreed plan; before there is one, that of the owner's year."""
    if facts.pack_id is None or facts.pack_version is None:
        return visit.library.pack_for(facts.owner.year, facts.owner.pinned_pack)
    return await packs.recall(visit.session, visit.library, facts.pack_id, facts.pack_version)


# --- things ---------------------------------------------------------------------


async def thing(visit: Visit, call: On) -> Screen:
    """Do what a button says, as the record allows it now."""
    try:
        match call.do:
            case "of":
                return await _table(visit, call.id)
            case "show":
                owner, period, rhk = await confirmations.whose(visit.session, visit.member, call.id, visit.now)
                return await _row(visit, owner, period, rhk)
            case "many":
                return await _begin_many(visit, call.arg)
            case "unall":
                return await _undo_many(visit, call.id)
        return await _on_row(visit, call)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))


async def _on_row(visit: Visit, call: On) -> Screen:
    period, _dot, rhk = call.arg.rpartition(".")
    facts = await _facts(visit, call.id, period)
    one = _found(facts, rhk)
    pack = await _pack(visit, facts)
    if one is None or row_of(pack, facts.owner.role, rhk) is None:
        return await places.present(visit, general.STALE)
    match call.do:
        case "rhk":
            return views.rhk(facts, one, pack, visit.member, visit.now, visit.t)
        case "why":
            return views.why(facts, rhk, pack, call.page, visit.t)
        case "no":
            return await _begin_missing(visit, facts, one, pack, call)
        case "ok" | "ask" | "undo":
            return await _act(visit, call, facts, one, pack)
    return await places.present(visit, general.STALE)


def _found(facts: ConfirmationFacts, rhk: str) -> RhkConfirmation | None:
    return next((one for one in facts.rhk if one.rhk == rhk), None)


async def _row(visit: Visit, assignment_id: int, period: str, rhk: str, notice: AnyText | None = None) -> Screen:
    facts = await _facts(visit, assignment_id, period)
    one, pack = _found(facts, rhk), await _pack(visit, facts)
    if one is None or row_of(pack, facts.owner.role, rhk) is None:
        screen = views.of_member(facts, pack, visit.member, visit.t)
    else:
        screen = views.rhk(facts, one, pack, visit.member, visit.now, visit.t)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


async def _act(visit: Visit, call: On, facts: ConfirmationFacts, one: RhkConfirmation, pack: Pack) -> Screen:
    where = (facts.owner.assignment_id, facts.period, one.rhk)
    try:
        async with visit.session.begin_nested():
            said = await _done(visit, call, facts, one, pack)
    except Refused as error:
        return await _row(visit, *where, refusal(error, visit.member.zone, visit.t))
    return await _row(visit, *where, said)


async def _done(visit: Visit, call: On, facts: ConfirmationFacts, one: RhkConfirmation, pack: Pack) -> AnyText:
    session, me, now = visit.session, visit.member, visit.now
    match call.do:
        case "ask":
            if facts.owner.assignment_id != me.assignment_id:
                raise NotFound("confirmation")
            await confirming.ask(session, me, pack, AskConfirmation(facts.period, one.rhk, call.version), now)
            return ASKED
        case "ok":
            looked = DecideRhk(facts.owner.assignment_id, facts.period, one.rhk, call.version, confirmed=True)
            await confirming.decide(session, me, pack, looked, now)
            return CONFIRMED
    await confirming.undo(session, me, UndoConfirmation(one.id, call.version), now)
    return UNDONE


async def _begin_missing(visit: Visit, facts: ConfirmationFacts, one: RhkConfirmation, pack: Pack, call: On) -> Screen:
    mine = facts.owner.assignment_id == visit.member.assignment_id
    if mine or one.version != call.version or not _ticked(pack, facts.owner.role, one.rhk):
        return await _row(visit, facts.owner.assignment_id, facts.period, one.rhk, general.STALE)
    subject = f"konfirmasi:{facts.owner.assignment_id}:{facts.period}.{one.rhk}"
    return await conversing.begin(visit, MISSING, subject, pin_missing(facts, one))


async def _begin_many(visit: Visit, arg: str) -> Screen:
    role, _dot, rhk = arg.partition(".")
    period = visit.period.code
    if role not in ROLES or not _ticked(visit.pack, Role(role), rhk):
        return await places.present(visit, general.STALE)
    found = await confirmations.candidates(visit.session, visit.member, Role(role), period, rhk, visit.now)
    if not found:
        return (await place(visit, 0)).with_toast(visit.t.plain(general.STALE))
    pinned = pin_many(visit.pack, Role(role), period, rhk, found)
    return await conversing.begin(visit, MANY, f"konfirmasi:{period}:{arg}", pinned)


async def _undo_many(visit: Visit, batch_id: int) -> Screen:
    try:
        async with visit.session.begin_nested():
            made = await confirming.undo_many(visit.session, visit.member, batch_id, visit.now)
    except Refused as error:
        made = await confirming.batch(visit.session, visit.member, batch_id)
        why = visit.t.plain(refusal(error, visit.member.zone, visit.t))
        return views.batch(made, visit.member, visit.now, visit.t).with_toast(why)
    return views.batch(made, visit.member, visit.now, visit.t).with_toast(visit.t.plain(UNDONE))


# --- intents --------------------------------------------------------------------


async def _missing(visit: Visit, intent: DecideRhk) -> Screen:
    pack = await _pack(visit, await _facts(visit, intent.assignment_id, intent.period))
    await confirming.decide(visit.session, visit.member, pack, intent, visit.now)
    return await _row(visit, intent.assignment_id, intent.period, intent.rhk, _("Tercatat. ✓"))


async def _many(visit: Visit, intent: ConfirmMany) -> Screen:
    made = await confirming.decide_many(visit.session, visit.member, visit.pack, intent, visit.now)
    return views.batch(made, visit.member, visit.now, visit.t).with_toast(visit.t.plain(_("Tercatat. ✓")))


# --- home and a person's page -----------------------------------------------------


async def todo(visit: Visit) -> Sequence[Todo]:
    """The owner: what the appraiser has found missing."""
    if visit.member.status is not AssignmentStatus.active or not visit.pack.documentation(visit.member.role):
        return ()
    missing = await confirmations.missing(visit.session, visit.member, visit.period.code)
    if not missing:
        return ()
    line = _("✗ Bukti RHK {codes} belum ada, kata penilai.", codes=", ".join(missing))
    call = On(Kind.confirmation, visit.member.assignment_id, 0, "of")
    return (Todo(line, _("Lihat konfirmasi RHK"), call),)


def menu(visit: Visit) -> Sequence[Item]:
    """Where the regulation has the table: one's own, or the school's."""
    if visit.member.role is Role.kepala_dinas:
        shown = bool(visit.pack.documentation_list)
    else:
        shown = bool(visit.pack.documentation(visit.member.role))
    return (Item(_("Konfirmasi RHK"), Go(At.confirmations)),) if shown else ()


def about(visit: Visit, member: Member) -> Sequence[Item]:
    """The table of somebody whom the member in front decides about or watches."""
    pack = visit.library.pack_for(member.year, member.pinned_pack)
    if not pack.documentation(member.role):
        return ()
    return (Item(_("Konfirmasi RHK"), On(Kind.confirmation, member.assignment_id, 0, "of")),)


FEATURE = Feature(
    "confirmations",
    places={At.confirmations: place},
    things={Kind.confirmation: thing},
    intents={DecideRhk: _missing, ConfirmMany: _many},
    todo=todo,
    menu=menu,
    about=about,
)
