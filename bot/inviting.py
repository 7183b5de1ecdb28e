"""An operator looks after the roster: who has joined, and new invites for new phones."""

from __future__ import annotations

from bot import places
from bot.visit import Visit
from dialogs.calls import OnInvite
from dialogs.screen import Screen
from dialogs.views import people as views
from dialogs.views.refusals import refusal
from storage import invites, people
from storage.errors import Refused


async def roster(visit: Visit, page: int) -> Screen:
    """A page of the people in the operator's units; home for everybody else."""
    size = views.PAGE
    try:
        count, members = await people.cared_for(visit.session, visit.member, page * size, size)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    last = max(0, -(-count // size) - 1)
    if page > last:
        return await roster(visit, last)
    return views.people(count, page, members, visit.t)


async def invite(visit: Visit, call: OnInvite) -> Screen:
    """A new invite for somebody, after being asked."""
    found = await people.not_ended(visit.session, call.person_id)
    try:
        if not found:
            return await roster(visit, 0)
        await people.require_operator(visit.session, visit.member, {m.unit_id for m in found}, "invites.create")
        if not call.sure:
            return views.ask(found[0], visit.t)
        code = await invites.create(visit.session, visit.member, call.person_id, visit.now)
    except Refused as error:
        return await places.present(visit, refusal(error, visit.member.zone, visit.t))
    return views.invited(found[0], code, visit.username, visit.t)
