"""Feedback and coaching at any time."""

from __future__ import annotations

from bot.feature import Feature

FEATURE = Feature("feedback")
