"""What the record knows, gathered for a check: a handful of plain selects over one year."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.accounts import Account
from storage.people import ASSIGNMENTS, PEOPLE, UNITS
from storage.roster.known import Existing, KnownAssignment, KnownPerson, KnownUnit
from storage.roster.provinces import province_named
from storage.roster.units import dinas_key
from storage.types import table
from storage.units import UnitKind

ACCOUNTS = table(Account)


async def existing(session: AsyncSession, year: int) -> Existing:
    """Units, people and the year's assignments of the whole record."""
    units, keys = await _units(session)
    return Existing(units, await _people(session, keys), await _assignments(session, year, keys))


async def _units(session: AsyncSession) -> tuple[dict[str, KnownUnit], dict[int, str]]:
    found = (await session.execute(select(UNITS))).all()
    keys = {row.id: _key(row) for row in found}
    units = {
        keys[row.id]: KnownUnit(
            id=row.id,
            key=keys[row.id],
            name=row.name,
            level=row.level,
            ownership=row.ownership,
            province=province_named(row.province),
            district=row.district,
            zone=row.zone,
            dinas=keys.get(row.parent_id) if row.kind is UnitKind.school else None,
        )
        for row in found
    }
    return units, keys


def _key(unit: Row[Any]) -> str:
    """A dinas is known by its name, whatever code it was given."""
    if unit.kind is UnitKind.dinas:
        return dinas_key(unit.name)
    return str(unit.npsn or unit.code or f"unit:{unit.id}")


async def _people(session: AsyncSession, keys: dict[int, str]) -> dict[int, KnownPerson]:
    people = select(PEOPLE, ACCOUNTS.c.telegram_id).outerjoin(ACCOUNTS, ACCOUNTS.c.person_id == PEOPLE.c.id)
    return {
        row.id: KnownPerson(
            id=row.id,
            name=row.name,
            salutation=row.salutation,
            nip=row.nip,
            local_id=row.local_id,
            dinas=keys.get(row.dinas_id),
            joined=row.telegram_id is not None,
        )
        for row in await session.execute(people)
    }


async def _assignments(session: AsyncSession, year: int, keys: dict[int, str]) -> tuple[KnownAssignment, ...]:
    of_year = select(ASSIGNMENTS).where(ASSIGNMENTS.c.year == year).order_by(ASSIGNMENTS.c.id)
    return tuple(
        KnownAssignment(
            id=row.id,
            person_id=row.person_id,
            unit=keys[row.unit_id],
            role=row.role,
            status=row.status,
            version=row.version,
            position=row.position,
            employment=row.employment,
            additional_task=row.additional_task,
        )
        for row in await session.execute(of_year)
    )
