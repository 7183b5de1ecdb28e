"""Every part of the year that the bot knows. The order is that of home: what is asked for first stands first."""

from __future__ import annotations

from bot.feature import enter
from bot.features import (
    agenda,
    coaching,
    competence,
    confirmations,
    deadlines,
    evaluation,
    feedback,
    inbox,
    ledger,
    midyear,
    moves,
    observation,
    own_data,
    pendampingan,
    plans,
    preparing,
    reminders,
    staff,
    teams,
)

for _module in (
    inbox,
    plans,
    staff,
    preparing,
    evaluation,
    midyear,
    observation,
    pendampingan,
    competence,
    confirmations,
    feedback,
    coaching,
    teams,
    moves,
    reminders,
    agenda,
    deadlines,
    ledger,
    own_data,
):
    enter(_module.FEATURE)
