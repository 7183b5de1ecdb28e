"""The plan of the period before, as the next one begins with it: kept in the draft, and turned back into answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from dialogs.ground import SuperiorRhk
from dialogs.material import CHANGE, SUGGEST, Material
from regulations.models import Basis
from storage.values import BehaviourItem, CompetenceItem, Plan, ResultItem


def to_json(plan: Plan) -> dict[str, Any]:
    """A plan as a draft pins it."""
    kept: dict[str, Any] = json.loads(json.dumps(asdict(plan), default=str))
    return kept


def from_json(kept: Mapping[str, Any]) -> Plan:
    """The plan that `to_json` kept."""
    return Plan(
        results=tuple(ResultItem(**{**item, "target": Decimal(item["target"])}) for item in kept["results"]),
        focuses=tuple(kept["focuses"]),
        behaviours=tuple(BehaviourItem(**item) for item in kept["behaviours"]),
        competences=tuple(_competence(item) for item in kept["competences"]),
        note=kept["note"],
        additional_task=kept["additional_task"],
    )


def _competence(item: Mapping[str, Any]) -> CompetenceItem:
    basis = item["points_basis"]
    return CompetenceItem(item["activity"], item["units"], item["points"], Basis(basis) if basis else None)


def answers_of(stuff: Material, superior: Sequence[SuperiorRhk], plan: Plan) -> dict[str, Any]:
    """The answers that lead to this plan, all but the last tap. What the pack no longer has is left out, so it is asked
    again."""
    results = [item for item in plan.results if item.rhk in stuff.rhk]
    answers: dict[str, Any] = {"rhk": [item.rhk for item in results]}
    if plan.additional_task:
        answers["task"] = plan.additional_task
    return (
        answers
        | _served(stuff, superior, results)
        | _measures(stuff, results)
        | ({"focus": plan.focuses[0]} if stuff.one_focus else {"focuses": list(plan.focuses)})
        | _behaviours(stuff, plan.behaviours)
        | _competences(stuff, plan.competences)
        | ({"note": plan.note} if plan.note else {})
    )


def _served(stuff: Material, superior: Sequence[SuperiorRhk], results: Sequence[ResultItem]) -> dict[str, Any]:
    if not superior:
        return {}
    suggested = stuff.suggested_served(superior, [item.rhk for item in results])
    own = {item.rhk: item.intervened for item in results if item.intervened not in (None, suggested[item.rhk])}
    return _changed("served", own) | {f"served.{code}": served for code, served in own.items()}


def _measures(stuff: Material, results: Iterable[ResultItem]) -> dict[str, Any]:
    own = {item.rhk: item for item in results if not _is_suggested(stuff, item)}
    answers = _changed("measures", own)
    for code, item in own.items():
        kind = {f"perspektif.{code}": item.perspektif} if stuff.perspektif else {f"aspek.{code}": item.aspek}
        answers |= kind | {f"indikator.{code}": item.indikator}
        answers |= {f"target.{code}": str(item.target), f"satuan.{code}": item.satuan}
    return answers


def _is_suggested(stuff: Material, item: ResultItem) -> bool:
    return replace(item, suggested=True) == stuff.suggested_result(item.rhk, item.intervened)


def _behaviours(stuff: Material, items: Iterable[BehaviourItem]) -> dict[str, Any]:
    own = {i.aspect: i for i in items if replace(i, suggested=True) != stuff.suggested_behaviours.get(i.aspect)}
    answers = _changed("behaviour", own)
    for aspect, item in own.items():
        answers |= {f"indicator.{aspect}": item.indicator, f"expectation.{item.indicator}": item.expectation}
    return answers


def _competences(stuff: Material, items: Sequence[CompetenceItem]) -> dict[str, Any]:
    if tuple(items) == stuff.suggested_competences:
        return {"competence": SUGGEST}
    known = [item for item in items if item.activity in stuff.activity_by_code]
    answers: dict[str, Any] = {"competence": CHANGE, **_activities(stuff, [item.activity for item in known])}
    for item in known if stuff.counts_points else ():
        answers[f"units.{item.activity}"] = str(item.units)
        if stuff.points_each(item.activity) is None:
            answers[f"points.{item.activity}"] = str((item.points or 0) // item.units)
    return answers


def _activities(stuff: Material, codes: Sequence[str]) -> dict[str, Any]:
    if not stuff.categories:
        return {"activities": list(codes)}
    sorted_in = {
        category.code: [code for code in codes if code in stuff.by_category[category.code]]
        for category in stuff.categories
    }
    used = {category: some for category, some in sorted_in.items() if some}
    return {"categories": list(used), **{f"activities.{category}": some for category, some in used.items()}}


def _changed(block: str, own: Mapping[str, Any]) -> dict[str, Any]:
    """How a block is answered: all suggestions, or these changed."""
    return {block: CHANGE, f"{block}.change": list(own)} if own else {block: SUGGEST}
