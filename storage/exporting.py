"""Everything about a person, machine readable: one JSON text for each kind of thing, and their evidence."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Table, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import history
from storage.errors import NotAllowed
from storage.evidence import FILES
from storage.operations import operation
from storage.own_data import TABLES, of_person, taking_part
from storage.people import ASSIGNMENTS, PEOPLE
from storage.tables import METADATA
from storage.values import Member
from storage.values.own_data import Export, ExportFile

MOST_ENTRIES = 100_000


@operation("exporting.export")
async def export(session: AsyncSession, actor: Member) -> Export:
    """All rows that are the actor's own or in which they take part, in all their roles; evidence by its digest.

    References to other people are resolved in `orang.json`. NotAllowed for a role that is not theirs.
    """
    this = (ASSIGNMENTS.c.id == actor.assignment_id, ASSIGNMENTS.c.person_id == actor.person_id)
    if await session.scalar(select(ASSIGNMENTS.c.id).where(*this)) is None:
        raise NotAllowed("exporting.export")
    texts: dict[str, Any] = {}
    for name, held in TABLES.items():
        if held.owner is not None and (found := await _rows(session, METADATA.tables[name], actor)):
            texts[name] = found
    texts["orang"] = await _others(session, texts)
    texts["riwayat"] = await _history(session, actor)
    return Export({f"{name}.json": _text(content) for name, content in texts.items()}, await _files(session, actor))


async def _rows(session: AsyncSession, rows: Table, actor: Member) -> list[dict[str, Any]]:
    found = await session.execute(
        select(rows).where(or_(*taking_part(rows, actor.person_id))).order_by(*rows.primary_key)
    )
    return [dict(row._mapping) for row in found]


async def _others(session: AsyncSession, texts: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    """The names of everybody whom the rows refer to, by assignment."""
    roles: set[int] = set()
    for name, found in texts.items():
        links = [
            column.name
            for column in METADATA.tables[name].c
            if any(key.column.table is ASSIGNMENTS for key in column.foreign_keys)
        ]
        roles |= {row[link] for row in found for link in links if row[link] is not None}
    named = (
        select(ASSIGNMENTS.c.id, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id)
        .where(ASSIGNMENTS.c.id.in_(roles))
        .order_by(ASSIGNMENTS.c.id)
    )
    return {str(role): name for role, name in await session.execute(named)}


async def _history(session: AsyncSession, actor: Member) -> list[dict[str, Any]]:
    _count, lines = await history.of(session, actor, 0, MOST_ENTRIES)
    return [{"at": line.at, "action": line.action, "by": line.who} for line in lines]


async def _files(session: AsyncSession, actor: Member) -> tuple[ExportFile, ...]:
    """One name for each content: the same file may have been sent twice."""
    columns = (FILES.c.id, FILES.c.sha256, FILES.c.size)
    mine = select(*columns).where(of_person(FILES, actor.person_id)).order_by(FILES.c.id)
    files: dict[str, ExportFile] = {}
    for row in await session.execute(mine):
        files.setdefault(row.sha256, ExportFile(f"bukti/{row.id}", row.sha256, row.size))
    return tuple(files.values())


def _text(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case Enum():
            return value.value
    raise TypeError(type(value).__name__)
