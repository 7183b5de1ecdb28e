"""Taps: read the call in a button, do it, decide where the answer is shown."""

from __future__ import annotations

from bot import conversing, inviting, joining, places
from bot.events import Tapped
from bot.feature import THINGS
from bot.features import plans
from bot.replies import Place, Reply
from bot.visit import Visit
from bot.whose import as_meant
from dialogs import calls
from dialogs.calls import Do, Go, Join, On, OnDialog, OnDraft, OnInvite, OnJoin, OnSkp, Pick
from dialogs.screen import Screen
from dialogs.views import general
from locales import LANGUAGES, catalogue
from storage import accounts, drafts

CARDS = frozenset({Do.show, Do.approve, Do.details, Do.copy, Do.withdraw, Do.why, Do.undo})
"""What is shown in the card itself; the other taps on a card begin a talk."""
LOOKS = CARDS - {Do.approve, Do.withdraw, Do.undo}
"""What changes nothing."""


async def tapped(visit: Visit, tap: Tapped) -> Reply:
    """Do what the button says, if it is one of ours and this person may press it."""
    call = calls.read(tap.data)
    if call is None:
        return await _lost(visit, tap)
    if visit.visitor.member is None and not isinstance(call, Join | Go | Pick):
        return await _lost(visit, tap)
    await as_meant(visit, call)
    return _placed(visit, tap, call, await _done(visit, call))


async def tapped_again(visit: Visit, tap: Tapped) -> Reply:
    """The same update once more: its effect is in, so only look. What merely shows something is shown again."""
    call = calls.read(tap.data)
    if call is not None:
        await as_meant(visit, call)
    match call:
        case OnSkp(do=do) if visit.visitor.member is not None and do in LOOKS:
            return _placed(visit, tap, call, await _done(visit, call))
        case OnSkp(skp_id=skp_id, do=do) if visit.visitor.member is not None and do in CARDS:
            return _placed(visit, tap, call, await plans.card(visit, skp_id))
        case On() if visit.visitor.member is not None:  # doing it again is safe, so it is shown again
            return _placed(visit, tap, call, await _done(visit, call))
        case Go() | Join():  # a code that this account has used may be shown its effect again
            return _placed(visit, tap, call, await _done(visit, call))
        case OnDraft(discard=False) if visit.visitor.member is not None:
            return _placed(visit, tap, call, await _done(visit, call))
    return _placed(visit, tap, Go(calls.At.home), await places.present(visit))


async def _done(visit: Visit, call: calls.Call) -> Screen:
    match call:
        case OnDialog():
            return await conversing.tapped(visit, call)
        case On(kind=kind):
            return await THINGS[kind](visit, call) if kind in THINGS else await places.present(visit, general.STALE)
        case OnSkp():
            return await plans.on_card(visit, call)
        case Go(at, page):
            return await _gone(visit, at, page)
        case OnDraft():
            return await _on_draft(visit, call)
        case OnInvite():
            return await inviting.invite(visit, call)
        case Join(code, step):
            return await joining.step(visit, code, step)
        case OnJoin(assignment_id, accept):
            return await joining.answer(visit, assignment_id, accept)
        case Pick(what, value):
            return await _picked(visit, what, value)


async def _gone(visit: Visit, at: calls.At, page: int) -> Screen:
    """A tap that leads elsewhere puts the talk in front aside; it stays open."""
    if visit.visitor.draft is not None and visit.visitor.member is not None:
        await drafts.set_front(visit.session, visit.visitor.telegram_id, None)
    return await places.go(visit, at, page)


async def _on_draft(visit: Visit, call: OnDraft) -> Screen:
    draft = await conversing.open_draft(visit, call.draft_id)
    if draft is None:
        return await places.present(visit, general.STALE)
    if not call.discard:
        await drafts.set_front(visit.session, visit.visitor.telegram_id, draft.id)
        return await conversing.show(visit, draft)
    if not call.sure:
        return general.discard(draft.id, visit.t)
    await drafts.discard(visit.session, visit.member, draft.id, visit.now)
    return await places.home(visit)


async def _picked(visit: Visit, what: str, value: str) -> Screen:
    if what == "lang" and value in LANGUAGES:
        await accounts.set_language(visit.session, visit.visitor.telegram_id, value)
        visit.t, visit.menu = catalogue(value), True
        return await _gone(visit, calls.At.home, 0)
    if what == "role" and value.isdecimal() and visit.visitor.member is not None:
        return await places.switch(visit, int(value))
    return await places.present(visit, general.STALE)


def _placed(visit: Visit, tap: Tapped, call: calls.Call, screen: Screen) -> Reply:
    """In place when the tapped message shows the conversation or is the card itself; else as a new message below."""
    live = tap.message_id is not None and tap.message_id == visit.visitor.live_message_id
    card = (isinstance(call, OnSkp) and call.do in CARDS) or isinstance(call, OnJoin | On)
    card = card and not visit.began
    if tap.message_id is not None and (live or card):
        return Reply(screen, Place.here)
    former = visit.visitor.live_message_id
    if isinstance(call, OnDialog | Join | OnDraft | On) and tap.message_id is not None and former is None:
        former = tap.message_id
    return Reply(screen, Place.below, former)


async def _lost(visit: Visit, tap: Tapped) -> Reply:
    """A button that is forged, foreign or from another time. Where things are now is shown all the same."""
    screen = await places.present(visit, general.STALE)
    live = visit.visitor.live_message_id
    if tap.message_id is not None and tap.message_id == live:
        return Reply(screen, Place.here)
    return Reply(screen, Place.below, live or tap.message_id)
