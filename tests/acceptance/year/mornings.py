"""The mornings of a year: the scheduler looks, and what arrives is what the preview has said."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select

from locales import catalogue
from scheduler import reminders
from scheduler.preview import foreseen, preview
from storage.agendas import Agendas
from storage.outbox import OUTBOX
from storage.reminding import REMINDER, REMINDERS
from storage.values import OutboxState
from tests.bot.people import School

ZONE = ZoneInfo("Asia/Jakarta")
DAY = timedelta(days=1)
PATIENCE = 60.0
UNDER_WAY = (OutboxState.waiting, OutboxState.sending)
T = catalogue("id")


@dataclass
class Mornings:
    """Lives one morning after the other. `every`: all of them, else half of January and two of each month."""

    school: School
    every: bool
    lived: date
    told: Counter[str] = field(default_factory=Counter)
    """How often each thing was spoken of."""

    def between(self, day: date) -> list[date]:
        """The mornings after the last one, up to this day."""
        days = [self.lived + DAY * number for number in range(1, (day - self.lived).days + 1)]
        self.lived = max(self.lived, day)
        return [one for one in days if self.every or one.day in (1, 4) or (one.month == 1 and one.day <= 16)]

    async def live(self, day: date) -> None:
        """The planner says what it will tell, then it is half past seven."""
        now = datetime.combine(day, time(7, 30), ZONE)
        library = self.school.desk.library
        async with self.school.database.reading() as session:
            expected = {one.person_id: one.lines() async for one in preview(session, library, day, now)}
        while await reminders.remind(self.school.database, Agendas(library), now):
            pass
        sent = {}
        async with self.school.database.reading() as session:
            rows = await session.execute(select(OUTBOX).where(OUTBOX.c.card == REMINDER, OUTBOX.c.created_at == now))
            for row in rows:
                items = row.params["items"]
                message = await foreseen(session, library, row.person_id, items, now, T)
                sent[row.person_id] = message.lines() if message else ()
                self.told.update(code for _assignment, code, _period, _day in items)
        assert sent == expected, f"{day}: not what the preview said"

    async def delivered(self) -> None:
        """Wait until nothing is on its way; whatever was to remind has arrived."""
        ends = asyncio.get_running_loop().time() + PATIENCE
        while left := await self._count(OUTBOX.c.state.in_(UNDER_WAY), OUTBOX.c.not_before <= self.school.clock.now()):
            assert asyncio.get_running_loop().time() < ends, left
            await asyncio.sleep(0.02)
        assert await self._count(OUTBOX.c.card == REMINDER, OUTBOX.c.state != OutboxState.sent) == 0

    async def _count(self, *which: ColumnElement[bool]) -> int:
        async with self.school.database.reading() as session:
            return await session.scalar(select(func.count()).select_from(OUTBOX).where(*which)) or 0

    async def months_of(self, code: str) -> set[str]:
        """The months of which somebody was reminded of this work."""
        async with self.school.database.reading() as session:
            return set(await session.scalars(select(REMINDERS.c.period).where(REMINDERS.c.code == code)))
