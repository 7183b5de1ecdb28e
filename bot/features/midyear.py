"""The middle of the year: the plan of period II, or a check-in where the year has one period."""

from __future__ import annotations

from collections.abc import Sequence

from bot import conversing, places
from bot.feature import Feature
from bot.visit import Visit
from dialogs import midyear as talks
from dialogs.calls import At, Go, Kind, On
from dialogs.screen import Screen
from dialogs.views import general
from dialogs.views import midyear as views
from dialogs.views.home import PLANNERS, Item, Todo
from dialogs.views.refusals import refusal
from locales import AnyText, _
from regulations.models import Cycle
from storage import midyear, packs, people, skp
from storage.errors import NotFound, Refused
from storage.values import Employment, Member, SkpFacts, SkpStatus
from storage.values.midyear import (
    AnswerCheckin,
    CheckinFacts,
    CheckinStatus,
    SubmitCheckin,
    UndoAnswer,
    WithdrawCheckin,
)

JULY = 7
"""The month in which Kawal reminds of it: the middle of the year (ours)."""


def _checks(visit: Visit) -> bool:
    """Whether this member's year has check-ins: under a pack with two periods the plan is adjusted instead."""
    member = visit.member
    covered = member.role in PLANNERS and visit.pack.covers_role(member.role)
    return covered and member.employment is not Employment.non_asn and visit.pack.cycle is Cycle.year


async def _place(visit: Visit, page: int) -> Screen:
    if not _checks(visit):
        return await places.go(visit, At.plan)
    if await _agreed(visit) is None:
        return views.not_agreed(visit.t)
    return await _list(visit, visit.member, page)


async def _agreed(visit: Visit) -> SkpFacts | None:
    facts = await skp.of_member(visit.session, visit.member, visit.period.code)
    return facts if facts is not None and facts.status is SkpStatus.disepakati else None


async def _list(visit: Visit, owner: Member, page: int) -> Screen:
    found = await midyear.of(visit.session, visit.member, owner.assignment_id, visit.now)
    return views.checkins(owner, visit.member, found, page, visit.t)


async def _on_checkin(visit: Visit, call: On) -> Screen:
    match call.do:
        case "of":
            owner = await _seen(visit, call.id)
            return await _list(visit, owner, call.page) if owner else await places.present(visit, general.NOT_YOURS)
        case "why":
            return views.why(call.id, visit.t)
        case "new":
            return await _begin(visit, None)
    try:
        facts = await midyear.facts(visit.session, call.id, visit.member, visit.now)
    except NotFound as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    return await _on_one(visit, call, facts)


async def _seen(visit: Visit, assignment_id: int) -> Member | None:
    """Somebody whose check-ins the member in front may see; an empty list tells nothing about anybody else."""
    return await people.member(visit.session, assignment_id) if assignment_id else None


async def _on_one(visit: Visit, call: On, facts: CheckinFacts) -> Screen:
    mine = facts.owner.assignment_id == visit.member.assignment_id
    fresh = facts.version == call.version
    match call.do:
        case "show":
            return await _card(visit, facts)
        case "details":
            pack = await packs.recall(visit.session, visit.library, facts.pack_id, facts.pack_version)
            return views.details(facts, pack, call.page, visit.t)
        case "again" if mine and fresh and facts.status is not CheckinStatus.dijawab:
            return await _begin(visit, facts)
        case "answer" if not mine and fresh and facts.status is CheckinStatus.diajukan:
            subject = f"checkin:{facts.id}:{facts.version}"
            return await conversing.begin(visit, talks.ANSWER, subject, talks.pin_answer(facts))
        case "withdraw":
            return await _change(visit, facts, WithdrawCheckin(call.id, call.version), _("Ditarik kembali."))
        case "undo":
            return await _change(visit, facts, UndoAnswer(call.id, call.version), _("Jawaban diurungkan."))
    return await _card(visit, facts, views.CHANGED)


async def _card(visit: Visit, facts: CheckinFacts, notice: AnyText | None = None) -> Screen:
    waiting = await midyear.waiting(visit.session, visit.member, visit.now)
    may_answer = any(line.id == facts.id for line in waiting)
    screen = views.card(facts, visit.member, visit.t, now=visit.now, may_answer=may_answer)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


async def _begin(visit: Visit, again: CheckinFacts | None) -> Screen:
    """Open the talk: a new check-in, or one that waits or was withdrawn with all it says."""
    if again is not None:
        plan = await skp.facts(visit.session, again.skp_id, visit.member, visit.now)
    elif (agreed := await _agreed(visit)) is not None and _checks(visit):
        plan = agreed
    else:
        return views.not_agreed(visit.t)
    last = again or await midyear.latest(visit.session, visit.member.assignment_id, plan.period)
    pinned = talks.pin_checkin(plan, last, again=again is not None)
    subject = f"checkin:{again.id}:{again.version}" if again else f"checkin:{plan.period}"
    answers = talks.begun_with(again) if again else None
    return await conversing.begin(visit, talks.CHECKIN, subject, pinned, answers=answers)


async def _change(visit: Visit, facts: CheckinFacts, intent: WithdrawCheckin | UndoAnswer, said: AnyText) -> Screen:
    try:
        async with visit.session.begin_nested():
            if isinstance(intent, UndoAnswer):
                changed = await midyear.undo(visit.session, visit.member, intent, visit.now)
            else:
                changed = await midyear.withdraw(visit.session, visit.member, intent, visit.now)
    except Refused as error:
        return await _card(visit, facts, refusal(error, visit.member.zone, visit.t))
    await conversing.close_about(visit, f"checkin:{facts.id}:{intent.version}")
    return await _card(visit, changed, said)


async def _submitted(visit: Visit, intent: SubmitCheckin) -> Screen:
    return await _card(visit, await midyear.submit(visit.session, visit.member, intent, visit.now), _("Terkirim. ✓"))


async def _answered(visit: Visit, intent: AnswerCheckin) -> Screen:
    facts = await midyear.answer(visit.session, visit.member, intent, visit.now)
    return await _card(visit, facts, _("Terjawab. Pemiliknya diberi tahu."))


async def _todo(visit: Visit) -> Sequence[Todo]:
    if visit.today.month != JULY or not _checks(visit):
        return ()
    if not await midyear.due(visit.session, visit.member, visit.period.code):
        return ()
    return (Todo(_("Tengah tahun: cek kemajuan SKP (anjuran)."), _("▶ Isi cek kemajuan"), Go(At.midyear)),)


def _menu(visit: Visit) -> Sequence[Item]:
    return (Item(_("Cek kemajuan"), Go(At.midyear)),) if _checks(visit) else ()


def _about(visit: Visit, member: Member) -> Sequence[Item]:
    if member.role not in PLANNERS or visit.pack.cycle is not Cycle.year:
        return ()
    return (Item(_("Cek kemajuan"), On(Kind.checkin, member.assignment_id, 0, "of")),)


FEATURE = Feature(
    "midyear",
    places={At.midyear: _place},
    things={Kind.checkin: _on_checkin},
    intents={SubmitCheckin: _submitted, AnswerCheckin: _answered},
    todo=_todo,
    menu=_menu,
    about=_about,
)
