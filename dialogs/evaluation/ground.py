"""The ground of an evaluation: whose, by which plan and pack, with which facts; pinned in the draft as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from dialogs.evaluation import year
from regulations.models import Pack, Period, Rating, Role
from storage.values import ResultItem
from storage.values.evaluation import Advice, EvaluationFacts, YearFacts


@dataclass(frozen=True, slots=True)
class EvaluationGround:
    """What an evaluation talk begins with."""

    owner: int
    """Assignment."""
    name: str
    role: Role
    pack: Pack
    period: Period
    results: tuple[ResultItem, ...]
    aspects: tuple[str, ...]
    facts: YearFacts
    advice: tuple[Advice, ...]
    version: int
    """That of the evaluation which is revised; 0 for the first."""


def pin(facts: EvaluationFacts, record: YearFacts) -> dict[str, Any]:
    """The ground as a draft keeps it."""
    return {
        "pack": facts.pack_id,
        "version": facts.pack_version,
        **about(facts),
        "year": facts.owner.year,
        "role": facts.owner.role.value,
        "results": [[item.rhk, str(item.target), item.satuan] for item in facts.plan.results],
        "aspects": [item.aspect for item in facts.plan.behaviours],
        "facts": year.pin(record),
        "advice": [
            [each.by, each.hasil.value, each.perilaku.value, each.note, each.at.isoformat()] for each in facts.advice
        ],
    }


def about(facts: EvaluationFacts) -> dict[str, Any]:
    """Whose evaluation it is, and as it was at which version."""
    return {
        "owner": facts.owner.assignment_id,
        "unit_id": facts.owner.unit_id,
        "name": facts.owner.name,
        "period": facts.period,
        "evaluation": facts.version,
    }


def ground(pinned: Mapping[str, Any], pack: Pack) -> EvaluationGround:
    """The ground that a draft has pinned."""
    record = year.unpin(pinned["facts"])
    period = next(each for each in pack.periods(pinned["year"]) if each.code == pinned["period"])
    return EvaluationGround(
        owner=pinned["owner"],
        name=pinned["name"],
        role=Role(pinned["role"]),
        pack=pack,
        period=period,
        results=tuple(_result(*item) for item in pinned["results"]),
        aspects=tuple(pinned["aspects"]),
        facts=record,
        advice=tuple(_advice(*item) for item in pinned["advice"]),
        version=pinned["evaluation"],
    )


def _result(code: str, target: str, unit: str) -> ResultItem:
    return ResultItem(code, None, "", "", Decimal(target), unit, suggested=False)


def _advice(by: str, hasil: str, perilaku: str, note: str, at: str) -> Advice:
    return Advice(by, Rating(hasil), Rating(perilaku), note, datetime.fromisoformat(at), mine=False)
