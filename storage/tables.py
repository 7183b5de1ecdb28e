"""All tables in one place, for migrations and for whoever wants the whole record."""

from __future__ import annotations

from sqlalchemy import MetaData

from storage import (
    accounts,
    arrivals,
    audit,
    binaan,
    competence,
    confirmations,
    delegations,
    departures,
    drafts,
    evaluations,
    evidence,
    feedback,
    inbox,
    invites,
    logbook,
    midyear,
    observations,
    outbox,
    own_data,
    packs,
    pendampingan_record,
    people,
    plans,
    preparing,
    skp,
    teams,
    units,
)
from storage.types import Record

MODULES = (
    units,
    people,
    delegations,
    departures,
    teams,
    drafts,
    accounts,
    arrivals,
    invites,
    plans,
    skp,
    midyear,
    preparing,
    binaan,
    pendampingan_record,
    evidence,
    logbook,
    competence,
    confirmations,
    observations,
    feedback,
    evaluations,
    inbox,
    own_data,
    outbox,
    audit,
    packs,
)
METADATA: MetaData = Record.metadata
