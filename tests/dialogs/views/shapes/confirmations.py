"""Confirmations: tables in every state, under every pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from dialogs.screen import Screen
from dialogs.views import confirmations
from locales import Catalogue
from regulations.models import Pack, Role
from storage.values.confirmations import (
    ConfirmationBatch,
    ConfirmationFacts,
    ConfirmationStatus,
    RhkConfirmation,
    RhkCount,
)
from tests.dialogs.people import DRAFT, NOW, PACKS, a_member, periods_of, year_of
from tests.dialogs.views.shapes.january import LONG_REASON, appraiser, someone
from tests.dialogs.views.shapes.pages import Shapes, pages

OWNERS = (Role.guru, Role.kepala_sekolah, Role.pengawas)
WITH_TABLE = [pack for pack in PACKS if pack.documentation_list]


def _stand(rhk: str, status: ConfirmationStatus, name: str) -> RhkConfirmation:
    return RhkConfirmation(rhk, DRAFT, 999_999, status, LONG_REASON, NOW, name, 12, NOW, fresh=True)


def _facts(pack: Pack, role: Role, name: str) -> Iterator[ConfirmationFacts]:
    owner = someone(name, role, year=year_of(pack), assignment_id=DRAFT)
    empty = ConfirmationFacts(owner, periods_of(pack)[0].code, (), pack.id, pack.digest)
    codes = [item.code for item in pack.rhk(role)]
    yield empty
    yield replace(empty, rhk=tuple(RhkConfirmation(code) for code in codes))
    for status in ConfirmationStatus:
        yield replace(empty, rhk=tuple(_stand(code, status, name) for code in codes))


def _everything(name: str, packs: list[Pack]) -> Iterator[tuple[ConfirmationFacts, Pack]]:
    for pack in packs:
        for role in OWNERS:
            for facts in _facts(pack, role, name):
                yield facts, pack


def _of_member(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts, pack in _everything(name, list(PACKS)):
        for viewer in (facts.owner, appraiser(name)):
            yield confirmations.of_member(facts, pack, viewer, t)


def _rhk(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts, pack in _everything(name, WITH_TABLE[-1:]):
        for one in facts.rhk:
            for viewer in (facts.owner, appraiser(name)):
                for minutes in (1, 11):
                    yield confirmations.rhk(facts, one, pack, viewer, NOW + timedelta(minutes=minutes), t)


def _why(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in WITH_TABLE:
        for role in OWNERS:
            facts = ConfirmationFacts(someone(name, role), "2027", ())
            for row in pack.documentation(role):
                yield from pages(confirmations.why, facts, row.rhk, pack, t=t)


def _school(t: Catalogue, name: str) -> Iterator[Screen]:
    viewer = someone(name, Role.kepala_dinas)
    yield confirmations.school((), PACKS[0], viewer, 0, t, own=False)
    for pack in WITH_TABLE:
        for own in (False, True):
            yield confirmations.school((), pack, viewer, 0, t, own=own)
            for roles in ((Role.guru,), (Role.kepala_sekolah, Role.pengawas)):
                counts = [
                    RhkCount(role, row.rhk, 5421, 5420, 120) for role in roles for row in pack.documentation(role)
                ]
                yield confirmations.school(counts, pack, viewer, 0, t, own=own)
                yield confirmations.school(counts, pack, viewer, 9, t, own=own)


def _batch(t: Catalogue, name: str) -> Iterator[Screen]:
    for count in (0, 1, 5, 6, 300):
        for undone in (False, True):
            for minutes in (0, 11):
                made = ConfirmationBatch(DRAFT, "2027", "a", NOW, (name,) * count, undone)
                yield confirmations.batch(made, a_member(), NOW + timedelta(minutes=minutes), t)


def _decided(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts, pack in _everything(name, WITH_TABLE):
        yield confirmations.decided(facts, facts.rhk, pack, t)


VIEWS: dict[str, Shapes] = {
    "confirmations.of_member": _of_member,
    "confirmations.rhk": _rhk,
    "confirmations.why": _why,
    "confirmations.school": _school,
    "confirmations.batch": _batch,
    "confirmations.decided": _decided,
}
