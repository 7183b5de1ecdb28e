"""Indexes for a large outbox: what goes next, what is out of date, which loans have run out, how far it is."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Replace the one index of the queue by one for each question."""
    op.drop_index("ix_outbox_state_priority_id", "outbox")
    waiting = _while("state = 'waiting'")
    op.create_index("ix_outbox_waiting", "outbox", ["priority", "not_before", "id"], **waiting)
    expiring = _while("state = 'waiting' AND expires_at IS NOT NULL")
    op.create_index("ix_outbox_expiring", "outbox", ["expires_at"], **expiring)
    op.create_index("ix_outbox_loans", "outbox", ["lease_until"], **_while("state = 'sending'"))
    op.create_index("ix_outbox_state_updated_at", "outbox", ["state", "updated_at"])


def downgrade() -> None:
    """The former index again."""
    for name in ("ix_outbox_state_updated_at", "ix_outbox_loans", "ix_outbox_expiring", "ix_outbox_waiting"):
        op.drop_index(name, "outbox")
    op.create_index("ix_outbox_state_priority_id", "outbox", ["state", "priority", "id"])


def _while(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
