"""How the story must end: what the record holds and what lies on the phones, however often somebody was killed."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import text

from storage.database import Database
from tests.acceptance.town import Town

PATIENCE = 20.0
"""Seconds to wait for what is on its way."""


@dataclass(frozen=True)
class Ending:
    """Counted in the record: nothing missing, nothing twice."""

    skp: tuple[str, int, bool]
    """Status, revisions, entered in Ruang GTK."""
    joined: int
    audit: tuple[tuple[str, int], ...]
    """Entries by action."""
    sent: tuple[tuple[str, str, int], ...]
    """Outbox rows by card and action; all of them sent."""
    open_drafts: int

    @staticmethod
    def expected() -> Ending:
        """What the story amounts to."""
        return Ending(
            skp=("disepakati", 2, True),
            joined=3,
            audit=(
                ("binaan.entrust", 1),
                ("invites.redeem", 3),
                ("joins.confirm_join", 1),
                ("roster.import", 1),
                ("skp.approve", 1),
                ("skp.give_back", 1),
                ("skp.mark_entered", 1),
                ("skp.submit", 2),
            ),
            sent=(
                ("join_confirmed", "send", 1),
                ("join_request", "send", 1),
                ("plan_decided", "send", 2),
                ("plan_waiting", "send", 2),
            ),
            open_drafts=0,
        )


async def _delivered(database: Database) -> None:
    """Wait for the last card: cards to one person are a second apart."""
    ends = asyncio.get_running_loop().time() + PATIENCE
    under_way = text("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending')")
    while asyncio.get_running_loop().time() < ends:
        async with database.reading() as session:
            if not await session.scalar(under_way):
                return
        await asyncio.sleep(0.1)


async def ending(town: Town) -> Ending:
    """Read the end from the record, once the outbox is empty."""
    database = Database(town.database_url)
    try:
        await _delivered(database)
        async with database.reading() as session:
            rows = (await session.execute(text("SELECT status, revision, entered_on FROM skp"))).all()
            [(status, revision, entered)] = rows
            joined = await session.scalar(text("SELECT count(*) FROM account WHERE person_id IS NOT NULL"))
            actions = await session.scalars(text("SELECT action FROM audit"))
            outbox = (await session.execute(text("SELECT card, action, state FROM outbox"))).all()
            drafts = await session.scalar(text("SELECT count(*) FROM draft WHERE status = 'open'"))
    finally:
        await database.dispose()
    assert {state for _, _, state in outbox} <= {"sent", "dropped"}, outbox
    told = Counter((card, action) for card, action, state in outbox if state == "sent" and action == "send")
    return Ending(
        skp=(status, revision, entered is not None),
        joined=int(joined or 0),
        audit=tuple(sorted(Counter(action for action in actions if action != "invites.create").items())),
        sent=tuple((card, action, count) for (card, action), count in sorted(told.items())),
        open_drafts=int(drafts or 0),
    )
