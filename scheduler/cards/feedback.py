"""Cards about feedback: a note for its owner, an answer for whoever gave the note."""

from __future__ import annotations

from dialogs.screen import Screen
from dialogs.views import feedback as views
from scheduler.cards.card import Card, Letter
from storage import feedback
from storage.errors import NotFound
from storage.values.feedback import FeedbackFacts


async def _facts(letter: Letter) -> FeedbackFacts | None:
    """The note as one of the recipient's roles may read it."""
    for reader in await letter.readers():
        try:
            return await feedback.facts(letter.session, reader, letter.parcel.params["feedback"], letter.now)
        except NotFound:
            continue
    return None


async def _given(letter: Letter) -> Screen | None:
    facts = await _facts(letter)
    return None if facts is None else views.told(facts, letter.t)


async def _answered(letter: Letter) -> Screen | None:
    facts = await _facts(letter)
    return None if facts is None else views.answered(facts, letter.t)


CARDS: dict[str, Card] = {feedback.GIVEN: _given, feedback.ANSWERED: _answered}
