"""What a regulation is made of: one frozen type per kind of item.

Every item says where it stands in the decree (`source`) and how far that may be trusted (`basis`). Texts are word for
word as printed; `short` labels, at most 32 characters, are Kawal's own, because they stand on a phone's button.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from regulations.base import Cited, Short, Text, Value
from regulations.kinds import Basis, ConfirmedBy, ObservationStage, Rating, RhkKind, Role, Side, SkpPart


class Rhk(Cited):
    """Rencana hasil kerja. `always`: in every plan; `recommended`: in the preset that Kawal offers."""

    code: Text
    role: Role
    kind: RhkKind
    text: Text
    short: Short
    always: bool = False
    recommended: bool = True


class Focus(Cited):
    """An indicator of practice that may be chosen for the observation (pengawas: mentoring) cycle.

    `rubric` names its target behaviours; None where nobody has found them.
    """

    code: Text
    role: Role
    group: Text
    text: Text
    short: Short
    rubric: str | None = None


class FocusRule(Cited):
    """How many focuses a plan holds; `at_most` is None where the regulation sets no upper limit."""

    role: Role
    text: Text
    at_least: Annotated[int, Field(ge=0)]
    at_most: int | None = None


class SkpField(Cited):
    """One thing that the SKP of a role must hold."""

    role: Role
    part: SkpPart
    code: Text
    text: Text


class Expectation(Cited):
    """Ekspektasi khusus pimpinan, e.g. 1.1.1."""

    code: Text
    text: Text


class BehaviourIndicator(Cited):
    """Indikator perilaku, e.g. 1.1."""

    code: Text
    text: Text
    expectations: Annotated[tuple[Expectation, ...], Field(min_length=1)]


class BehaviourAspect(Cited):
    """One of the seven BerAKHLAK aspects as contextualised for a role."""

    code: Text
    role: Role
    name: Text
    indicators: Annotated[tuple[BehaviourIndicator, ...], Field(min_length=1)]


class CompetenceCategory(Cited):
    """A category of competence activities (5539: eight)."""

    code: Text
    name: Text
    text: str | None = None


class CompetenceActivity(Cited):
    """A competence activity. `points` is None where there are none, or where nobody has confirmed them (then asked)."""

    code: Text
    role: Role
    text: Text
    short: Short
    category: str | None = None
    points: Annotated[int, Field(gt=0)] | None = None
    points_basis: Basis = Basis.unverified
    points_source: str = ""
    unit: str | None = None
    evidence: str | None = None

    @model_validator(mode="after")
    def _points_are_cited(self) -> CompetenceActivity:
        if self.points is not None and not self.points_source:
            raise ValueError("poin tanpa points_source")
        return self


class PointRange(Cited):
    """How many points a plan should reach in one `per`."""

    text: Text
    minimum: Annotated[int, Field(ge=0)]
    maximum: int
    per: Text

    @model_validator(mode="after")
    def _in_order(self) -> PointRange:
        if self.maximum < self.minimum:
            raise ValueError("rentang poin terbalik: maximum lebih kecil daripada minimum")
        return self


class Documentation(Cited):
    """A row of the documentation table: `text` names the RHK, `how` says how it is confirmed, both as printed."""

    role: Role
    rhk: Text
    text: Text
    how: Text
    confirmed_by: ConfirmedBy
    upload: bool
    upload_basis: Basis


class MonthPhase(Cited):
    """What a month is for, from the AKI table."""

    month: Annotated[int, Field(ge=1, le=12)]
    role: Role
    text: Text
    period: str | None = None


class Definition(Cited):
    """A term as the regulation defines it."""

    term: Text
    text: Text


class Coaching(Cited):
    """What the regulation says of one way to respond to somebody's work: `apresiasi`, `penugasan`, `umpan_balik`,
    `bimbingan` or `konseling`; `text` is its sentence as printed."""

    role: Role
    code: Text
    text: Text


class AppraiserRule(Cited):
    """Who appraises a role, except whom, and the tim kinerja that may help."""

    code: Text = "umum"
    role: Role
    appraiser: Role
    text: Text
    exceptions: tuple[str, ...] = ()
    team: str | None = None
    team_roles: tuple[Role, ...] = ()
    team_size: int | None = None
    """How many people the team consists of, where the regulation says so."""


class TeamStep(Cited):
    """A step of plotting a tim kinerja."""

    role: Role
    code: Text
    text: Text


class BknOnly(Cited):
    """People whose performance is managed in BKN's service and not in the ministry's system."""

    code: Text
    roles: tuple[Role, ...]
    text: Text
    what_remains: Text


class DataRule(Cited):
    """What has to be brought up to date before planning, and where."""

    role: Role
    code: Text
    short: Short | None = None
    text: Text


class Predikat(Cited):
    """A verdict of the yearly evaluation."""

    code: Text
    name: Text


class PredikatCell(Cited):
    """One cell of the quadrant: two ratings make a verdict (`predikat` is a code)."""

    hasil: Rating
    perilaku: Rating
    predikat: Text


class FollowUp(Cited):
    """What follows an evaluation."""

    role: Role
    code: Text
    text: Text
    explanation: str | None = None


class Notice(Cited):
    """An honest remark on the regulation, for the screens. No roles: for everybody."""

    code: Text
    text: Text
    roles: tuple[Role, ...] = ()


class Uncovered(Cited):
    """A group that the regulation does not cover, and what they can still do here."""

    group: Text
    role: Role | None = None
    text: Text
    what_remains: Text


class ObservationStep(Cited):
    """A step of the observation cycle: `by` are the sides that fill a form, `text` says what the form holds."""

    role: Role
    code: Text
    name: Text
    short: Short
    group: Text
    stage: ObservationStage
    by: Annotated[tuple[Side, ...], Field(min_length=1)]
    text: Text


class ObservationLevel(Cited):
    """What may be said of a target behaviour; codes rise with how well it was done. It is no grade."""

    code: Text
    name: Text
    text: Text


class ObservationTarget(Cited):
    """A target behaviour of a focus (`rubric`), with examples of what is encouraged and what is not."""

    rubric: Text
    code: Text
    text: Text
    short: Short
    do: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


class ObservationQuestion(Cited):
    """What the person observed answers in a step; `text` is None where it is known to be asked and not how."""

    role: Role
    step: Text
    code: Text
    short: Short
    text: str | None


class ReflectionQuestion(Cited):
    """What somebody answers after a competence activity, where no points are counted."""

    role: Role
    code: Text
    short: Short
    text: Text


class Measure(Value):
    """A suggested way to measure a RHK; `perspektif` only where the SKP asks for it (kepala sekolah)."""

    aspek: Text
    perspektif: str | None = None
    indikator: Text
    target: Annotated[Decimal, Field(gt=0)]
    satuan: Text


class Examples(Cited):
    """Kawal's own suggestions for one role; always basis `example`.

    `intervened`: own RHK code -> superior's RHK code; `behaviour`: aspect code -> (indicator code, expectation code);
    `competence`: activity code -> units.
    """

    role: Role
    aspek: tuple[str, ...] = ()
    perspektif: tuple[str, ...] = ()
    intervened: Mapping[str, str] = Field(default_factory=dict)
    measures: Mapping[str, Measure] = Field(default_factory=dict)
    behaviour: Mapping[str, tuple[str, str]] = Field(default_factory=dict)
    competence: Mapping[str, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)
