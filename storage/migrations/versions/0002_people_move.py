"""People move: delegations, tim kinerja, departures, acting appraisers, and who changed a plan last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the column."""
    # Not in batch mode: that copies the table and drops the old one, which SQLite refuses while plans refer to it.
    op.execute("ALTER TABLE skp ADD COLUMN changed_by INTEGER CONSTRAINT fk_skp_changed_by REFERENCES assignment (id)")
    op.add_column("appointment", sa.Column("acting", sa.String(20), nullable=True))
    _delegations()
    _teams()
    _departures()


def downgrade() -> None:
    """Take them away."""
    for table in ("departure", "team_member", "delegation"):
        op.drop_table(table)
    op.drop_column("appointment", "acting")
    op.drop_column("skp", "changed_by")


def _delegations() -> None:
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraiser_assignment_id", sa.Integer(), nullable=False),
        sa.Column("delegate_assignment_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_delegation"),
        *(
            sa.ForeignKeyConstraint([column], ["assignment.id"], name=f"fk_delegation_{column}")
            for column in ("appraiser_assignment_id", "delegate_assignment_id", "created_by")
        ),
    )
    for column in ("appraiser_assignment_id", "delegate_assignment_id"):
        op.create_index(f"ix_delegation_{column}", "delegation", [column])


def _teams() -> None:
    sides = ("appraiser_assignment_id", "member_assignment_id", "watched_assignment_id")
    op.create_table(
        "team_member",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=False) for column in sides),
        sa.Column("sk_number", sa.String(80), nullable=False),
        sa.Column("sk_date", sa.Date(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_team_member"),
        *(sa.ForeignKeyConstraint([side], ["assignment.id"], name=f"fk_team_member_{side}") for side in sides),
    )
    for side in sides:
        op.create_index(f"ix_team_member_{side}", "team_member", [side])


def _departures() -> None:
    roles = ("assignment_id", "successor_id")
    op.create_table(
        "departure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_departure"),
        *(sa.ForeignKeyConstraint([role], ["assignment.id"], name=f"fk_departure_{role}") for role in roles),
    )
    op.create_index("ix_departure_assignment_id", "departure", ["assignment_id"])
