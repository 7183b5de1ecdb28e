"""People move: delegations, tim kinerja, and who changed a plan last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the column."""
    with op.batch_alter_table("skp") as skp:
        skp.add_column(sa.Column("changed_by", sa.Integer(), nullable=True))
        skp.create_foreign_key("fk_skp_changed_by", "assignment", ["changed_by"], ["id"])
    _delegations()
    _teams()


def downgrade() -> None:
    """Take them away."""
    op.drop_table("team_member")
    op.drop_table("delegation")
    with op.batch_alter_table("skp") as skp:
        skp.drop_constraint("fk_skp_changed_by", type_="foreignkey")
        skp.drop_column("changed_by")


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
