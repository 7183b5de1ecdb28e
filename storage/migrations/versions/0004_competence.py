"""The competence log and its evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("evidence_page", "evidence", "stored_file", "competence_log")


def upgrade() -> None:
    """Add the tables."""
    _log()
    _files()
    _evidence()


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)


def _log() -> None:
    op.create_table(
        "competence_log",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("pack_id", sa.String(80), nullable=False),
        sa.Column("pack_version", sa.String(80), nullable=False),
        sa.Column("needs_evidence", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("activity", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("each", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(20), nullable=True),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("reflection", sa.JSON(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_competence_log"),
        *(
            sa.ForeignKeyConstraint([column], ["assignment.id"], name=f"fk_competence_log_{column}")
            for column in ("assignment_id", "changed_by", "decided_by")
        ),
    )
    op.create_index("ix_competence_log_assignment_id_period", "competence_log", ["assignment_id", "period"])


def _files() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("telegram", sa.String(200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stored_file"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_stored_file_assignment_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_stored_file_draft_id"),
    )
    for column in ("assignment_id", "draft_id", "sha256"):
        op.create_index(f"ix_stored_file_{column}", "stored_file", [column])


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.ForeignKeyConstraint(["log_id"], ["competence_log.id"], name="fk_evidence_log_id"),
    )
    op.create_index("ix_evidence_log_id", "evidence", ["log_id"])
    op.create_table(
        "evidence_page",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("evidence_id", "position", name="pk_evidence_page"),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name="fk_evidence_page_evidence_id"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_evidence_page_file_id"),
    )
    op.create_index("ix_evidence_page_file_id", "evidence_page", ["file_id"])
