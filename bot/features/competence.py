"""The competence log: what is logged, its evidence, and its confirmation."""

from __future__ import annotations

from bot.feature import Feature

FEATURE = Feature("competence")
