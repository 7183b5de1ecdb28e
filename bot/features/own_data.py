"""One's own data: what is kept, history, export, deletion."""

from __future__ import annotations

from bot.feature import Feature

FEATURE = Feature("own_data")
