"""What became of a card that was lent out to be delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """It is on the person's phone, as this message."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Retry:
    """It did not leave: try again at this instant (UTC). `counted` is False where the card is not to blame."""

    at: datetime
    reason: str
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Resend:
    """It may have arrived: once more if that does no harm and was not done yet, otherwise unknown."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have arrived, and a second copy would do harm."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The person cannot be reached."""

    reason: str


@dataclass(frozen=True, slots=True)
class Dead:
    """It cannot be delivered as it is, now or later."""

    reason: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """It was not sent, because there was nothing to say any more."""

    reason: str = "pointless"


Outcome = Sent | Retry | Resend | Unknown | Gone | Dead | Dropped
