"""Talks about one's own data: erasing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.engine import Dialog
from dialogs.own_data import erasing
from dialogs.talk import Pinned, Talk
from regulations.models import Pack
from storage.values import Intent, Member
from storage.values.own_data import OwnData

ERASE = "hapus_data"


def pin_erase(own: OwnData) -> dict[str, Any]:
    """The ground of erasing: who would be left without a decision, or without an operator."""
    return {"appraises": own.appraises, "waiting": own.waiting, "operates": own.operates}


def _erase(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    return lambda: erasing.erase(pinned["appraises"], pinned["waiting"], pinned.get("operates", 0))


TALKS: Mapping[str, Talk] = {ERASE: Talk(erasing.NAME, _erase, fresh=True)}
