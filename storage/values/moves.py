"""People who move: who appraises whom, who stands in for whom, who leaves one unit for another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from regulations.models import Role
from storage.values import Intent, Member, SkpStatus


class Acting(StrEnum):
    """How a pejabat penilai holds the office."""

    definitif = "definitif"
    plt = "plt"
    """Pelaksana tugas."""
    plh = "plh"
    """Pelaksana harian."""


@dataclass(frozen=True, slots=True)
class Appoint(Intent):
    """Somebody else is the pejabat penilai from now on."""

    assignment_id: int
    """Who is appraised."""
    everybody: bool
    """Also of all others of the same role whom the same appraiser would have."""
    appraiser_id: int
    """Assignment of the new pejabat penilai."""
    acting: Acting


@dataclass(frozen=True, slots=True)
class Delegate(Intent):
    """Somebody decides for an absent pejabat penilai, from the first day to the last (local, both included)."""

    appraiser_id: int
    delegate_id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class EndDelegation(Intent):
    """It ends now, or never begins."""

    delegation_id: int


@dataclass(frozen=True, slots=True)
class Transfer(Intent):
    """Somebody leaves a role, as it was at `version`, for another one."""

    assignment_id: int
    version: int
    unit_id: int
    role: Role
    position: str


@dataclass(frozen=True, slots=True)
class EndRole(Intent):
    """A role, as it was at `version`, is over."""

    assignment_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that somebody may go to."""

    unit_id: int
    name: str
    school: bool


@dataclass(frozen=True, slots=True)
class Post:
    """One role as an operator sees it."""

    member: Member
    version: int
    """Grows with every change of status."""
    appraiser: Member | None
    """The present pejabat penilai; only guru, kepala sekolah and pengawas have one."""
    acting: Acting | None
    appraised: int
    """How many people this one appraises."""
    alike: int
    """How many others of the same role could have the same appraiser."""
    own: bool
    """It is the operator's very own role."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """Somebody stands in for somebody, from `starts` (inclusive) to `ends`. UTC."""

    id: int
    appraiser: Member
    delegate: Member
    starts: datetime
    ends: datetime

    def begun(self, now: datetime) -> bool:
        """Whether it runs, or has run."""
        return self.starts <= now and self.starts < self.ends

    def over(self, now: datetime) -> bool:
        """Whether it has ended, or will never begin."""
        return self.ends <= now or self.ends <= self.starts


@dataclass(frozen=True, slots=True)
class PartSkp:
    """A SKP of one part of somebody's year."""

    skp_id: int
    version: int
    period: str
    status: SkpStatus


@dataclass(frozen=True, slots=True)
class Part:
    """One role of somebody's year; `until` is set once it has ended. UTC."""

    member: Member
    appraiser: Member | None
    acting: Acting | None
    since: datetime | None
    until: datetime | None
    skps: tuple[PartSkp, ...]
