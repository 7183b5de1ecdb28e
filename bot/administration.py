"""What the command line does in the record: each a transaction of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aiogram.exceptions import AiogramError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import clock_of, prepared, telegram
from bot.settings import Settings, WrongSetting
from dialogs.views import ledger as views
from locales import catalogue
from regulations.library import packaged
from scheduler import preview as foresight
from storage import audit, joins, packs, units
from storage import ledger as delivery
from storage.agendas import Agendas
from storage.database import Database
from storage.errors import Refused
from storage.roster import command
from storage.values import ConfirmJoin, Member


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What `kawal import` was asked to do."""

    path: Path
    year: int | None
    dry_run: bool
    invites: Path | None
    bot: str | None
    reinvite: tuple[str, ...]
    language: str


async def import_roster(
    settings: Settings, order: ImportOrder, progress: Callable[[int, int], None], say: Callable[[str], None]
) -> int:
    """Import a roster; gives the exit code. The year is the present one unless said."""
    async with _record(settings) as (database, now):
        return await command.import_roster(
            database,
            order.path,
            year=order.year or now.astimezone(ZoneInfo("Asia/Jakarta")).year,
            dry_run=order.dry_run,
            invites=order.invites,
            bot_username=order.bot or await _username(settings),
            reinvite=order.reinvite,
            now=now,
            progress=progress,
            say=say,
            language=order.language,
        )


async def _username(settings: Settings) -> str | None:
    """The bot's name for the links, asked of Telegram when there is a token; None when it cannot be had."""
    if settings.bot_token is None:
        return None
    bot = telegram(settings)
    try:
        return (await bot.get_me()).username
    except AiogramError:
        return None
    finally:
        await bot.session.close()


async def upgrade(settings: Settings) -> None:
    """Bring the database up to date; every other command does it too."""
    await (await prepared(settings)).dispose()


async def verify(settings: Settings) -> int | None:
    """The first broken entry of the audit trail, or None."""
    async with _record(settings) as (database, _now), database.reading() as session:
        return await audit.verify(session)


async def pending(settings: Settings) -> tuple[Member, ...]:
    """Everybody who waits for a confirmation."""
    async with _record(settings) as (database, _now), database.reading() as session:
        return await joins.pending_joins(session, None)


async def confirm(settings: Settings, assignment: int, *, accept: bool) -> Member:
    """Confirm or refuse a join from the command line."""
    async with _record(settings) as (database, now), database.transaction() as session:
        try:
            return await joins.confirm_join(session, None, ConfirmJoin(assignment, accept), now)
        except Refused:
            raise WrongSetting(f"no join waits under the number {assignment}; see `kawal joins list`") from None


async def pin(settings: Settings, npsn: str, pack_id: str | None) -> None:
    """Pin a pack for a school, or let the year's own hold again."""
    async with _record(settings) as (database, now), database.transaction() as session:
        unit = await units.by_npsn(session, npsn)
        if unit is None:
            raise WrongSetting(f"no school has the NPSN {npsn}")
        await packs.pin_pack(session, None, unit, pack_id, now)


async def preview(settings: Settings, day: date, npsn: str | None, say: Callable[[str], None]) -> None:
    """Say what will be sent on a local day. Raises WrongSetting for an unknown school and for a day that is over."""
    async with _record(settings) as (database, now), database.reading() as session:
        if day < now.astimezone(ZoneInfo("Asia/Jakarta")).date():
            raise WrongSetting(f"{day} is over; what was sent then stands in /laporan and `kawal outbox`")
        unit = await _unit(session, npsn)
        where = None if unit is None else [unit]
        count = 0
        async for message in foresight.preview(session, packaged(), day, now, where):
            count += 1
            for line in message.lines():
                say(line)
        for line in await foresight.moved_away(session, packaged(), day, catalogue("id"), where):
            say(line)
        say(f"{day}: {count} messages")


async def ledger(
    settings: Settings, npsn: str | None, window: str | None, period: str | None, say: Callable[[str], None]
) -> None:
    """Say how far the reminders of a window came; without `window` the one that is open and ends next. Raises
    WrongSetting for an unknown school or window."""
    async with _record(settings) as (database, now), database.reading() as session:
        unit = await _unit(session, npsn)
        book = await delivery.opened(session, None, Agendas(packaged()), unit, now)
        wanted = [one for one in book.duties if window in (None, one.code) and period in (None, one.period)]
        if not wanted:
            known = ", ".join(f"{one.code} {one.period}" for one in book.duties)
            raise WrongSetting(f"no such window concerns anybody; there are: {known or 'none'}")
        for line in views.printed(await delivery.counted(session, None, book, wanted[0].key, now), catalogue("id")):
            say(line)


async def _unit(session: AsyncSession, npsn: str | None) -> int | None:
    unit = None if npsn is None else await units.by_npsn(session, npsn)
    if npsn is not None and unit is None:
        raise WrongSetting(f"no school has the NPSN {npsn}")
    return unit


@asynccontextmanager
async def _record(settings: Settings) -> AsyncIterator[tuple[Database, datetime]]:
    """The migrated database and the present instant, for one command."""
    database = await prepared(settings)
    try:
        async with clock_of(settings) as clock:
            yield database, clock.now()
    finally:
        await database.dispose()
