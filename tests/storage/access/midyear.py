"""Check-ins of the middle of the year, and the data checklist before planning."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from storage import midyear, preparing
from storage.errors import Invalid
from storage.values.midyear import (
    AnswerCheckin,
    CheckinFacts,
    Progress,
    SubmitCheckin,
    UndoAnswer,
    WithdrawCheckin,
)
from tests.storage.access.case import PLANNERS, Case, Rows, found
from tests.storage.school import LATER, NOW

PROGRESS = (
    Progress("a", Decimal(1), Decimal(2), "dokumen", "Satu selesai"),
    Progress("d", Decimal(0), Decimal(1), "x"),
)
SUBMIT = SubmitCheckin(1, PROGRESS, "Jadwal <padat>", None)


async def sent(case: Case) -> CheckinFacts:
    """The guru's check-in waits."""
    await case.agree()
    return await midyear.submit(case.session, case.world.guru, replace(SUBMIT, skp_id=case.skp.id), NOW)


async def _submit(case: Case) -> object:
    await case.agree()
    try:
        return await midyear.submit(case.session, case.actor, replace(SUBMIT, skp_id=case.skp.id), LATER)
    except Invalid as error:  # a planner, but it is not their plan
        return found([] if error.problem == "agreed_plan" else [error])


async def _answer(case: Case) -> object:
    checkin = await sent(case)
    return await midyear.answer(case.session, case.actor, AnswerCheckin(checkin.id, 1, "Baik"), LATER)


async def _undo(case: Case) -> object:
    checkin = await sent(case)
    await midyear.answer(case.session, case.world.kepala, AnswerCheckin(checkin.id, 1, "Baik"), NOW)
    return await midyear.undo(case.session, case.actor, UndoAnswer(checkin.id, 2), NOW)


async def _withdraw(case: Case) -> object:
    return await midyear.withdraw(case.session, case.actor, WithdrawCheckin((await sent(case)).id, 1), LATER)


async def _facts(case: Case) -> object:
    return await midyear.facts(case.session, (await sent(case)).id, case.actor, NOW)


async def _of(case: Case) -> object:
    await sent(case)
    return found(await midyear.of(case.session, case.actor, case.world.guru.assignment_id, NOW))


ROWS: Rows = {
    "midyear.submit": (_submit, {"guru"}),
    "midyear.withdraw": (_withdraw, {"guru"}),
    "midyear.answer": (_answer, {"kepala"}),
    "midyear.undo": (_undo, {"kepala"}),
    "midyear.facts": (_facts, {"guru", "kepala"}),
    "midyear.of": (_of, {"guru", "kepala"}),
    "preparing.tick": (lambda c: preparing.tick(c.session, c.actor, 2028, "1", True, NOW), PLANNERS),
}
