"""A time of day: one of the usual ones, or typed as 08.30."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import ClassVar

from dialogs.questions.base import Answered, Cursor, Face, Input, Json, Question, Reaction, Refusal, Scene, Tap, Typed
from dialogs.screen import Button, Row
from locales import AnyText, _

WRITTEN = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})", re.ASCII)
IN_A_ROW = 4
USUAL = tuple(time(hour, minute) for hour in range(7, 15) for minute in (0, 30))[1:]
"""From 07.30 to 14.30, every half hour."""


def parse(text: str) -> time | None:
    """A time typed as 8.30, 08.30 or 08:30, or None."""
    written = WRITTEN.fullmatch(text)
    if not written:
        return None
    hour, minute = map(int, written.groups())
    return time(hour, minute) if hour < 24 and minute < 60 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOfDay(Question[time]):
    """A local time from `first` to `last`, both included, at least `apart` minutes from each of `taken`.

    Kept as HH:MM.
    """

    first: time = time(6)
    last: time = time(17)
    taken: tuple[time, ...] = ()
    apart: int = 60

    asks: ClassVar[AnyText] = _("Di sini diperlukan jam. Pilih tombolnya atau ketik seperti <b>08.30</b>.")

    def fits(self, answer: Json) -> bool:
        when = parse(answer) if isinstance(answer, str) else None
        return when is not None and answer == _kept(when) and self.first <= when <= self.last and self._free(when)

    def value(self, answer: Json) -> time:
        return time.fromisoformat(answer)

    def accept(self, given: Input, cursor: Cursor, scene: Scene) -> Reaction:
        match given:
            case Tap(action) if action.startswith("="):
                return self._given(parse(action[1:]), scene)
            case Typed(text):
                return self._given(parse(text), scene)
        return Refusal(self.asks)

    def face(self, cursor: Cursor, scene: Scene) -> Face:
        free = [when for when in USUAL if self.first <= when <= self.last and self._free(when)]
        buttons = [Button(scene.t.clock(when), f"={_kept(when)}") for when in free]
        rows: list[Row] = [tuple(buttons[at : at + IN_A_ROW]) for at in range(0, len(buttons), IN_A_ROW)]
        return Face((*(self.body() if self.body else ()), _("Pilih jam, atau ketik seperti <b>08.30</b>.")), rows)

    def _given(self, when: time | None, scene: Scene) -> Reaction:
        if when is None:
            return Refusal(self.asks)
        if not self.first <= when <= self.last:
            first, last = scene.t.clock(self.first), scene.t.clock(self.last)
            return Refusal(_("Jamnya harus antara <b>{first}</b> dan <b>{last}</b>.", first=first, last=last))
        if not self._free(when):
            near = scene.t.clock(min(self.taken, key=lambda other: abs(_minutes(other) - _minutes(when))))
            return Refusal(
                _(
                    "Jam itu berbenturan: sudah ada jadwal pukul <b>{near}</b>. Pilih jam yang berjarak {apart} menit.",
                    near=near,
                    apart=self.apart,
                )
            )
        return Answered(_kept(when))

    def _free(self, when: time) -> bool:
        return all(abs(_minutes(other) - _minutes(when)) >= self.apart for other in self.taken)


def _minutes(when: time) -> int:
    return when.hour * 60 + when.minute


def _kept(when: time) -> str:
    return when.strftime("%H:%M")
