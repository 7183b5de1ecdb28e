"""Answering a note: once, in one's own words."""

from __future__ import annotations

from dialogs.frame import Name
from dialogs.plan_summary import shortened
from dialogs.questions import Words
from locales import _
from storage.values.feedback import LONGEST, AnswerFeedback

NAME = Name(_("Tanggapan"), 1)


async def answer(note_id: int, version: int, giver: str) -> AnswerFeedback:
    """Ask for the words; they reach whoever gave the note."""
    words = await Words(
        key="text",
        title=_("Tanggapan untuk {name}", name=shortened(giver, 40)),
        body=lambda: (_("Tanggapan dikirim satu kali dan tidak dapat diubah."),),
        longest=LONGEST,
    )
    return AnswerFeedback(note_id, version, words)
