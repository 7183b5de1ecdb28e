"""Talks about people who move: another pejabat penilai, an absence, another place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dialogs.engine import Dialog
from dialogs.moves import absence, appointing, transferring
from dialogs.moves.ground import people, someone
from dialogs.talk import Pinned, Talk
from regulations.models import Pack, Role
from storage.values import Intent, Member
from storage.values.moves import Place, Post

APPRAISER, ABSENCE, TRANSFER = "pejabat_penilai", "berhalangan", "pindah"


def pin_appraiser(pack: Pack, post: Post, candidates: Sequence[tuple[Member, bool]]) -> dict[str, Any]:
    """The ground of appointing: each candidate with whether the regulation names them."""
    return {
        **_pack(pack),
        **_member(post.member),
        "alike": post.alike,
        "candidates": [someone(one, definitive) for one, definitive in candidates],
    }


def _appraiser(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    assert pack is not None
    ground = appointing.Ground(
        pack=pack,
        assignment_id=pinned["id"],
        name=pinned["name"],
        role=Role(pinned["role"]),
        unit=pinned["unit"],
        alike=pinned["alike"],
        candidates=people(pinned["candidates"]),
    )
    return lambda: appointing.appoint(ground)


def pin_absence(pack: Pack, appraiser: Member, candidates: Sequence[Member], today: date) -> dict[str, Any]:
    """The ground of an absence."""
    listed = [someone(one) for one in candidates]
    return {**_pack(pack), **_member(appraiser), "today": today.isoformat(), "candidates": listed}


def _absence(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:
    assert pack is not None
    ground = absence.Ground(
        pack=pack,
        assignment_id=pinned["id"],
        name=pinned["name"],
        own=me.assignment_id == pinned["id"],
        today=date.fromisoformat(pinned["today"]),
        candidates=people(pinned["candidates"]),
    )
    return lambda: absence.absence(ground)


def pin_transfer(post: Post, places: Sequence[Place]) -> dict[str, Any]:
    """The ground of going on somewhere else."""
    listed = [[one.unit_id, one.name, one.school] for one in places]
    return {**_member(post.member), "at": post.version, "places": listed}


def _transfer(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    ground = transferring.Ground(
        assignment_id=pinned["id"],
        version=pinned["at"],
        name=pinned["name"],
        role=Role(pinned["role"]),
        unit_id=pinned["unit_id"],
        unit=pinned["unit"],
        position=pinned["position"],
        places=tuple(Place(*row) for row in pinned["places"]),
    )
    return lambda: transferring.transfer(ground)


def _pack(pack: Pack) -> dict[str, Any]:
    return {"pack": pack.id, "version": pack.digest}


def _member(member: Member) -> dict[str, Any]:
    return {
        "id": member.assignment_id,
        "name": member.name,
        "role": member.role.value,
        "unit_id": member.unit_id,
        "unit": member.unit_name,
        "position": member.position,
    }


TALKS: dict[str, Talk] = {
    APPRAISER: Talk(appointing.NAME, _appraiser, needs_pack=True, fresh=True),
    ABSENCE: Talk(absence.NAME, _absence, needs_pack=True, fresh=True),
    TRANSFER: Talk(transferring.NAME, _transfer, fresh=True),
}
