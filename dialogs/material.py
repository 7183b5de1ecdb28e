"""What the plan dialogs show of a pack, prepared once per pack and role: options, bounds and suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dialogs.basis import MARKS
from dialogs.ground import ByContent, SuperiorRhk
from dialogs.questions import Option, Options
from locales import AnyText, Msg, _
from regulations.models import (
    Basis,
    BehaviourAspect,
    BehaviourIndicator,
    Cited,
    CompetenceActivity,
    Examples,
    Expectation,
    Focus,
    Measure,
    Pack,
    Rhk,
    RhkKind,
    Role,
)
from storage.values import BehaviourItem, CompetenceItem, ResultItem

SUGGEST, CHANGE = "saran", "ubah"
MODES = Options((Option(SUGGEST, _("★ Pakai saran semua")), Option(CHANGE, _("✎ Ubah sebagian"))))
"""How a block is filled: all suggestions, or some of them replaced."""


@dataclass(frozen=True, eq=False)
class Material:
    """One role's part of a pack, ready for questions."""

    pack: Pack
    role: Role
    examples: Examples
    rhk: Options
    required: tuple[str, ...]
    """Codes of the RHK that are in every plan."""
    aspek: Options
    perspektif: Options
    """Empty where the SKP asks for an aspek instead."""
    focuses: Options
    aspects: Options
    activities: Options
    categories: Options
    """Categories of activities; empty where the pack has none."""
    by_category: Mapping[str, Options]
    activity_by_code: Mapping[str, CompetenceActivity]
    additional_task: str | None
    """Code of the RHK for a *tugas tambahan*, if the role has one."""
    one_focus: bool
    """The regulation lets one choose exactly one observation focus."""
    counts_points: bool
    suggested_behaviours: Mapping[str, BehaviourItem]
    """By aspect, in the pack's order."""
    suggested_competences: tuple[CompetenceItem, ...]

    def rhk_named(self, code: str) -> Rhk:
        """The RHK of this code."""
        return self.pack.rhk_by_code(self.role, code)

    def measure(self, code: str) -> Measure:
        """Kawal's example for this RHK."""
        return self.examples.measures[code]

    def aspect(self, code: str) -> BehaviourAspect:
        """The aspect of perilaku kerja of this code."""
        return next(item for item in self.pack.behaviours(self.role) if item.code == code)

    def indicator(self, code: str) -> BehaviourIndicator:
        """The indikator perilaku of this code, e.g. 1.1."""
        return next(i for aspect in self.pack.behaviours(self.role) for i in aspect.indicators if i.code == code)

    def expectation(self, indicator: str, code: str) -> Expectation:
        """The ekspektasi khusus `code` under an indikator."""
        return next(item for item in self.indicator(indicator).expectations if item.code == code)

    def points_each(self, activity: str) -> int | None:
        """Points of one unit of an activity, or None where nobody has confirmed them."""
        return self.activity(activity).points

    def pack_focus(self, code: str) -> Focus:
        """The observation focus of this code."""
        return next(item for item in self.pack.focuses(self.role) if item.code == code)

    def activity(self, code: str) -> CompetenceActivity:
        """The competence activity of this code."""
        return self.activity_by_code[code]

    def suggested_result(self, code: str, served: str | None) -> ResultItem:
        """A RHK measured as Kawal suggests."""
        return _suggested_result(self, code, served)

    def suggested_served(self, superior: Sequence[SuperiorRhk], codes: Sequence[str]) -> dict[str, str | None]:
        """Kawal's example of which RHK of the superior each of these serves, where the superior has it."""
        known = {item.code for item in superior}
        examples = {code: self.examples.intervened.get(code) for code in codes}
        return {code: served if served in known else None for code, served in examples.items()}

    def planned(self, code: str, units: int, each: int | None) -> CompetenceItem:
        """An activity in a plan; under a pack with points `each` is the value of one unit, asked where nobody knows
        it."""
        return _planned(self.counts_points, self.activity(code), units, each)


@lru_cache(maxsize=1024)
def _suggested_result(stuff: Material, code: str, served: str | None) -> ResultItem:
    m = stuff.measure(code)
    aspek = None if stuff.perspektif else m.aspek
    perspektif = m.perspektif if stuff.perspektif else None
    return ResultItem(code, served, aspek, m.indikator, m.target, m.satuan, suggested=True, perspektif=perspektif)


def _planned(counts_points: bool, activity: CompetenceActivity, units: int, each: int | None) -> CompetenceItem:
    if not counts_points:
        return CompetenceItem(activity.code, units)
    known = activity.points_basis if activity.points is not None else Basis.unverified
    return CompetenceItem(activity.code, units, (each or 0) * units, known)


@lru_cache(maxsize=32)
def _material(holder: ByContent, role: Role) -> Material:
    pack = holder.pack
    examples = pack.examples(role)
    activities = {item.code: item for item in pack.activities(role)}
    tasks = [item.code for item in pack.rhk(role) if item.kind is RhkKind.tugas_tambahan]
    counts_points = pack.point_range() is not None
    return Material(
        pack,
        role,
        examples,
        rhk=Options(Option(item.code, Msg(item.short)) for item in pack.rhk(role)),
        required=tuple(item.code for item in pack.required_rhk(role)),
        aspek=Options(Option(name, Msg(name)) for name in examples.aspek),
        perspektif=Options(Option(name, Msg(name)) for name in examples.perspektif),
        focuses=Options(Option(item.code, Msg(item.short)) for item in pack.focuses(role)),
        aspects=Options(Option(item.code, Msg(item.name)) for item in pack.behaviours(role)),
        activities=Options(Option(item.code, Msg(item.short)) for item in activities.values()),
        categories=Options(Option(item.code, Msg(item.name)) for item in pack.categories()),
        by_category={
            item.code: Options(Option(a.code, Msg(a.short)) for a in activities.values() if a.category == item.code)
            for item in pack.categories()
        },
        activity_by_code=activities,
        additional_task=tasks[0] if tasks else None,
        one_focus=pack.focus_rule(role).at_most == 1,
        counts_points=counts_points,
        suggested_behaviours={
            aspect.code: BehaviourItem(aspect.code, *examples.behaviour[aspect.code], suggested=True)
            for aspect in pack.behaviours(role)
        },
        suggested_competences=tuple(
            _planned(counts_points, activities[code], units, activities[code].points)
            for code, units in examples.competence.items()
        ),
    )


def material(pack: Pack, role: Role) -> Material:
    """The prepared material of a role under a pack; the same object for the same content."""
    return _material(ByContent(pack), role)


def remark(items: Sequence[Cited]) -> tuple[AnyText, ...]:
    """One line when what is listed is not plainly printed in the regulation in force."""
    marks = dict.fromkeys(MARKS[item.basis] for item in items if item.basis in MARKS)
    return tuple(_("<i>{mark}</i>", mark=mark) for mark in marks)


def unread(pack: Pack) -> tuple[AnyText, ...]:
    """What to know before anything else where Kawal has not read the regulation itself: the pack's own first notice."""
    if pack.basis is Basis.regulated or not pack.notices:
        return ()
    return (_("<i>{notice}</i>", notice=Msg(pack.notices[0].text)),)
