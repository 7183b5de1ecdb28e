"""The evaluation: set and revised by who decides, read and answered by its owner, recommended by who watches."""

from __future__ import annotations

from storage import evaluation_lists, evaluations
from storage.values.evaluation import Acknowledge, Recommend, Respond, ReviseEvaluation
from tests.storage.access.case import Case, Rows, found
from tests.storage.evaluations import PERIOD, VERDICT, first_for, watch
from tests.storage.school import LATER, NOW


async def _set(case: Case) -> int:
    """The kepala sekolah has evaluated the guru before."""
    await case.agree()
    await evaluations.decide(case.session, case.world.kepala, first_for(case.world.guru), NOW)
    return case.world.guru.assignment_id


async def _decide(case: Case) -> object:
    await case.agree()
    return await evaluations.decide(case.session, case.actor, first_for(case.world.guru), LATER)


async def _revise(case: Case) -> object:
    again = ReviseEvaluation(await _set(case), PERIOD, 1, VERDICT, "Salah hitung")
    return await evaluations.revise(case.session, case.actor, again, LATER)


async def _acknowledge(case: Case) -> object:
    return await evaluations.acknowledge(case.session, case.actor, Acknowledge(await _set(case), PERIOD, 1), LATER)


async def _respond(case: Case) -> object:
    return await evaluations.respond(case.session, case.actor, Respond(await _set(case), PERIOD, 1, "Baik."), LATER)


async def _recommend(case: Case) -> object:
    await case.agree()
    world = case.world
    await watch(case.session, world.kepala, world.tim_kinerja, world.guru)
    said = Recommend(world.guru.assignment_id, PERIOD, VERDICT.hasil, VERDICT.perilaku, "Rajin")
    return await evaluations.recommend(case.session, case.actor, said, LATER)


async def _facts(case: Case) -> object:
    owner = await _set(case)
    await watch(case.session, case.world.kepala, case.world.tim_kinerja, case.world.guru)
    return await evaluations.facts(case.session, owner, PERIOD, case.actor, LATER)


async def _overview(case: Case) -> object:
    await _set(case)
    return found((await evaluation_lists.overview(case.session, case.actor, PERIOD, 0, 9, LATER)).standings)


ROWS: Rows = {
    "evaluations.decide": (_decide, {"kepala"}),
    "evaluations.revise": (_revise, {"kepala"}),
    "evaluations.acknowledge": (_acknowledge, {"guru"}),
    "evaluations.respond": (_respond, {"guru"}),
    "evaluations.recommend": (_recommend, {"tim_kinerja"}),
    "evaluations.facts": (_facts, {"guru", "kepala", "tim_kinerja"}),
    "evaluations.overview": (_overview, {"kepala"}),
}
