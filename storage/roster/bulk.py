"""Many rows in few round trips, so that a large roster holds the only writer of SQLite for moments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

Values = dict[str, Any]


async def insert_many(session: AsyncSession, table: Table, rows: Sequence[Values], key: Sequence[str]) -> list[int]:
    """Insert rows of equal columns; their ids, in the same order. `key` names columns that tell the rows apart.

    The ids are read back, because SQLite can return them only row by row, which takes a round trip each.
    """
    if not rows:
        return []
    last = await session.scalar(select(func.max(table.c.id))) or 0
    await (await session.connection()).execute(insert(table), list(rows))
    columns = [table.c[name] for name in key]
    found = await session.execute(select(table.c.id, *columns).where(table.c.id > last))
    ids = {tuple(row[1:]): row[0] for row in found}
    return [ids[tuple(row[name] for name in key)] for row in rows]


async def update_many(session: AsyncSession, table: Table, rows: dict[int, Values]) -> None:
    """Set the same columns in each row, by id."""
    if not rows:
        return
    columns = next(iter(rows.values()))
    statement = (
        update(table)
        .where(table.c.id == bindparam("row_id"))
        .values({column: bindparam(f"new_{column}") for column in columns})
    )
    parameters = [
        {"row_id": row_id} | {f"new_{column}": value for column, value in values.items()}
        for row_id, values in rows.items()
    ]
    connection = await session.connection()
    await connection.execute(statement, parameters)
