"""Cards about the middle of the year."""

from __future__ import annotations

from scheduler.cards.card import Card

CARDS: dict[str, Card] = {}
