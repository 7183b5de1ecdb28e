"""Confirmations: what is missing, and one RHK for many."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.confirmations import MANY, MISSING, pin_many, pin_missing
from regulations.models import Pack, Role
from storage.values.confirmations import Candidate, ConfirmationFacts, RhkConfirmation, ticked_by_appraiser
from tests.dialogs.grounds.ground import Ground, Grounds
from tests.dialogs.people import DRAFT, NAMES, PACKS, TODAY, a_member, periods_of

WITH_TABLE = [pack for pack in PACKS if pack.documentation_list]
KEPALA = a_member(Role.kepala_sekolah, assignment_id=12)


def _missing() -> Iterator[Ground]:
    for number, name in enumerate((NAMES[1], NAMES[4])):
        facts = ConfirmationFacts(a_member(name=name, assignment_id=DRAFT), "2027", ())
        pinned = pin_missing(facts, RhkConfirmation("a", version=3))
        yield Ground(f"{MISSING}-{number}", MISSING, KEPALA, pinned, PACKS[-1], TODAY)


def _many() -> Iterator[Ground]:
    for pack, role, count in ((WITH_TABLE[0], Role.guru, 7), (WITH_TABLE[-1], Role.kepala_sekolah, 1)):
        row = next(row for row in pack.documentation(role) if ticked_by_appraiser(row))
        yield _for(pack, role, row.rhk, count)


def _for(pack: Pack, role: Role, rhk: str, count: int) -> Ground:
    people = [Candidate(DRAFT - number, NAMES[number % len(NAMES)], "SDN Contoh 01", number) for number in range(count)]
    period = periods_of(pack)[0]
    pinned = pin_many(pack, role, period.code, rhk, people)
    return Ground(f"{MANY}-{period.code}-{role}-{count}", MANY, KEPALA, pinned, pack, TODAY, period)


GROUNDS: Grounds = {MISSING: _missing, MANY: _many}
