"""Evaluating, revising, answering and recommending: every role and pack, with little and with much to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dialogs.evaluation import EVALUATE, RECOMMEND, RESPOND
from dialogs.evaluation.ground import about, pin
from regulations.models import Pack, Period, Rating, Role
from storage.values.evaluation import EvaluationFacts, EvaluationStatus
from tests.dialogs.evaluations import NOTHING, a_period, advice, an_evaluation, much, verdict
from tests.dialogs.grounds.ground import Ground, Grounds
from tests.dialogs.people import NAMES, PACKS, TODAY, a_member, periods_of

KEPALA = {Role.guru: Role.kepala_sekolah, Role.kepala_sekolah: Role.kepala_dinas, Role.pengawas: Role.kepala_dinas}


def _evaluations() -> Iterator[Ground]:
    for pack, role in zip(PACKS[:2], (Role.kepala_sekolah, Role.pengawas), strict=True):
        yield _evaluation(pack, role, periods_of(pack)[-1], NAMES[4])
    yield _first(PACKS[2], periods_of(PACKS[2])[0])


def _evaluation(pack: Pack, role: Role, period: Period, name: str) -> Ground:
    """After the window, with everything to read, revising."""
    facts = a_period(pack, role, name, period, decides=True, advice=(advice(name), advice(NAMES[1])))
    said = verdict(pack, facts.plan, Rating.sesuai, Rating.sesuai, None)
    revised = an_evaluation(said, EvaluationStatus.diketahui, name)
    facts = a_period(pack, role, name, period, revised, decides=True, advice=facts.advice)
    closes = next(each.closes for each in pack.windows(role, period) if each.window.code == "evaluasi")
    pinned = pin(facts, much(facts.plan))
    me = a_member(KEPALA[role], assignment_id=12, person_id=8)
    return Ground(f"{EVALUATE}-{period.code}-{role}", EVALUATE, me, pinned, pack, closes + timedelta(days=1), period)


def _first(pack: Pack, period: Period) -> Ground:
    """Before the window, with nothing recorded, for the first time."""
    facts = a_period(pack, Role.guru, NAMES[0], period, decides=True)
    me = a_member(Role.kepala_sekolah, assignment_id=12, person_id=8)
    label = f"{EVALUATE}-{period.code}-first"
    return Ground(label, EVALUATE, me, pin(facts, NOTHING), pack, period.starts, period)


def _evaluated() -> EvaluationFacts:
    pack = PACKS[-1]
    facts = a_period(pack)
    said = verdict(pack, facts.plan, Rating.di_atas, Rating.di_atas, None)
    return a_period(pack, evaluation=an_evaluation(said, EvaluationStatus.ditetapkan, NAMES[0]))


def _responses() -> Iterator[Ground]:
    yield Ground(RESPOND, RESPOND, a_member(), about(_evaluated()), PACKS[-1], TODAY)


def _recommendations() -> Iterator[Ground]:
    me = a_member(Role.pengawas, assignment_id=12, person_id=8)
    yield Ground(RECOMMEND, RECOMMEND, me, about(a_period(PACKS[-1], name=NAMES[4])), PACKS[-1], TODAY)


GROUNDS: Grounds = {EVALUATE: _evaluations, RESPOND: _responses, RECOMMEND: _recommendations}
