"""Values that the tests of the sender share."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from dialogs.screen import Button, Screen
from storage.values import OutboxAction, Parcel

TOKEN = "1234567:test-token-of-the-simulator"
NOW = datetime(2027, 1, 12, 1, 0, tzinfo=UTC)
SCREEN = Screen(
    Markup("<b>Rencana menunggu</b>\nIbu Sari &lt;Ani&gt;"),
    rows=((Button("Setujui", data="skp:1:2:approve"), Button("Salin", copy="teks rencana")),),
)


def a_parcel(action: OutboxAction = OutboxAction.send, **changes: Any) -> Parcel:
    """A card for Telegram id 501; an edit concerns message 77."""
    parcel = Parcel(
        id=1,
        key="plan_waiting:1:2",
        action=action,
        telegram_id=501,
        person_id=9,
        language="id",
        card="plan_waiting",
        origin_message_id=77 if action is OutboxAction.edit else None,
    )
    return replace(parcel, **changes)
