"""The middle of the year: a check-in and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dialogs.engine import Dialog
from dialogs.frame import Name
from dialogs.midyear import answering, checking
from dialogs.midyear.checking import CheckinGround
from dialogs.talk import Pinned, Talk
from locales import _
from regulations.models import Pack, Role
from storage.values import Intent, Member, SkpFacts
from storage.values.midyear import CheckinFacts, Progress

CHECKIN, ANSWER = "cek", "jawab_cek"


def pin_checkin(skp: SkpFacts, last: CheckinFacts | None, again: bool) -> dict[str, Any]:
    """The ground of a check-in: the agreed plan's targets, and what was reached the last time. `again`: that one is
    sent once more instead of a new one."""
    former = {item.rhk: str(item.reached) for item in last.progress} if last else {}
    return {
        "pack": skp.pack_id,
        "version": skp.pack_version,
        "role": skp.owner.role.value,
        "skp": skp.id,
        "checkin": last.id if last and again else None,
        "checkin_version": last.version if last and again else 0,
        "targets": [[item.rhk, str(item.target), item.satuan] for item in skp.plan.results],
        "former": former,
    }


def begun_with(last: CheckinFacts) -> dict[str, Any]:
    """The answers that a check-in begins with when it is sent once more."""
    answers: dict[str, Any] = {f"reached.{item.rhk}": str(item.reached) for item in last.progress}
    noted = {item.rhk: item.words for item in last.progress if item.words}
    answers |= {"note": list(noted), **{f"note.{code}": words for code, words in noted.items()}}
    for key, words in (("hindrance", last.hindrance), ("support", last.support)):
        answers |= {key: checking.TELL, f"{key}.words": words} if words else {key: checking.NONE}
    return answers


def _checkin(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    assert pack is not None
    former: Mapping[str, str] = pinned["former"]
    ground = CheckinGround(
        pack,
        Role(pinned["role"]),
        pinned["skp"],
        tuple(
            Progress(code, Decimal(former.get(code, "0")), Decimal(target), satuan)
            for code, target, satuan in pinned["targets"]
        ),
        bool(former),
        pinned["checkin"],
        pinned["checkin_version"],
    )
    return lambda: checking.check_in(ground)


def pin_answer(checkin: CheckinFacts) -> dict[str, Any]:
    """The ground of an answer: the check-in as it was at one version."""
    return {
        "checkin": checkin.id,
        "version": checkin.version,
        "owner": checkin.owner.name,
        "hindrance": checkin.hindrance,
        "support": checkin.support,
    }


def _answer(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    return lambda: answering.answer(
        pinned["checkin"], pinned["version"], pinned["owner"], pinned["hindrance"], pinned["support"]
    )


TALKS: Mapping[str, Talk] = {
    CHECKIN: Talk(Name(_("Cek kemajuan"), 5), _checkin, needs_pack=True, fresh=True),
    ANSWER: Talk(Name(_("Jawab cek kemajuan"), 1), _answer, fresh=True),
}
