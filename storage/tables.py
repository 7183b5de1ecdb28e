"""All tables in one place, for migrations and for whoever wants the whole record."""

from __future__ import annotations

from sqlalchemy import MetaData

from storage import accounts, arrivals, audit, drafts, invites, outbox, packs, people, plans, skp, units
from storage.types import Record

MODULES = (units, people, drafts, accounts, arrivals, invites, plans, skp, outbox, audit, packs)
METADATA: MetaData = Record.metadata
