"""Before planning: data to bring up to date, and exceptions."""

from __future__ import annotations

from bot.feature import Feature

FEATURE = Feature("preparing")
