"""The nudge: something waits in the inbox."""

from __future__ import annotations

from dialogs.screen import Screen
from dialogs.views import inbox as views
from scheduler.cards.card import Card, Letter
from storage import inbox, nudging, people
from storage.values import AssignmentStatus


async def _news(letter: Letter) -> Screen | None:
    """For one who decides: how much waits. Nothing once it is all decided."""
    decider = await people.member(letter.session, letter.parcel.params["assignment"])
    if decider is None or decider.status is not AssignmentStatus.active:
        return None
    lines = await inbox.waiting(letter.session, decider, letter.now)
    return views.news(len(lines), letter.t) if lines else None


CARDS: dict[str, Card] = {nudging.NEWS: _news}
