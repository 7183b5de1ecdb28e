"""Batches of decisions."""

from __future__ import annotations

from storage import inbox
from storage.errors import Invalid, NotFound
from storage.values.inbox import Thing
from tests.storage.access.case import Case, Rows
from tests.storage.school import NOW

ALL: frozenset[Thing] = frozenset()


async def _proposed(case: Case) -> int:
    return (await inbox.propose(case.session, case.world.kepala, ALL, NOW)).id


async def _propose(case: Case) -> object:
    try:
        return await inbox.propose(case.session, case.actor, ALL, NOW)
    except Invalid as nothing:
        raise NotFound("things") from nothing


async def _batch(case: Case) -> object:
    return await inbox.batch(case.session, case.actor, await _proposed(case), NOW)


async def _decide(case: Case) -> object:
    return await inbox.decide_batch(case.session, case.actor, await _proposed(case), 1, NOW)


async def _undo(case: Case) -> object:
    batch = await _proposed(case)
    await inbox.decide_batch(case.session, case.world.kepala, batch, 1, NOW)
    return await inbox.undo_batch(case.session, case.actor, batch, 2, NOW)


ROWS: Rows = {
    "inbox.propose": (_propose, {"kepala"}),
    "inbox.batch": (_batch, {"kepala"}),
    "inbox.decide_batch": (_decide, {"kepala"}),
    "inbox.undo_batch": (_undo, {"kepala"}),
}
