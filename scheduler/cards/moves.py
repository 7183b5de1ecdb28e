"""Cards about people who move."""

from __future__ import annotations

from scheduler.cards.card import Card

CARDS: dict[str, Card] = {}
