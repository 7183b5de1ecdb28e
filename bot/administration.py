"""What the command line does in the record: each a transaction of its own."""

from __future__ import annotations

from datetime import datetime

from bot.app import clock_of
from bot.settings import Settings, WrongSetting
from storage import audit, joins, migrations, packs, units
from storage.database import Database
from storage.errors import Refused
from storage.values import ConfirmJoin, Member


async def verify(settings: Settings) -> int | None:
    """The first broken entry of the audit trail, or None."""
    async with _Record(settings) as (database, _now), database.reading() as session:
        return await audit.verify(session)


async def pending(settings: Settings) -> tuple[Member, ...]:
    """Everybody who waits for a confirmation."""
    async with _Record(settings) as (database, _now), database.reading() as session:
        return await joins.pending_joins(session, None)


async def confirm(settings: Settings, assignment: int, *, accept: bool) -> Member:
    """Confirm or refuse a join from the command line."""
    async with _Record(settings) as (database, now), database.transaction() as session:
        try:
            return await joins.confirm_join(session, None, ConfirmJoin(assignment, accept), now)
        except Refused:
            raise WrongSetting(f"no join waits under the number {assignment}; see `kawal joins list`") from None


async def pin(settings: Settings, npsn: str, pack_id: str | None) -> None:
    """Pin a pack for a school, or let the year's own hold again."""
    async with _Record(settings) as (database, now), database.transaction() as session:
        unit = await units.by_npsn(session, npsn)
        if unit is None:
            raise WrongSetting(f"no school has the NPSN {npsn}")
        await packs.pin_pack(session, None, unit, pack_id, now)


class _Record:
    """The migrated database and the present instant, for one command."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._database = Database(settings.database)

    async def __aenter__(self) -> tuple[Database, datetime]:
        await migrations.upgrade(self._settings.database)
        async with clock_of(self._settings) as clock:
            return self._database, clock.now()

    async def __aexit__(self, *_: object) -> None:
        await self._database.dispose()
