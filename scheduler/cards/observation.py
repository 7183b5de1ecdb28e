"""Cards about the observation cycle."""

from __future__ import annotations

from scheduler.cards.card import Card

CARDS: dict[str, Card] = {}
