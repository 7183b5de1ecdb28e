"""The competence log and its evidence."""

from __future__ import annotations

from storage import competence, evidence, logbook
from storage.values.competence import AddEvidence, ChangeLog, OnLog, RemoveEvidence, ReturnLog
from tests.storage.access.case import PLANNERS, Case, Rows, found
from tests.storage.logs import A_FILE, ENTRY, LINK, NEW, saved, sent
from tests.storage.school import LATER, NOW


async def _open(case: Case) -> OnLog:
    """The guru has an entry that is not sent."""
    return OnLog((await saved(case.session, case.world.guru)).id, 1)


async def _waiting(case: Case) -> OnLog:
    """The guru has sent an entry."""
    return OnLog((await sent(case.session, case.world.guru)).id, 2)


async def _change(case: Case) -> object:
    log = await _open(case)
    return await competence.change(case.session, case.actor, ChangeLog(log.log_id, 1, ENTRY), LATER)


async def _add(case: Case) -> object:
    log = await _open(case)
    return await competence.add_evidence(case.session, case.actor, AddEvidence(log.log_id, 1, (LINK,)), LATER)


async def _remove(case: Case) -> object:
    log = await saved(case.session, case.world.guru)
    intent = RemoveEvidence(log.id, 1, log.evidence[0].id)
    return await competence.remove_evidence(case.session, case.actor, intent, LATER)


async def _submit(case: Case) -> object:
    return await competence.submit(case.session, case.actor, await _open(case), LATER)


async def _delete(case: Case) -> object:
    await competence.delete(case.session, case.actor, await _open(case), LATER)
    return None


async def _withdraw(case: Case) -> object:
    return await competence.withdraw(case.session, case.actor, await _waiting(case), LATER)


async def _confirm(case: Case) -> object:
    return await competence.confirm(case.session, case.actor, await _waiting(case), LATER)


async def _confirm_all(case: Case) -> object:
    await _waiting(case)
    return await competence.confirm_all(case.session, case.actor, case.world.guru.assignment_id, LATER)


async def _give_back(case: Case) -> object:
    log = await _waiting(case)
    return await competence.give_back(case.session, case.actor, ReturnLog(log.log_id, 2, "x"), LATER)


async def _undo(case: Case) -> object:
    log = await _waiting(case)
    await competence.confirm(case.session, case.world.kepala, log, NOW)
    return await competence.undo(case.session, case.actor, OnLog(log.log_id, 3), NOW)


async def _listed(case: Case) -> object:
    await _waiting(case)
    return found(await competence.waiting(case.session, case.actor, NOW))


async def _facts(case: Case) -> object:
    log = await _waiting(case)
    return await logbook.facts(case.session, log.log_id, case.actor, NOW)


async def _lines(case: Case) -> object:
    await _waiting(case)
    return found(await logbook.lines(case.session, case.actor, case.world.guru.assignment_id, "2027-1", NOW))


ROWS: Rows = {
    # One's own log.
    "competence.save": (lambda c: competence.save(c.session, c.actor, NEW, NOW), PLANNERS),
    "competence.submit_all": (lambda c: competence.submit_all(c.session, c.actor, "2027-1", NOW), PLANNERS),
    "competence.change": (_change, {"guru"}),
    "competence.add_evidence": (_add, {"guru"}),
    "competence.remove_evidence": (_remove, {"guru"}),
    "competence.submit": (_submit, {"guru"}),
    "competence.withdraw": (_withdraw, {"guru"}),
    "competence.delete": (_delete, {"guru"}),
    "evidence.keep": (lambda c: evidence.keep(c.session, c.actor, c.draft_id, A_FILE, NOW), {"guru"}),
    # The log of somebody whom one appraises.
    "competence.confirm": (_confirm, {"kepala"}),
    "competence.confirm_all": (_confirm_all, {"kepala"}),
    "competence.give_back": (_give_back, {"kepala"}),
    "competence.undo": (_undo, {"kepala"}),
    "competence.waiting": (_listed, {"kepala"}),
    "logbook.facts": (_facts, {"guru", "kepala"}),
    "logbook.lines": (_lines, {"guru", "kepala"}),
}
