"""The observation cycle, step by step: whose turn it is, what is written, and when it takes place."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot import conversing, places
from bot.feature import Feature
from bot.visit import Visit
from dialogs import observation as talks
from dialogs.calls import At, Go, Kind, On
from dialogs.observation import is_over, pin_about, pin_move, pin_prepare
from dialogs.screen import Screen
from dialogs.views import general
from dialogs.views import observation as views
from dialogs.views import observation_lists as lists
from dialogs.views.home import Item, Todo
from dialogs.views.refusals import refusal
from locales import AnyText, _, n_
from regulations.models import Pack, Period, Role
from storage import observations, observing, packs, slots
from storage.errors import Invalid, Refused, SlotTaken
from storage.values import AssignmentStatus, Member
from storage.values.observation import (
    AgreeSlot,
    CancelObservation,
    Conclude,
    Cycle,
    Cycles,
    Discuss,
    FollowUp,
    MoveSlot,
    ObservationFacts,
    ObservationStatus,
    Observe,
    Prepare,
    Reflect,
    Respond,
    Slot,
    UndoAgreement,
)

FORMS = {
    "see": talks.OBSERVE,
    "talk": talks.DISCUSS,
    "note": talks.CONCLUDE,
    "did": talks.FOLLOW_UP,
    "mirror": talks.REFLECT,
    "reply": talks.RESPOND,
}
"""Button -> talk that fills the form of a step."""
OBSERVERS = frozenset({Role.kepala_sekolah, Role.kepala_dinas, Role.tim_kinerja})
"""Roles to whom the month is shown first."""


# --- the card --------------------------------------------------------------------


async def _card(visit: Visit, observation_id: int, notice: AnyText | None = None) -> Screen:
    """The card as it stands now; where things are for one who may not see it."""
    try:
        facts = await observing.facts(visit.session, observation_id, visit.member, visit.now)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    return await _shown(visit, facts, notice)


async def _shown(visit: Visit, facts: ObservationFacts, notice: AnyText | None = None) -> Screen:
    screen = views.card(facts, await _pack(visit, facts), visit.member, visit.now, visit.t)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


async def _pack(visit: Visit, facts: ObservationFacts) -> Pack:
    return await packs.recall(visit.session, visit.library, facts.pack_id, facts.pack_version)


async def _on_observation(visit: Visit, call: On) -> Screen:
    match call.do:
        case "mine":
            return await _cycles(visit, visit.member.assignment_id)
        case "of":
            return await _cycles(visit, call.id, call.page, call.arg)
        case "month":
            return await _month(visit, call.page, int(call.arg) if call.arg.isdecimal() else 0)
        case "wait":
            return lists.waiting(await observing.waiting(visit.session, visit.member, visit.now), visit.t)
        case "begin":
            return await _begin(visit, call.arg)
        case "agree":
            return await _decide(visit, call, observations.agree, AgreeSlot(call.id, call.version), AGREED)
        case "undo":
            return await _decide(visit, call, observations.undo, UndoAgreement(call.id, call.version), UNDONE)
    return await _read(visit, call)


AGREED = _("Jadwal disepakati. Pihak yang lain diberi tahu.")
UNDONE = _("Dibatalkan. Jadwal menunggu persetujuan lagi.")


async def _decide(
    visit: Visit,
    call: On,
    operation: Callable[..., Awaitable[ObservationFacts]],
    intent: AgreeSlot | UndoAgreement,
    told: AnyText,
) -> Screen:
    try:
        async with visit.session.begin_nested():
            facts = await operation(visit.session, visit.member, intent, visit.now)
    except Refused as error:
        return await _card(visit, call.id, refusal(error, visit.member.zone, visit.t))
    return await _shown(visit, facts, told)


async def _read(visit: Visit, call: On) -> Screen:
    try:
        facts = await observing.facts(visit.session, call.id, visit.member, visit.now)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    pack = await _pack(visit, facts)
    match call.do:
        case "show":
            return await _shown(visit, facts)
        case "all" if facts.forms:
            return views.details(facts, pack, call.page, visit.t)
        case "rubric" if views.subject_of(facts, pack).targets:
            return views.rubric(facts, pack, call.page, visit.t)
        case "why":
            return views.why(facts, pack, call.page, visit.t)
    return await _talk(visit, call, facts)


async def _talk(visit: Visit, call: On, facts: ObservationFacts) -> Screen:
    """A talk that the card offers to this side now; else the card."""
    offered = views.offered(facts, visit.member, visit.now)
    if call.do not in offered:
        notice = views.CHANGED if call.do in (*FORMS, "move", "cancel") else general.STALE
        return await _shown(visit, facts, notice)
    about = f"observation:{facts.id}"
    match call.do:
        case "move":
            if is_over(facts.closes, visit.now, facts.owner.zone):
                return await _shown(visit, facts, OVER)
            busy = await slots.busy(visit.session, facts.owner, _observer(visit, facts), facts.id, visit.now)
            pinned = pin_move(facts, busy, visit.now)
            return await conversing.begin(visit, talks.MOVE, f"{about}:{facts.version}", pinned)
        case "cancel":
            return await conversing.begin(visit, talks.CANCEL, f"{about}:{facts.version}", pin_about(facts))
    return await conversing.begin(visit, FORMS[call.do], about, pin_about(facts))


OVER = _("Periode ini sudah berakhir, jadi tidak ada hari lagi untuk jadwalnya.")


def _observer(visit: Visit, facts: ObservationFacts) -> int | None:
    """Whose slots count when this member proposes a time: their own, or those of whoever may observe."""
    return None if views.is_mine(facts, visit.member) else visit.member.assignment_id


# --- beginning, and what talks lead to ----------------------------------------------


async def _begin(visit: Visit, arg: str) -> Screen:
    """Prepare a focus of one's agreed plan; `arg` is period.focus."""
    code, _dot, focus = arg.partition(".")
    period = next((each for each in _periods(visit, visit.member) if each.code == code), None)
    if period is None or visit.member.status is not AssignmentStatus.active:
        return await places.present(visit, general.STALE)
    found = await observing.cycles(visit.session, visit.member, visit.member.assignment_id, code, visit.now)
    line = next((line for line in found.lines if line.focus == focus), None)
    if line is None or found.pack_id is None or found.pack_version is None:
        return await _cycles(visit, visit.member.assignment_id, 0, code)
    if line.status is not None:
        return await _card(visit, line.id)
    if is_over(period.ends, visit.now, visit.member.zone):
        screen = await _cycles(visit, visit.member.assignment_id, 0, code)
        return screen.with_toast(visit.t.plain(OVER))
    busy = await slots.busy(visit.session, visit.member, None, 0, visit.now)
    pinned = pin_prepare(visit.member, period, focus, found.pack_id, found.pack_version, busy, visit.now)
    return await conversing.begin(visit, talks.PREPARE, f"observation:{arg}", pinned)


