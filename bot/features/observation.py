"""The observation cycle, step by step."""

from __future__ import annotations

from bot.feature import Feature

FEATURE = Feature("observation")
