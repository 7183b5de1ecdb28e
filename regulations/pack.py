"""A regulation as one frozen value, and the questions it answers.

Answers are made once and handed out again: the same question gives the same object, so a dialog may ask at every step.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Protocol, TypeVar

from pydantic import Field, PrivateAttr, field_serializer

from regulations.base import Cited, Text
from regulations.dates import DatedWindow, Period, PeriodTemplate, ValidYears, Window
from regulations.items import (
    AppraiserRule,
    BehaviourAspect,
    BknOnly,
    Coaching,
    CompetenceActivity,
    CompetenceCategory,
    DataRule,
    Definition,
    Documentation,
    Examples,
    Focus,
    FocusRule,
    FollowUp,
    MonthPhase,
    Notice,
    ObservationLevel,
    ObservationQuestion,
    ObservationStep,
    ObservationTarget,
    PointRange,
    Predikat,
    PredikatCell,
    ReflectionQuestion,
    Rhk,
    SkpField,
    TeamStep,
    Uncovered,
)
from regulations.kinds import Basis, Cycle, Rating, RhkKind, Role


class _OfRole(Protocol):
    @property
    def role(self) -> Role: ...


_Item = TypeVar("_Item", bound=_OfRole)


def _by_role(items: Iterable[_Item]) -> dict[Role, tuple[_Item, ...]]:
    grouped: dict[Role, list[_Item]] = {}
    for item in items:
        grouped.setdefault(item.role, []).append(item)
    return {role: tuple(some) for role, some in grouped.items()}


Moved = Mapping[tuple[str, str], date]
"""Deadlines that an operator has moved: last day by code of the window and code of the period."""


def _dated(windows: Iterable[Window], period: Period, moved: Moved) -> Iterable[DatedWindow]:
    for window in windows:
        if window.period in (None, period.template):
            closes = moved.get((window.code, period.code), window.closes_on(period.year))
            yield DatedWindow(min(window.opens_on(period.year), closes), closes, window)


class PackHead(Cited):
    """What `pack.yaml` holds: name, number, years, cycle, and the switches that dialogs ask for."""

    id: Text
    version: int | str
    title: Text
    short: Text
    number: Text
    signed: date | None = None
    valid_years: ValidYears
    extends: str | None = None
    rebase: Basis | None = None
    covers: frozenset[Role]
    cycle: Cycle
    uses_points: bool
    upload_evidence: bool

    @field_serializer("covers")
    def _covers_in_order(self, covers: frozenset[Role]) -> list[str]:
        return sorted(covers)


class Pack(PackHead):
    """A whole, resolved regulation. Fields are lists as written down; methods answer per role, year and day."""

    rhk_list: tuple[Rhk, ...] = Field(default=(), alias="rhk")
    focus_list: tuple[Focus, ...] = Field(default=(), alias="focuses")
    focus_rules: tuple[FocusRule, ...] = ()
    skp_field_list: tuple[SkpField, ...] = Field(default=(), alias="skp_fields")
    behaviour_list: tuple[BehaviourAspect, ...] = Field(default=(), alias="behaviours")
    category_list: tuple[CompetenceCategory, ...] = Field(default=(), alias="categories")
    activity_list: tuple[CompetenceActivity, ...] = Field(default=(), alias="activities")
    point_ranges: tuple[PointRange, ...] = ()
    reflection_list: tuple[ReflectionQuestion, ...] = Field(default=(), alias="reflections")
    documentation_list: tuple[Documentation, ...] = Field(default=(), alias="documentation")
    period_templates: tuple[PeriodTemplate, ...] = Field(default=(), alias="periods")
    window_list: tuple[Window, ...] = Field(default=(), alias="windows")
    months: tuple[MonthPhase, ...] = ()
    definitions: tuple[Definition, ...] = ()
    coaching_list: tuple[Coaching, ...] = Field(default=(), alias="coaching")
    appraisers: tuple[AppraiserRule, ...] = ()
    team_steps: tuple[TeamStep, ...] = ()
    bkn_only: tuple[BknOnly, ...] = ()
    data_rules: tuple[DataRule, ...] = ()
    predikat_list: tuple[Predikat, ...] = Field(default=(), alias="predikat")
    predikat_cells: tuple[PredikatCell, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    observation_step_list: tuple[ObservationStep, ...] = Field(default=(), alias="observation_steps")
    observation_levels: tuple[ObservationLevel, ...] = ()
    observation_target_list: tuple[ObservationTarget, ...] = Field(default=(), alias="observation_targets")
    observation_question_list: tuple[ObservationQuestion, ...] = Field(default=(), alias="observation_questions")
    notices: tuple[Notice, ...] = ()
    uncovered_list: tuple[Uncovered, ...] = Field(default=(), alias="uncovered")
    example_list: tuple[Examples, ...] = Field(default=(), alias="examples")
    _moved: Moved = PrivateAttr(default_factory=dict)

    # --- what a plan is made of

    def rhk(self, role: Role) -> tuple[Rhk, ...]:
        """The RHK of a role in the order printed; for a kepala dinas Kawal's examples. Empty where there are none."""
        return self._rhk.get(role, ())

    def rhk_by_code(self, role: Role, code: str) -> Rhk:
        """The RHK of a role with that code. Raises KeyError when there is none."""
        return self._rhk_codes[role, code]

    def required_rhk(self, role: Role) -> tuple[Rhk, ...]:
        """The RHK that every plan of a role holds: observation and competence."""
        return self._required.get(role, ())

    def preset_rhk(self, role: Role, has_additional_task: bool) -> tuple[str, ...]:
        """Codes that Kawal ticks beforehand; an additional task only for those who have one."""
        return self._preset.get((role, has_additional_task), ())

    def focuses(self, role: Role) -> tuple[Focus, ...]:
        """The focuses a role may choose from."""
        return self._focuses.get(role, ())

    def focus_rule(self, role: Role) -> FocusRule:
        """How many focuses a plan of that role holds. Raises KeyError for a role without focuses."""
        return self._focus_rules[role]

    def skp_fields(self, role: Role) -> tuple[SkpField, ...]:
        """What the SKP of a role must hold."""
        return self._skp_fields.get(role, ())

    def behaviours(self, role: Role) -> tuple[BehaviourAspect, ...]:
        """The seven aspects with their indicators and expectations for a role."""
        return self._behaviours.get(role, ())

    def activities(self, role: Role) -> tuple[CompetenceActivity, ...]:
        """The competence activities for a role; each with its own basis."""
        return self._activities.get(role, ())

    def categories(self) -> tuple[CompetenceCategory, ...]:
        """The categories of competence activities; empty where the regulation has none."""
        return self.category_list

    def point_range(self) -> PointRange | None:
        """How many points a plan should reach, or None where there are no points."""
        return self.point_ranges[0] if self.point_ranges else None

    def reflections(self, role: Role) -> tuple[ReflectionQuestion, ...]:
        """What is asked after a competence activity; empty where points are counted instead."""
        return self._reflections.get(role, ())

    def documentation(self, role: Role) -> tuple[Documentation, ...]:
        """How each RHK of a role is confirmed."""
        return self._documentation.get(role, ())

    def coaching(self, role: Role, code: str) -> Coaching | None:
        """What the regulation says of one way to respond to a role's work, or None where it says nothing."""
        return next((each for each in self.coaching_list if (each.role, each.code) == (role, code)), None)

    def examples(self, role: Role) -> Examples:
        """Kawal's own suggestions for a role. Raises KeyError for a role that the pack does not cover."""
        return self._examples[role]

    # --- observation

    def observation_steps(self, role: Role) -> tuple[ObservationStep, ...]:
        """The steps of the observation cycle of a role, in order."""
        return self._observation_steps.get(role, ())

    def observation_targets(self, role: Role, focus: str) -> tuple[ObservationTarget, ...]:
        """The target behaviours of a focus; empty where no rubric was found."""
        return self._targets.get((role, focus), ())

    def observation_questions(self, role: Role, step: str) -> tuple[ObservationQuestion, ...]:
        """What the person observed is asked in a step, as far as it is known."""
        return tuple(each for each in self.observation_question_list if (each.role, each.step) == (role, step))

    # --- who is covered

    def covers_role(self, role: Role) -> bool:
        """Whether the regulation manages the performance of that role."""
        return role in self.covers

    def uncovered(self, role: Role) -> Uncovered | None:
        """What to tell a role that the regulation does not cover, or None."""
        return self._uncovered.get(role)

    def uncovered_group(self, group: str) -> Uncovered | None:
        """What to tell a group that the regulation does not cover, e.g. `non_asn`, or None."""
        return self._uncovered_groups.get(group)

    # --- time

    def periods(self, year: int) -> tuple[Period, ...]:
        """The periods of a year, first to last."""
        known = self._years.get(year)
        if known is None:
            known = self._years[year] = tuple(template.of(year) for template in self.period_templates)
        return known

    def period_on(self, day: date) -> Period:
        """The period that a day lies in."""
        return next(period for period in self.periods(day.year) if period.starts <= day <= period.ends)

    def windows(self, role: Role, period: Period) -> tuple[DatedWindow, ...]:
        """The windows of a role's own performance in a period, by closing day; days are the school's local days."""
        return self._windows(role, period, own=True)

    def duties(self, role: Role, period: Period) -> tuple[DatedWindow, ...]:
        """The windows in which a role acts on the performance of others, e.g. as their appraiser."""
        return self._windows(role, period, own=False)

    def _windows(self, role: Role, period: Period, own: bool) -> tuple[DatedWindow, ...]:
        key = (role, period.code, own)
        known = self._dated.get(key)
        if known is None:
            some = (each for each in self.window_list if role in (each.roles if own else each.by))
            known = self._dated[key] = tuple(
                sorted(_dated(some, period, self._moved), key=lambda each: (each.closes, each.opens))
            )
        return known

    def moved(self, deadlines: Moved) -> Pack:
        """The same regulation as it holds where these deadlines were moved. Its text and digest stay what they are."""
        if not deadlines:
            return self
        _ = self.digest  # costs much, so that the copies share it
        there = self.model_copy()
        there._moved = deadlines
        there.__dict__.pop("_dated", None)
        return there

    # --- verdict

    def predikat(self, hasil: Rating, perilaku: Rating) -> Predikat:
        """The verdict of two ratings by the quadrant. Raises KeyError where the pack has no quadrant."""
        return self._quadrant[hasil, perilaku]

    def predikat_cell(self, hasil: Rating, perilaku: Rating) -> PredikatCell:
        """The cell of the quadrant that gives it, with its citation. Raises KeyError as `predikat`."""
        return {(cell.hasil, cell.perilaku): cell for cell in self.predikat_cells}[hasil, perilaku]

    def follow_ups(self, role: Role) -> tuple[FollowUp, ...]:
        """What follows the evaluation of a role."""
        return tuple(each for each in self.follow_up if each.role is role)

    # --- the pack as text

    def to_json(self) -> str:
        """The whole resolved pack; the same pack always gives the same text."""
        return json.dumps(self.model_dump(mode="json", by_alias=True), ensure_ascii=False, sort_keys=True, indent=1)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of `to_json`, in hex."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    # --- made once

    @cached_property
    def _years(self) -> dict[int, tuple[Period, ...]]:
        return {}

    @cached_property
    def _dated(self) -> dict[tuple[Role, str, bool], tuple[DatedWindow, ...]]:
        return {}

    @cached_property
    def _rhk(self) -> dict[Role, tuple[Rhk, ...]]:
        return _by_role(self.rhk_list)

    @cached_property
    def _rhk_codes(self) -> dict[tuple[Role, str], Rhk]:
        return {(rhk.role, rhk.code): rhk for rhk in self.rhk_list}

    @cached_property
    def _required(self) -> dict[Role, tuple[Rhk, ...]]:
        return _by_role(rhk for rhk in self.rhk_list if rhk.always)

    @cached_property
    def _preset(self) -> dict[tuple[Role, bool], tuple[str, ...]]:
        return {
            (role, task): tuple(
                rhk.code
                for rhk in some
                if (rhk.always or rhk.recommended) and (task or rhk.kind is not RhkKind.tugas_tambahan)
            )
            for role, some in self._rhk.items()
            for task in (False, True)
        }

    @cached_property
    def _focuses(self) -> dict[Role, tuple[Focus, ...]]:
        return _by_role(self.focus_list)

    @cached_property
    def _focus_rules(self) -> dict[Role, FocusRule]:
        return {rule.role: rule for rule in self.focus_rules}

    @cached_property
    def _skp_fields(self) -> dict[Role, tuple[SkpField, ...]]:
        return _by_role(self.skp_field_list)

    @cached_property
    def _behaviours(self) -> dict[Role, tuple[BehaviourAspect, ...]]:
        return _by_role(self.behaviour_list)

    @cached_property
    def _activities(self) -> dict[Role, tuple[CompetenceActivity, ...]]:
        return _by_role(self.activity_list)

    @cached_property
    def _reflections(self) -> dict[Role, tuple[ReflectionQuestion, ...]]:
        return _by_role(self.reflection_list)

    @cached_property
    def _documentation(self) -> dict[Role, tuple[Documentation, ...]]:
        return _by_role(self.documentation_list)

    @cached_property
    def _observation_steps(self) -> dict[Role, tuple[ObservationStep, ...]]:
        return {
            role: tuple(sorted(some, key=lambda each: each.code))
            for role, some in _by_role(self.observation_step_list).items()
        }

    @cached_property
    def _targets(self) -> dict[tuple[Role, str], tuple[ObservationTarget, ...]]:
        return {
            (focus.role, focus.code): tuple(
                each for each in self.observation_target_list if each.rubric == focus.rubric
            )
            for focus in self.focus_list
        }

    @cached_property
    def _examples(self) -> dict[Role, Examples]:
        return {examples.role: examples for examples in self.example_list}

    @cached_property
    def _uncovered(self) -> dict[Role, Uncovered]:
        return {group.role: group for group in self.uncovered_list if group.role is not None}

    @cached_property
    def _uncovered_groups(self) -> dict[str, Uncovered]:
        return {group.group: group for group in self.uncovered_list}

    @cached_property
    def _quadrant(self) -> dict[tuple[Rating, Rating], Predikat]:
        named = {predikat.code: predikat for predikat in self.predikat_list}
        return {(cell.hasil, cell.perilaku): named[cell.predikat] for cell in self.predikat_cells}
