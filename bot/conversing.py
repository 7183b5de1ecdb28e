"""Dialogs as people live them: begin, answer, put aside, continue, finish."""

from __future__ import annotations

from typing import Any

from bot import performing, places
from bot.visit import Visit
from dialogs import engine, frame, talks
from dialogs.calls import OnDialog
from dialogs.engine import Finished, State, Turn
from dialogs.questions import Input, Tap
from dialogs.screen import Screen
from dialogs.views import general
from dialogs.views.refusals import refusal
from locales import AnyText
from storage import drafts, packs
from storage.errors import Refused
from storage.values import Draft, Intent


async def begin(
    visit: Visit,
    talk: str,
    subject: str,
    pinned: dict[str, Any],
    notice: AnyText | None = None,
    *,
    answers: dict[str, Any] | None = None,
) -> Screen:
    """Open a talk about a subject, or go on with the one that is open about it, and put it in front.

    A new one begins with `answers`, or with what was answered in the last finished talk about the same subject (a plan
    that was given back), unless the talk always starts fresh.
    """
    if "pack" in pinned:
        await packs.remember(visit.session, visit.pack, visit.now)
    before = None
    if not talks.TALKS[talk].fresh:
        before = await drafts.last_done(visit.session, visit.member, talk, subject)
    if answers is None and before is not None:
        answers = before.answers
    visit.began = True
    draft = await drafts.open_draft(visit.session, visit.member, talk, subject, pinned, visit.now, answers)
    return await show(visit, draft, notice)


async def close_about(visit: Visit, subject: str) -> None:
    """Throw away what this member has begun about something that is decided now."""
    for draft in await drafts.list_open(visit.session, visit.member):
        if draft.subject == subject:
            await drafts.discard(visit.session, visit.member, draft.id, visit.now)


async def open_draft(visit: Visit, draft_id: int) -> Draft | None:
    """One of this member's open talks, by id."""
    mine = await drafts.list_open(visit.session, visit.member)
    return next((draft for draft in mine if draft.id == draft_id), None)


async def show(visit: Visit, draft: Draft, notice: AnyText | None = None) -> Screen:
    """The open question of a draft, as it stands."""
    turn = engine.stand(await dialog_of(visit, draft), _state(draft))
    return _screen(visit, draft, turn, notice)


async def tapped(visit: Visit, call: OnDialog) -> Screen:
    """A button of a dialog. A stale one shows the question that is open now."""
    draft = visit.visitor.draft
    if draft is None or draft.id != call.draft_id:
        draft = await open_draft(visit, call.draft_id)
        if draft is None:
            return await places.present(visit, general.STALE)
        await drafts.set_front(visit.session, visit.visitor.telegram_id, draft.id)
    dialog = await dialog_of(visit, draft)
    now = engine.stand(dialog, _state(draft))
    if isinstance(now.stand, Finished) or frame.mark(now.stand.question.key) != call.mark:
        return _screen(visit, draft, now).with_toast(visit.t.plain(general.STALE))
    if call.action == frame.KEEP:
        return await keep(visit)
    return await _heard(visit, draft, dialog, now, Tap(call.action))


async def heard(visit: Visit, draft: Draft, given: Input) -> Screen:
    """Something typed or sent while a talk is in front."""
    dialog = await dialog_of(visit, draft)
    return await _heard(visit, draft, dialog, engine.stand(dialog, _state(draft)), given)


async def takes_files(visit: Visit, draft: Draft) -> bool:
    """Whether the open question of a draft may be answered with a file."""
    turn = engine.stand(await dialog_of(visit, draft), _state(draft))
    return not isinstance(turn.stand, Finished) and turn.stand.question.takes_files


async def keep(visit: Visit) -> Screen:
    """Put the talk aside; the draft stays."""
    await drafts.set_front(visit.session, visit.visitor.telegram_id, None)
    return general.kept(visit.t)


async def dialog_of(visit: Visit, draft: Draft) -> engine.Dialog[Intent]:
    """The dialog of a draft on the ground that it was pinned to."""
    talk = talks.TALKS[draft.dialog]
    pack = None
    if talk.needs_pack:
        pack = await packs.recall(visit.session, visit.library, draft.pinned["pack"], draft.pinned["version"])
        pack = await visit.at_unit(pack, draft.pinned.get("unit_id"))
    return talk.begin(visit.member, draft.pinned, pack)


async def _heard(visit: Visit, draft: Draft, dialog: engine.Dialog[Intent], now: Turn[Intent], given: Input) -> Screen:
    turn = engine.respond(dialog, now.state, given, visit.scene)
    if isinstance(turn.stand, Finished):
        return await _finish(visit, draft, turn.stand)
    if turn.state != _state(draft):
        await drafts.save(visit.session, draft.id, turn.state.answers, turn.state.cursor, visit.now)
    return _screen(visit, draft, turn)


async def _finish(visit: Visit, draft: Draft, finished: Finished[Intent]) -> Screen:
    """The last answer: perform the intent and close the draft, in the same transaction.

    When the record refuses, the talk is over too: what it was about has changed, and a line says how (words are
    answered by no toast).
    """
    try:
        async with visit.session.begin_nested():
            screen = await performing.perform(visit, finished.intent)
    except Refused as error:
        await drafts.discard(visit.session, visit.member, draft.id, visit.now)
        await drafts.set_front(visit.session, visit.visitor.telegram_id, None)
        why = refusal(error, visit.member.zone, visit.t)
        return general.say(why, visit.t).with_toast(visit.t.plain(why))
    await drafts.finish(visit.session, draft.id, visit.now, keep=not talks.TALKS[draft.dialog].fresh)
    return screen


def _state(draft: Draft) -> State:
    return State(draft.answers, draft.cursor)


def _screen(visit: Visit, draft: Draft, turn: Turn[Intent], notice: AnyText | None = None) -> Screen:
    if notice is not None and turn.notice is None:
        turn = Turn(turn.state, turn.stand, notice)
    return frame.show(draft.id, talks.TALKS[draft.dialog].name, turn, visit.scene)
