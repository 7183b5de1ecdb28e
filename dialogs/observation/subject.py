"""What a talk about an observation is about: the focus with its rubric, and the words of a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.material import remark
from dialogs.questions import Option, Options
from locales import AnyText, Msg, _
from regulations.models import (
    Basis,
    Cited,
    Focus,
    ObservationLevel,
    ObservationQuestion,
    ObservationStep,
    ObservationTarget,
    Pack,
    Role,
)

PREPARING, OBSERVING, DISCUSSING, FOLLOWING_UP, REFLECTING = "A", "B", "C", "D", "E"
"""Codes of the five steps, the same in every pack."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One focus of one role under one pack."""

    pack: Pack
    role: Role
    code: str

    @property
    def focus(self) -> Focus:
        """The focus itself."""
        return next(item for item in self.pack.focuses(self.role) if item.code == self.code)

    @property
    def targets(self) -> tuple[ObservationTarget, ...]:
        """Its target behaviours; empty where no rubric was found."""
        return self.pack.observation_targets(self.role, self.code)

    @property
    def levels(self) -> tuple[ObservationLevel, ...]:
        """What may be said of a target behaviour."""
        return self.pack.observation_levels

    def step(self, code: str) -> tuple[ObservationStep, ...]:
        """The step of that code, as sources want it."""
        return tuple(each for each in self.pack.observation_steps(self.role) if each.code == code)

    def asked(self, step: str) -> tuple[ObservationQuestion, ...]:
        """The questions of a step whose wording is known."""
        return tuple(each for each in self.pack.observation_questions(self.role, step) if each.text is not None)

    def unknown(self, step: str) -> tuple[ObservationQuestion, ...]:
        """Questions that are known to be asked, though nobody has found how."""
        return tuple(each for each in self.pack.observation_questions(self.role, step) if each.text is None)

    def sources(self, *steps: str) -> tuple[Cited, ...]:
        """What steps and rubric rest on."""
        return (self.focus, *(each for step in steps for each in self.step(step)), *self.targets, *self.levels)


def wording(question: ObservationQuestion) -> AnyText:
    """A question as printed, or, where the words are Kawal's, in the reader's language."""
    text = question.text or ""
    return Msg(text) if question.basis is Basis.recommended else text


def target_options(targets: Sequence[ObservationTarget]) -> Options:
    """Target behaviours to choose from."""
    return Options(Option(each.code, Msg(each.short)) for each in targets)


def level_options(levels: Sequence[ObservationLevel]) -> Options:
    """Levels to choose from, by their official names."""
    return Options(Option(each.code, each.name) for each in levels)


def rubric_lines(targets: Sequence[ObservationTarget]) -> list[AnyText]:
    """The rubric, a block for each target behaviour and its examples."""
    blocks: list[AnyText] = []
    for each in targets:
        blocks.append(_("<b>{text}</b>", text=each.text))
        if each.do:
            blocks.append(_("✓ Dianjurkan: {examples}", examples="; ".join(each.do)))
        if each.avoid:
            blocks.append(_("✗ Dihindari: {examples}", examples="; ".join(each.avoid)))
    return blocks


def about_rubric(targets: Sequence[ObservationTarget]) -> tuple[AnyText, ...]:
    """How far the rubric may be trusted, or that there is none."""
    if targets:
        return remark(targets)
    return (_("<i>Rubrik fokus ini tidak kami temukan, jadi isiannya bebas.</i>"),)
