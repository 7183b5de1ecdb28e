"""Packs as they were, and which one a school uses.

A draft and a SKP keep the very pack they began with, whatever is installed later. What they pin is `Pack.digest`: it
tells one content from another even when somebody forgot to raise the pack's own version.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.library import Library, from_json
from regulations.models import Pack
from storage import audit, people, reminding
from storage.errors import NotFound
from storage.operations import operation
from storage.people import UNITS
from storage.types import Instant, Record, table
from storage.values import Member

_recalled: dict[tuple[str, str], Pack] = {}
"""Packs of former versions that this process has read; they are frozen, and few."""


class PackSnapshot(Record, table=True):
    """The whole resolved pack as JSON."""

    __tablename__ = "pack_snapshot"

    pack_id: str = Field(primary_key=True, max_length=80)
    version: str = Field(primary_key=True, max_length=80)
    """Its digest."""
    body: str = Field(sa_type=Text)
    remembered_at: datetime = Field(sa_type=Instant)


SNAPSHOTS = table(PackSnapshot)


async def remember(session: AsyncSession, pack: Pack, now: datetime) -> None:
    """Keep a pack as it is now. Call it where a draft begins; later calls cost one short SELECT."""
    known = select(SNAPSHOTS.c.pack_id).where(SNAPSHOTS.c.pack_id == pack.id, SNAPSHOTS.c.version == pack.digest)
    if await session.scalar(known) is None:
        row = {"pack_id": pack.id, "version": pack.digest, "body": pack.to_json(), "remembered_at": now}
        await session.execute(insert(SNAPSHOTS).values(**row).on_conflict_do_nothing())


async def recall(session: AsyncSession, library: Library, pack_id: str, version: str) -> Pack:
    """The pack whose digest is `version`: the installed one if it is still the same, else as it was remembered.

    NotFound when it was never remembered.
    """
    installed = library.packs.get(pack_id)
    if installed is not None and installed.digest == version:
        return installed
    if (pack_id, version) not in _recalled:
        wanted = select(SNAPSHOTS.c.body).where(SNAPSHOTS.c.pack_id == pack_id, SNAPSHOTS.c.version == version)
        body = await session.scalar(wanted)
        if body is None:
            raise NotFound("pack")
        _recalled[pack_id, version] = from_json(body)
    return _recalled[pack_id, version]


@operation("packs.pin_pack")
async def pin_pack(
    session: AsyncSession, actor: Member | None, unit_id: int, pack_id: str | None, now: datetime
) -> None:
    """Let a unit use another pack than its year's own; None lifts that. What has begun keeps its pack.

    For an operator of the unit or of the dinas above it (NotAllowed); None acts from the command line. NotFound when
    there is no such unit; whether there is such a pack is for the caller to know.
    """
    if await session.scalar(select(UNITS.c.id).where(UNITS.c.id == unit_id)) is None:
        raise NotFound("unit")
    if actor is not None:
        await people.require_operator(session, actor, {unit_id}, "packs.pin_pack")
    await session.execute(update(UNITS).where(UNITS.c.id == unit_id).values(pinned_pack=pack_id))
    await audit.record(session, audit.by(actor), "packs.pin_pack", f"unit:{unit_id}", {"pack": pack_id}, now)
    await reminding.wake(session, now, reminding.at_units({unit_id}))
