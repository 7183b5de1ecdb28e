"""Units and people of a roster are written: found again or made, and changed only where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.people import PEOPLE, UNITS
from storage.roster.bulk import Values, insert_many, update_many
from storage.roster.known import Existing, KnownPerson, KnownUnit
from storage.roster.roster import Dinas, Person, Roster, School
from storage.units import Ownership, UnitKind

UNIT_KEY = ("npsn", "code")
PERSON_KEY = ("nip", "dinas_id", "local_id")
UNKNOWN_SALUTATION = "Bapak/Ibu"


@dataclass(frozen=True, slots=True)
class Written:
    """Ids by key, and which of them are new or changed."""

    ids: Mapping[str, int]
    created: frozenset[str]
    updated: frozenset[str]


async def write_units(session: AsyncSession, roster: Roster, existing: Existing) -> Written:
    """Dinas first, then the schools below them."""
    ids = {key: unit.id for key, unit in existing.units.items()}
    offices = await _units(session, existing, {office.key: _office(office, existing) for office in roster.dinas})
    ids.update(offices.ids)
    schools = await _units(session, existing, {s.npsn: _school(s, ids[s.dinas]) for s in roster.schools})
    return Written({**ids, **schools.ids}, offices.created | schools.created, offices.updated | schools.updated)


async def write_people(
    session: AsyncSession, roster: Roster, existing: Existing, units: Mapping[str, int], now: datetime
) -> Written:
    """People by their keys in the roster."""
    new = [person for person in roster.people if person.known is None]
    rows = [_new_person(person, units[person.dinas], now) for person in new]
    ids = dict(zip((person.key for person in new), await insert_many(session, PEOPLE, rows, PERSON_KEY), strict=True))
    changed: dict[str, Values] = {}
    for person in roster.people:
        if person.known is None:
            continue
        ids[person.key] = person.known
        values = _merged(person, existing.people[person.known])
        if values != _recorded(existing.people[person.known]):
            changed[person.key] = values
    rows_by_id = {ids[key]: _with_dinas(values, units) for key, values in changed.items()}
    await update_many(session, PEOPLE, rows_by_id)
    return Written(ids, frozenset(person.key for person in new), frozenset(changed))


async def _units(session: AsyncSession, existing: Existing, wanted: dict[str, Values]) -> Written:
    new = [key for key in wanted if key not in existing.units]
    ids = dict(zip(new, await insert_many(session, UNITS, [wanted[key] for key in new], UNIT_KEY), strict=True))
    changed = [key for key, values in wanted.items() if key in existing.units and _differs(existing, key, values)]
    for key in wanted.keys() & existing.units.keys():
        ids[key] = existing.units[key].id
    await update_many(session, UNITS, {ids[key]: _changeable(wanted[key]) for key in changed})
    return Written(ids, frozenset(new), frozenset(changed))


def _office(office: Dinas, existing: Existing) -> Values:
    """A dinas keeps the spelling under which it was first recorded."""
    known = existing.units.get(office.key)
    return {
        "kind": UnitKind.dinas,
        "npsn": None,
        "code": office.key,
        "name": known.name if known else office.name,
        "level": None,
        "ownership": None,
        "province": office.province,
        "district": office.district,
        "zone": office.zone,
        "parent_id": None,
        "pinned_pack": None,
    }


def _school(school: School, dinas_id: int) -> Values:
    return {
        "kind": UnitKind.school,
        "npsn": school.npsn,
        "code": None,
        "name": school.name,
        "level": school.level,
        "ownership": Ownership(school.ownership),
        "province": school.province,
        "district": school.district,
        "zone": school.zone,
        "parent_id": dinas_id,
        "pinned_pack": None,
    }


def _changeable(values: Values) -> Values:
    """What an import may change; the pinned pack belongs to the operator."""
    columns = ("name", "level", "ownership", "province", "district", "zone", "parent_id")
    return {column: values[column] for column in columns}


def _differs(existing: Existing, key: str, values: Values) -> bool:
    known: KnownUnit = existing.units[key]
    parent = existing.units[known.dinas].id if known.dinas else None
    recorded = (known.name, known.level, known.ownership, known.province, known.district, known.zone, parent)
    return recorded != tuple(_changeable(values).values())


def _new_person(person: Person, dinas_id: int, now: datetime) -> Values:
    return {
        "name": person.name,
        "salutation": person.salutation or UNKNOWN_SALUTATION,
        "nip": person.nip,
        "local_id": person.local_id,
        "dinas_id": dinas_id,
        "created": now,
    }


def _merged(person: Person, known: KnownPerson) -> Values:
    """What the file says, and what only the record knows. A local id belongs to the dinas that gave it."""
    return {
        "name": person.name,
        "salutation": person.salutation or known.salutation,
        "nip": person.nip or known.nip,
        "local_id": person.local_id or known.local_id,
        "dinas": person.dinas if person.local_id or known.dinas is None else known.dinas,
    }


def _recorded(known: KnownPerson) -> Values:
    return {
        "name": known.name,
        "salutation": known.salutation,
        "nip": known.nip,
        "local_id": known.local_id,
        "dinas": known.dinas,
    }


def _with_dinas(values: Values, units: Mapping[str, int]) -> Values:
    return {name: value for name, value in values.items() if name != "dinas"} | {"dinas_id": units[values["dinas"]]}
