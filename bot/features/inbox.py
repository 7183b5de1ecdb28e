"""One inbox for all kinds of decisions."""

from __future__ import annotations

from bot.feature import Feature

FEATURE = Feature("inbox")
