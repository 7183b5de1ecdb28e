"""Cards about joining and leaving the bot: the operator's question, its answer, and who cannot be reached any more."""

from __future__ import annotations

from dialogs.screen import Screen
from dialogs.views import joining
from scheduler.cards.card import Card, Letter
from storage import joins, people, reach
from storage.values import AssignmentStatus, Member


async def _subject(letter: Letter) -> Member | None:
    return await people.member(letter.session, letter.parcel.params["assignment"])


async def _join_request(letter: Letter) -> Screen | None:
    """For the operators: is it really that person?"""
    member = await _subject(letter)
    if member is None:
        return None
    waits = member.status is AssignmentStatus.pending
    return joining.join_request(member, letter.t) if waits else joining.join_answered(member, letter.t)


async def _join_confirmed(letter: Letter) -> Screen | None:
    """For the person who joined: the operator has answered."""
    member = await _subject(letter)
    return None if member is None else joining.join_result(member, letter.t)


async def _person_lost(letter: Letter) -> Screen | None:
    """For the operators: somebody has to be spoken to. Pointless when they are back, or for who is no operator now."""
    member = await _subject(letter)
    if member is None or await reach.is_reachable(letter.session, member.person_id):
        return None
    operators = await people.operators(letter.session, member.unit_id, member.year)
    return joining.lost(member, letter.t) if letter.parcel.person_id in operators else None


CARDS: dict[str, Card] = {
    joins.REQUEST: _join_request,
    joins.ANSWERED: _join_confirmed,
    reach.LOST: _person_lost,
}
