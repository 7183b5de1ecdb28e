"""Faults on purpose: lost answers, server errors, floods, delays, refused connections."""

import random
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class FaultKind(StrEnum):
    """What goes wrong. REFUSE: closed before anything was done; DROP: done, then closed without an answer."""

    REFUSE = "refuse"
    DROP = "drop"
    ERROR = "error"
    FLOOD = "flood"
    DELAY = "delay"


@dataclass
class Fault:
    """One rule. It strikes calls of `method` ("" means every method but getUpdates) for `chat_id` (0 means any).

    `times` is how often it still strikes (None: for ever), `probability` how likely each time, `skip` how many calls
    pass first. `code` belongs to ERROR (5xx; `html` answers a page instead of JSON; `done` carries the call out
    before), `seconds` to FLOOD (its retry_after, whole seconds) and DELAY.
    """

    kind: FaultKind
    method: str = ""
    chat_id: int = 0
    times: int | None = 1
    probability: float = 1.0
    skip: int = 0
    code: int = 500
    html: bool = False
    done: bool = False
    seconds: float = 1.0
    struck: int = 0

    def matches(self, method: str, chat_id: str) -> bool:
        """True when the rule is about this call."""
        named = self.method.lower() == method.lower() if self.method else method.lower() != "getupdates"
        return named and self.times != 0 and (not self.chat_id or str(self.chat_id) == chat_id)

    def as_json(self) -> Json:
        """The rule as the control API shows it."""
        return dict(vars(self))


@dataclass
class Faults:
    """The rules in force, in order; the first that strikes decides. `seed` makes probabilities repeatable."""

    rules: list[Fault] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311  # no secret in it

    def add(self, values: Json) -> Fault:
        """A new rule from the control API. ValueError or TypeError when it makes no sense."""
        if "seed" in values:
            self.dice.seed(int(values["seed"]))
        names = set(Fault.__dataclass_fields__) - {"struck"}
        if unknown := set(values) - names - {"seed"}:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(sorted(names))}")
        kind = FaultKind(values["kind"])
        fault = Fault(**{name: values[name] for name in names & set(values)} | {"kind": kind})
        self.rules.append(fault)
        return fault

    def strike(self, method: str, chat_id: str) -> Fault | None:
        """The rule that hits this call, None when it goes through."""
        for rule in self.rules:
            if not rule.matches(method, chat_id):
                continue
            if rule.skip > 0:
                rule.skip -= 1
                continue
            if self.dice.random() < rule.probability:
                rule.struck += 1
                rule.times = None if rule.times is None else rule.times - 1
                return rule
        return None
