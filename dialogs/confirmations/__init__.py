"""Talks about confirmations: what is missing, and one RHK for many people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dialogs.confirmations import many, missing
from dialogs.engine import Dialog
from dialogs.talk import Pinned, Talk
from regulations.models import Pack, Role
from storage.values import Intent, Member
from storage.values.confirmations import Candidate, ConfirmationFacts, RhkConfirmation

MISSING, MANY = "konfirmasi_belum", "konfirmasi_banyak"


def pin_missing(facts: ConfirmationFacts, one: RhkConfirmation) -> dict[str, Any]:
    """The ground of saying what is missing: one RHK of one person as it was."""
    owner = facts.owner
    return {"id": owner.assignment_id, "owner": owner.name, "period": facts.period, "rhk": one.rhk, "at": one.version}


def _missing(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    rhk = (pinned["period"], pinned["rhk"], pinned["at"])
    return lambda: missing.missing(pinned["id"], pinned["owner"], *rhk)


def pin_many(pack: Pack, role: Role, period: str, rhk: str, people: Sequence[Candidate]) -> dict[str, Any]:
    """The ground of confirming for many: the row of the table, and whose RHK it was not yet."""
    listed = [[one.assignment_id, one.version, one.name] for one in people]
    row = {"role": role.value, "period": period, "rhk": rhk}
    return {"pack": pack.id, "version": pack.digest, **row, "people": listed}


def _many(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    assert pack is not None
    people = tuple((int(number), int(version), str(name)) for number, version, name in pinned["people"])
    return lambda: many.many(pack, Role(pinned["role"]), pinned["period"], pinned["rhk"], people)


TALKS: Mapping[str, Talk] = {
    MISSING: Talk(missing.NAME, _missing, fresh=True),
    MANY: Talk(many.NAME, _many, needs_pack=True, fresh=True),
}
