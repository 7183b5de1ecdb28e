"""Talks about the competence log and its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.competence import deciding, noting
from dialogs.competence.ground import ground_of
from dialogs.engine import Dialog
from dialogs.frame import Name
from dialogs.talk import Pinned, Talk
from locales import _
from regulations.models import Pack
from storage.values import Intent, Member
from storage.values.competence import AddEvidence, LogFacts
from storage.values.evidence import MOST_PAGES

LOG, CHANGE, EVIDENCE, GIVE_BACK = "kegiatan", "kegiatan-ubah", "bukti", "kegiatan-kembali"
NAME_EVIDENCE = Name(_("Tambah bukti"), 1)


def pin_log(log: LogFacts) -> dict[str, Any]:
    """The ground of a talk about one entry as it was at one version."""
    have = sum(max(1, len(piece.pages)) for piece in log.evidence)
    return {"log": log.id, "version": log.version, "owner": log.owner.name, "title": log.entry.title, "have": have}


def _log(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    assert pack is not None
    ground = ground_of(pinned, pack)
    return lambda: noting.log_activity(ground)


def _change(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    assert pack is not None
    ground = ground_of(pinned, pack)
    return lambda: noting.change_activity(ground)


async def add_evidence(log_id: int, version: int, have: int) -> AddEvidence:
    """More evidence beside what is there."""
    pieces = await noting.collect((), (), part=0, most=max(0, MOST_PAGES - have), already=have)
    return AddEvidence(log_id, version, pieces)


def _evidence(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    return lambda: add_evidence(pinned["log"], pinned["version"], pinned["have"])


def _give_back(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    return lambda: deciding.give_back(pinned["log"], pinned["version"], pinned["owner"], pinned["title"])


TALKS: Mapping[str, Talk] = {
    LOG: Talk(noting.NAME, _log, needs_pack=True, fresh=True),
    CHANGE: Talk(noting.CHANGE, _change, needs_pack=True, fresh=True),
    EVIDENCE: Talk(NAME_EVIDENCE, _evidence, fresh=True),
    GIVE_BACK: Talk(deciding.NAME, _give_back, fresh=True),
}
