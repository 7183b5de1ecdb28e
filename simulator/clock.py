"""The clock of the simulated world: real time until somebody sets it, then shifted, faster, frozen, or in a hurry."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class SimulatedClock:
    """Tells the time of the world; everything that is dated in the simulator asks it.

    It starts as the real time. `set` and `advance` move it, after which it runs on from there `rate` times as fast as
    the real one (0 freezes it).
    """

    wall: Callable[[], datetime] = _utc_now
    monotonic: Callable[[], float] = time.monotonic
    rate: float = 1.0
    _anchor: datetime | None = field(default=None, init=False)
    _hurry: tuple[datetime, float] | None = field(default=None, init=False)
    """Until when, and how fast till then."""
    _anchored_at: float = field(default=0.0, init=False)

    def now(self) -> datetime:
        """The present instant of the world, in UTC."""
        if self._anchor is None:
            return self.wall()
        passed, anchor = self.monotonic() - self._anchored_at, self._anchor
        if self._hurry is not None:
            until, fast = self._hurry
            if (there := anchor + timedelta(seconds=passed * fast)) < until:
                return there
            passed, anchor = passed - (until - anchor).total_seconds() / fast, until
        return anchor + timedelta(seconds=passed * self.rate)

    def timestamp(self) -> int:
        """The present instant in whole seconds, as Telegram dates its messages."""
        return int(self.now().timestamp())

    @property
    def is_real(self) -> bool:
        """True while nobody has touched the clock."""
        return self._anchor is None

    def set(self, instant: datetime) -> None:
        """Make it `instant` (zone-aware; ValueError when it is not)."""
        if instant.tzinfo is None:
            raise ValueError("the instant needs a zone, e.g. 2027-01-12T00:05:00+00:00")
        self._anchor, self._anchored_at, self._hurry = instant.astimezone(UTC), self.monotonic(), None

    def hurry(self, until: datetime, within: float) -> None:
        """Let the time from now to `until` pass within so many real seconds, then go on as before.

        ValueError when `until` is over or has no zone, or `within` is not above 0.
        """
        now = self.now()
        if until.tzinfo is None or until <= now or not within > 0:
            raise ValueError("until must be an instant to come, with its zone, and within more than 0 seconds")
        self.set(now)
        self._hurry = until.astimezone(UTC), (until - now).total_seconds() / within

    def advance(self, seconds: float) -> None:
        """Move by `seconds` (negative ones go back)."""
        self.set(self.now() + timedelta(seconds=seconds))

    def run_at(self, rate: float) -> None:
        """Let time pass `rate` times as fast from now on; 0 freezes it."""
        self.set(self.now())
        self.rate = rate

    def be_real(self) -> None:
        """Back to the real time."""
        self._anchor, self._hurry, self.rate = None, None, 1.0

    def as_json(self) -> dict[str, object]:
        """What `GET /control/clock` answers: `now` in ISO 8601, `offset` in seconds from the real time, `rate`.

        In a hurry also `until` when it lasts, and how `fast` time passes till then.
        """
        now = self.now()
        offset = 0.0 if self.is_real else (now - self.wall()).total_seconds()
        told = {"now": now.isoformat(), "real": self.is_real, "offset": round(offset, 3), "rate": self.rate}
        if self._hurry is not None and now < self._hurry[0]:
            told |= {"until": self._hurry[0].isoformat(), "fast": self._hurry[1]}
        return told