async def _prepared(visit: Visit, intent: Prepare) -> Screen:
    """What was written is kept even when the time has been taken meanwhile: then only that is asked again."""
    try:
        async with visit.session.begin_nested():
            facts = await observations.prepare(visit.session, visit.member, intent, visit.now)
    except (SlotTaken, Invalid) as error:
        if isinstance(error, Invalid) and not error.problem.startswith("slot_"):
            raise
        facts = await observations.prepare(visit.session, visit.member, replace(intent, at=None), visit.now)
        return await _shown(visit, facts, refusal(error, visit.member.zone, visit.t))
    return await _shown(visit, facts, WRITTEN)


async def _moved(visit: Visit, intent: MoveSlot) -> Screen:
    """Where the time is now, whoever was faster."""
    try:
        async with visit.session.begin_nested():
            facts = await observations.move_slot(visit.session, visit.member, intent, visit.now)
    except Refused as error:
        return await _card(visit, intent.observation_id, refusal(error, visit.member.zone, visit.t))
    return await _shown(visit, facts, _("Diusulkan. Pihak yang lain diberi tahu."))


def _performs(operation: Callable[..., Awaitable[ObservationFacts]]) -> Callable[[Visit, Any], Awaitable[Screen]]:
    async def perform(visit: Visit, intent: Any) -> Screen:
        return await _shown(visit, await operation(visit.session, visit.member, intent, visit.now), WRITTEN)

    return perform


WRITTEN = _("Tercatat. ✓")


# --- lists -----------------------------------------------------------------------


def _periods(visit: Visit, owner: Member) -> Sequence[Period]:
    return visit.library.pack_for(owner.year, owner.pinned_pack).periods(owner.year)


async def _cycles(visit: Visit, owner_id: int, page: int = 0, code: str = "") -> Screen:
    """The cycles of somebody in a period, the running one unless named."""
    periods = _periods(visit, visit.member)
    period = next((each for each in periods if each.code == code), visit.period)
    try:
        found = await observing.cycles(visit.session, visit.member, owner_id, period.code, visit.now)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    return lists.cycles(found, await _pack_of(visit, found), visit.member, periods, period, page, visit.t)


async def _pack_of(visit: Visit, found: Cycles) -> Pack | None:
    if found.pack_id is None or found.pack_version is None:
        return None
    return await packs.recall(visit.session, visit.library, found.pack_id, found.pack_version)


