"""People who move: appraisers, delegates, transfers, ends."""

from __future__ import annotations

from bot.feature import Feature

FEATURE = Feature("moves")
