"""Tim kinerja: who watches whom for a pejabat penilai."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from regulations.models import Role
from storage.values import Intent, Member


@dataclass(frozen=True, slots=True)
class FormTeam(Intent):
    """The team for everybody of one role from now on; whoever is not in it is out."""

    of_role: Role
    """Role of those who are watched."""
    plot: tuple[tuple[int, tuple[int, ...]], ...]
    """Member and whom they watch, as assignment ids."""
    sk_number: str
    sk_date: date


@dataclass(frozen=True, slots=True)
class EndMember(Intent):
    """Somebody is no longer in the team, as it was at `version`."""

    of_role: Role
    member_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Watch:
    """One member of a team and whom they watch, by one SK."""

    member: Member
    watched: tuple[Member, ...]
    sk_number: str
    sk_date: date
    since: datetime


@dataclass(frozen=True, slots=True)
class Team:
    """The team of one pejabat penilai for one role, as it is now."""

    appraiser: Member
    of_role: Role
    version: int
    """Another one after every change; 0 when there never was a team."""
    watches: tuple[Watch, ...]
    unwatched: tuple[Member, ...]
    """Whom the appraiser appraises in that role and nobody watches."""


@dataclass(frozen=True, slots=True)
class Past:
    """Somebody was in the team and is not any more, or watched others then."""

    name: str
    watched: int
    sk_number: str
    sk_date: date
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Watching:
    """What being in teams means for one person: whom they watch, and who watches them."""

    watches: tuple[tuple[Member, Watch], ...]
    """With the pejabat penilai whose team it is."""
    watched_by: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who may be in a team and who may be watched."""

    members: tuple[Member, ...]
    watched: tuple[Member, ...]
