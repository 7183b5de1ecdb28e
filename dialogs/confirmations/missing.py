"""Not there yet: the appraiser says in a few words what is missing."""

from __future__ import annotations

from dialogs.frame import Name
from dialogs.questions import Words
from locales import _
from storage.values.confirmations import LONGEST_NOTE, DecideRhk

NAME = Name(_("Belum ada"), 1)


async def missing(assignment_id: int, owner: str, period: str, rhk: str, version: int) -> DecideRhk:
    """Ask what is missing; it reaches the owner word for word."""
    note = await Words(
        key="note",
        title=_("RHK {code}: apa yang belum ada?", code=rhk),
        body=lambda: (_("{name} membacanya, supaya tahu apa yang perlu ditunjukkan.", name=owner),),
        longest=LONGEST_NOTE,
    )
    return DecideRhk(assignment_id, period, rhk, version, confirmed=False, note=note)
