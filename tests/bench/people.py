"""Very many made-up people, 500 at each school, for the bench of the reminders."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, String, Table, cast, insert, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage.accounts import ACCOUNTS
from storage.database import Database
from storage.people import ASSIGNMENTS, PEOPLE, UNITS
from storage.reminding import REMINDING
from storage.units import UnitKind
from storage.values import AssignmentStatus, Employment

AT_A_SCHOOL = 500
ZONE = "Asia/Makassar"


async def settle(database: Database, first: int, last: int, now: datetime) -> None:
    """Guru of 2027 with these numbers, both included, who have joined. `first` is a multiple of 500 plus 1."""
    for low in range(first, last + 1, 100_000):
        async with database.transaction() as session:
            if not database.is_sqlite:
                await session.execute(text("SET LOCAL session_replication_role = replica"))  # keys are right as made
            await _settle(session, low, min(low + 99_999, last), now)
    async with database.transaction() as session:
        await session.execute(text("ANALYZE"))


async def _settle(session: AsyncSession, low: int, high: int, now: datetime) -> None:
    person = _numbers(low, high)
    school = _numbers(_school(low), _school(high))
    n, s = person.c.n, school.c.n
    place = {"province": "Sulawesi Selatan", "zone": ZONE}
    await _fill(
        session, UNITS, school, id=s, kind=UnitKind.school, code=_called("", s), name=_called("SDN ", s), **place
    )
    await _fill(session, PEOPLE, person, id=n, name=_called("Contoh ", n), created=now)
    role = {"role": Role.guru, "year": 2027, "status": AssignmentStatus.active, "employment": Employment.pns}
    await _fill(session, ASSIGNMENTS, person, id=n, person_id=n, unit_id=(n - 1) // AT_A_SCHOOL + 1, **role)
    await _fill(session, ACCOUNTS, person, telegram_id=n + 10_000, person_id=n, assignment_id=n, language="id")
    await _fill(session, REMINDING, person, person_id=n, look_at=now)


def _school(person: int) -> int:
    return (person - 1) // AT_A_SCHOOL + 1


def _called(what: str, n: ColumnElement[int]) -> ColumnElement[str]:
    return literal(what).concat(cast(n, String))


def _numbers(low: int, high: int) -> CTE:
    first = select(literal(low).label("n")).cte("numbers", recursive=True)
    return first.union_all(select(first.c.n + 1).where(first.c.n < high))


async def _fill(session: AsyncSession, table: Table, numbers: CTE, **values: Any) -> None:
    """A row for each number; what is not an expression is the same in all."""
    columns = [
        value if isinstance(value, ColumnElement) else literal(value, table.c[name].type)
        for name, value in values.items()
    ]
    await session.execute(insert(table).from_select(list(values), select(*columns).select_from(numbers)))


async def set_all(database: Database, look_at: datetime, told_on: date) -> None:
    """Everybody was told everything up to a day, and is looked at next at an instant."""
    async with database.transaction() as session:
        await session.execute(update(REMINDING).values(look_at=look_at, told_on=told_on))
    async with database.transaction() as session:
        await session.execute(text("ANALYZE reminding"))
