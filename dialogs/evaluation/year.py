"""The year's facts beside the ratings, in lines: what was reached, confirmed, observed, learned and said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from dialogs.plan_summary import shortened
from locales import AnyText, Msg, _, n_
from regulations.models import Pack, Role
from storage.values import ResultItem
from storage.values.confirmations import ticked_by_appraiser
from storage.values.evaluation import Observed, RhkFacts, YearFacts

LONGEST_REACHED = 8
"""Characters of what was reached, where it is no number."""
CONFIRMED = "dikonfirmasi"
NOTHING = _("belum ada catatan")
LEGEND = _("<i>tercapai / target · ✓ = dikonfirmasi</i>")


def pin(facts: YearFacts) -> dict[str, Any]:
    """The facts as JSON, for a draft."""
    kept = {**asdict(facts), "on": facts.on.isoformat()}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


def unpin(kept: Mapping[str, Any]) -> YearFacts:
    """The facts that a draft has pinned."""
    return YearFacts(
        **{
            **kept,
            "on": date.fromisoformat(kept["on"]),
            "results": tuple(RhkFacts(**item) for item in kept["results"]),
            "observed": tuple(Observed(**item) for item in kept["observed"]),
        }
    )


def rhk_facts(facts: YearFacts, code: str) -> RhkFacts:
    """What there is about one RHK."""
    return next((item for item in facts.results if item.rhk == code), RhkFacts(code))


def result_lines(pack: Pack, role: Role, items: Sequence[ResultItem], facts: YearFacts) -> list[AnyText]:
    """One short line per RHK of the plan: what was reached of the target, and whether it is confirmed. Telegram would
    take "/32" for a command."""
    lines: list[AnyText] = []
    for item in items:
        fact = rhk_facts(facts, item.rhk)
        lines.append(
            _(
                "{code} {label}: {reached} / {target}{confirmed}",
                code=item.rhk,
                label=Msg(pack.rhk_by_code(role, item.rhk).short),
                reached=_reached(fact),
                target=item.target,
                confirmed=" ✓" if fact.confirmed == CONFIRMED else "",
            )
        )
    return lines


def _reached(fact: RhkFacts) -> AnyText | Decimal:
    """A number as the reader writes numbers; other words are cut."""
    if fact.reached is None:
        return "–"
    try:
        number = Decimal(fact.reached)
    except InvalidOperation:
        return shortened(fact.reached, LONGEST_REACHED)
    return number if number.is_finite() else shortened(fact.reached, LONGEST_REACHED)


def summary_lines(pack: Pack, role: Role, items: Sequence[ResultItem], facts: YearFacts) -> list[AnyText]:
    """The whole record of the period in at most four lines; what is missing says so."""
    return [
        *_confirmations(pack, role, items, facts),
        _("Kompetensi: {what}", what=competence(facts)),
        _("Observasi: {what}", what=observation(facts)),
        _("Umpan balik: {what}", what=said(facts)),
    ]


def _confirmations(pack: Pack, role: Role, items: Sequence[ResultItem], facts: YearFacts) -> list[AnyText]:
    """Counted over the RHK that the appraiser confirms, as the table of confirmations does; nothing without any."""
    ticked = _ticked(pack, role)
    counted = [rhk_facts(facts, item.rhk).confirmed == CONFIRMED for item in items if item.rhk in ticked]
    return [_("Konfirmasi RHK: {count} dari {all}", count=sum(counted), all=len(counted))] if counted else []


def _ticked(pack: Pack, role: Role) -> frozenset[str]:
    """The RHK that the appraiser confirms; of the others nobody waits for that."""
    return frozenset(row.rhk for row in pack.documentation(role) if ticked_by_appraiser(row))


def competence(facts: YearFacts) -> AnyText:
    """Confirmed activities, their points where the pack counts them, and what still waits."""
    if not facts.competence_confirmed and not facts.competence_waiting:
        return NOTHING
    confirmed: AnyText = n_("{count} dikonfirmasi", "{count} dikonfirmasi", facts.competence_confirmed)
    if facts.points is not None:
        confirmed = _("{confirmed}, {points} poin", confirmed=confirmed, points=facts.points)
    if not facts.competence_waiting:
        return confirmed
    return _("{confirmed}, {waiting} menunggu", confirmed=confirmed, waiting=facts.competence_waiting)


def observation(facts: YearFacts) -> AnyText:
    """How many observations there are, and how many target behaviours were seen at each level."""
    if not facts.observed:
        return NOTHING
    levels: dict[str, int] = {}
    for item in facts.observed:
        for level, count in item.levels.items():
            levels[level] = levels.get(level, 0) + count
    focuses = n_("{count} fokus", "{count} fokus", len(facts.observed))
    if not levels:
        return focuses
    return _(
        "{focuses}; efektif {effective} dari {all}",
        focuses=focuses,
        effective=levels.get(EFFECTIVE, 0),
        all=sum(levels.values()),
    )


EFFECTIVE = "2"
"""Code of the highest level of an observation: done and effective."""


def said(facts: YearFacts) -> AnyText:
    """How often something was said to the person."""
    return n_("{count} kali", "{count} kali", facts.feedback) if facts.feedback else NOTHING


def detail_blocks(pack: Pack, role: Role, items: Sequence[ResultItem], facts: YearFacts) -> list[AnyText]:
    """Everything, with the official wording of each RHK."""
    blocks: list[AnyText] = []
    ticked = _ticked(pack, role)
    for item in items:
        fact = rhk_facts(facts, item.rhk)
        stands = CONFIRMATIONS.get(fact.confirmed or "", NOT_YET)
        blocks.append(
            _(
                "<b>RHK {code}</b>. {text}\nTarget {target} {unit} · tercapai: {reached}{confirmed}",
                code=item.rhk,
                text=pack.rhk_by_code(role, item.rhk).text,
                target=item.target,
                unit=Msg(item.satuan),
                reached=NOTHING if fact.reached is None else _reached(fact),
                confirmed=_(" · {stands}", stands=stands) if item.rhk in ticked else "",
            )
        )
    return [*blocks, *summary_lines(pack, role, items, facts), _("<i>Catatan di Kawal per {day}.</i>", day=facts.on)]


NOT_YET = _("belum dikonfirmasi")
CONFIRMATIONS: dict[str, Msg] = {
    CONFIRMED: _("dikonfirmasi"),
    "belum": _("belum terpenuhi menurut atasan"),
    "diminta": _("menunggu konfirmasi"),
}
