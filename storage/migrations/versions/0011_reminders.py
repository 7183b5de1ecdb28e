"""When to look at whom, what they were reminded of, and deadlines that were moved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; whoever has joined already is looked at soon."""
    op.create_table(
        "reminding",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_to", sa.Integer(), nullable=False),
        sa.Column("muted", sa.String(120), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_reminding_person_id_person"),
        sa.PrimaryKeyConstraint("person_id", name="pk_reminding"),
    )
    op.create_index("ix_reminding_look_at", "reminding", ["look_at"])
    op.create_table(
        "reminder",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("nominal", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_reminder_assignment_id_assignment"),
        sa.PrimaryKeyConstraint("assignment_id", "code", "period", "nominal", name="pk_reminder"),
    )
    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("closes", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("moved_by", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_deadline_unit_id_unit"),
        sa.ForeignKeyConstraint(["moved_by"], ["assignment.id"], name="fk_deadline_moved_by_assignment"),
        sa.PrimaryKeyConstraint("id", name="pk_deadline"),
        sa.UniqueConstraint("unit_id", "code", "period", name="uq_deadline_unit_id_code_period"),
    )
    op.execute(
        sa.text(
            "INSERT INTO reminding (person_id, look_at, quiet_from, quiet_to, muted, stopped)"
            " SELECT person_id, CURRENT_TIMESTAMP, 1200, 360, '', :no FROM account WHERE person_id IS NOT NULL"
        ).bindparams(no=False)
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("deadline")
    op.drop_table("reminder")
    op.drop_index("ix_reminding_look_at", "reminding")
    op.drop_table("reminding")
