"""Fills every table for one person: a row of theirs in each, with a mark in whatever is personal."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Enum, Integer, Table, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.own_data import TABLES, Held, of_person
from storage.people import PEOPLE
from storage.tables import METADATA
from storage.types import Exact, Instant
from storage.values import Member
from tests.storage.school import DINAS, NOW

MARK = "ZQXMARK7"
NUMBER = 7_070_707_070_707
"""The mark where only a number fits; as long as a Telegram id."""
THERE = frozenset({"person", "assignment", "account"})
"""Tables in which the person has a row already."""


async def fill(session: AsyncSession, person: Member, other: Member) -> None:
    """A row of the person in every table that has owners; `other` decides, gives, observes."""
    made: dict[str, int] = {}
    for rows in METADATA.sorted_tables:
        held = TABLES[rows.name]
        if held.owner is None:
            continue
        if rows.name in THERE:
            await session.execute(update(rows).where(of_person(rows, person.person_id)).values(**_marks(rows, held)))
        else:
            made[rows.name] = await _insert(session, rows, held, person, other, made)


async def _insert(
    session: AsyncSession, rows: Table, held: Held, person: Member, other: Member, made: dict[str, int]
) -> int:
    values = {column.name: _plain(column, held, person, other, made) for column in rows.c if column.name != "id"}
    values |= _marks(rows, held) | dict(held.only)
    done = await session.execute(insert(rows).values(**values).returning(*rows.primary_key))
    return int(done.one()[0])


def _marks(rows: Table, held: Held) -> dict[str, Any]:
    return {name: _mark(rows.c[name]) for name in held.personal if name != "telegram_id"}


def _mark(column: Column[Any]) -> Any:
    if isinstance(column.type, JSON):
        return {"words": [MARK]}
    return NUMBER if isinstance(column.type, Integer | BigInteger) else MARK


def _plain(column: Column[Any], held: Held, person: Member, other: Member, made: dict[str, int]) -> Any:
    """What a column holds that is not personal."""
    if column.foreign_keys:
        above = next(iter(column.foreign_keys)).column.table.name
        mine = column.name == held.owner
        known = {"assignment": person if mine else other, "person": person}
        if above in known:
            return known[above].assignment_id if above == "assignment" else known[above].person_id
        return DINAS if above == "unit" else made.get(above)
    return _of_kind(column)


def _of_kind(column: Column[Any]) -> Any:
    match column.type:
        case Enum(enums=enums):
            return enums[0]
        case Instant():
            return NOW
        case Date():
            return NOW.date()
        case Boolean():
            return False
        case Exact() | JSON():
            return 1
        case Integer():
            return 1
    return "x"


async def marked(session: AsyncSession, *marks: str) -> set[str]:
    """Every `table.column` in which one of the marks still stands, in anybody's row."""
    found = set()
    for rows in METADATA.sorted_tables:
        for row in await session.execute(rows.select()):
            for name, value in row._mapping.items():
                if any(mark in str(value) for mark in marks):
                    found.add(f"{rows.name}.{name}")
    return found


async def name_of(session: AsyncSession, person: Member) -> str:
    """What the record calls them."""
    name = await session.scalar(PEOPLE.select().with_only_columns(PEOPLE.c.name).where(PEOPLE.c.id == person.person_id))
    return str(name)
