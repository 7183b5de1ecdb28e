"""The trail shows every change: a byte, a missing row, an added row, a cut end."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update

from storage import audit
from storage.audit import ENTRIES, HEAD
from storage.database import Database
from tests.storage.school import NOW

ROWS = 5
CHANGED = {
    "at": ("2027", "2026"),
    "actor": ("cli", "cl1"),
    "action": ("pin", "pim"),
    "subject": ("unit:", "unit;"),
    "detail": ("{", "{ "),
    "prev": ("0", "1"),
    "hash": ("0", "1"),
}
"""What is put for what, per column. The trail is the same in every run, and each of its hashes holds a 0."""


class Undo(Exception):
    """Leave the transaction without a trace."""


async def write(database: Database, number: int) -> None:
    async with database.transaction() as session:
        await audit.record(session, "cli", "units.pin_pack", f"unit:{number}", {"pack": "é", "n": number}, NOW)


@pytest.fixture
async def trail(database: Database) -> Database:
    for number in range(1, ROWS + 1):
        await write(database, number)
    return database


async def tamper(database: Database, *statements: Any) -> list[int | None]:
    """What is found after each of these, done one at a time and undone again."""
    found = []
    for statement in statements:
        with suppress(Undo):
            async with database.transaction() as session:
                await session.execute(statement)
                found.append(await audit.verify(session))
                raise Undo
    return found


async def test_an_empty_trail_is_whole(database: Database) -> None:
    async with database.reading() as session:
        assert await audit.verify(session) is None


async def test_a_trail_is_whole(trail: Database) -> None:
    async with trail.reading() as session:
        assert await audit.verify(session) is None


async def test_a_long_trail_is_read_in_pieces(database: Database) -> None:
    async with database.transaction() as session:
        for number in range(audit.PAGE + 10):
            await audit.record(session, "cli", "x", str(number), {}, NOW)
    assert await tamper(database, delete(ENTRIES).where(ENTRIES.c.seq == audit.PAGE + 5)) == [audit.PAGE + 5]


@pytest.mark.parametrize("column", ["at", "actor", "action", "subject", "detail", "prev", "hash"])
async def test_a_changed_byte_is_found(trail: Database, column: str) -> None:
    changed = update(ENTRIES).values({column: func.replace(ENTRIES.c[column], *CHANGED[column])})
    assert await tamper(trail, *(changed.where(ENTRIES.c.seq == seq) for seq in (1, 3, ROWS))) == [1, 3, ROWS]


async def test_a_removed_row_is_found(trail: Database) -> None:
    rows = range(1, ROWS + 1)
    assert await tamper(trail, *(delete(ENTRIES).where(ENTRIES.c.seq == seq) for seq in rows)) == list(rows)


async def test_a_row_put_in_is_found(trail: Database) -> None:
    async with trail.reading() as session:
        head = (await session.execute(select(HEAD.c.hash))).scalar_one()
    found = []
    for seq in (-1, 0, ROWS + 1, ROWS + 7):
        row = {"seq": seq, "at": "x", "actor": "x", "action": "x", "subject": "x", "detail": "{}", "prev": head}
        found += await tamper(trail, insert(ENTRIES).values(**row, hash=audit._digest(*row.values())))
    assert found == [1, 1, ROWS + 1, ROWS + 1]


async def test_a_cut_end_is_found(trail: Database) -> None:
    assert await tamper(trail, delete(ENTRIES).where(ENTRIES.c.seq > 3), delete(ENTRIES)) == [4, 1]


async def test_a_changed_head_is_found(trail: Database) -> None:
    assert await tamper(trail, update(HEAD).values(hash="0" * 64), update(HEAD).values(seq=2)) == [ROWS, 3]


async def test_without_a_head_nothing_is_recorded(trail: Database) -> None:
    assert await tamper(trail, delete(HEAD)) == [ROWS + 1]
    async with trail.transaction() as session:
        await session.execute(delete(HEAD))
        with pytest.raises(audit.TrailBroken):
            await audit.record(session, "cli", "x", "x", {}, NOW)


async def test_many_writers_make_one_chain(database: Database) -> None:
    await asyncio.gather(*(write(database, number) for number in range(20)))
    async with database.reading() as session:
        assert await audit.verify(session) is None
        assert await session.scalar(select(func.max(ENTRIES.c.seq))) == 20
