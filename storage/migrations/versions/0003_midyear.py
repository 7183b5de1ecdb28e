"""The middle of the year: check-ins, the data checklist, perspektif, and the year an account has turned to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the tables."""
    op.add_column("skp_item", sa.Column("perspektif", sa.String(40), nullable=True))
    op.add_column("account", sa.Column("turned_to", sa.Integer(), nullable=True))
    _checkins()
    op.create_table(
        "data_tick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_data_tick"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_data_tick_person_id"),
        sa.UniqueConstraint("person_id", "role", "year", "code", name="uq_data_tick_person_id_role_year_code"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("data_tick")
    op.drop_table("checkin")
    op.drop_column("account", "turned_to")
    op.drop_column("skp_item", "perspektif")


def _checkins() -> None:
    op.create_table(
        "checkin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("skp_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("hindrance", sa.Text(), nullable=True),
        sa.Column("support", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_checkin"),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_checkin_{column}")
            for column, other in (
                ("assignment_id", "assignment"),
                ("skp_id", "skp"),
                ("changed_by", "assignment"),
                ("answered_by", "assignment"),
            )
        ),
        sa.UniqueConstraint("assignment_id", "period", "number", name="uq_checkin_assignment_id_period_number"),
    )
