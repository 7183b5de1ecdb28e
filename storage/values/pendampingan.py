"""A pengawas accompanies schools: which ones, what is reported of them each month, and what is still open there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.values import Intent, Member
from storage.values.evidence import EvidenceFacts, Piece

LONGEST = 400
"""Characters of agenda, recommendation and feedback strategy, each."""
LONGEST_FINDING = 200
MOST_FINDINGS = 5
"""Findings of one report."""
LONGEST_TITLE = 120
LONGEST_REASON = 300
DECEMBER = 12
"""The month with two things: the report of each school, and one karya refleksi."""


class ReportStatus(StrEnum):
    """Where a report stands; before it is sent it is a talk's draft."""

    diajukan = "diajukan"
    dikembalikan = "dikembalikan"
    ditarik = "ditarik"
    dikonfirmasi = "dikonfirmasi"


HANDED_IN = (ReportStatus.diajukan, ReportStatus.dikonfirmasi)
"""Nothing is missing from the pengawas."""


class WorkKind(StrEnum):
    """What a karya refleksi may be, in the words of the AKI table."""

    tulisan = "tulisan"
    artikel = "artikel"
    video = "video"


@dataclass(frozen=True, slots=True)
class BinaanSchool:
    """A school that is, was or may be entrusted to a pengawas."""

    unit_id: int
    name: str
    npsn: str | None


@dataclass(frozen=True, slots=True)
class Supervised:
    """A pengawas with the schools that are entrusted to them now, by name."""

    member: Member
    schools: tuple[BinaanSchool, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `carried`: it is asked about each month until it is closed."""

    text: str
    carried: bool


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding of an earlier month that is still open."""

    id: int
    text: str
    year: int
    month: int
    """When it was found."""


@dataclass(frozen=True, slots=True)
class Mentoring:
    """What a report says of one school."""

    day: date
    agenda: str
    findings: tuple[Finding, ...]
    recommendation: str
    feedback: str
    """Strategi umpan balik."""


@dataclass(frozen=True, slots=True)
class Work:
    """A karya refleksi; what it is hangs beside it as a link or a file."""

    kind: WorkKind
    title: str


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A report as views show it. `school` is None for the karya refleksi."""

    id: int
    version: int
    status: ReportStatus
    owner: Member
    school: BinaanSchool | None
    year: int
    month: int
    content: Mentoring | Work
    closed: tuple[Issue, ...]
    """Issues of earlier months that this report calls closed."""
    evidence: tuple[EvidenceFacts, ...]
    submitted_at: datetime
    decided_at: datetime | None = None
    decided_by: str | None = None
    decided_by_id: int | None = None
    """Assignment of who decided: they may take it back for a while."""
    reason: str | None = None

    @property
    def changeable(self) -> bool:
        """The owner may send it anew."""
        return self.status is not ReportStatus.dikonfirmasi


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One school in a month, or the karya refleksi (`school` None). `report_id` None: nothing was ever sent."""

    school: BinaanSchool | None
    report_id: int | None = None
    version: int = 0
    status: ReportStatus | None = None
    entrusted: bool = True
    """False for a school that is not entrusted any more; what was reported stays."""

    @property
    def done(self) -> bool:
        """Handed in, confirmed or not."""
        return self.status in HANDED_IN

    @property
    def missing(self) -> bool:
        """Still to be handed in."""
        return self.entrusted and not self.done


@dataclass(frozen=True, slots=True)
class Board:
    """One month of one pengawas: schools by name, in December the karya refleksi after them."""

    owner: Member
    month: int
    lines: tuple[BoardLine, ...]

    @property
    def year(self) -> int:
        """The year of the role."""
        return self.owner.year

    @property
    def done(self) -> int:
        """How many are handed in."""
        return sum(line.done for line in self.lines)

    @property
    def missing(self) -> tuple[BoardLine, ...]:
        """What is still to be handed in."""
        return tuple(line for line in self.lines if line.missing)


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """What the record knows of a school, in figures; never names."""

    school: BinaanSchool
    planners: int = 0
    """Guru and kepala sekolah there."""
    sent: int = 0
    """Plans that wait or are agreed."""
    agreed: int = 0
    entered: int = 0
    """Agreed and, as their owners say, in Ruang GTK."""
    observed: int = 0
    """Observations that have taken place."""
    issues: tuple[Issue, ...] = ()
    """Open since earlier months, the oldest first."""


# --- intents -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entrust(Intent):
    """These schools, and no others, are entrusted to a pengawas from now on."""

    assignment_id: int
    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SubmitReport(Intent):
    """The report of a school for a month; `report_id` and `version` when one is sent anew."""

    unit_id: int
    month: int
    content: Mentoring
    closed: tuple[int, ...] = ()
    """Ids of issues that are settled."""
    pieces: tuple[Piece, ...] = ()
    report_id: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class SubmitWork(Intent):
    """The karya refleksi of a year."""

    work: Work
    pieces: tuple[Piece, ...]
    report_id: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class OnReport(Intent):
    """Withdraw, confirm or undo one report: the operation says which."""

    report_id: int
    version: int


@dataclass(frozen=True, slots=True)
class ReturnReport(Intent):
    report_id: int
    version: int
    reason: str


def pieces_of(evidence: tuple[EvidenceFacts, ...]) -> tuple[Piece, ...]:
    """Evidence that is kept, as it is handed in once more."""
    return tuple(
        Piece(piece.kind, file=page.file) if page else Piece(piece.kind, link=piece.link)
        for piece in evidence
        for page in (piece.pages or (None,))
    )
