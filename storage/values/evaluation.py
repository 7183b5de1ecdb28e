"""The evaluation of a period as dialogs and views see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from regulations.models import Rating, Role
from storage.values import Intent, Member, Plan, SkpStatus


class EvaluationStatus(StrEnum):
    """Where an evaluation stands inside Kawal; the official predikat is set in e-Kinerja BKN."""

    ditetapkan = "ditetapkan"
    """Set by the pejabat penilai."""
    diketahui = "diketahui"
    """Its owner has said that they have read it."""


@dataclass(frozen=True, slots=True)
class Rated:
    """The rating of one RHK or of one aspect of perilaku kerja, by its code."""

    code: str
    rating: Rating


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an evaluation says: the parts, both ratings, the predikat that they make, and words about them."""

    results: tuple[Rated, ...]
    behaviours: tuple[Rated, ...]
    hasil: Rating
    perilaku: Rating
    predikat: str
    """Code of the pack's quadrant."""
    hasil_reason: str | None = None
    """Why, where the rating is not the suggested one or is below expectation."""
    perilaku_reason: str | None = None
    note: str | None = None
    recommendation: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An evaluation as it stands."""

    id: int
    version: int
    revision: int
    """Grows with every revision of the verdict."""
    status: EvaluationStatus
    verdict: Verdict
    decided_at: datetime
    decided_by: str | None
    """Name of who has set this verdict."""
    why: str | None = None
    """Reason of the last revision."""
    acknowledged_at: datetime | None = None
    response: str | None = None
    """A word of the owner's (tanggapan)."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What a member of the tim kinerja recommends; the pejabat penilai decides."""

    by: str
    hasil: Rating
    perilaku: Rating
    note: str
    at: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class EvaluationFacts:
    """Somebody's period before its evaluation, or with it, for one viewer."""

    owner: Member
    period: str
    pack_id: str
    pack_version: str
    plan_status: SkpStatus
    plan: Plan
    appraiser_name: str | None
    decides: bool
    """The viewer decides about the owner now."""
    watches: bool
    """The viewer is in the tim kinerja and may recommend."""
    evaluation: Evaluation | None = None
    advice: tuple[Advice, ...] = ()
    """All of it for who decides, one's own for who recommends, none for the owner."""

    @property
    def version(self) -> int:
        """That of the evaluation; 0 before it."""
        return self.evaluation.version if self.evaluation else 0

    @property
    def may_begin(self) -> bool:
        """Whether there is an agreed plan to evaluate by."""
        return self.plan_status is SkpStatus.disepakati


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of the overview: whose, and how far."""

    assignment_id: int
    name: str
    role: Role
    unit: str
    status: EvaluationStatus | None
    predikat: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The evaluations that one decides about in a period, and a page of them: those still to do first."""

    agreed: int
    """People with an agreed plan."""
    read: int
    """Evaluations that their owners have read."""
    predikat: Mapping[str, int]
    """How often each predikat was given, by its code."""
    standings: tuple[Standing, ...]

    @property
    def evaluated(self) -> int:
        """How many have a predikat."""
        return sum(self.predikat.values())


@dataclass(frozen=True, slots=True)
class OwnPeriod:
    """A period of which somebody has a plan: what there is to open."""

    assignment_id: int
    period: str
    status: EvaluationStatus | None
    predikat: str | None


# --- the year's facts beside the ratings --------------------------------------


@dataclass(frozen=True, slots=True)
class RhkFacts:
    """What the record holds about one RHK; None or empty where nothing was recorded."""

    rhk: str
    reached: str | None = None
    """What the last check-in says was reached, as it was written."""
    confirmed: str | None = None
    """Code of where its confirmation stands."""


@dataclass(frozen=True, slots=True)
class Observed:
    """An observation of one focus: where it stands, and how many target behaviours were seen at each level."""

    focus: str
    status: str
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class YearFacts:
    """The record of a period in figures, as it was on one day."""

    on: date
    results: tuple[RhkFacts, ...] = ()
    competence_confirmed: int = 0
    competence_waiting: int = 0
    points: int | None = None
    """Confirmed points, where the pack counts points."""
    observed: tuple[Observed, ...] = ()
    feedback: int = 0
    """Apresiasi, umpan balik and bimbingan that were given; konseling is never counted."""


# --- intents --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SetEvaluation(Intent):
    """The pejabat penilai sets the evaluation of a period for the first time."""

    owner: int
    """Assignment."""
    period: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ReviseEvaluation(Intent):
    """The pejabat penilai changes an evaluation as it was at `version`, and says why."""

    owner: int
    period: str
    version: int
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Acknowledge(Intent):
    """The owner has read it."""

    owner: int
    period: str
    version: int


@dataclass(frozen=True, slots=True)
class Respond(Intent):
    """The owner adds a word; that they have read it goes without saying."""

    owner: int
    period: str
    version: int
    words: str


@dataclass(frozen=True, slots=True)
class Recommend(Intent):
    """A member of the tim kinerja recommends ratings; a later one replaces the former."""

    owner: int
    period: str
    hasil: Rating
    perilaku: Rating
    note: str
