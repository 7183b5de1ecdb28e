"""Intents become operations of the record: each is carried out by the feature that has it."""

from __future__ import annotations

from bot.feature import INTENTS
from bot.visit import Visit
from dialogs.screen import Screen
from storage.values import Intent


async def perform(visit: Visit, intent: Intent) -> Screen:
    """Carry an intent out, in the visit's transaction, and show its effect. Raises storage.errors.Refused."""
    return await INTENTS[type(intent)](visit, intent)
