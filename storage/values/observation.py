"""The observation cycle: a slot, five steps with the forms of both sides, and what is asked of the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from regulations.models import Side
from storage.values import Intent, Member


class ObservationStatus(StrEnum):
    """Where a cycle stands. `persiapan`: the slot is not agreed on yet; `dijawab`: the person observed has answered."""

    persiapan = "persiapan"
    dijadwalkan = "dijadwalkan"
    diamati = "diamati"
    dijawab = "dijawab"
    didiskusikan = "didiskusikan"
    ditindaklanjuti = "ditindaklanjuti"
    direfleksikan = "direfleksikan"
    selesai = "selesai"
    dibatalkan = "dibatalkan"


class FormKind(StrEnum):
    """What somebody has written, with the shape of its content.

    `persiapan` {targets: [code], learning, documents?}; `pengamatan` {levels: {code: level}, notes: {code: text},
    observed?, recommendation}; `diskusi` and `refleksi` {question code: answer}; `upaya` {on: ISO day, text};
    `catatan`, `tanggapan` and `pembatalan` {text}.
    """

    persiapan = "persiapan"
    pengamatan = "pengamatan"
    diskusi = "diskusi"
    catatan = "catatan"
    upaya = "upaya"
    refleksi = "refleksi"
    tanggapan = "tanggapan"
    pembatalan = "pembatalan"


@dataclass(frozen=True, slots=True)
class Form:
    """One form as it was written."""

    kind: FormKind
    by: str
    """Name of who wrote it."""
    at: datetime
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ObservationFacts:
    """One cycle as views show it."""

    id: int
    version: int
    status: ObservationStatus
    owner: Member
    observer_id: int | None
    """Who observes, once somebody of that side has proposed or agreed to a time, or has observed."""
    observer: str | None
    appraiser: str | None
    period: str
    opens: date
    closes: date
    """First and last local day on which a slot may lie."""
    focus: str
    pack_id: str
    pack_version: str
    starts: datetime | None
    slot_by: Side | None
    """Which side has proposed the slot."""
    changed_at: datetime
    changed_by: int
    changed_name: str
    forms: tuple[Form, ...] = ()
    """In the order in which they were written."""

    def form(self, kind: FormKind) -> Form | None:
        """The form of that kind, the latest if there are several."""
        return next((form for form in reversed(self.forms) if form.kind is kind), None)


@dataclass(frozen=True, slots=True)
class Cycle:
    """One focus of somebody's agreed plan, and where its cycle stands; without an id it has not begun."""

    focus: str
    id: int = 0
    version: int = 0
    status: ObservationStatus | None = None
    starts: datetime | None = None
    slot_by: Side | None = None


@dataclass(frozen=True, slots=True)
class Cycles:
    """The cycles of one person in a period."""

    owner: Member
    pack_id: str | None
    """The pack of the plan that the focuses are from; None while no plan is agreed."""
    pack_version: str | None
    lines: tuple[Cycle, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of the month."""

    id: int
    version: int
    status: ObservationStatus
    owner: str
    starts: datetime
    mine: bool
    """It is the reader who is observed."""
    clash: bool
    """Another slot of the same people begins less than an observation's length before or after."""


# --- intents ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prepare(Intent):
    """The person observed begins a cycle; `at` is the slot they propose (None: later)."""

    period: str
    opens: date
    closes: date
    focus: str
    targets: tuple[str, ...]
    learning: str
    documents: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class MoveSlot(Intent):
    observation_id: int
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AgreeSlot(Intent):
    observation_id: int
    version: int


@dataclass(frozen=True, slots=True)
class UndoAgreement(Intent):
    observation_id: int
    version: int


@dataclass(frozen=True, slots=True)
class CancelObservation(Intent):
    observation_id: int
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class Rated:
    """What the observer says of one target behaviour."""

    target: str
    level: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Observe(Intent):
    """`observed` are free notes: all there is where no rubric is known."""

    observation_id: int
    rated: tuple[Rated, ...]
    observed: str | None
    recommendation: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question of the pack, by its code."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Discuss(Intent):
    observation_id: int
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Conclude(Intent):
    observation_id: int
    text: str


@dataclass(frozen=True, slots=True)
class FollowUp(Intent):
    observation_id: int
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Reflect(Intent):
    observation_id: int
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Respond(Intent):
    observation_id: int
    text: str


class News(StrEnum):
    """What one side is told of the other's doing."""

    asked = "asked"
    moved = "moved"
    agreed = "agreed"
    reopened = "reopened"
    cancelled = "cancelled"
    observed = "observed"
    discussed = "discussed"
    responded = "responded"
