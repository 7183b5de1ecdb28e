"""The delivery ledger: how far the reminders of one window came, for everybody whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from regulations.agenda import Duty


class Stand(StrEnum):
    """Where somebody stands with a window: in the first of these that holds, unless the window is not for them."""

    selesai = "selesai"
    ditunda = "ditunda"
    """They have put a reminder off."""
    dibuka = "dibuka"
    """They have pressed a button of a reminder."""
    sampai = "sampai"
    """A reminder was sent."""
    belum_pasti = "belum_pasti"
    """A reminder was sent and Telegram did not answer: it may have arrived."""
    dikirim = "dikirim"
    """A reminder is on its way."""
    memblokir = "memblokir"
    """Telegram does not let the bot write to them."""
    berhenti = "berhenti"
    """They want no reminders."""
    belum_waktunya = "belum_waktunya"
    """They have joined, and no reminder has gone out to them."""
    belum_bergabung = "belum_bergabung"
    tidak_berlaku = "tidak_berlaku"
    """Non-ASN whom the regulation does not cover: nothing is asked of them, and nothing sent."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a ledger is about: one unit, or all that somebody looks after."""

    unit_id: int | None
    """None: all of it."""
    name: str
    several: bool
    """Whether it is more than one unit."""
    in_district: bool = False
    """The viewer looks after other units, too."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """How many people stand where, with one window. The counts add up to everybody whom it concerns."""

    place: Place
    duty: Duty
    today: date
    """Local day."""
    counts: Mapping[Stand, int] = field(default_factory=dict)
    elsewhere: int = 0
    """Schools with a last day of their own."""

    @property
    def total(self) -> int:
        """Everybody."""
        return sum(self.counts.values())

    @property
    def asked(self) -> int:
        """Those of whom something is asked."""
        return self.total - self.counts.get(Stand.tidak_berlaku, 0)

    @property
    def done(self) -> int:
        """Those who have done it."""
        return self.counts.get(Stand.selesai, 0)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the ledger of a district: of how many something is asked, and how many have done it."""

    unit_id: int
    name: str
    asked: int
    done: int
