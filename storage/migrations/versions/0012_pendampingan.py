"""Sekolah binaan, and what a pengawas reports about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("report_evidence", "pendampingan_finding", "pendampingan", "sekolah_binaan")


def upgrade() -> None:
    """Add the tables."""
    _schools()
    _reports()
    _findings()
    _evidence()


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)


def _schools() -> None:
    op.create_table(
        "sekolah_binaan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_sekolah_binaan"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_sekolah_binaan_assignment_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_sekolah_binaan_unit_id"),
    )
    op.create_index(
        "uq_sekolah_binaan_now",
        "sekolah_binaan",
        ["assignment_id", "unit_id"],
        unique=True,
        sqlite_where=sa.text("ends IS NULL"),
        postgresql_where=sa.text("ends IS NULL"),
    )
    op.create_index("ix_sekolah_binaan_unit_id", "sekolah_binaan", ["unit_id"])


def _reports() -> None:
    op.create_table(
        "pendampingan",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("agenda", sa.Text(), nullable=True),
        sa.Column("recommendation", sa.Text(), nullable=True),
        sa.Column("feedback", sa.Text(), nullable=True),
        sa.Column("work", sa.String(20), nullable=True),
        sa.Column("title", sa.String(120), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_pendampingan"),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_pendampingan_{column}")
            for column, other in (
                ("assignment_id", "assignment"),
                ("unit_id", "unit"),
                ("changed_by", "assignment"),
                ("decided_by", "assignment"),
            )
        ),
        sa.UniqueConstraint("assignment_id", "unit_id", "month", name="uq_pendampingan_assignment_id_unit_id_month"),
    )
    op.create_index(
        "uq_pendampingan_work",
        "pendampingan",
        ["assignment_id"],
        unique=True,
        sqlite_where=sa.text("unit_id IS NULL"),
        postgresql_where=sa.text("unit_id IS NULL"),
    )
    op.create_index("ix_pendampingan_unit_id", "pendampingan", ["unit_id"])


def _findings() -> None:
    op.create_table(
        "pendampingan_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_pendampingan_finding"),
        *(
            sa.ForeignKeyConstraint([column], ["pendampingan.id"], name=f"fk_pendampingan_finding_{column}")
            for column in ("report_id", "closed_by")
        ),
    )
    for column in ("report_id", "closed_by"):
        op.create_index(f"ix_pendampingan_finding_{column}", "pendampingan_finding", [column])


def _evidence() -> None:
    op.create_table(
        "report_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report_evidence"),
        sa.ForeignKeyConstraint(["report_id"], ["pendampingan.id"], name="fk_report_evidence_report_id"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_report_evidence_file_id"),
    )
    for column in ("report_id", "file_id"):
        op.create_index(f"ix_report_evidence_{column}", "report_evidence", [column])
