"""What the record holds, read behind everybody's back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from storage.database import Database
from storage.tables import METADATA


async def rows(database: Database, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """What a SELECT gives."""
    async with database.reading() as session:
        return [tuple(row) for row in await session.execute(text(query), values)]


async def change(database: Database, statement: str, **values: Any) -> None:
    """Change the record as no operation would."""
    async with database.transaction() as session:
        await session.execute(text(statement), values)


async def everything(database: Database) -> str:
    """Every cell of every table, to look for what must not be there."""
    found = []
    async with database.reading() as session:
        for table in METADATA.sorted_tables:
            found += [f"{table.name} {tuple(row)}" for row in await session.execute(table.select())]
    return "\n".join(found)


async def skp(database: Database) -> list[tuple[Any, ...]]:
    """Status, version and revision of every SKP."""
    return await rows(database, "SELECT status, version, revision FROM skp ORDER BY id")


async def actions(database: Database, kind: str = "skp.") -> list[str]:
    """The audit trail's actions that begin so, in order."""
    return [
        action for (action,) in await rows(database, "SELECT action FROM audit ORDER BY seq") if action.startswith(kind)
    ]


async def open_drafts(database: Database) -> int:
    """How many talks are open."""
    return int((await rows(database, "SELECT count(*) FROM draft WHERE status = 'open'"))[0][0])
