"""What is kept about people: every column of every table, and whose it is. Receipts of what was erased.

A column is `personal` (a name, somebody's words, an address), a `reference` to another row, or `neutral` (codes, dates,
states). Export and erasure follow this list; a test fails when a table or a column is missing from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Table, select
from sqlmodel import Field

from storage.types import Instant, Record, table
from storage.values.own_data import GONE


class DeletionReceipt(Record, table=True):
    """Somebody's data was erased. It does not say whose: the trail refers to a person who has no name any more."""

    __tablename__ = "deletion_receipt"

    number: str = Field(primary_key=True, max_length=20)
    at: datetime = Field(sa_type=Instant)
    counts: dict[str, int] = Field(sa_type=JSON)
    """Rows by table."""


class FileErasure(Record, table=True):
    """A file of the vault that belonged to somebody who was erased; it goes unless somebody else has it too."""

    __tablename__ = "file_erasure"

    sha256: str = Field(primary_key=True, max_length=64)
    at: datetime = Field(sa_type=Instant)


RECEIPTS, ERASURES = table(DeletionReceipt), table(FileErasure)


@dataclass(frozen=True)
class Held:
    """One table. `owner` is the column that leads to the person whose a row is; None: nobody's own."""

    owner: str | None = None
    personal: Mapping[str, Any] = field(default_factory=dict)
    """Column -> what stands there after erasure."""
    reference: str = ""
    neutral: str = ""
    also: tuple[str, ...] = ()
    """Columns that lead to others who take part: it is exported to them too, and stays theirs to read."""
    delete: bool = False
    """The rows go as a whole; else they stay without what is personal: others have decided there."""
    only: Mapping[str, str] = field(default_factory=dict)
    """What is personal is so only in rows with these values."""

    def columns(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.personal, *self.reference.split(), *self.neutral.split())


