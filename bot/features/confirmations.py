"""What the appraiser confirms, RHK by RHK."""

from __future__ import annotations

from bot.feature import Feature

FEATURE = Feature("confirmations")
