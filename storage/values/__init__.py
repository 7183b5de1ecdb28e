"""What the record hands out and takes in: frozen values, no session, no table. One module for each part of the year.

Dialogs and views see only these. Instants are aware datetimes in UTC; dates are the unit's local dates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from regulations.models import Basis, Role


class Employment(StrEnum):
    """Status kepegawaian: the juknis cover ASN (PNS and PPPK) only."""

    pns = "pns"
    pppk = "pppk"
    non_asn = "non_asn"


class AssignmentStatus(StrEnum):
    """`invited` until the person has joined; `pending` until an operator confirms a role that decides about others."""

    invited = "invited"
    pending = "pending"
    active = "active"
    ended = "ended"


class SkpStatus(StrEnum):
    """Where a plan stands inside Kawal; what is official happens in Ruang GTK."""

    diajukan = "diajukan"
    dikembalikan = "dikembalikan"
    ditarik = "ditarik"
    disepakati = "disepakati"


class DraftStatus(StrEnum):
    """`open`: may be continued; `done`: its intent was performed; `discarded`: thrown away by its owner."""

    open = "open"
    done = "done"
    discarded = "discarded"


@dataclass(frozen=True, slots=True)
class Member:
    """One person in one role at one unit (school or dinas) in one year."""

    assignment_id: int
    person_id: int
    name: str
    salutation: str
    """"Bapak", "Ibu" or "Bapak/Ibu" when the roster does not say."""
    role: Role
    status: AssignmentStatus
    year: int
    unit_id: int
    unit_name: str
    zone: str
    """IANA name: Asia/Jakarta, Asia/Makassar or Asia/Jayapura."""
    position: str
    employment: Employment
    additional_task: str | None
    pinned_pack: str | None
    """Pack id that an operator chose for the school, instead of the year's own."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A talk that has begun: `pinned` is its ground, `answers` are by key, `cursor` is the open question's state."""

    id: int
    assignment_id: int
    dialog: str
    subject: str
    pinned: dict[str, Any]
    answers: dict[str, Any]
    cursor: dict[str, Any]
    status: DraftStatus
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is speaking: an account of Telegram and, once joined, the member whose role is in front."""

    telegram_id: int
    language: str
    person_id: int | None = None
    member: Member | None = None
    live_message_id: int | None = None
    """The message that shows the conversation and is edited in place."""
    draft: Draft | None = None
    """The talk in front, if one is."""
    locked_until: datetime | None = None
    """Set after too many wrong invite codes."""
    more_roles: bool = False
    """This person holds other roles too and may switch."""
    turned_to: int | None = None
    """The year whose role has come to the front by itself; it does so once."""


# --- the plan ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ResultItem:
    """One line of *hasil kerja*: a RHK with how it is measured."""

    rhk: str
    intervened: str | None
    """Code of the superior's RHK that this one serves (RHK yang diintervensi)."""
    aspek: str | None
    """None where the SKP asks for a perspektif instead (kepala sekolah)."""
    indikator: str
    target: Decimal
    satuan: str
    suggested: bool
    """True while aspek or perspektif, indikator and target are Kawal's own example, untouched."""
    perspektif: str | None = None
    """Only where the SKP asks for it."""


@dataclass(frozen=True, slots=True)
class BehaviourItem:
    """One of the seven aspects of *perilaku kerja*, the chosen indikator and ekspektasi khusus (codes of the pack)."""

    aspect: str
    indicator: str
    expectation: str
    suggested: bool


@dataclass(frozen=True, slots=True)
class CompetenceItem:
    """One activity of *pengembangan kompetensi*; `points` only where the pack counts points (7607)."""

    activity: str
    units: int
    points: int | None = None
    """Points of all units together."""
    points_basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The content of a SKP as the owner proposes it. Codes refer to the pack named in the SKP."""

    results: tuple[ResultItem, ...]
    focuses: tuple[str, ...]
    behaviours: tuple[BehaviourItem, ...]
    competences: tuple[CompetenceItem, ...]
    note: str | None = None
    """Reason for the appraiser when the points leave the pack's range."""
    additional_task: str | None = None


@dataclass(frozen=True, slots=True)
class SkpFacts:
    """A SKP as views show it."""

    id: int
    version: int
    """Grows with every change of state; a card that carries an older one is stale."""
    revision: int
    """Grows with every submission."""
    status: SkpStatus
    owner: Member
    appraiser_name: str | None
    period: str
    pack_id: str
    pack_version: str
    plan: Plan
    submitted_at: datetime
    changed_at: datetime
    decided_at: datetime | None = None
    decided_by: str | None = None
    decided_by_id: int | None = None
    """Assignment of who decided: they may take it back for a while."""
    problems: tuple[str, ...] = ()
    """Codes of what the appraiser should look at."""
    reason: str | None = None
    entered_on: date | None = None
    """The day on which the owner says the plan was entered in Ruang GTK."""
    before: Plan | None = None
    """What was agreed for the period before it in the same year: this plan adjusts it."""
    other_parts: bool = False
    """The owner had, or has, another role this year: they were transferred."""


# --- intents: what a dialog or a button asks the record to do -----------------


class Intent:
    """Base of whatever asks the record to do something; performed by the feature that its class is registered for."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SubmitSkp(Intent):
    period: str
    pack_id: str
    pack_version: str
    plan: Plan
    problems: tuple[str, ...] = ()
    """Codes of what the appraiser should look at (`dialogs.plan_review`); such a plan is never decided in a batch."""


@dataclass(frozen=True, slots=True)
class WithdrawSkp(Intent):
    skp_id: int
    version: int


@dataclass(frozen=True, slots=True)
class ApproveSkp(Intent):
    skp_id: int
    version: int


@dataclass(frozen=True, slots=True)
class ReturnSkp(Intent):
    skp_id: int
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class UndoSkp(Intent):
    """The appraiser takes a fresh decision back."""

    skp_id: int
    version: int


@dataclass(frozen=True, slots=True)
class MarkEntered(Intent):
    """The owner says: it is in Ruang GTK since that day."""

    skp_id: int
    version: int
    on: date


@dataclass(frozen=True, slots=True)
class ConfirmJoin(Intent):
    """An operator lets a deciding role become active, or refuses it."""

    assignment_id: int
    accept: bool


# --- the outbox ---------------------------------------------------------------


class OutboxAction(StrEnum):
    send = "send"
    edit = "edit"


class OutboxState(StrEnum):
    waiting = "waiting"
    sending = "sending"
    sent = "sent"
    gone = "gone"
    unknown = "unknown"
    dead = "dead"
    dropped = "dropped"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One claimed row of the outbox: a card for one person, to be rendered when it is sent."""

    id: int
    key: str
    action: OutboxAction
    telegram_id: int
    person_id: int
    language: str
    card: str
    params: dict[str, Any] = field(default_factory=dict)
    attempts: int = 0
    origin_message_id: int | None = None
    """For `edit`: the message that was sent before."""
    may_resend: bool = False
    """A decision card may go out once more after a lost answer; deciding is idempotent."""
