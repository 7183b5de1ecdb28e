"""One inbox for all kinds of decisions: the list, the next one, and batches."""

from __future__ import annotations

from collections.abc import Sequence

from bot import places
from bot.feature import THINGS, Feature
from bot.features import plans
from bot.visit import Visit
from dialogs.calls import At, Kind, On, OnSkp
from dialogs.screen import Screen
from dialogs.views import general
from dialogs.views import inbox as views
from dialogs.views.home import Todo
from dialogs.views.refusals import refusal
from locales import _, n_
from regulations.models import Role
from storage import appraising, inbox
from storage.errors import Refused
from storage.values.inbox import BatchFacts, Thing, Waiting


async def _place(visit: Visit, page: int) -> Screen:
    """`/persetujuan`."""
    return await _list(visit, None, page)


async def _list(visit: Visit, shown: Thing | None, page: int) -> Screen:
    lines = await inbox.waiting(visit.session, visit.member, visit.now)
    some = [line for line in lines if shown in (None, line.thing)]
    if not some and lines:
        shown, some = None, list(lines)
    return views.inbox(lines, len(inbox.complete(some)), shown, page, visit.member.zone, visit.t)


async def _on_inbox(visit: Visit, call: On) -> Screen:
    shown = None if call.arg == views.EVERYTHING else next((thing for thing in Thing if thing == call.arg), None)
    match call.do:
        case "list":
            return await _list(visit, shown, call.page)
        case "batch":
            return await _propose(visit, shown)
        case "next":
            return await _next(visit, call.arg)
    return await places.present(visit, general.STALE)


async def _next(visit: Visit, after: str) -> Screen:
    """What waits next, after the thing `kind.id`; the list when nothing else waits."""
    lines = await waiting(visit)
    names = [f"{line.thing}.{line.id}" for line in lines]
    at = names.index(after) + 1 if after in names else 0
    others = [
        line for line, name in zip((*lines[at:], *lines[:at]), (*names[at:], *names[:at]), strict=True) if name != after
    ]
    if not others:
        return await _list(visit, None, 0)
    match views.call_of(others[0]):
        case OnSkp(skp_id=skp_id):
            return await plans.card(visit, skp_id)
        case On() as call:
            return await THINGS[call.kind](visit, call)
    return await _list(visit, None, 0)


async def _propose(visit: Visit, shown: Thing | None) -> Screen:
    things = frozenset({shown}) if shown else frozenset()
    try:
        facts = await inbox.propose(visit.session, visit.member, things, visit.now)
    except Refused as error:
        screen = await _list(visit, shown, 0)
        return screen.with_toast(visit.t.plain(refusal(error, visit.member.zone, visit.t)))
    return _shown(visit, facts)


async def _on_batch(visit: Visit, call: On) -> Screen:
    try:
        async with visit.session.begin_nested():
            return _shown(visit, await _done(visit, call), call.page)
    except Refused as error:
        screen = await _list(visit, None, 0)
        return screen.with_toast(visit.t.plain(refusal(error, visit.member.zone, visit.t)))


async def _done(visit: Visit, call: On) -> BatchFacts:
    session, member, now = visit.session, visit.member, visit.now
    match call.do:
        case "ok":
            return await inbox.decide_batch(session, member, call.id, call.version, now)
        case "undo":
            return await inbox.undo_batch(session, member, call.id, call.version, now)
    return await inbox.batch(session, member, call.id, now)


def _shown(visit: Visit, facts: BatchFacts, page: int = 0) -> Screen:
    return views.batch(facts, page, visit.now, visit.member.zone, visit.t)


async def waiting(visit: Visit) -> Sequence[Waiting]:
    """What waits for the member in front."""
    return await inbox.waiting(visit.session, visit.member, visit.now)


async def _todo(visit: Visit) -> Sequence[Todo]:
    """For one who decides for somebody absent; those who always decide have it on home anyway."""
    if visit.member.role in (Role.kepala_sekolah, Role.kepala_dinas):
        return ()
    if not await appraising.decides(visit.session, visit.member, visit.now):
        return ()
    lines = await waiting(visit)
    if not lines:
        return ()
    line = n_("<b>{count}</b> menunggu keputusan.", "<b>{count}</b> menunggu keputusan.", len(lines))
    return (Todo(line, _("▶ Buka persetujuan"), views.to_list(None)),)


FEATURE = Feature(
    "inbox",
    places={At.inbox: _place},
    things={Kind.inbox: _on_inbox, Kind.batch: _on_batch},
    todo=_todo,
)
