"""The audit trail: append-only and chained, so that a changed byte shows.

Only references, codes, versions and digests go in; names and free texts stay outside, so that they can be deleted.
Whoever can write to the whole database could still make a new chain from the start; keep a copy of the head elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Text, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from storage.types import Record, table
from storage.values import Member

HEAD_ID = 1
GENESIS = "0" * 64
"""The hash before the first entry."""
PAGE = 200
"""Entries in memory at a time while verifying."""


class AuditEntry(Record, table=True):
    """One thing that happened. Time and detail are kept as the very text that was hashed."""

    __tablename__ = "audit"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    """1, 2, 3, ... without a gap."""
    at: str = Field(max_length=40)
    """ISO 8601, UTC."""
    actor: str = Field(max_length=60)
    """Reference, e.g. `assignment:12`."""
    action: str = Field(max_length=60)
    subject: str = Field(max_length=60, index=True)
    detail: str = Field(sa_type=Text)
    """JSON with sorted keys."""
    prev: str = Field(max_length=64)
    """Hash of the entry before."""
    hash: str = Field(max_length=64)
    """SHA-256 of this entry with `prev`, hexadecimal."""


class AuditHead(Record, table=True):
    """The end of the chain, one row: it serialises writers and shows when the last entries are missing."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int
    hash: str = Field(max_length=64)


ENTRIES, HEAD = table(AuditEntry), table(AuditHead)
_CHAINED = (
    ENTRIES.c.seq,
    ENTRIES.c.at,
    ENTRIES.c.actor,
    ENTRIES.c.action,
    ENTRIES.c.subject,
    ENTRIES.c.detail,
    ENTRIES.c.prev,
)
_HEAD = select(HEAD.c.seq, HEAD.c.hash).where(HEAD.c.id == HEAD_ID)


class TrailBroken(Exception):
    """The head of the trail is missing: nothing may be recorded before somebody has looked at it."""


async def record(
    session: AsyncSession, actor: str, action: str, subject: str, detail: dict[str, Any], now: datetime
) -> None:
    """Append an entry. `actor` and `subject` are references. Other writers wait until this transaction ends."""
    head = (await session.execute(_HEAD.with_for_update())).first()
    if head is None:
        raise TrailBroken
    entry = {
        "seq": head.seq + 1,
        "at": now.astimezone(UTC).isoformat(),
        "actor": actor,
        "action": action,
        "subject": subject,
        "detail": json.dumps(detail, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
        "prev": head.hash,
    }
    digest = _digest(*entry.values())
    await session.execute(insert(ENTRIES).values(**entry, hash=digest))
    await session.execute(update(HEAD).where(HEAD.c.id == HEAD_ID).values(seq=entry["seq"], hash=digest))


async def verify(session: AsyncSession) -> int | None:
    """The `seq` of the first entry that was changed, removed or put in, or None when the trail is whole."""
    seq, prev = 0, GENESIS
    async for entry in _entries(session):
        if not _follows(tuple(entry), seq, prev):
            return seq + 1
        seq, prev = entry.seq, entry.hash
    head = (await session.execute(_HEAD)).first()
    if head is None or head.seq != seq:
        return min(seq, head.seq if head is not None else seq) + 1
    return None if head.hash == prev else max(seq, 1)


async def _entries(session: AsyncSession) -> AsyncIterator[Row[*tuple[Any, ...]]]:
    """The trail in order, a page at a time."""
    page = select(*_CHAINED, ENTRIES.c.hash).order_by(ENTRIES.c.seq).limit(PAGE)
    entries = (await session.execute(page)).all()
    while entries:
        for entry in entries:
            yield entry
        entries = (await session.execute(page.where(ENTRIES.c.seq > entries[-1].seq))).all()


def by(actor: Member | None) -> str:
    """The reference of who acts; None acts from the command line."""
    return "cli" if actor is None else f"assignment:{actor.assignment_id}"


def digest_of(text: str) -> str:
    """What may stand in the trail for a text that may not: SHA-256, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _follows(entry: tuple[Any, ...], seq: int, prev: str) -> bool:
    *content, digest = entry
    return (content[0], content[-1], digest) == (seq + 1, prev, _digest(*content))


def _digest(*parts: object) -> str:
    return digest_of(json.dumps(parts, ensure_ascii=False))
