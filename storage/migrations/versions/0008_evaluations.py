"""The evaluation of a period."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("evaluation", "evaluation_revision", "evaluation_rating", "evaluation_advice")


def upgrade() -> None:
    """Add evaluations with their revisions and ratings, and what the tim kinerja recommends."""
    _evaluations()
    _verdicts()
    _advice()


def downgrade() -> None:
    """Drop them, those that refer to others first."""
    for name in reversed(TABLES):
        op.drop_table(name)


def _evaluations() -> None:
    op.create_table(
        "evaluation",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("predikat", sa.String(40), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_evaluation_assignment_id"),
        sa.ForeignKeyConstraint(["changed_by"], ["assignment.id"], name="fk_evaluation_changed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation"),
        sa.UniqueConstraint("assignment_id", "period", name="uq_evaluation_assignment_id_period"),
    )


def _verdicts() -> None:
    op.create_table(
        "evaluation_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("hasil", sa.String(20), nullable=False),
        sa.Column("perilaku", sa.String(20), nullable=False),
        sa.Column("predikat", sa.String(40), nullable=False),
        sa.Column("hasil_reason", sa.Text(), nullable=True),
        sa.Column("perilaku_reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recommendation", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("response", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["assignment.id"], name="fk_evaluation_revision_decided_by"),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluation.id"], name="fk_evaluation_revision_evaluation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation_revision"),
        sa.UniqueConstraint("evaluation_id", "revision", name="uq_evaluation_revision_evaluation_id_revision"),
    )
    op.create_table(
        "evaluation_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("half", sa.String(20), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("rating", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["evaluation_revision.id"], name="fk_evaluation_rating_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation_rating"),
        sa.UniqueConstraint("revision_id", "position", name="uq_evaluation_rating_revision_id_position"),
    )


def _advice() -> None:
    op.create_table(
        "evaluation_advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("by_assignment_id", sa.Integer(), nullable=False),
        sa.Column("hasil", sa.String(20), nullable=False),
        sa.Column("perilaku", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_evaluation_advice_assignment_id"),
        sa.ForeignKeyConstraint(["by_assignment_id"], ["assignment.id"], name="fk_evaluation_advice_by_assignment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation_advice"),
        sa.UniqueConstraint(
            "assignment_id",
            "period",
            "by_assignment_id",
            name="uq_evaluation_advice_assignment_id_period_by_assignment_id",
        ),
    )
