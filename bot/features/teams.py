"""Tim kinerja: who watches whom."""

from __future__ import annotations

from bot.feature import Feature

FEATURE = Feature("teams")
