"""Evaluation: before it is set and after, for everybody who may see it; the overview; the simulation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dialogs.screen import Screen
from dialogs.views import evaluation, evaluation_lists, trying
from dialogs.views.evaluation_lists import Scope
from dialogs.views.trying import Trial
from locales import Catalogue
from regulations.library import packaged
from regulations.models import Pack, Rating, Role
from regulations.ratings import ORDER
from storage.values import Employment, SkpStatus
from storage.values.evaluation import EvaluationFacts, EvaluationStatus, Overview, OwnPeriod, Standing
from tests.dialogs.evaluations import LONG, NOTHING, a_period, advice, an_evaluation, much, verdict
from tests.dialogs.people import DRAFT, NAMES, PACKS, a_member, periods_of, year_of
from tests.dialogs.views.shapes.pages import Shapes, pages

REFERENCE = packaged().reference
CREDIT = REFERENCE.angka_kredit
APPRAISER = a_member(Role.kepala_sekolah, assignment_id=12, person_id=8)
FEW = {(Rating.sesuai, Rating.sesuai), (Rating.di_bawah, Rating.di_atas)}


def _before(name: str) -> Iterator[tuple[EvaluationFacts, Pack]]:
    for pack in PACKS:
        for role in sorted(pack.covers) if name == NAMES[0] else (Role.guru,):
            facts = replace(a_period(pack, role, name), owner=_huge(a_period(pack, role, name)))
            yield facts, pack
            yield replace(facts, decides=True, advice=(advice(name), advice(name))), pack
            yield replace(facts, watches=True, advice=(advice(name),)), pack
            yield replace(facts, decides=True, plan_status=SkpStatus.dikembalikan), pack


def _huge(facts: EvaluationFacts) -> Any:
    """An owner whose number is as long as any will be."""
    return replace(facts.owner, assignment_id=DRAFT)


def _after(name: str) -> Iterator[tuple[EvaluationFacts, Pack]]:
    for pack in PACKS:
        before = replace(a_period(pack, Role.guru, name), owner=_huge(a_period(pack, Role.guru, name)))
        for hasil in ORDER:
            for perilaku in ORDER:
                if name != NAMES[0] and (hasil, perilaku) not in FEW:
                    continue
                said = verdict(pack, before.plan, hasil, perilaku, LONG)
                for status in EvaluationStatus:
                    found = an_evaluation(said, status, name, why=LONG, response=LONG, version=999_999_999)
                    yield replace(before, evaluation=found), pack
        plain = verdict(pack, before.plan, Rating.sesuai, Rating.sesuai, None)
        found = an_evaluation(plain, EvaluationStatus.ditetapkan, name)
        yield replace(before, evaluation=found, decides=True, advice=(advice(name),)), pack
        yield replace(before, evaluation=replace(found, decided_by=None)), pack


def _all(name: str) -> Iterator[tuple[EvaluationFacts, Pack]]:
    yield from _before(name)
    yield from _after(name)


def _card(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts, pack in _all(name):
        period = evaluation.period_of(facts, pack)
        for today in (period.starts, period.ends + timedelta(days=90)):
            for record in (NOTHING, much(facts.plan)):
                yield evaluation.card(facts, record, pack, facts.owner, today, t)
                yield evaluation.card(facts, record, pack, APPRAISER, today, t)


def _paged(view: Callable[..., Screen], some: Callable[[str], Iterator[tuple[EvaluationFacts, Pack]]]) -> Shapes:
    """The first page of everything; all pages for one name."""

    def shapes(t: Catalogue, name: str) -> Iterator[Screen]:
        for number, (facts, pack) in enumerate(some(name)):
            if name == NAMES[0] and number % 16 == 0:
                yield from pages(view, facts, pack, t=t)
            else:
                yield view(facts, pack, 0, t)

    return shapes


def _record(t: Catalogue, name: str) -> Iterator[Screen]:
    for number, (facts, pack) in enumerate(_before(name)):
        yield evaluation.period_facts(facts, NOTHING, pack, 1, t)
        if name == NAMES[0] and number % 4 == 0:
            yield from pages(evaluation.period_facts, facts, much(facts.plan), pack, t=t)


def _small(view: Callable[[EvaluationFacts, Pack, Catalogue], Screen]) -> Shapes:
    return lambda t, name: (view(facts, pack, t) for facts, pack in _after(name))


# --- lists --------------------------------------------------------------------------------


def _scopes(name: str) -> Iterator[Scope]:
    for pack in PACKS:
        role = a_member(Role.kepala_sekolah, assignment_id=DRAFT, unit_name=f"SDN {name}", year=year_of(pack))
        for period in periods_of(pack):
            windows = pack.duties(Role.kepala_sekolah, period)
            yield Scope(role, pack, period, next(each for each in windows if each.window.code == "evaluasi"))


def _overview(t: Catalogue, name: str) -> Iterator[Screen]:
    scopes = list(_scopes(name))
    for scope in scopes:
        codes = [each.code for each in scope.pack.predikat_list]
        stands = [(None, None), *((status, code) for status in EvaluationStatus for code in codes)]
        lines = tuple(Standing(DRAFT, name, Role.guru, f"SDN {name}", *stand) for stand in stands)
        for today in (scope.period.starts, scope.period.ends + timedelta(days=9)):
            yield evaluation_lists.overview(Overview(0, 0, {}, ()), scope, (), 0, today, t)
            yield evaluation_lists.overview(Overview(7, 0, {}, lines[:5]), scope, scopes[:2], 1, today, t)
            spread = {code: 40 * number for number, code in enumerate(codes, 1)}
            for at in range(0, len(lines), 5):
                full = Overview(600, 300, spread, lines[at : at + 5])
                yield evaluation_lists.overview(full, scope, scopes[:2], 99, today, t)


def _spread(t: Catalogue, name: str) -> Iterator[Screen]:
    scope = next(_scopes(name))
    yield from pages(evaluation_lists.spread, REFERENCE.sebaran_predikat, scope, t=t)


def _periods(t: Catalogue, name: str) -> Iterator[Screen]:
    some = [OwnPeriod(DRAFT, "2024-2", status, None) for status in (None, *EvaluationStatus)]
    for count in (0, 1, 3, 9):
        yield evaluation_lists.periods((some * 3)[:count], t)


# --- the simulation ---------------------------------------------------------------------------


def _trials() -> Iterator[Trial]:
    for hasil in ORDER:
        for perilaku in ORDER:
            yield Trial(hasil, perilaku)
    for jenjang in range(len(CREDIT.jenjang)):
        yield Trial(Rating.di_bawah, Rating.sesuai, jenjang, 7)


def _trial(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in PACKS if name == NAMES[0] else ():  # no name in it
        for employment in Employment:
            for tried in _trials():
                yield trying.trial(pack, CREDIT, employment, tried, t)


def _trial_why(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in PACKS if name == NAMES[0] else ():
        for tried in list(_trials())[-4:]:
            yield from pages(trying.trial_why, pack, CREDIT, tried, t=t)


def _credit_of(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts, pack in _after(name):
        for employment in Employment:
            mine = replace(facts, owner=replace(facts.owner, employment=employment))
            yield trying.credit_of(mine, pack, CREDIT, Trial(jenjang=3, months=11), t)


VIEWS: dict[str, Shapes] = {
    "evaluation.card": _card,
    "evaluation.superseded": _small(evaluation.superseded),
    "evaluation.answered": _small(evaluation.answered),
    "evaluation.details": _paged(evaluation.details, _all),
    "evaluation.period_facts": _record,
    "evaluation.follow_up": _paged(evaluation.follow_up, _before),
    "evaluation.why": _paged(evaluation.why, _all),
    "evaluation.copy": _paged(evaluation.copy, _after),
    "evaluation_lists.overview": _overview,
    "evaluation_lists.spread": _spread,
    "evaluation_lists.periods": _periods,
    "trying.trial": _trial,
    "trying.trial_why": _trial_why,
    "trying.credit_of": _credit_of,
}
