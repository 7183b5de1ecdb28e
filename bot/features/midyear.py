"""The middle of the year: the plan of period II, and the check-in."""

from __future__ import annotations

from bot.feature import Feature

FEATURE = Feature("midyear")
