"""Talks of feedback: giving it, and answering it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dialogs.engine import Dialog
from dialogs.feedback import answering, giving
from dialogs.talk import Pinned, Talk
from regulations.models import Pack, Role
from storage.values import Intent, Member
from storage.values.feedback import ANSWER, GIVE, FeedbackFacts


def pin_give(owner: Member, pack: Pack, today: date, *, decides: bool) -> dict[str, Any]:
    """The ground of telling somebody about their work; `decides` is False for one who only watches them."""
    about = {"id": owner.assignment_id, "owner": owner.name, "role": owner.role.value, "year": owner.year}
    return {"pack": pack.id, "version": pack.digest, **about, "today": today.isoformat(), "decides": decides}


def _give(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    assert pack is not None
    ground = giving.Ground(
        pinned["id"],
        pinned["owner"],
        Role(pinned["role"]),
        pinned["year"],
        date.fromisoformat(pinned["today"]),
        pinned["decides"],
        pack,
    )
    return lambda: giving.give(ground)


def pin_answer(note: FeedbackFacts) -> dict[str, Any]:
    """The ground of an answer: the note as it was."""
    return {"id": note.id, "at": note.version, "giver": note.giver.name}


def _answer(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    return lambda: answering.answer(pinned["id"], pinned["at"], pinned["giver"])


TALKS: Mapping[str, Talk] = {
    GIVE: Talk(giving.NAME, _give, needs_pack=True, fresh=True),
    ANSWER: Talk(answering.NAME, _answer, fresh=True),
}
