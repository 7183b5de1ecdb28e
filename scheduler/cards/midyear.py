"""Cards about the middle of the year: a check-in was answered, or its answer taken back."""

from __future__ import annotations

from dialogs.screen import Screen
from dialogs.views import midyear as views
from scheduler.cards.card import Card, Letter
from storage import midyear
from storage.errors import NotFound
from storage.values import Member
from storage.values.midyear import CheckinFacts


async def _answered(letter: Letter) -> Screen | None:
    """For the owner: what the appraiser has answered; nothing once it was taken back before it went out."""
    found = await _readable(letter)
    return None if found is None else views.card(*found, letter.t)


async def _undone(letter: Letter) -> Screen | None:
    """For the owner: the answer they were told of was taken back."""
    found = await _readable(letter)
    return None if found is None else views.undone(found[0], letter.t)


async def _readable(letter: Letter) -> tuple[CheckinFacts, Member] | None:
    """The check-in as one of the recipient's roles may see it."""
    for viewer in await letter.readers():
        try:
            return await midyear.facts(letter.session, letter.parcel.params["checkin"], viewer, letter.now), viewer
        except NotFound:
            continue
    return None


CARDS: dict[str, Card] = {midyear.ANSWERED: _answered, midyear.UNDONE: _undone}
