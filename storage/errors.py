"""Why the record refuses: each error has one meaning and carries what the user needs to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.values import AssignmentStatus


class Refused(Exception):
    """Base of all refusals. The transaction is rolled back; nothing was changed."""


@dataclass
class NotAllowed(Refused):
    """This member may not do this to this subject (permission is read from the record at the moment of acting)."""

    operation: str


@dataclass
class NotFound(Refused):
    """There is no such thing, or it is not this member's to see."""

    what: str


@dataclass
class MovedOn(Refused):
    """Somebody was faster: the subject is no longer in the state or version that the button was made for."""

    status: StrEnum
    """What it is now: a status of its own kind of thing."""
    by: str | None
    """Name of who changed it last, if a person did."""
    at: datetime | None
    version: int


@dataclass
class Invalid(Refused):
    """The content does not fit the rules; `problem` names the part, for the text in `dialogs.views.refusals`."""

    problem: str


@dataclass
class SlotTaken(Refused):
    """One of the people is observed or observes at that time already; `at` is when the other slot begins (UTC)."""

    at: datetime


class CodeUnknown(Refused):
    """No invite has this code, or it was used, replaced or has expired (never told which, to help no guesser)."""


@dataclass
class TooManyGuesses(Refused):
    """Wrong codes slow an account down until this instant (UTC)."""

    until: datetime


@dataclass
class AlreadyJoined(Refused):
    """This Telegram account already belongs to somebody else, `name`; another person needs another account."""

    name: str


@dataclass
class JoinDecided(Refused):
    """This join no longer waits to be confirmed; `status` is what the role is now."""

    status: AssignmentStatus
