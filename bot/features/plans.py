"""Plans: what the buttons of a SKP's card do, and what its talks lead to."""

from __future__ import annotations

from bot import conversing, places
from bot.feature import Feature
from bot.visit import Visit
from dialogs import talks
from dialogs.basis import source_blocks
from dialogs.calls import Do, OnSkp
from dialogs.screen import Screen
from dialogs.views import skp as views
from dialogs.views.refusals import refusal
from locales import AnyText, _
from storage import skp
from storage.errors import NotFound, Refused
from storage.values import (
    ApproveSkp,
    MarkEntered,
    ReturnSkp,
    SkpFacts,
    SkpStatus,
    SubmitSkp,
    UndoSkp,
    WithdrawSkp,
)


async def card(visit: Visit, skp_id: int, notice: AnyText | None = None) -> Screen:
    """The card as it stands now, for this viewer; home when it is not theirs to see."""
    try:
        facts = await skp.facts(visit.session, skp_id, visit.member, visit.now)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    screen = await places.skp_card(visit, facts)
    return screen.with_toast(visit.t.plain(notice)) if notice else screen


async def on_card(visit: Visit, call: OnSkp) -> Screen:
    """Do what the button says, as the record allows it now."""
    match call.do:
        case Do.approve:
            return await _decide(visit, call, ApproveSkp(call.skp_id, call.version))
        case Do.withdraw:
            return await _decide(visit, call, WithdrawSkp(call.skp_id, call.version))
        case Do.undo:
            return await _decide(visit, call, UndoSkp(call.skp_id, call.version))
        case Do.show:
            return await card(visit, call.skp_id)
    try:
        facts = await skp.facts(visit.session, call.skp_id, visit.member, visit.now)
    except NotFound as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    return await _read(visit, call, facts)


async def _read(visit: Visit, call: OnSkp, facts: SkpFacts) -> Screen:
    pack = await places.pack_of(visit, facts)
    mine = facts.owner.assignment_id == visit.member.assignment_id
    fresh = facts.version == call.version
    subject = _subject(facts.id, facts.version)
    match call.do:
        case Do.details:
            return views.details(facts, pack, call.page, visit.t)
        case Do.why:
            return views.why(facts, source_blocks(views.sources(facts, pack)), call.page, visit.t)
        case Do.copy if mine and facts.status is SkpStatus.disepakati:
            return views.copy(facts, pack, call.page, visit.t)
        case Do.give_back if not mine and fresh and facts.status is SkpStatus.diajukan:
            return await conversing.begin(visit, talks.GIVE_BACK, subject, talks.pin_skp(facts))
        case Do.entered if mine and facts.status is SkpStatus.disepakati and facts.entered_on is None:
            return await conversing.begin(visit, talks.ENTERED, subject, talks.pin_skp(facts))
        case Do.revise if mine and facts.status in (SkpStatus.dikembalikan, SkpStatus.ditarik):
            return await places.revise(visit, facts)
    return await card(visit, call.skp_id, views.CHANGED)


def _subject(skp_id: int, version: int) -> str:
    """What a talk about a SKP as it was at one version is about."""
    return f"skp:{skp_id}:{version}"


async def _decide(visit: Visit, call: OnSkp, intent: ApproveSkp | WithdrawSkp | UndoSkp) -> Screen:
    try:
        async with visit.session.begin_nested():
            facts = await _decided(visit, intent)
    except Refused as error:
        return await card(visit, call.skp_id, refusal(error, visit.member.zone, visit.t))
    await conversing.close_about(visit, _subject(call.skp_id, call.version))
    screen = await places.skp_card(visit, facts)
    return screen.with_toast(visit.t.plain(TOLD[type(intent)]))


TOLD = {
    ApproveSkp: _("Disetujui. Pemiliknya diberi tahu."),
    WithdrawSkp: _("Ditarik kembali."),
    UndoSkp: _("Dibatalkan. Rencana menunggu lagi; pemiliknya diberi tahu."),
}


async def _decided(visit: Visit, intent: ApproveSkp | WithdrawSkp | UndoSkp) -> SkpFacts:
    match intent:
        case ApproveSkp():
            return await skp.approve(visit.session, visit.member, intent, visit.now)
        case WithdrawSkp():
            return await skp.withdraw(visit.session, visit.member, intent, visit.now)
        case UndoSkp():
            return await skp.undo(visit.session, visit.member, intent, visit.now)


async def _submitted(visit: Visit, intent: SubmitSkp) -> Screen:
    return await _noted(visit, await skp.submit(visit.session, visit.member, intent, visit.now))


async def _given_back(visit: Visit, intent: ReturnSkp) -> Screen:
    return await _noted(visit, await skp.give_back(visit.session, visit.member, intent, visit.now))


async def _entered(visit: Visit, intent: MarkEntered) -> Screen:
    return await _noted(visit, await skp.mark_entered(visit.session, visit.member, intent, visit.now))


async def _noted(visit: Visit, facts: SkpFacts) -> Screen:
    """The card that a finished talk ends with."""
    screen = await places.skp_card(visit, facts)
    return screen.with_toast(visit.t.plain(_("Tercatat. ✓")))


FEATURE = Feature("plans", intents={SubmitSkp: _submitted, ReturnSkp: _given_back, MarkEntered: _entered})
