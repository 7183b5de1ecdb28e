"""Confirmations: asked for by the owner, decided by the appraiser, RHK by RHK or for a whole school."""

from __future__ import annotations

from regulations.library import packaged
from regulations.models import Role
from storage import confirmations, confirming
from storage.errors import Invalid, NotFound
from storage.values.confirmations import AskConfirmation, ConfirmAsked, ConfirmMany, DecideRhk, UndoConfirmation
from tests.storage.access.case import Case, Rows, found
from tests.storage.school import NOW

PACK = packaged().pack("kepmendikdasmen-271-2025")
PERIOD = "2027"


async def _ask(case: Case) -> object:
    """Who has no agreed plan has nothing to ask for."""
    await case.agree()
    try:
        await confirming.ask(case.session, case.actor, PACK, AskConfirmation(PERIOD, "a", 0), NOW)
    except Invalid as error:
        raise NotFound(error.problem) from None
    return None


async def _decide(case: Case) -> object:
    await case.agree()
    looked = DecideRhk(case.world.guru.assignment_id, PERIOD, "a", 0, confirmed=True)
    return await confirming.decide(case.session, case.actor, PACK, looked, NOW)


async def _decided(case: Case) -> int:
    await case.agree()
    looked = DecideRhk(case.world.guru.assignment_id, PERIOD, "a", 0, confirmed=True)
    return await confirming.decide(case.session, case.world.kepala, PACK, looked, NOW)


async def _asked(case: Case) -> int:
    await case.agree()
    await confirming.ask(case.session, case.world.guru, PACK, AskConfirmation(PERIOD, "a", 0), NOW)
    (waiting,) = await confirmations.waiting(case.session, case.world.kepala, NOW)
    return waiting.id


async def _confirm(case: Case) -> object:
    await confirming.confirm(case.session, case.actor, ConfirmAsked(await _asked(case), 2), NOW)
    return None


async def _undo(case: Case) -> object:
    await confirming.undo(case.session, case.actor, UndoConfirmation(await _decided(case), 2), NOW)
    return None


async def _whose(case: Case) -> object:
    return await confirmations.whose(case.session, case.actor, await _decided(case), NOW)


async def _of_member(case: Case) -> object:
    return await confirmations.of_member(case.session, case.actor, case.world.guru.assignment_id, PERIOD, NOW)


async def _counts(case: Case) -> object:
    await case.agree()
    return found(await confirmations.counts(case.session, case.actor, PERIOD, NOW))


async def _candidates(case: Case) -> object:
    await case.agree()
    return found(await confirmations.candidates(case.session, case.actor, Role.guru, PERIOD, "a", NOW))


def _everybody(case: Case) -> ConfirmMany:
    return ConfirmMany(PERIOD, "a", ((case.world.guru.assignment_id, 0),))


async def _decide_many(case: Case) -> object:
    await case.agree()
    return await confirming.decide_many(case.session, case.actor, PACK, _everybody(case), NOW)


async def _batch(case: Case) -> int:
    await case.agree()
    return (await confirming.decide_many(case.session, case.world.kepala, PACK, _everybody(case), NOW)).id


async def _read_batch(case: Case) -> object:
    return await confirming.batch(case.session, case.actor, await _batch(case))


async def _undo_many(case: Case) -> object:
    return await confirming.undo_many(case.session, case.actor, await _batch(case), NOW)


ROWS: Rows = {
    "confirming.ask": (_ask, {"guru"}),
    "confirming.decide": (_decide, {"kepala"}),
    "confirming.confirm": (_confirm, {"kepala"}),
    "confirming.undo": (_undo, {"kepala"}),
    "confirming.decide_many": (_decide_many, {"kepala"}),
    "confirming.batch": (_read_batch, {"kepala"}),
    "confirming.undo_many": (_undo_many, {"kepala"}),
    "confirmations.of_member": (_of_member, {"guru", "kepala"}),
    "confirmations.counts": (_counts, {"kepala"}),
    "confirmations.candidates": (_candidates, {"kepala"}),
    "confirmations.whose": (_whose, {"guru", "kepala"}),
}
