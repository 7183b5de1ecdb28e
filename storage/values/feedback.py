"""Feedback and coaching at any time, and how long what is confidential is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.values import Intent, Member
from storage.values.own_data import GONE


class FeedbackKind(StrEnum):
    """Ways to respond to somebody's work, in the words of the juknis."""

    apresiasi = "apresiasi"
    umpan_balik = "umpan_balik"
    penugasan = "penugasan"
    bimbingan = "bimbingan"
    konseling = "konseling"
    """Read by the two people alone, and kept for a time."""


class FeedbackStatus(StrEnum):
    """`dihapus`: the time for which it was kept is over, and its text is gone."""

    disampaikan = "disampaikan"
    ditanggapi = "ditanggapi"
    dihapus = "dihapus"


LONGEST = 1000
"""Characters of a note, and of the answer to it."""
GIVE, ANSWER = "umpan_balik", "umpan_jawab"
"""The talks; what was typed in them is forgotten once they are over."""
KEPT_YEARS = 1
"""How long a counselling note is kept after the end of the year it belongs to: twelve months. No regulation says how
long; this is Kawal's own advice."""


def keep_until(kind: FeedbackKind, year: int) -> date | None:
    """The last day on which a note of that year has its text; None where it is kept as long as the rest."""
    return date(year + KEPT_YEARS, 12, 31) if kind is FeedbackKind.konseling else None


@dataclass(frozen=True, slots=True)
class FeedbackFacts:
    """One note. `text` is None once it was forgotten (`dihapus`), or its owner was erased (any other status)."""

    id: int
    version: int
    kind: FeedbackKind
    status: FeedbackStatus
    owner: Member
    giver: Member
    text: str | None
    follow_up_on: date | None
    given_at: datetime
    keep_until: date | None
    answer: str | None = None
    answered_at: datetime | None = None

    @property
    def may_be_answered(self) -> bool:
        """Not answered yet, and there is still somebody to read the answer."""
        return self.status is FeedbackStatus.disampaikan and self.giver.name != GONE


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """One line of a list; never the text."""

    id: int
    version: int
    kind: FeedbackKind
    status: FeedbackStatus
    owner: str
    giver: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class GiveFeedback(Intent):
    assignment_id: int
    """To whom."""
    kind: FeedbackKind
    text: str
    follow_up_on: date | None


@dataclass(frozen=True, slots=True)
class AnswerFeedback(Intent):
    """The owner answers, once."""

    id: int
    version: int
    text: str
