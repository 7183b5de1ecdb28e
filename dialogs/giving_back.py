"""Giving a plan back: the appraiser says why, so that the owner knows what to mend."""

from __future__ import annotations

from dialogs.frame import Name
from dialogs.questions import Words
from locales import _
from storage.values import ReturnSkp

NAME = Name(_("Kembalikan rencana"), 1)
LONGEST = 300


async def give_back(skp_id: int, version: int, owner: str) -> ReturnSkp:
    """Ask for the reason; it reaches the owner word for word."""
    reason = await Words(
        key="reason",
        title=_("Alasan mengembalikan"),
        body=lambda: (_("Apa yang perlu diperbaiki {name}?", name=owner),),
        longest=LONGEST,
    )
    return ReturnSkp(skp_id, version, reason)
