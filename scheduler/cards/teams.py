"""Cards about tim kinerja."""

from __future__ import annotations

from scheduler.cards.card import Card

CARDS: dict[str, Card] = {}
