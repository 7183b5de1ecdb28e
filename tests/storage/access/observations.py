"""Observations: each step is for one side, or for both."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from storage import observations, observing, slots
from storage.errors import Invalid, NotFound
from storage.flow import Step
from storage.values.observation import (
    AgreeSlot,
    CancelObservation,
    Conclude,
    Discuss,
    FollowUp,
    MoveSlot,
    ObservationStatus,
    Observe,
    Reflect,
    Respond,
    UndoAgreement,
)
from tests.storage.access.case import Case, Do, Rows, found
from tests.storage.observations import ANSWERS, PREPARE, SLOT, THAT_DAY, put
from tests.storage.school import LATER, NOW

BOTH, OBSERVED, OBSERVER = {"guru", "kepala"}, {"guru"}, {"kepala"}


def _from(taken: Step, make: Any, operation: Any) -> Do:
    """Try a step from the first state that it leads away from."""

    async def do(case: Case) -> object:
        status = sorted(taken.frm)[0]
        assert isinstance(status, ObservationStatus)
        number = await put(case.session, case.world.guru, status, changed_by=case.world.kepala.assignment_id)
        return await operation(case.session, case.actor, make(number), THAT_DAY)

    return do


async def _prepare(case: Case) -> object:
    await case.agree()
    try:
        return await observations.prepare(case.session, case.actor, PREPARE, LATER)
    except Invalid as error:  # it is not their plan that was agreed to
        raise NotFound("skp") from error


async def _move(case: Case) -> object:
    number = await put(case.session, case.world.guru, ObservationStatus.dijadwalkan)
    intent = MoveSlot(number, 1, SLOT + timedelta(days=1))
    return await observations.move_slot(case.session, case.actor, intent, NOW)


async def _agree(case: Case) -> object:
    number = await put(case.session, case.world.guru, ObservationStatus.persiapan)
    return await observations.agree(case.session, case.actor, AgreeSlot(number, 1), NOW)


async def _undo(case: Case) -> object:
    by = {"changed_by": case.world.kepala.assignment_id}
    number = await put(case.session, case.world.guru, ObservationStatus.dijadwalkan, **by)
    return await observations.undo(case.session, case.actor, UndoAgreement(number, 1), NOW)


async def _facts(case: Case) -> object:
    number = await put(case.session, case.world.guru, ObservationStatus.diamati)
    return await observing.facts(case.session, number, case.actor, NOW)


async def _month(case: Case) -> object:
    await put(case.session, case.world.guru, ObservationStatus.dijadwalkan)
    first, last = date(2027, 2, 1), date(2027, 2, 28)
    return found(await slots.month(case.session, case.actor, first, last, NOW))


ROWS: Rows = {
    "observations.prepare": (_prepare, OBSERVED),
    "observations.move_slot": (_move, BOTH),
    "observations.agree": (_agree, OBSERVER),
    "observations.undo": (_undo, OBSERVER),
    "observations.cancel": (
        _from(observations.CANCEL, lambda n: CancelObservation(n, 1, "Sakit"), observations.cancel),
        BOTH,
    ),
    "observations.observe": (
        _from(observations.OBSERVE, lambda n: Observe(n, (), "Tertib", "Lanjutkan"), observations.observe),
        OBSERVER,
    ),
    "observations.discuss": (
        _from(observations.DISCUSS, lambda n: Discuss(n, ANSWERS), observations.discuss),
        OBSERVED,
    ),
    "observations.conclude": (
        _from(observations.CONCLUDE, lambda n: Conclude(n, "Disepakati"), observations.conclude),
        OBSERVER,
    ),
    "observations.follow_up": (
        _from(observations.FOLLOW_UP, lambda n: FollowUp(n, date(2027, 2, 10), "x"), observations.follow_up),
        OBSERVED,
    ),
    "observations.reflect": (
        _from(observations.REFLECT, lambda n: Reflect(n, ANSWERS), observations.reflect),
        OBSERVED,
    ),
    "observations.respond": (
        _from(observations.RESPOND, lambda n: Respond(n, "Bagus"), observations.respond),
        OBSERVER,
    ),
    "observing.facts": (_facts, BOTH),
    "observing.cycles": (
        lambda c: observing.cycles(c.session, c.actor, c.world.guru.assignment_id, "2027", NOW),
        BOTH,
    ),
    "slots.month": (_month, BOTH),
}
