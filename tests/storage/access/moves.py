"""Appraisers, delegates, transfers and ends."""

from __future__ import annotations

from datetime import date

from regulations.models import Role
from storage import absences, appointments, moves, posts
from storage.values import Member
from storage.values.moves import Acting, Appoint, Delegate, EndDelegation, EndRole, Transfer
from tests.storage.access.case import EVERYBODY, OPERATORS, Case, Rows
from tests.storage.school import NOW

FIRST, LAST = date(2027, 1, 12), date(2027, 1, 14)


def _away(case: Case) -> Delegate:
    return Delegate(case.world.kepala.assignment_id, case.world.other_kepala.assignment_id, FIRST, LAST)


async def _end_absence(case: Case) -> object:
    made = await absences.delegate(case.session, case.world.kepala, _away(case), NOW)
    return await absences.end(case.session, case.actor, EndDelegation(made.id), NOW)


async def _one(case: Case) -> object:
    made = await absences.delegate(case.session, case.world.kepala, _away(case), NOW)
    return await absences.one(case.session, case.actor, made.id)


async def _appoint(case: Case) -> object:
    chosen = case.world.other_kepala.assignment_id
    intent = Appoint(case.world.guru.assignment_id, True, chosen, Acting.plt)
    return await appointments.appoint(case.session, case.actor, intent, NOW)


async def _transfer(case: Case, unit: int, role: Role) -> object:
    intent = Transfer(case.world.guru.assignment_id, 1, unit, role, "")
    return await moves.transfer(case.session, case.actor, intent, NOW)


async def _end_role(case: Case, member: Member) -> object:
    return await moves.end_role(case.session, case.actor, EndRole(member.assignment_id, 1), NOW)


AWAY = {"kepala", *OPERATORS}
ROWS: Rows = {
    "posts.post": (lambda c: posts.post(c.session, c.actor, c.world.guru.assignment_id), OPERATORS),
    "posts.candidates": (lambda c: posts.candidates(c.session, c.actor, c.world.guru.assignment_id), OPERATORS),
    "posts.places": (lambda c: posts.places(c.session, c.actor), {name for name in EVERYBODY if "operator" in name}),
    "posts.parts": (
        lambda c: posts.parts(c.session, c.actor, c.world.guru.assignment_id, NOW),
        {"guru", "kepala", *OPERATORS},
    ),
    "appointments.appoint": (_appoint, OPERATORS),
    "moves.end_role": (lambda c: _end_role(c, c.world.guru), OPERATORS),
    # To another school only whoever looks after both.
    "moves.transfer": (lambda c: _transfer(c, c.world.other_school, Role.guru), {"dinas_operator"}),
    "absences.delegate": (lambda c: absences.delegate(c.session, c.actor, _away(c), NOW), AWAY),
    "absences.end": (_end_absence, AWAY),
    "absences.one": (_one, {*AWAY, "other_kepala"}),
    "absences.of": (lambda c: absences.of(c.session, c.actor, c.world.kepala.assignment_id, NOW), AWAY),
    "absences.candidates": (lambda c: absences.candidates(c.session, c.actor, c.world.kepala.assignment_id), AWAY),
}
