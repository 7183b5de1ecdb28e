"""The evaluation: ratings, predikat, acknowledgement."""

from __future__ import annotations

from bot.feature import Feature

FEATURE = Feature("evaluation")
