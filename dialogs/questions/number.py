"""A number in Indonesian notation: 1.250,5."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from babel.numbers import NumberFormatError, parse_decimal

from dialogs.questions.base import Answered, Cursor, Face, Input, Json, Question, Reaction, Refusal, Scene, Tap, Typed
from dialogs.screen import Button
from locales import AnyText, _

NOTATION = re.compile(r"[+-]?[0-9][0-9.]*(,[0-9]+)?", re.ASCII)
MAX_TYPED = 40
"""Characters of a wrong number that are repeated to the person."""


def parse(text: str) -> Decimal | None:
    """The number that an Indonesian reader sees in `text`, or None. Points group thousands, a comma begins the
    decimals."""
    if not NOTATION.fullmatch(text):
        return None
    try:
        number = parse_decimal(text, locale="id", strict=True)
    except (NumberFormatError, InvalidOperation):
        return None
    return number if number.is_finite() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Question[Decimal]):
    """A number from `low` to `high`, both included, with at most `places` decimals."""

    low: Decimal | int
    high: Decimal | int
    places: int = 0
    suggested: Decimal | int | None = None
    unit: AnyText = ""

    asks: ClassVar[AnyText] = _("Di sini diperlukan angka. Ketik angkanya, misalnya 2.")

    def fits(self, answer: Json) -> bool:
        if not isinstance(answer, str):
            return False
        try:
            return self._problem(Decimal(answer)) is None
        except InvalidOperation:
            return False

    def value(self, answer: Json) -> Decimal:
        return Decimal(answer)

    def accept(self, given: Input, cursor: Cursor, scene: Scene) -> Reaction:
        match given:
            case Tap("s") if self.suggested is not None:
                return Answered(str(self.suggested))
            case Typed(text):
                return self._typed(text)
        return Refusal(self.asks)

    def face(self, cursor: Cursor, scene: Scene) -> Face:
        lines = list(self.body()) if self.body else []
        lines.append(_("Ketik angkanya ({low} sampai {high}).", low=self.low, high=self.high))
        if self.suggested is None:
            return Face(lines, ())
        label = scene.t.plain(_("★ Pakai saran: {number}", number=self.suggested))
        return Face(lines, ((Button(f"{label} {scene.t.plain(self.unit)}".strip()[:32], "s"),),))

    def _typed(self, text: str) -> Reaction:
        number = parse(text)
        if number is None:
            example = "12,5" if self.places else "12"
            return Refusal(
                _(
                    'Jawabannya harus berupa angka, misalnya <b>2</b> atau <b>{example}</b>. Yang tertulis: "{typed}".',
                    example=example,
                    typed=_repeated(text),
                )
            )
        return self._problem(number) or Answered(str(number))

    def _problem(self, number: Decimal) -> Refusal | None:
        if not number.is_finite() or not self.low <= number <= self.high:
            return Refusal(_("Angkanya harus antara <b>{low}</b> dan <b>{high}</b>.", low=self.low, high=self.high))
        if -int(number.as_tuple().exponent) > self.places:  # as written: 1,000 is a thousand only to who writes English
            if self.places == 0:
                return Refusal(_("Angkanya harus bulat, tanpa koma."))
            return Refusal(_("Paling banyak {places} angka di belakang koma.", places=self.places))
        return None


def _repeated(text: str) -> str:
    """What was typed, short enough for one line."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_TYPED else line[:MAX_TYPED] + "…"
