"""Sekolah binaan and reports: set by the operator of the dinas or the kepala dinas, who confirms what is reported."""

from __future__ import annotations

from storage import binaan, pendampingan
from storage.values.pendampingan import Entrust, OnReport, ReturnReport
from tests.storage.access.case import Case, Rows, found
from tests.storage.pendampingan import DECEMBER, REPORT, WORK, entrusted, sent
from tests.storage.school import LATER, NOW, SCHOOL

SETTERS = {"kepala_dinas", "dinas_operator"}


async def _supervised(case: Case) -> object:
    return found(await binaan.supervised(case.session, case.actor, NOW))


async def _candidates(case: Case) -> object:
    return await binaan.candidates(case.session, case.actor, case.world.pengawas.assignment_id, NOW)


async def _entrust(case: Case) -> object:
    intent = Entrust(case.world.pengawas.assignment_id, (SCHOOL,))
    return await binaan.entrust(case.session, case.actor, intent, NOW)


async def _submit(case: Case) -> object:
    await entrusted(case.session, case.world)
    return await pendampingan.submit(case.session, case.actor, REPORT, NOW)


async def _work(case: Case) -> object:
    return await pendampingan.submit_work(case.session, case.actor, WORK, DECEMBER)


async def _waiting(case: Case) -> OnReport:
    return OnReport((await sent(case.session, case.world)).id, 1)


async def _withdraw(case: Case) -> object:
    return await pendampingan.withdraw(case.session, case.actor, await _waiting(case), LATER)


async def _confirm(case: Case) -> object:
    return await pendampingan.confirm(case.session, case.actor, await _waiting(case), LATER)


async def _give_back(case: Case) -> object:
    report = await _waiting(case)
    return await pendampingan.give_back(case.session, case.actor, ReturnReport(report.report_id, 1, "x"), LATER)


async def _undo(case: Case) -> object:
    report = await _waiting(case)
    await pendampingan.confirm(case.session, case.world.kepala_dinas, report, NOW)
    return await pendampingan.undo(case.session, case.actor, OnReport(report.report_id, 2), NOW)


async def _listed(case: Case) -> object:
    await _waiting(case)
    return found(await pendampingan.waiting(case.session, case.actor, NOW))


async def _facts(case: Case) -> object:
    return await pendampingan.facts(case.session, (await _waiting(case)).report_id, case.actor, NOW)


async def _board(case: Case) -> object:
    return await pendampingan.board(case.session, case.actor, case.world.pengawas.assignment_id, 1, NOW)


async def _school(case: Case) -> object:
    await entrusted(case.session, case.world)
    return await pendampingan.school_facts(case.session, case.actor, SCHOOL, 1, "2027")


ROWS: Rows = {
    "binaan.supervised": (_supervised, SETTERS),
    "binaan.candidates": (_candidates, SETTERS),
    "binaan.entrust": (_entrust, SETTERS),
    "pendampingan.submit": (_submit, {"pengawas"}),
    "pendampingan.submit_work": (_work, {"pengawas"}),
    "pendampingan.withdraw": (_withdraw, {"pengawas"}),
    "pendampingan.confirm": (_confirm, {"kepala_dinas"}),
    "pendampingan.give_back": (_give_back, {"kepala_dinas"}),
    "pendampingan.undo": (_undo, {"kepala_dinas"}),
    "pendampingan.waiting": (_listed, {"kepala_dinas"}),
    "pendampingan.facts": (_facts, {"pengawas", "kepala_dinas"}),
    "pendampingan.board": (_board, {"pengawas", "kepala_dinas"}),
    "pendampingan.school_facts": (_school, {"pengawas"}),
}
