"""The observation cycle."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "observation",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("observer_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("closes", sa.Date(), nullable=False),
        sa.Column("focus", sa.String(40), nullable=False),
        sa.Column("pack_id", sa.String(80), nullable=False),
        sa.Column("pack_version", sa.String(80), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slot_by", sa.String(20), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_observation"),
        *(
            sa.ForeignKeyConstraint([column], ["assignment.id"], name=f"fk_observation_{column}")
            for column in ("assignment_id", "observer_id", "changed_by")
        ),
    )
    op.create_index("ix_observation_observer_id", "observation", ["observer_id"])
    op.create_index("ix_observation_starts", "observation", ["starts"])
    not_cancelled = sa.text("status <> 'dibatalkan'")
    op.create_index(
        "uq_observation_one",
        "observation",
        ["assignment_id", "period", "focus"],
        unique=True,
        sqlite_where=not_cancelled,
        postgresql_where=not_cancelled,
    )
    op.create_table(
        "observation_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_observation_form"),
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name="fk_observation_form_observation_id"),
        sa.ForeignKeyConstraint(["written_by"], ["assignment.id"], name="fk_observation_form_written_by"),
    )
    op.create_index("ix_observation_form_observation_id", "observation_form", ["observation_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("observation_form")
    op.drop_table("observation")
