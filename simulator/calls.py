"""The log of Bot API calls and their counters: what tests look at to see what a bot really did."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One call. `number` rises by one each; `at` is simulated time (ISO 8601), `ms` real milliseconds of handling."""

    number: int
    method: str
    params: Json
    status: int
    description: str
    fault: str
    at: str
    ms: float

    def as_json(self) -> Json:
        """The call as the control API shows it."""
        return dict(vars(self))


@dataclass
class CallLog:
    """The newest calls, and counts of all of them. `keep` bounds the memory; 0 keeps only the counts."""

    keep: int = 10_000
    count: int = 0
    methods: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    _calls: deque[Call] = field(init=False)

    def __post_init__(self) -> None:
        self._calls = deque(maxlen=self.keep)

    def add(self, method: str, params: Json, status: int, description: str, fault: str, at: str, ms: float) -> None:
        """Write one call down."""
        self.count += 1
        self.methods[method] += 1
        self.statuses[status] += 1
        if fault:
            self.faults[fault] += 1
        self._calls.append(Call(self.count, method, params, status, description, fault, at, ms))

    def clear(self) -> None:
        """Forget all calls; numbers go on, so that nobody who waits for newer ones misses any."""
        self._calls.clear()
        for counter in (self.methods, self.statuses, self.faults):
            counter.clear()

    def since(self, number: int, method: str = "") -> Iterable[Call]:
        """The calls after `number`, of one method when it is named."""
        wanted = method.lower()
        return (call for call in self._calls if call.number > number and wanted in {"", call.method.lower()})

    def counters(self) -> Json:
        """All counts: by method, by HTTP status (0 stands for a connection closed without one), by fault."""
        return {
            "calls": self.count,
            "methods": dict(self.methods),
            "statuses": {str(status): count for status, count in self.statuses.items()},
            "faults": dict(self.faults),
        }
