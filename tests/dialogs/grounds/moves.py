"""Another pejabat penilai, an absence, another place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from dialogs import moves
from dialogs.moves.absence import LONGEST
from regulations.models import Role
from storage.values import Member
from storage.values.moves import Acting, Appoint, Delegate, Place, Post, Transfer
from tests.dialogs.grounds.ground import Ground, Grounds
from tests.dialogs.people import DRAFT, NAMES, PACKS, TODAY, a_member

OPERATOR = a_member(Role.operator, assignment_id=99, person_id=98)
PLACES = (Place(3, "SDN Contoh 01", True), Place(4, f"SDN {NAMES[4]}", True), Place(1, "Dinas Contoh", False))
LEADERS = (Role.kepala_sekolah, Role.kepala_dinas, Role.pengawas)


def a_post(member: Member, **changes: Any) -> Post:
    """As an operator finds it."""
    values = {"version": 3, "appraiser": None, "acting": None, "appraised": 0, "alike": 0, "own": False} | changes
    return Post(member=member, **values)


def leaders() -> list[Member]:
    """People who could appraise or stand in: more than fit on one page."""
    return [
        a_member(LEADERS[number % 3], assignment_id=DRAFT - number, person_id=number + 20, name=name)
        for number, name in enumerate((*NAMES, *NAMES[:3]))
    ]


def _appointments() -> Iterator[Ground]:
    cases = ((PACKS[0], Role.guru, 11, NAMES[4]), (PACKS[1], Role.kepala_sekolah, 0, NAMES[1]))
    for pack, role, alike, name in cases:
        post = a_post(a_member(role, assignment_id=DRAFT, name=name), alike=alike)
        candidates = [(one, number == 0) for number, one in enumerate(leaders())]
        pinned = moves.pin_appraiser(pack, post, candidates)
        yield Ground(f"{moves.APPRAISER}-{role}", moves.APPRAISER, OPERATOR, pinned, pack, TODAY)


def _absences() -> Iterator[Ground]:
    appraiser = a_member(Role.kepala_sekolah, assignment_id=DRAFT, name=NAMES[4])
    for pack, me in ((PACKS[0], appraiser), (PACKS[-1], OPERATOR)):
        pinned = moves.pin_absence(pack, appraiser, leaders(), TODAY)
        yield Ground(f"{moves.ABSENCE}-{me.role}", moves.ABSENCE, me, pinned, pack, TODAY)


def _transfers() -> Iterator[Ground]:
    pack = PACKS[-1]
    for role, unit, name, places in ((Role.guru, 3, NAMES[4], PLACES), (Role.pengawas, 1, NAMES[1], PLACES[:1])):
        member = a_member(role, assignment_id=DRAFT, name=name, unit_id=unit)
        pinned = moves.pin_transfer(a_post(member), places)
        yield Ground(f"{moves.TRANSFER}-{role}", moves.TRANSFER, OPERATOR, pinned, pack, TODAY)


def check(intent: Appoint | Delegate | Transfer, ground: Ground) -> None:
    """Assert that an intent keeps the rules."""
    listed = {row[0]: row for row in ground.pinned.get("candidates", ())}
    match intent:
        case Appoint(assignment_id=who, everybody=everybody, appraiser_id=appraiser, acting=acting):
            assert who == DRAFT
            assert appraiser in listed
            assert not everybody or ground.pinned["alike"]
            assert acting is not Acting.definitif or listed[appraiser][4]
        case Delegate(appraiser_id=who, delegate_id=other, first=first, last=last):
            assert who == DRAFT
            assert other in listed
            assert TODAY <= first <= last <= first + LONGEST
            assert first <= TODAY + timedelta(days=366)
        case Transfer(assignment_id=who, version=3, unit_id=unit, role=role, position=position):
            assert who == DRAFT
            assert (unit, role) != (ground.pinned["unit_id"], ground.pinned["role"])
            (place,) = (place for place in PLACES if place.unit_id == unit)
            assert place.school == (role in (Role.guru, Role.kepala_sekolah))
            assert 0 < len(position) <= 120


GROUNDS: Grounds = {moves.APPRAISER: _appointments, moves.ABSENCE: _absences, moves.TRANSFER: _transfers}
