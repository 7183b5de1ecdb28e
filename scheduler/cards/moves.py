"""Cards about people who move."""

from __future__ import annotations

from dialogs.screen import Screen
from dialogs.views import moves as views
from scheduler.cards.card import Card, Letter
from storage import absences, appointments, handing, leaving, people, posts
from storage.errors import NotFound, Refused
from storage.values import Member


async def _subject(letter: Letter) -> Member | None:
    return await people.member(letter.session, letter.parcel.params["assignment"])


async def _delegation(letter: Letter) -> Screen | None:
    """For the appraiser and the delegate: what holds now."""
    for viewer in await letter.readers():
        try:
            facts = await absences.one(letter.session, viewer, letter.parcel.params["delegation"])
        except (NotFound, Refused):
            continue
        sides = (facts.appraiser, facts.delegate)
        here = next((side for side in sides if side.assignment_id == viewer.assignment_id), None)
        if here is not None:
            may_end = await absences.may_end(letter.session, viewer, facts)
            return views.delegation(facts, viewer, may_end, letter.now, letter.t)
    return None


async def _new_appraiser(letter: Letter) -> Screen | None:
    """For the one who is appraised."""
    member = await _subject(letter)
    if member is None:
        return None
    appraiser = await people.appraiser(letter.session, member.assignment_id)
    named = await posts.appointment(letter.session, member.assignment_id)
    return views.new_appraiser(member, appraiser, named and named[1], letter.t)


async def _appointed(letter: Letter) -> Screen | None:
    """For the new and for the former appraiser."""
    member = await _subject(letter)
    if member is None:
        return None
    appraised = await handing.appraised_by(letter.session, member.assignment_id)
    return views.appointed(member, len(appraised), letter.t)


async def _role_ended(letter: Letter) -> Screen | None:
    """For the one whose role is over."""
    member = await _subject(letter)
    return None if member is None else views.role_ended(member, letter.t)


async def _plan_closed(letter: Letter) -> Screen | None:
    """For the owner, and for whoever would have decided."""
    owner = await _subject(letter)
    return None if owner is None else views.plan_closed(owner, owner.person_id == letter.parcel.person_id, letter.t)


CARDS: dict[str, Card] = {
    absences.CARD: _delegation,
    appointments.APPRAISER: _new_appraiser,
    appointments.APPOINTED: _appointed,
    leaving.ROLE_ENDED: _role_ended,
    leaving.CLOSED: _plan_closed,
}
