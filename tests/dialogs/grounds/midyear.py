"""Check-ins of every role, the first and a later one, and answers to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from dialogs import midyear
from dialogs.midyear import ANSWER, CHECKIN
from regulations.models import Role
from storage.values import Plan, ResultItem, SkpStatus
from tests.dialogs.grounds.ground import Ground, Grounds
from tests.dialogs.people import NAMES, PACKS, a_member, a_skp, year_of
from tests.dialogs.views.checkins import LONG, a_checkin

ROLES = {Role.kepala_sekolah: PACKS[1], Role.guru: PACKS[2]}
"""A role with the pack that its check-in is walked under: the two packs have the same RHK."""


def _checkins() -> Iterator[Ground]:
    for role, pack in ROLES.items():
        me = a_member(role, year=year_of(pack))
        plan = Plan(tuple(_result(item.code, at) for at, item in enumerate(pack.rhk(role))), (), (), ())
        skp = a_skp(pack, plan, SkpStatus.disepakati, owner=me)
        before = a_checkin(pack, role) if role is Role.guru else None
        pinned = midyear.pin_checkin(skp, before, again=before is not None)
        yield Ground(f"{CHECKIN}-{role}", CHECKIN, me, pinned, pack, date(year_of(pack), 7, 12))


def _result(code: str, at: int) -> ResultItem:
    """Targets and units as long as they may be."""
    return ResultItem(code, None, None, "x", Decimal("99999.99") if at % 2 else Decimal(1), (LONG * 2)[:40], False)


def _answers() -> Iterator[Ground]:
    pack, me = PACKS[2], a_member(Role.kepala_sekolah, assignment_id=12)
    pinned = midyear.pin_answer(a_checkin(pack, owner=a_member(name=NAMES[4])))
    yield Ground(ANSWER, ANSWER, me, pinned, pack, date(2026, 7, 12))


GROUNDS: Grounds = {CHECKIN: _checkins, ANSWER: _answers}
