"""The sweep: files that no entry and no open talk needs any more leave the vault.

A file is put into the vault before its row is written, so only what has lain for a day may go.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from scheduler.loop import Tick
from storage import erasing, evidence
from storage.clock import Clock
from storage.database import Database
from storage.vault import Vault

SWEEP = timedelta(hours=1)
UNUSED_FOR = timedelta(days=1)
ERASE = timedelta(minutes=5)
SENDING = timedelta(minutes=10)
"""From the moment a file is put into the vault until its row is written, at most."""


def sweep(database: Database, clock: Clock, vault: Vault) -> Tick:
    """Forget rows, then files without a row."""

    async def look() -> None:
        async with database.transaction() as session:
            await evidence.forget_unused(session, clock.now() - UNUSED_FOR)
        # Files carry the machine's time, whatever the clock of a demo says.
        old = await asyncio.to_thread(vault.older_than, UNUSED_FOR)
        async with database.reading() as session:
            used = await evidence.referenced(session, old)
        await asyncio.to_thread(vault.sweep, [digest for digest in old if digest not in used], UNUSED_FOR)

    return Tick("sweep", SWEEP, look)


def erase(database: Database, vault: Vault) -> Tick:
    """Remove the files of people who were erased. One that somebody is just sending again is looked at later."""

    async def look() -> None:
        async with database.reading() as session:
            due = await erasing.due(session)
        await asyncio.to_thread(vault.sweep, due, SENDING)
        gone = [digest for digest in due if not vault.path(digest).exists()]
        async with database.transaction() as session:
            await erasing.settled(session, gone)

    return Tick("erase", ERASE, look)
