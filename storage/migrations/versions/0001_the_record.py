"""The record as it began: units, people, drafts, accounts, plans, the outbox, the audit trail and remembered packs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "unit",
    "person",
    "assignment",
    "appointment",
    "draft",
    "account",
    "seen_update",
    "invite",
    "skp",
    "skp_revision",
    "skp_item",
    "outbox",
    "audit",
    "audit_head",
    "pack_snapshot",
)


def upgrade() -> None:
    """Make every table, and the head of an empty audit trail."""
    _units()
    _people()
    _drafts()
    _accounts()
    _plans()
    _outbox()
    _audit_trail()
    _packs()


def downgrade() -> None:
    """Drop every table, those that refer to others first."""
    for name in reversed(TABLES):
        op.drop_table(name)


def _units() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("npsn", sa.String(8), nullable=True),
        sa.Column("code", sa.String(80), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("level", sa.String(20), nullable=True),
        sa.Column("ownership", sa.String(20), nullable=True),
        sa.Column("province", sa.String(80), nullable=False),
        sa.Column("district", sa.String(80), nullable=True),
        sa.Column("zone", sa.String(40), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("pinned_pack", sa.String(80), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name="fk_unit_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sa.UniqueConstraint("code", name="uq_unit_code"),
        sa.UniqueConstraint("npsn", name="uq_unit_npsn"),
    )
    op.create_index("ix_unit_parent_id", "unit", ["parent_id"])


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("salutation", sa.String(20), nullable=False),
        sa.Column("nip", sa.String(18), nullable=True),
        sa.Column("local_id", sa.String(40), nullable=True),
        sa.Column("dinas_id", sa.Integer(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dinas_id"], ["unit.id"], name="fk_person_dinas_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("dinas_id", "local_id", name="uq_person_dinas_id_local_id"),
        sa.UniqueConstraint("nip", name="uq_person_nip"),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(120), nullable=False),
        sa.Column("employment", sa.String(20), nullable=False),
        sa.Column("additional_task", sa.String(120), nullable=True),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_assignment_person_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_assignment_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
        sa.UniqueConstraint("person_id", "unit_id", "role", "year", name="uq_assignment_person_id_unit_id_role_year"),
    )
    op.create_index("ix_assignment_unit_id", "assignment", ["unit_id"])
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("appraiser_assignment_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["appraiser_assignment_id"], ["assignment.id"], name="fk_appointment_appraiser_assignment_id"
        ),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_appointment_assignment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_appointment"),
    )
    op.create_index("ix_appointment_appraiser_assignment_id", "appointment", ["appraiser_assignment_id"])
    op.create_index(
        "uq_appointment_now",
        "appointment",
        ["assignment_id"],
        unique=True,
        sqlite_where=sa.text("ends IS NULL"),
        postgresql_where=sa.text("ends IS NULL"),
    )


def _drafts() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("dialog", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("pinned", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("cursor", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_draft_assignment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )
    op.create_index("ix_draft_assignment_id", "draft", ["assignment_id"])
    op.create_index(
        "uq_draft_open",
        "draft",
        ["assignment_id", "dialog", "subject"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("telegram_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("live_message_id", sa.BigInteger(), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_account_assignment_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_account_draft_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_account_person_id"),
        sa.PrimaryKeyConstraint("telegram_id", name="pk_account"),
        sa.UniqueConstraint("person_id", name="uq_account_person_id"),
    )
    op.create_index("ix_account_assignment_id", "account", ["assignment_id"])
    op.create_index("ix_account_draft_id", "account", ["draft_id"])
    op.create_table(
        "seen_update",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_seen_update"),
    )
    op.create_index("ix_seen_update_at", "seen_update", ["at"])
    op.create_table(
        "invite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_invite_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invite"),
        sa.UniqueConstraint("code_hash", name="uq_invite_code_hash"),
    )
    op.create_index("ix_invite_person_id", "invite", ["person_id"])


def _plans() -> None:
    op.create_table(
        "skp",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("pack_id", sa.String(80), nullable=False),
        sa.Column("pack_version", sa.String(80), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_skp_assignment_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["assignment.id"], name="fk_skp_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_skp"),
        sa.UniqueConstraint("assignment_id", "period", name="uq_skp_assignment_id_period"),
    )
    op.create_table(
        "skp_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("skp_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("additional_task", sa.String(120), nullable=True),
        sa.ForeignKeyConstraint(["skp_id"], ["skp.id"], name="fk_skp_revision_skp_id"),
        sa.PrimaryKeyConstraint("id", name="pk_skp_revision"),
        sa.UniqueConstraint("skp_id", "revision", name="uq_skp_revision_skp_id_revision"),
    )
    op.create_table(
        "skp_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(20), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("intervened", sa.String(40), nullable=True),
        sa.Column("aspek", sa.Text(), nullable=True),
        sa.Column("indikator", sa.Text(), nullable=True),
        sa.Column("expectation", sa.String(40), nullable=True),
        sa.Column("target", sa.String(40), nullable=True),
        sa.Column("satuan", sa.String(80), nullable=True),
        sa.Column("units", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("points_basis", sa.String(20), nullable=True),
        sa.Column("suggested", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["skp_revision.id"], name="fk_skp_item_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_skp_item"),
        sa.UniqueConstraint("revision_id", "position", name="uq_skp_item_revision_id_position"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("card", sa.String(40), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(60), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("may_resend", sa.Boolean(), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["origin_id"], ["outbox.id"], name="fk_outbox_origin_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_outbox_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_origin_id", "outbox", ["origin_id"])
    op.create_index("ix_outbox_person_id", "outbox", ["person_id"])
    op.create_index("ix_outbox_state_priority_id", "outbox", ["state", "priority", "id"])
    op.create_index("ix_outbox_subject_card", "outbox", ["subject", "card"])
    op.create_index(
        "uq_outbox_sending",
        "outbox",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )


def _audit_trail() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(60), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.execute(sa.text("INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, :none)").bindparams(none="0" * 64))


def _packs() -> None:
    op.create_table(
        "pack_snapshot",
        sa.Column("pack_id", sa.String(80), nullable=False),
        sa.Column("version", sa.String(80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("remembered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("pack_id", "version", name="pk_pack_snapshot"),
    )
