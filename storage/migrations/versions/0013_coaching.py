"""What a pelatih ahli does month by month, and the schools."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOVING = (("version", sa.Integer()), ("changed_at", sa.DateTime(timezone=True)), ("changed_by", sa.Integer()))


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "coached_school",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(120), nullable=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        *(sa.Column(name, kind, nullable=False) for name, kind in MOVING),
        sa.PrimaryKeyConstraint("id", name="pk_coached_school"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_coached_school_assignment_id"),
        sa.ForeignKeyConstraint(["changed_by"], ["assignment.id"], name="fk_coached_school_changed_by"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_coached_school_unit_id"),
    )
    op.create_index("ix_coached_school_assignment_id", "coached_school", ["assignment_id"])
    op.create_table(
        "coaching_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("activity", sa.String(40), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("jp", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in MOVING),
        sa.PrimaryKeyConstraint("id", name="pk_coaching_entry"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_coaching_entry_assignment_id"),
        sa.ForeignKeyConstraint(["changed_by"], ["assignment.id"], name="fk_coaching_entry_changed_by"),
        sa.ForeignKeyConstraint(["school_id"], ["coached_school.id"], name="fk_coaching_entry_school_id"),
    )
    op.create_index("ix_coaching_entry_assignment_id_month", "coaching_entry", ["assignment_id", "month"])
    op.create_index("ix_coaching_entry_school_id", "coaching_entry", ["school_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("coaching_entry")
    op.drop_table("coached_school")
