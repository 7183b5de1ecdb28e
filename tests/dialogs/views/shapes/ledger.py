"""The delivery ledger of a school and of a district: every window, few people and many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dialogs.screen import Screen
from dialogs.views import ledger
from dialogs.views.ledger import Names
from locales import Catalogue
from regulations import agenda
from regulations.agenda import Duty
from regulations.library import packaged
from regulations.models import Role
from storage.values.ledger import Ledger, Place, Stand, UnitLine
from tests.dialogs.people import DRAFT
from tests.dialogs.views.shapes.january import someone
from tests.dialogs.views.shapes.pages import Shapes

YEARS = (2024, 2025, 2027)
MANY = 39_999


def _duties() -> list[Duty]:
    found = {duty.key: duty for year in YEARS for role in Role for duty in agenda.duties(packaged(), role, year)}
    return [duty for duty in found.values() if duty.occasions]


def _places(name: str) -> tuple[Place, ...]:
    return (
        Place(None, name, several=False),
        Place(DRAFT, f"SDN {name}", several=False, in_district=True),
        Place(None, f"Dinas {name}", several=True, in_district=True),
    )


def _ledgers(name: str) -> Iterator[Ledger]:
    for duty in _duties():
        for place in _places(name):
            for days in (-19, 0, 1):
                today = duty.closes - timedelta(days=days)
                yield Ledger(place, duty, today, dict.fromkeys(Stand, MANY), elsewhere=300 if place.several else 0)
                yield Ledger(place, duty, today, {Stand.selesai: 3, Stand.belum_bergabung: 1})
                yield Ledger(place, duty, today, {Stand.selesai: 2})
                yield Ledger(place, duty, today, {Stand.tidak_berlaku: 1})


def _some(name: str) -> list[Ledger]:
    return list(_ledgers(name))[::25]


def _ledger(t: Catalogue, name: str) -> Iterator[Screen]:
    return (ledger.ledger(facts, t) for facts in _ledgers(name))


def _nothing(t: Catalogue, name: str) -> Iterator[Screen]:
    return (ledger.nothing(place, t) for place in _places(name))


def _meanings(t: Catalogue, name: str) -> Iterator[Screen]:
    return (ledger.meanings(facts, page, t) for facts in _some(name) for page in range(4))


def _windows(t: Catalogue, name: str) -> Iterator[Screen]:
    duties = _duties()
    for facts in _some(name):
        for page in (0, 3, 999):
            yield ledger.windows(facts, duties, page, t)
        yield ledger.windows(facts, duties[:1], 0, t)


def _units(t: Catalogue, name: str) -> Iterator[Screen]:
    lines = [UnitLine(DRAFT, f"SDN {name}", MANY, 0)] * ledger.PAGE
    for facts in _some(name):
        yield ledger.units(facts, 3000, 499, lines, t)
        yield ledger.units(facts, 0, 0, [], t)


def _stands(t: Catalogue, name: str) -> Iterator[Screen]:
    return (ledger.stands(facts, t) for facts in _some(name))


def _names(t: Catalogue, name: str) -> Iterator[Screen]:
    people = [someone(name, role) for role in Role][: ledger.PAGE]
    for facts in _some(name):
        for stand in Stand:
            yield ledger.names(facts, Names(stand, MANY, 998, people), t)
        yield ledger.names(facts, Names(Stand.dibuka, 0, 0, ()), t)


def _group_text(t: Catalogue, name: str) -> Iterator[Screen]:
    return (ledger.group_text(facts, t) for facts in _ledgers(name))


VIEWS: dict[str, Shapes] = {
    "ledger.ledger": _ledger,
    "ledger.nothing": _nothing,
    "ledger.meanings": _meanings,
    "ledger.windows": _windows,
    "ledger.units": _units,
    "ledger.stands": _stands,
    "ledger.names": _names,
    "ledger.group_text": _group_text,
}
