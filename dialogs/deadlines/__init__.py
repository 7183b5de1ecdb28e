"""The talk that moves a deadline for a school or a whole district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dialogs.deadlines import moving
from dialogs.engine import Dialog
from dialogs.talk import Pinned, Talk
from regulations.agenda import Movable
from regulations.models import Pack, Role
from storage.values import Intent, Member
from storage.values.deadlines import Place

MOVE = "geser_tenggat"


def pin_move(places: Sequence[Place], windows: Mapping[str, Sequence[Movable]], today: date) -> dict[str, Any]:
    """The ground of moving: the operator's units, and by the pack pinned for one (none: "") what can be moved there."""
    return {
        "today": today.isoformat(),
        "places": [
            [one.unit_id, one.name, one.school, one.pinned_pack or "", [list(some) for some in one.people]]
            for one in places
        ],
        "windows": {pinned: [_kept(one) for one in some] for pinned, some in windows.items()},
    }


def _kept(one: Movable) -> list[Any]:
    days = [one.opens.isoformat(), one.closes.isoformat()]
    return [one.code, one.period, one.year, one.title, *days, sorted(one.roles), sorted(one.acting)]


def _move(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    ground = moving.Ground(
        today=date.fromisoformat(pinned["today"]),
        places=tuple(_place(*row) for row in pinned["places"]),
        windows={by: tuple(_movable(*row) for row in some) for by, some in pinned["windows"].items()},
    )
    return lambda: moving.move(ground)


def _place(unit_id: int, name: str, school: bool, pinned: str, people: Sequence[tuple[int, str, int]]) -> Place:
    counted = tuple((year, Role(role), count) for year, role, count in people)
    return Place(unit_id, name, school, pinned or None, counted)


def _movable(
    code: str, period: str, year: int, title: str, opens: str, closes: str, roles: Sequence[str], acting: Sequence[str]
) -> Movable:
    first, last = date.fromisoformat(opens), date.fromisoformat(closes)
    return Movable(code, period, year, title, first, last, frozenset(map(Role, roles)), frozenset(map(Role, acting)))


TALKS: dict[str, Talk] = {MOVE: Talk(moving.NAME, _move, fresh=True)}
