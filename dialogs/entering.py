"""*Sudah saya isi di Ruang GTK*: the day on which the plan was entered where it counts."""

from __future__ import annotations

from datetime import date

from dialogs.frame import Name
from dialogs.questions import Day
from locales import _
from storage.values import MarkEntered

NAME = Name(_("Sudah diisi di Ruang GTK"), 1)


async def entered(skp_id: int, version: int, first: date) -> MarkEntered:
    """Ask for the day; it lies between the agreement in Kawal and today, both included."""
    day = await Day(
        key="day",
        title=_("Kapan diisi di Ruang GTK?"),
        body=lambda: (_("Kawal hanya mencatat; yang resmi tetap Ruang GTK."),),
        first=first,
    )
    return MarkEntered(skp_id, version, day)
