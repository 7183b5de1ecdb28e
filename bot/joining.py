"""Joining with an invite code, step by step; and the operator's answer to a join."""

from __future__ import annotations

from bot import places
from bot.visit import Visit
from dialogs.calls import Step
from dialogs.screen import Screen
from dialogs.views import general
from dialogs.views import joining as views
from dialogs.views.refusals import refusal
from storage import invites, people
from storage.errors import AlreadyJoined, CodeUnknown, Refused, TooManyGuesses
from storage.values import ConfirmJoin


async def start(visit: Visit, code: str) -> Screen:
    """`/start` with or without a code."""
    if not code:
        if visit.visitor.member is not None:
            return await places.home(visit)
        return views.stranger(visit.t)
    return await _with_code(visit, code)


async def step(visit: Visit, code: str, to: Step) -> Screen:
    """A button of the joining screens. The code is looked up anew each time: it may have ended meanwhile."""
    match to:
        case Step.not_me:
            return views.declined(visit.t)
        case Step.me:
            screen = await _with_code(visit, code, asked=True)
        case Step.agree:
            screen = await _redeem(visit, code)
    return screen


async def _with_code(visit: Visit, code: str, *, asked: bool = False) -> Screen:
    try:
        candidate = await invites.look(visit.session, visit.visitor.telegram_id, code, visit.now)
    except (CodeUnknown, TooManyGuesses, AlreadyJoined) as error:
        return await _refused(visit, error)
    return views.consent(code, visit.t) if asked else views.is_this_you(code, candidate.members, visit.t)


async def _redeem(visit: Visit, code: str) -> Screen:
    try:
        async with visit.session.begin_nested():
            members = await invites.redeem(visit.session, visit.visitor.telegram_id, code, visit.now)
    except (CodeUnknown, TooManyGuesses, AlreadyJoined) as error:
        return await _refused(visit, error)
    visit.menu = True
    return views.welcome(members, visit.t)


async def _refused(visit: Visit, error: Refused) -> Screen:
    match error:
        case TooManyGuesses(until):
            return views.slow_down(until, visit.now, visit.t)
        case AlreadyJoined() if visit.visitor.member is not None:
            return views.already_joined(visit.visitor.member.name, visit.t)
    if visit.visitor.member is not None:
        return await places.present(visit, general.STALE)
    return views.wrong_code(visit.t)


async def answer(visit: Visit, assignment_id: int, accept: bool) -> Screen:
    """An operator says whether it is really that person."""
    try:
        async with visit.session.begin_nested():
            member = await people.confirm_join(
                visit.session, visit.member, ConfirmJoin(assignment_id, accept), visit.now
            )
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    return views.join_answered(member, visit.t)
