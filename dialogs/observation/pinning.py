"""What the talks about an observation are pinned to, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from regulations.models import Period
from storage.values import Member
from storage.values.observation import FormKind, ObservationFacts


def pin_slot(owner: Member, opens: date, closes: date, busy: Sequence[datetime], now: datetime) -> dict[str, Any]:
    """When a slot may lie, in the local time of the person observed; `busy` are slots that are too close to others."""
    zone = ZoneInfo(owner.zone)
    return {
        "zone": owner.zone,
        "opens": opens.isoformat(),
        "closes": closes.isoformat(),
        "now": now.astimezone(zone).isoformat(timespec="minutes"),
        "busy": [each.astimezone(zone).isoformat(timespec="minutes") for each in busy],
    }


def pin_prepare(
    owner: Member, period: Period, focus: str, pack_id: str, version: str, busy: Sequence[datetime], now: datetime
) -> dict[str, Any]:
    """The ground of a cycle that is to begin: the focus, and the pack of the agreed plan."""
    slot = pin_slot(owner, period.starts, period.ends, busy, now)
    return {"pack": pack_id, "version": version, "role": owner.role.value, "period": period.code, "focus": focus} | slot


def pin_move(facts: ObservationFacts, busy: Sequence[datetime], now: datetime) -> dict[str, Any]:
    """The ground of another slot for a cycle as it was at one version."""
    slot = pin_slot(facts.owner, facts.opens, facts.closes, busy, now)
    return {"observation": facts.id, "at": facts.version, "owner": facts.owner.name} | slot


def pin_about(facts: ObservationFacts) -> dict[str, Any]:
    """The ground of a form: the cycle, its focus under the pack that it began with, and what it answers to."""
    prepared, seen = facts.form(FormKind.persiapan), facts.form(FormKind.pengamatan)
    said = facts.form(FormKind.refleksi) or facts.form(FormKind.diskusi)
    slot = facts.starts.astimezone(ZoneInfo(facts.owner.zone)).date() if facts.starts else facts.opens
    return {
        "pack": facts.pack_id,
        "version": facts.pack_version,
        "observation": facts.id,
        "at": facts.version,
        "role": facts.owner.role.value,
        "focus": facts.focus,
        "owner": facts.owner.name,
        "day": slot.isoformat(),
        "targets": list(prepared.content["targets"]) if prepared else [],
        "recommendation": seen.content["recommendation"] if seen else None,
        "said": dict(said.content) if said else {},
    }