async def _month(visit: Visit, index: int, page: int = 0) -> Screen:
    index = min(index, 11)
    first = date(visit.member.year, index + 1, 1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    shown = await slots.month(visit.session, visit.member, first, last, visit.now)
    return lists.month(shown, index, page, visit.member, await _watches(visit), visit.t)


async def _watches(visit: Visit) -> bool:
    return await slots.may_observe(visit.session, visit.member, visit.now)


async def _place(visit: Visit, page: int) -> Screen:
    """`At.observations`: the month of one who observes, else one's own cycles."""
    if visit.member.role in OBSERVERS:
        return await _month(visit, _this_month(visit), page)
    if visit.member.role is Role.pengawas and await _watches(visit):
        return await _month(visit, _this_month(visit), page)
    return await _cycles(visit, visit.member.assignment_id)


def _this_month(visit: Visit) -> int:
    return visit.today.month - 1 if visit.today.year == visit.member.year else 0


# --- home ------------------------------------------------------------------------


OWN_STEPS = {
    ObservationStatus.diamati: _("Observasi saya: <b>jawab diskusi</b>"),
    ObservationStatus.didiskusikan: _("Observasi saya: <b>catat upaya tindak lanjut</b>"),
    ObservationStatus.ditindaklanjuti: _("Observasi saya: <b>tulis refleksi</b> bila upayanya cukup"),
}
"""What the person observed has to do now."""


async def _todo(visit: Visit) -> Sequence[Todo]:
    return (*await _todo_observing(visit), *await _todo_own(visit))


async def _todo_observing(visit: Visit) -> Sequence[Todo]:
    """The observation whose day has come, by name; how many other steps wait."""
    waiting = len(await observing.waiting(visit.session, visit.member, visit.now))
    if not waiting:
        return ()
    due = await _due(visit)
    todos = [_named(due[0], visit)] if due else []
    if others := waiting - len(todos):
        line = n_("<b>{count}</b> langkah observasi menunggu.", "<b>{count}</b> langkah observasi menunggu.", others)
        todos.append(Todo(line, _("▶ Buka observasi"), On(Kind.observation, 0, 0, "wait")))
    return todos


async def _due(visit: Visit) -> list[Slot]:
    """What was agreed for today or an earlier day of the period and is not seen yet, the oldest first."""
    first = visit.period.starts
    found = await slots.month(visit.session, visit.member, first, max(first, visit.today), visit.now)
    return [slot for slot in found if slot.status is ObservationStatus.dijadwalkan and not slot.mine]


def _named(slot: Slot, visit: Visit) -> Todo:
    at = slot.starts.astimezone(ZoneInfo(visit.member.zone))
    line = _("Observasi hari ini <b>{time}</b>: {name}", time=f"{at:%H.%M}", name=slot.owner)
    if at.date() < visit.today:
        line = _("⚠ Observasi {day} <b>belum diisi</b>: {name}", day=at.date(), name=slot.owner)
    return Todo(line, _("▶ Isi observasi"), _show(slot.id, slot.version))


async def _todo_own(visit: Visit) -> Sequence[Todo]:
    """The first step of one's own that waits for oneself."""
    if visit.member.role not in observations.OBSERVED or not visit.pack.covers_role(visit.member.role):
        return ()
    me = visit.member.assignment_id
    found = await observing.cycles(visit.session, visit.member, me, visit.period.code, visit.now)
    for line in found.lines:
        if line.status in OWN_STEPS:
            return (Todo(OWN_STEPS[line.status], _("▶ Lanjutkan observasi"), _show(line.id, line.version)),)
        if line.status is ObservationStatus.persiapan and lists.waits_for_owner(line):
            told = _("Observasi saya: <b>sepakati waktunya</b>")
            return (Todo(told, _("▶ Lihat jadwal"), _show(line.id, line.version)),)
        if (at := _today_at(line, visit)) is not None:
            told = _("Observasi saya: <b>hari ini {time}</b>", time=f"{at:%H.%M}")
            return (Todo(told, _("▶ Lihat jadwal"), _show(line.id, line.version)),)
    if found.lines and all(line.status is None for line in found.lines):
        return (Todo(_("Observasi saya: <b>belum disiapkan</b>"), _("▶ Siapkan observasi"), _mine()),)
    return ()


def _today_at(line: Cycle, visit: Visit) -> datetime | None:
    """When today, local, this cycle is observed."""
    if line.status is not ObservationStatus.dijadwalkan or line.starts is None:
        return None
    at = line.starts.astimezone(ZoneInfo(visit.member.zone))
    return at if at.date() == visit.today else None


def _show(observation_id: int, version: int) -> On:
    return On(Kind.observation, observation_id, version, "show")


def _mine() -> On:
    return On(Kind.observation, 0, 0, "mine")


def _menu(visit: Visit) -> Sequence[Item]:
    member = visit.member
    if member.role not in (*observations.OBSERVED, *OBSERVERS):
        return ()
    if member.role in observations.OBSERVED and not visit.pack.covers_role(member.role):
        return ()
    return (Item(_("Observasi"), Go(At.observations)),)


def _about(visit: Visit, member: Member) -> Sequence[Item]:  # noqa: ARG001 - the same for everybody
    if member.role not in observations.OBSERVED:
        return ()
    return (Item(_("Observasi"), On(Kind.observation, member.assignment_id, 0, "of")),)


FEATURE = Feature(
    "observation",
    places={At.observations: _place},
    things={Kind.observation: _on_observation},
    intents={
        Prepare: _prepared,
        MoveSlot: _moved,
        CancelObservation: _performs(observations.cancel),
        Observe: _performs(observations.observe),
        Discuss: _performs(observations.discuss),
        Conclude: _performs(observations.conclude),
        FollowUp: _performs(observations.follow_up),
        Reflect: _performs(observations.reflect),
        Respond: _performs(observations.respond),
    },
    todo=_todo,
    menu=_menu,
    about=_about,
)
