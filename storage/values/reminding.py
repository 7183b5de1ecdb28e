"""What is kept about reminding one person: when to look again, what they wish, what they were told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from storage.values import Member


class ReminderKind(StrEnum):
    """What may be muted on its own. The last day of a window is told all the same."""

    rencana = "rencana"  # one's own plan, its adjustment, the data before it
    keputusan = "keputusan"  # what waits for one's decision, and the windows for deciding
    observasi = "observasi"  # slots
    bulanan = "bulanan"  # pendampingan and coaching
    penilaian = "penilaian"  # check-in and evaluation


@dataclass(frozen=True, slots=True)
class Wishes:
    """How somebody wants to be reminded. Nothing is sent from `quiet_from` to `quiet_to`, local times."""

    quiet_from: time = time(20)
    quiet_to: time = time(6)
    muted: frozenset[ReminderKind] = frozenset()
    stopped: bool = False
    """/berhenti: no reminders at all."""
    snoozed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a message reminds of. `nominal` is the day it would have been without Sundays and holidays."""

    assignment_id: int
    code: str
    period: str
    nominal: date


@dataclass(frozen=True, slots=True)
class Look:
    """One person whose time has come. `members` are the active roles, the latest year first."""

    person_id: int
    reachable: bool
    wishes: Wishes
    told_on: date | None
    """Local day up to which everything was told."""
    members: tuple[Member, ...]
    put_off: tuple[Told, ...] = ()
    """What is to be told again when the snooze ends, and not before."""
    lost: tuple[Told, ...] = ()
    """What was told last, if the message never went out."""


@dataclass(frozen=True, slots=True)
class Note:
    """One message of one local day to one person. `again` tells the one of a snooze that has ended from the first."""

    person_id: int
    day: date
    again: str
    expires_at: datetime
    items: tuple[Told, ...]


class InvalidWish(StrEnum):
    """Why a wish cannot be."""

    quiet = "quiet_hours"
