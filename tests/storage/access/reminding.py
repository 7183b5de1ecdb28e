"""Reminders: everybody says how they want their own, and answers only what was told to them."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import insert

from storage import reminding
from storage.reminding import REMINDERS
from storage.values.reminding import ReminderKind
from tests.storage.access.case import EVERYBODY, Case, Rows, found
from tests.storage.school import LATER, NOW

DAY = date(2027, 1, 12)


async def _told(case: Case) -> None:
    """The guru was reminded of the plan."""
    one = {"assignment_id": case.world.guru.assignment_id, "code": "perencanaan", "period": "2027", "nominal": DAY}
    await case.session.execute(insert(REMINDERS).values(**one, told_on=DAY))


async def _snooze(case: Case) -> object:
    await _told(case)
    return found(await reminding.snooze(case.session, case.actor, DAY, LATER, NOW))


async def _opened(case: Case) -> object:
    await _told(case)
    return found(await reminding.opened(case.session, case.actor, DAY, NOW))


ROWS: Rows = {
    "reminding.quiet": (lambda c: reminding.quiet(c.session, c.actor, time(21), time(5), NOW), EVERYBODY),
    "reminding.mute": (lambda c: reminding.mute(c.session, c.actor, ReminderKind.rencana, True, NOW), EVERYBODY),
    "reminding.stop": (lambda c: reminding.stop(c.session, c.actor, True, NOW), EVERYBODY),
    "reminding.snooze": (_snooze, {"guru"}),
    "reminding.opened": (_opened, {"guru"}),
}
