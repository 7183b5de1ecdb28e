"""What happened to one's own things: read from the audit trail, with names as the record knows them at reading."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage.audit import ENTRIES
from storage.own_data import TABLES, of_person
from storage.people import ASSIGNMENTS, PEOPLE
from storage.tables import METADATA
from storage.values import Member
from storage.values.own_data import HistoryLine


async def of(session: AsyncSession, reader: Member, offset: int, limit: int) -> tuple[int, tuple[HistoryLine, ...]]:
    """How many entries there are about the reader's own things, in all their roles, and a page, newest first."""
    about = _about(reader.person_id)
    count = await session.scalar(select(func.count()).select_from(ENTRIES).where(about))
    columns = (ENTRIES.c.at, ENTRIES.c.actor, ENTRIES.c.action)
    page = select(*columns).where(about).order_by(ENTRIES.c.seq.desc()).offset(offset).limit(limit)
    rows = (await session.execute(page)).all()
    people = await _people(session, {row.actor for row in rows})
    lines = [
        HistoryLine(datetime.fromisoformat(row.at), row.action, *_who(people.get(row.actor), reader)) for row in rows
    ]
    return count or 0, tuple(lines)


def _who(found: tuple[int, str] | None, reader: Member) -> tuple[str | None, bool]:
    return (None, False) if found is None else (found[1], found[0] == reader.person_id)


def _about(person_id: int) -> ColumnElement[bool]:
    """Entries whose subject is one of the person's own rows, whatever the table."""
    subjects: list[Any] = [
        select(literal(f"{name}:") + cast(rows.c.id, String)).where(of_person(rows, person_id))
        for name, held in TABLES.items()
        if held.owner is not None and "id" in (rows := METADATA.tables[name]).c
    ]
    return ENTRIES.c.subject.in_(union_all(*subjects))


async def _people(session: AsyncSession, actors: set[str]) -> dict[str, tuple[int, str]]:
    """Person and name by reference: `assignment:12` or `person:7`."""
    parts = [actor.partition(":") for actor in actors]
    roles = [int(number) for kind, _colon, number in parts if kind == "assignment"]
    persons = [int(number) for kind, _colon, number in parts if kind == "person"]
    found = await session.execute(
        select(ASSIGNMENTS.c.id, PEOPLE.c.id, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id)
        .where(ASSIGNMENTS.c.id.in_(roles))
    )
    named = {f"assignment:{role}": (person, name) for role, person, name in found}
    found = await session.execute(select(PEOPLE.c.id, PEOPLE.c.id, PEOPLE.c.name).where(PEOPLE.c.id.in_(persons)))
    return named | {f"person:{person}": (person, name) for _same, person, name in found}
