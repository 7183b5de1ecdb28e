"""Joining with an invite code, step by step; and the operator's answer to a join."""

from __future__ import annotations

from bot import places
from bot.visit import Visit
from dialogs.calls import Step
from dialogs.screen import Screen
from dialogs.views import joining as views
from dialogs.views.refusals import refusal
from storage import invites, joins
from storage.errors import AlreadyJoined, CodeUnknown, Refused, TooManyGuesses
from storage.values import ConfirmJoin

LONGEST_CODE = 40
"""Characters that a button carries; no code is that long."""


async def start(visit: Visit, code: str) -> Screen:
    """`/start` with or without a code."""
    if not code:
        if visit.visitor.member is not None:
            return await places.home(visit)
        return views.stranger(visit.t)
    return await _with_code(visit, _written(code))


def _written(code: str) -> str:
    """A code as buttons carry it, without the blanks and hyphens that people put in."""
    return "".join(sign for sign in code if sign.isascii() and sign.isalnum())[:LONGEST_CODE]


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
        found = await invites.look(visit.session, visit.visitor.telegram_id, code, visit.now)
    except AlreadyJoined:
        return _taken(visit)
    if isinstance(found, CodeUnknown | TooManyGuesses):
        return _wrong(visit, found)
    return views.consent(code, visit.t) if asked else views.is_this_you(code, found.name, found.members, visit.t)


async def _redeem(visit: Visit, code: str) -> Screen:
    try:
        found = await invites.redeem(visit.session, visit.visitor.telegram_id, code, visit.now)
    except AlreadyJoined:
        return _taken(visit)
    if isinstance(found, CodeUnknown | TooManyGuesses):
        return _wrong(visit, found)
    if not found:  # the link once more, after an operator has said that it is somebody else
        return views.wrong_code(visit.t)
    visit.menu = True
    return views.welcome(found, visit.t)


def _taken(visit: Visit) -> Screen:
    name = visit.visitor.member.name if visit.visitor.member else None
    return views.already_joined(name, visit.t)


def _wrong(visit: Visit, found: CodeUnknown | TooManyGuesses) -> Screen:
    if isinstance(found, TooManyGuesses):
        return views.slow_down(found.until, visit.now, visit.t)
    return views.wrong_code(visit.t)


async def answer(visit: Visit, assignment_id: int, accept: bool) -> Screen:
    """An operator says whether it is really that person."""
    try:
        async with visit.session.begin_nested():
            member = await joins.confirm_join(
                visit.session, visit.member, ConfirmJoin(assignment_id, accept), visit.now
            )
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    return views.join_answered(member, visit.t)
