"""Answering a check-in: a few words of the appraiser, who has it before them."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.questions import Words
from locales import AnyText, _
from storage.values.midyear import LONGEST, AnswerCheckin

SHOWN = 120
"""Characters of what the owner wrote that are repeated above the question."""


async def answer(
    checkin_id: int, version: int, owner: str, hindrance: str | None, support: str | None
) -> AnswerCheckin:
    """Ask for the answer; it reaches the owner word for word."""
    words = await Words(
        key="answer",
        title=_("Jawaban untuk {name}", name=_cut(owner, 40)),
        body=lambda: [*_said(hindrance, support), _("Apa tanggapan atau dukungan Bapak/Ibu?")],
        longest=LONGEST,
    )
    return AnswerCheckin(checkin_id, version, words)


def _said(hindrance: str | None, support: str | None) -> Iterator[AnyText]:
    if hindrance:
        yield _("Hambatan: <i>{text}</i>", text=_cut(hindrance, SHOWN))
    if support:
        yield _("Dukungan yang diminta: <i>{text}</i>", text=_cut(support, SHOWN))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
