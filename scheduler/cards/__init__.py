"""Cards of the outbox, rendered when they are sent: what the record says now, in the reader's language.

A card carries only what it is about. One module for each part of the year, with its `CARDS` by kind.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from dialogs.screen import Screen
from locales import catalogue
from regulations.library import Library
from scheduler.cards import (
    competence,
    confirmations,
    evaluation,
    feedback,
    inbox,
    joining,
    midyear,
    moves,
    observation,
    own_data,
    pendampingan,
    plans,
    reminders,
    teams,
)
from scheduler.cards.card import Card, Letter
from scheduler.sender import Render
from storage.clock import Clock
from storage.values import Parcel

MODULES = (
    plans,
    joining,
    inbox,
    moves,
    teams,
    midyear,
    competence,
    confirmations,
    observation,
    feedback,
    evaluation,
    pendampingan,
    own_data,
    reminders,
)
CARDS: dict[str, Card] = {kind: card for module in MODULES for kind, card in module.CARDS.items()}


def renderer(library: Library, clock: Clock) -> Render:
    """The function that the sender calls for each parcel."""

    async def render(session: AsyncSession, parcel: Parcel) -> Screen | None:
        letter = Letter(session, library, parcel, catalogue(parcel.language), clock.now())
        return await CARDS[parcel.card](letter)

    return render
