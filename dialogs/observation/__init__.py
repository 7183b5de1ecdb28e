"""Talks about the observation cycle."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from dialogs.engine import Dialog
from dialogs.frame import Name
from dialogs.observation import forms, slot
from dialogs.observation.pinning import pin_about, pin_move, pin_prepare
from dialogs.observation.slot import SlotGround, is_over, pinned_subject
from dialogs.observation.subject import Subject
from dialogs.talk import Pinned, Talk
from regulations.models import Pack
from storage.values import Intent, Member

PREPARE, MOVE, CANCEL = "observasi_persiapan", "observasi_jadwal", "observasi_batal"
OBSERVE, DISCUSS, CONCLUDE = "observasi", "observasi_diskusi", "observasi_catatan"
FOLLOW_UP, REFLECT, RESPOND = "observasi_upaya", "observasi_refleksi", "observasi_tanggapan"
__all__ = [
    "CANCEL",
    "CONCLUDE",
    "DISCUSS",
    "FOLLOW_UP",
    "MOVE",
    "OBSERVE",
    "PREPARE",
    "REFLECT",
    "RESPOND",
    "TALKS",
    "is_over",
    "pin_about",
    "pin_move",
    "pin_prepare",
]


def _prepare(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    subject, ground = pinned_subject(pinned, pack), SlotGround.of(pinned)
    return lambda: slot.prepare(subject, ground, pinned["period"])


def _move(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    return lambda: slot.move(pinned)


def _cancel(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    return lambda: forms.cancel(pinned)


def _form(name: Name, ask: Callable[[Subject, Pinned], Coroutine[Any, Any, Intent]]) -> Talk:
    def begin(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
        subject = pinned_subject(pinned, pack)
        return lambda: ask(subject, pinned)

    return Talk(name, begin, needs_pack=True, fresh=True)


TALKS: Mapping[str, Talk] = {
    PREPARE: Talk(slot.PREPARE_NAME, _prepare, needs_pack=True),
    MOVE: Talk(slot.MOVE_NAME, _move, fresh=True),
    CANCEL: Talk(forms.CANCEL_NAME, _cancel, fresh=True),
    OBSERVE: _form(forms.OBSERVE_NAME, forms.observe),
    DISCUSS: _form(forms.DISCUSS_NAME, forms.discuss),
    CONCLUDE: _form(forms.CONCLUDE_NAME, forms.conclude),
    FOLLOW_UP: _form(forms.FOLLOW_UP_NAME, forms.follow_up),
    REFLECT: _form(forms.REFLECT_NAME, forms.reflect),
    RESPOND: _form(forms.RESPOND_NAME, forms.respond),
}
