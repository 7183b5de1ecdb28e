"""Taps on inline buttons and the bot's answers to them: while one is open, the button spins."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from simulator.limits import SECONDS_TO_ANSWER_CALLBACK

Json = dict[str, Any]

_KEEP = 10_000


@dataclass
class Tap:
    """One tap. `at` is simulated Unix time in seconds; `answer` is None until the bot has answered."""

    query_id: str
    person_id: int
    chat_id: int
    message_id: int
    data: str
    at: float
    number: int
    answer: Json | None = None
    times_answered: int = 0

    def is_open(self, now: float) -> bool:
        """True while the bot may answer and has not."""
        return self.answer is None and 0 <= now - self.at <= SECONDS_TO_ANSWER_CALLBACK

    def may_be_answered(self, now: float) -> bool:
        """False once the time to answer has run out."""
        return now - self.at <= SECONDS_TO_ANSWER_CALLBACK

    def as_json(self) -> Json:
        """What the control API and the page tell about it."""
        return {
            "number": self.number,
            "callback_query_id": self.query_id,
            "person_id": self.person_id,
            "chat_id": self.chat_id,
            "message_id": self.message_id,
            "data": self.data,
            "answer": self.answer,
            "times_answered": self.times_answered,
        }


@dataclass
class Taps:
    """The recent taps by query id, and the last one of each person."""

    _taps: OrderedDict[str, Tap] = field(default_factory=OrderedDict)
    _newest: dict[int, OrderedDict[str, Tap]] = field(default_factory=dict)
    _count: int = 0

    def add(self, person_id: int, chat_id: int, message_id: int, data: str, at: float) -> Tap:
        """A new tap with a fresh query id."""
        self._count += 1
        query_id = str(secrets.randbelow(1 << 62) + 1)
        tap = Tap(query_id, person_id, chat_id, message_id, data, at, self._count)
        self._taps[query_id] = tap
        own = self._newest.setdefault(person_id, OrderedDict())
        own[query_id] = tap
        if len(own) > 20:
            own.popitem(last=False)
        if len(self._taps) > _KEEP:
            self._taps.popitem(last=False)
        return tap

    def find(self, query_id: str) -> Tap | None:
        """The tap behind a `callback_query_id`."""
        return self._taps.get(query_id)

    def of(self, person_id: int) -> list[Tap]:
        """The newest taps of a person, oldest first."""
        return list(self._newest.get(person_id, {}).values())

    def open(self, now: float) -> int:
        """How many taps the bot has not answered yet and still may."""
        return sum(tap.is_open(now) for tap in self._taps.values())
