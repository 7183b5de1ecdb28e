"""Giving an entry back: whoever decides says why, so that the owner knows what to mend."""

from __future__ import annotations

from dialogs.frame import Name
from dialogs.plan_summary import shortened
from dialogs.questions import Words
from locales import _
from storage.values.competence import LONGEST_REASON, ReturnLog

NAME = Name(_("Kembalikan catatan"), 1)


async def give_back(log_id: int, version: int, owner: str, title: str) -> ReturnLog:
    """Ask for the reason; it reaches the owner word for word."""
    reason = await Words(
        key="reason",
        title=_("Alasan mengembalikan"),
        body=lambda: (
            _("Kegiatan: <i>{title}</i>", title=shortened(title, 70)),
            _("Apa yang perlu diperbaiki {name}?", name=shortened(owner, 40)),
        ),
        longest=LONGEST_REASON,
    )
    return ReturnLog(log_id, version, reason)
