"""Somebody whom one looks after, as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from storage.values import Member, SkpStatus


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One person, and where their latest plan stands (None: not sent yet)."""

    member: Member
    decides: bool
    """False for one who only watches, as a member of the tim kinerja."""
    skp_id: int | None = None
    version: int = 0
    status: SkpStatus | None = None
    entered: bool = False