_MOVED = "version changed_at"
TABLES: Mapping[str, Held] = {
    # --- who somebody is
    "person": Held(
        "id",
        {"name": GONE, "salutation": "Bapak/Ibu", "nip": None, "local_id": None},
        reference="id dinas_id",
        neutral="created",
    ),
    "assignment": Held(
        "person_id",
        {"position": "", "additional_task": None},
        reference="id person_id unit_id",
        neutral="role year status version employment activated_at",
    ),
    "account": Held(
        "person_id",
        {"telegram_id": None, "live_message_id": None},
        reference="person_id assignment_id draft_id turned_to",
        neutral="language consent_at reachable wrong_codes locked_until joined_at",
        delete=True,
    ),
    "invite": Held(
        "person_id",
        {"code_hash": None, "used_by": None},
        reference="id person_id",
        neutral="created_at expires_at used_at ended_at",
        delete=True,
    ),
    "data_tick": Held("person_id", reference="id person_id", neutral="role year code ticked_at", delete=True),
    # --- who stands how to whom
    "appointment": Held(
        "assignment_id",
        reference="id assignment_id appraiser_assignment_id",
        neutral="starts ends acting",
        also=("appraiser_assignment_id",),
    ),
    "delegation": Held(
        "appraiser_assignment_id",
        reference="id appraiser_assignment_id delegate_assignment_id created_by",
        neutral="starts ends created_at told returned",
        also=("delegate_assignment_id",),
    ),
    "departure": Held("assignment_id", reference="id assignment_id successor_id", neutral="at"),
    "team_member": Held(
        "watched_assignment_id",
        reference="id appraiser_assignment_id member_assignment_id watched_assignment_id",
        neutral="sk_number sk_date starts ends",
        also=("appraiser_assignment_id", "member_assignment_id"),
    ),
    # --- talks and messages
    "draft": Held(
        "assignment_id",
        {"pinned": {}, "answers": {}, "cursor": {}},
        reference="id assignment_id subject",
        neutral="dialog status created_at updated_at",
        delete=True,
    ),
    "outbox": Held(
        "person_id",
        {"chat_id": None, "message_id": None, "error": None},
        reference="id key person_id params subject origin_id",
        neutral="action card priority not_before expires_at may_resend state attempts lease_until "
        "created_at updated_at",
        delete=True,
    ),
    "reminding": Held(
        "person_id",
        reference="person_id",
        neutral="look_at told_on quiet_from quiet_to muted stopped snoozed_until snoozed_on",
        delete=True,
    ),
    "reminder": Held(
        "assignment_id",
        reference="assignment_id",
        neutral="code period nominal told_on opened_at snoozed_at",
        delete=True,
    ),
    # --- the plan
    "skp": Held(
        "assignment_id",
        {"reason": None},
        reference="id assignment_id changed_by decided_by",
        neutral=f"period pack_id pack_version status revision submitted_at decided_at entered_on problems {_MOVED}",
    ),
    "skp_revision": Held(
        "skp_id",
        {"note": None, "additional_task": None},
        reference="id skp_id",
        neutral="revision submitted_at",
    ),
    "skp_item": Held(
        "revision_id",
        {"indikator": "–", "satuan": "–"},
        reference="id revision_id",
        neutral="position part code intervened aspek perspektif expectation target units points points_basis suggested",
        only={"part": "result"},
    ),
    "checkin": Held(
        "assignment_id",
        {"progress": [], "hindrance": None, "support": None, "answer": None},
        reference="id assignment_id skp_id changed_by answered_by",
        neutral=f"period number status submitted_at answered_at {_MOVED}",
    ),
    # --- what was done
    "competence_log": Held(
        "assignment_id",
        {"title": "–", "reflection": {}, "reason": None},
        reference="id assignment_id changed_by decided_by",
        neutral="period starts ends pack_id pack_version needs_evidence status activity day units each basis asked "
        f"submitted_at decided_at {_MOVED}",
    ),
    "evidence": Held("log_id", {"link": None}, reference="id log_id", neutral="kind created_at", delete=True),
    "evidence_page": Held("evidence_id", reference="evidence_id file_id", neutral="position", delete=True),
    "stored_file": Held(
        "assignment_id",
        {"sha256": None, "telegram": None},
        reference="id assignment_id draft_id",
        neutral="kind size pages created_at",
        delete=True,
    ),
    "observation": Held(
        "assignment_id",
        reference="id assignment_id observer_id changed_by",
        neutral=f"period opens closes focus pack_id pack_version status starts slot_by {_MOVED}",
        also=("observer_id",),
    ),
    "observation_form": Held(
        "observation_id",
        {"content": {}},
        reference="id observation_id written_by",
        neutral="kind written_at",
        delete=True,
    ),
    # --- what a pengawas reports
    "sekolah_binaan": Held("assignment_id", reference="id assignment_id unit_id", neutral="starts ends"),
    "pendampingan": Held(
        "assignment_id",
        dict.fromkeys(("agenda", "recommendation", "feedback", "title", "reason")),
        reference="id assignment_id unit_id changed_by decided_by",
        neutral=f"year month status day work submitted_at decided_at {_MOVED}",
    ),
    "pendampingan_finding": Held(
        "report_id", {"text": "–"}, reference="id report_id closed_by", neutral="position carried"
    ),
    "report_evidence": Held(
        "report_id", {"link": None}, reference="id report_id file_id", neutral="position kind created_at", delete=True
    ),
    # --- what a pelatih ahli notes
    "coached_school": Held(
        "assignment_id",
        {"name": None},
        reference="id assignment_id changed_by unit_id",
        neutral=f"status starts ends {_MOVED}",
        delete=True,
    ),
    "coaching_entry": Held(
        "assignment_id",
        {"content": {}},
        reference="id assignment_id changed_by school_id",
        neutral=f"activity month day jp status {_MOVED}",
        delete=True,
    ),
    # --- what others said and decided
    "confirmation": Held(
        "assignment_id",
        {"note": None, "former": None},
        reference="id assignment_id changed_by decided_by batch_id",
        neutral=f"period rhk status decided_at {_MOVED}",
    ),
    "confirmation_batch": Held("assignment_id", reference="id assignment_id", neutral="period rhk at undone_at"),
    "feedback": Held(
        "assignment_id",
        {"text": None, "answer": None},
        reference="id assignment_id given_by changed_by",
        neutral=f"kind status follow_up_on given_at keep_until answered_at {_MOVED}",
        also=("given_by",),
    ),
    "evaluation": Held(
        "assignment_id",
        reference="id assignment_id changed_by",
        neutral=f"period status revision predikat acknowledged_at {_MOVED}",
    ),
    "evaluation_revision": Held(
        "evaluation_id",
        dict.fromkeys(("hasil_reason", "perilaku_reason", "note", "recommendation", "why", "response")),
        reference="id evaluation_id decided_by",
        neutral="revision hasil perilaku predikat decided_at",
    ),
    "evaluation_rating": Held("revision_id", reference="id revision_id", neutral="position half code rating"),
    "evaluation_advice": Held(
        "assignment_id",
        {"note": ""},
        reference="id assignment_id by_assignment_id",
        neutral="period hasil perilaku changed_at",
        also=("by_assignment_id",),
    ),
    "batch": Held(
        "assignment_id",
        reference="id assignment_id changed_by",
        neutral=f"status left_out created_at told_at {_MOVED}",
    ),
    "batch_item": Held("batch_id", reference="batch_id thing_id", neutral="position thing version done"),
    # --- nobody's own
    "unit": Held(
        reference="id parent_id",
        neutral="kind npsn code name level ownership province district zone pinned_pack",
    ),
    "deadline": Held(reference="id unit_id moved_by", neutral="code period closes reason moved_at"),
    "pack_snapshot": Held(neutral="pack_id version body remembered_at"),
    "seen_update": Held(neutral="update_id at"),
    "audit": Held(reference="seq actor subject", neutral="at action detail prev hash"),
    "audit_head": Held(reference="id seq", neutral="hash"),
    "deletion_receipt": Held(neutral="number at counts"),
    "file_erasure": Held(neutral="sha256 at"),
}
"""Every table."""


def of_person(rows: Table, person_id: int, column: str | None = None) -> ColumnElement[bool]:
    """The rows that are a person's own, followed from table to table; with `column` those that lead there by it."""
    name = column or TABLES[rows.name].owner
    assert name is not None, f"{rows.name} is nobody's own"
    at = rows.c[name]
    if not at.foreign_keys:
        return at == person_id  # the person's own row
    above = next(iter(at.foreign_keys)).column.table
    if above.name == "person":
        return at == person_id
    return at.in_(select(above.c.id).where(of_person(above, person_id)))


def taking_part(rows: Table, person_id: int) -> list[ColumnElement[bool]]:
    """The ways in which a person has to do with the rows of a table: as the owner, or taking part."""
    held = TABLES[rows.name]
    return [of_person(rows, person_id, column) for column in (held.owner, *held.also) if column is not None]
