"""What the appraiser has confirmed, RHK by RHK."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "confirmation_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("rhk", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_confirmation_batch"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_confirmation_batch_assignment_id"),
    )
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("rhk", sa.String(40), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("former", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_confirmation"),
        sa.UniqueConstraint("assignment_id", "period", "rhk", name="uq_confirmation_assignment_id_period_rhk"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_confirmation_assignment_id"),
        sa.ForeignKeyConstraint(["changed_by"], ["assignment.id"], name="fk_confirmation_changed_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["assignment.id"], name="fk_confirmation_decided_by"),
        sa.ForeignKeyConstraint(["batch_id"], ["confirmation_batch.id"], name="fk_confirmation_batch_id"),
    )
    op.create_index("ix_confirmation_batch_id", "confirmation", ["batch_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("confirmation")
    op.drop_table("confirmation_batch")
