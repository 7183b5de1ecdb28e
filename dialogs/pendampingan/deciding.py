"""Giving a report back: whoever decides says why, so that the pengawas knows what to mend."""

from __future__ import annotations

from dialogs.frame import Name
from dialogs.plan_summary import shortened
from dialogs.questions import Words
from locales import _
from storage.values.pendampingan import LONGEST_REASON, ReturnReport

NAME = Name(_("Kembalikan laporan"), 1)


async def give_back(report_id: int, version: int, owner: str, about: str) -> ReturnReport:
    """Ask for the reason; it reaches the pengawas word for word. `about`: the school, or the title of the work."""
    reason = await Words(
        key="reason",
        title=_("Alasan mengembalikan"),
        body=lambda: (
            _("Laporan: <i>{about}</i>", about=shortened(about, 70)),
            _("Apa yang perlu diperbaiki {name}?", name=shortened(owner, 40)),
        ),
        longest=LONGEST_REASON,
    )
    return ReturnReport(report_id, version, reason)
