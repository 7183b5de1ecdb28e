"""Made-up evaluations for the tests of talks and views, and what an intent about one must look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dialogs.evaluation.questions import LONGEST
from regulations.models import Pack, Period, Rating, Role
from regulations.ratings import needs_reason
from storage.values import BehaviourItem, Plan, ResultItem, SkpStatus
from storage.values.evaluation import (
    Advice,
    Evaluation,
    EvaluationFacts,
    EvaluationStatus,
    Observed,
    Rated,
    Recommend,
    Respond,
    ReviseEvaluation,
    RhkFacts,
    SetEvaluation,
    Verdict,
    YearFacts,
)
from tests.dialogs.people import DRAFT, NAMES, NOW, TODAY, a_member, periods_of, year_of

LONG = ("Selesai <b>tepat</b> & rapi 👩🏽‍🏫 {kata} مكتمل " * 9)[:LONGEST]
NOTHING = YearFacts(TODAY)


def whole_plan(pack: Pack, role: Role) -> Plan:
    """Everything that a plan of this role can hold, as the pack's examples measure it."""
    examples = pack.examples(role)
    measures = {rhk.code: examples.measures[rhk.code] for rhk in pack.rhk(role)}
    results = tuple(ResultItem(code, None, "", "x", each.target, each.satuan, True) for code, each in measures.items())
    behaviours = tuple(BehaviourItem(aspect.code, "", "", True) for aspect in pack.behaviours(role))
    return Plan(results, (), behaviours, ())


def much(plan: Plan) -> YearFacts:
    """A year in which everything was written down, some of it oddly."""
    reached = ("12", "1250.5", "NaN", "hampir semuanya <b>", "0")
    confirmed = ("dikonfirmasi", "diminta", "belum", None)
    results = tuple(
        RhkFacts(item.rhk, reached[at % len(reached)], confirmed[at % len(confirmed)])
        for at, item in enumerate(plan.results)
    )
    observed = (Observed("1", "selesai", {"0": 1, "2": 12}), Observed("2", "diamati", {}))
    return YearFacts(TODAY, results, 120, 15, 128, observed, 99)


def advice(name: str) -> Advice:
    """What a member of the tim kinerja recommends."""
    return Advice(name, Rating.di_atas, Rating.di_bawah, LONG, NOW, mine=False)


def verdict(pack: Pack, plan: Plan, hasil: Rating, perilaku: Rating, words: str | None) -> Verdict:
    """Every part rated as its half is."""
    return Verdict(
        tuple(Rated(item.rhk, hasil) for item in plan.results),
        tuple(Rated(item.aspect, perilaku) for item in plan.behaviours),
        hasil,
        perilaku,
        pack.predikat(hasil, perilaku).code,
        words,
        words,
        words,
        words,
    )


def a_period(
    pack: Pack,
    role: Role = Role.guru,
    name: str = NAMES[0],
    period: Period | None = None,
    evaluation: Evaluation | None = None,
    **changes: Any,
) -> EvaluationFacts:
    """Somebody's period, for its owner unless `decides` or `watches`."""
    owner = a_member(role, name=name, position=f"Guru {name}", unit_name=f"SDN {name}", year=year_of(pack))
    known: dict[str, Any] = {"decides": False, "watches": False, "plan_status": SkpStatus.disepakati, **changes}
    return EvaluationFacts(
        owner=known.pop("owner", owner),
        period=(period or periods_of(pack)[-1]).code,
        pack_id=pack.id,
        pack_version=pack.digest,
        plan=whole_plan(pack, role),
        appraiser_name=name,
        evaluation=evaluation,
        **known,
    )


def an_evaluation(said: Verdict, status: EvaluationStatus, name: str, **changes: Any) -> Evaluation:
    """One that stands in the record."""
    return Evaluation(
        id=DRAFT,
        version=changes.pop("version", 3),
        revision=changes.pop("revision", 1),
        status=status,
        verdict=said,
        decided_at=NOW,
        decided_by=name,
        acknowledged_at=NOW if status is EvaluationStatus.diketahui else None,
        **changes,
    )


# --- what a talk may come to -----------------------------------------------------------


def check(intent: object, pinned: Mapping[str, Any], pack: Pack) -> None:
    """Assert that an intent about an evaluation keeps the rules."""
    match intent:
        case SetEvaluation(owner=owner, period=period, verdict=said):
            assert pinned["evaluation"] == 0
            _verdict(said, pinned, pack)
        case ReviseEvaluation(owner=owner, period=period, verdict=said, version=version, why=why):
            assert pinned["evaluation"] == version > 0
            _words(why)
            _verdict(said, pinned, pack)
        case Respond(owner=owner, period=period, version=version, words=words):
            assert version == pinned["evaluation"]
            _words(words)
        case Recommend(owner=owner, period=period, hasil=hasil, perilaku=perilaku, note=note):
            assert {hasil, perilaku} <= set(Rating)
            _words(note)
        case _:
            raise AssertionError(intent)
    assert (owner, period) == (pinned["owner"], pinned["period"])


def _verdict(said: Verdict, pinned: Mapping[str, Any], pack: Pack) -> None:
    assert [part.code for part in said.results] == [code for code, *_ in pinned["results"]]
    assert [part.code for part in said.behaviours] == list(pinned["aspects"])
    assert said.predikat == pack.predikat(said.hasil, said.perilaku).code
    _reason(said.hasil, said.results, said.hasil_reason)
    _reason(said.perilaku, said.behaviours, said.perilaku_reason)
    for words in (said.note, said.recommendation):
        assert words is None or _words(words)


def _reason(rating: Rating, parts: Sequence[Rated], reason: str | None) -> None:
    assert (reason is not None) == needs_reason(rating, [part.rating for part in parts])
    assert reason is None or _words(reason)


def _words(words: str) -> bool:
    assert 0 < len(words.strip()) <= LONGEST
    return True
