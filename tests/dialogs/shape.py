"""Whether what a talk came to is what the rules of its pack allow."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from babel.dates import get_day_names, get_month_names

from dialogs.ground import superior_from_pack
from regulations.library import packaged
from regulations.models import Basis, RhkKind
from storage.values import CompetenceItem, MarkEntered, Plan, ResultItem, ReturnSkp, SubmitSkp
from storage.values.coaching import AddSchool, ChangeEntry, NoteEntry, Tick
from storage.values.competence import AddEvidence, ChangeLog, ReturnLog, SaveLog
from storage.values.confirmations import ConfirmMany, DecideRhk
from storage.values.deadlines import MoveDeadline
from storage.values.evaluation import Recommend, Respond, ReviseEvaluation, SetEvaluation
from storage.values.feedback import AnswerFeedback, GiveFeedback
from storage.values.midyear import AnswerCheckin, SubmitCheckin
from storage.values.moves import Appoint, Delegate, Transfer
from storage.values.own_data import EraseMe, KeepMe
from storage.values.teams import FormTeam
from tests.dialogs import coaching, evaluations, logs, observations, reports
from tests.dialogs.grounds import Ground, deadlines, moves, teams
from tests.dialogs.grounds.january import VERSION
from tests.dialogs.people import DRAFT
from tests.dialogs.phone import TYPED
from tests.dialogs.tongues import words


def check(intent: Any, ground: Ground) -> None:
    """Assert that an intent keeps the rules."""
    match intent:
        case SubmitSkp(period=period, pack_id=pack_id, pack_version=version, plan=plan):
            assert ground.period is not None
            assert (period, pack_id, version) == (ground.period.code, ground.pack.id, VERSION)
            _plan(plan, ground)
        case ReturnSkp(skp_id=skp_id, version=3, reason=reason):
            assert skp_id == DRAFT
            assert 0 < len(reason.strip()) <= 300
        case MarkEntered(skp_id=skp_id, version=3, on=day):
            assert skp_id == DRAFT
            assert ground.today - timedelta(days=60) <= day <= ground.today
        case DecideRhk(assignment_id=owner, confirmed=False, note=str(note)):
            assert owner == DRAFT
            assert 0 < len(note.strip()) <= 300
        case ConfirmMany(people=people):
            listed = [(number, version) for number, version, _name in ground.pinned["people"]]
            assert len(people) > 0
            assert list(people) == [one for one in listed if one in people]
        case SubmitCheckin(skp_id=skp_id, progress=progress, hindrance=hindrance, support=support):
            assert skp_id == DRAFT
            assert [[item.rhk, str(item.target), item.satuan] for item in progress] == ground.pinned["targets"]
            assert all(0 <= item.reached <= 100_000 for item in progress)
            told = [hindrance, support, *(item.words for item in progress)]
            assert all(words is None or 0 < len(words.strip()) <= 300 for words in told)
        case AnswerCheckin(checkin_id=checkin_id, version=3, answer=words):
            assert checkin_id == DRAFT
            assert 0 < len(words.strip()) <= 300
        case SetEvaluation() | ReviseEvaluation() | Respond() | Recommend():
            evaluations.check(intent, ground.pinned, ground.pack)
        case GiveFeedback(assignment_id=owner, text=words, follow_up_on=day):
            assert owner == DRAFT
            assert 0 < len(words.strip()) <= 1000
            assert day is None or ground.today <= day <= ground.today + timedelta(days=365)
        case AnswerFeedback(id=note, version=3, text=words):
            assert note == DRAFT
            assert 0 < len(words.strip()) <= 1000
        case _ if isinstance(intent, observations.INTENTS):
            observations.check(intent, ground.pinned, ground.pack, ground.today)
        case Appoint() | Delegate() | Transfer():
            moves.check(intent, ground)
        case MoveDeadline():
            deadlines.check(intent, ground)
        case FormTeam():
            teams.check(intent, ground)
        case SaveLog() | ChangeLog() | AddEvidence() | ReturnLog():
            logs.check(intent, ground.pinned, ground.pack)
        case AddSchool() | NoteEntry() | ChangeEntry() | Tick():
            coaching.check(intent, ground.pinned, ground.today)
        case _ if isinstance(intent, reports.INTENTS):
            reports.check(intent, ground.pinned, ground.today)
        case KeepMe() | EraseMe(word="HAPUS"):
            assert ground.talk == "hapus_data"
        case _:
            raise AssertionError(f"nobody has said what {intent!r} must look like")


def _plan(plan: Plan, ground: Ground) -> None:
    pack, role = ground.pack, ground.member.role
    chosen = [item.rhk for item in plan.results]
    assert chosen == [item.code for item in pack.rhk(role) if item.code in chosen]
    assert {item.code for item in pack.required_rhk(role)} <= set(chosen)
    for item in plan.results:
        _result(item, ground)
    _focuses(plan.focuses, ground)
    _behaviours(plan, ground)
    _competences(plan, ground)
    tasks = [item.code for item in pack.rhk(role) if item.kind is RhkKind.tugas_tambahan and item.code in chosen]
    assert (plan.additional_task is not None) == bool(tasks)
    assert plan.additional_task is None or 0 < len(plan.additional_task.strip()) <= 120


def _result(item: ResultItem, ground: Ground) -> None:
    examples = ground.pack.examples(ground.member.role)
    superior = superior_from_pack(ground.pack, ground.member.role)
    served = {rhk.code for rhk in superior} if examples.intervened else {None}
    assert item.intervened in served
    if examples.perspektif:
        assert item.aspek is None
        assert item.perspektif in examples.perspektif
    else:
        assert item.aspek in examples.aspek
        assert item.perspektif is None
    assert 0 < len(item.indikator.strip()) <= 300
    assert 0 < len(item.satuan.strip()) <= 40
    assert Decimal(0) < item.target <= 100_000
    assert item.target == round(item.target, 2)
    assert len(str(item.target)) <= 9, f"{item.target} is written at length"
    measure = examples.measures[item.rhk]
    kind, suggested = (item.aspek, measure.aspek) if item.aspek else (item.perspektif, measure.perspektif)
    same = (item.indikator, item.target, item.satuan) == (measure.indikator, measure.target, measure.satuan)
    assert item.suggested == (same and kind == suggested)


def _focuses(focuses: tuple[str, ...], ground: Ground) -> None:
    rule = ground.pack.focus_rule(ground.member.role)
    known = [item.code for item in ground.pack.focuses(ground.member.role)]
    assert len(set(focuses)) == len(focuses)
    assert set(focuses) <= set(known)
    assert rule.at_least <= len(focuses) <= (rule.at_most or len(known))


def _behaviours(plan: Plan, ground: Ground) -> None:
    aspects = ground.pack.behaviours(ground.member.role)
    assert len(aspects) == 7
    assert [item.aspect for item in plan.behaviours] == [aspect.code for aspect in aspects]
    for item, aspect in zip(plan.behaviours, aspects, strict=True):
        indicators = {indicator.code: indicator for indicator in aspect.indicators}
        assert item.expectation in {each.code for each in indicators[item.indicator].expectations}


def _competences(plan: Plan, ground: Ground) -> None:
    codes = [item.activity for item in plan.competences]
    assert len(set(codes)) == len(codes) > 0
    bounds = ground.pack.point_range()
    for item in plan.competences:
        assert 1 <= item.units <= 60
        _points(item, ground, counted=bounds is not None)
    if bounds is None:
        assert plan.note is None
        return
    total = sum(item.points or 0 for item in plan.competences)
    inside = bounds.minimum <= total <= bounds.maximum
    assert (plan.note is None) == inside, f"{total} points, note {plan.note!r}"
    assert inside or (plan.note and 0 < len(plan.note.strip()) <= 300)


def _points(item: CompetenceItem, ground: Ground, counted: bool) -> None:
    activity = next(each for each in ground.pack.activities(ground.member.role) if each.code == item.activity)
    if not counted:
        assert item.points is None
        assert item.points_basis is None
    elif activity.points is not None:
        assert (item.points, item.points_basis) == (activity.points * item.units, activity.points_basis)
    else:
        assert item.points is not None
        assert item.points_basis is Basis.unverified
        assert item.points % item.units == 0


WORDS_OF_OURS = ("HAPUS", "Kawal", "Kinerja", "WIB", "WITA", "WIT", "GTK")
"""Names that are the same in every language."""


@cache
def _official(pack_id: str) -> frozenset[str]:
    return frozenset(words([packaged().packs[pack_id].to_json()]))


def allowed_words(ground: Ground) -> frozenset[str]:
    """The words that may stand on a screen without being translated: official wording, names, dates, what was typed."""
    dates = [*get_month_names(locale="en").values(), *get_day_names("short", locale="en").values()]
    texts = [
        ground.member.name,
        *map(str, ground.pinned.values()),
        *dates,
        *WORDS_OF_OURS,
        TYPED,
        "xxxx",
    ]
    return frozenset(words(texts) | _official(ground.pack.id))
