"""A few words of the person's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dialogs.cleaning import readable
from dialogs.questions.base import Answered, Cursor, Face, Input, Json, Question, Reaction, Refusal, Scene, Tap, Typed
from dialogs.screen import Button
from locales import AnyText, _, n_


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Question[str]):
    """One line of 1 to `longest` characters, something of it visible. A suggestion can be taken with one tap."""

    longest: int = 300
    suggested: str | None = None

    asks: ClassVar[AnyText] = _("Di sini diperlukan jawaban tertulis. Silakan ketik.")

    def fits(self, answer: Json) -> bool:
        return isinstance(answer, str) and 0 < len(answer) <= self.longest

    def value(self, answer: Json) -> str:
        return str(answer)

    def accept(self, given: Input, cursor: Cursor, scene: Scene) -> Reaction:
        match given:
            case Tap("s") if self._offered():
                return Answered(self.suggested)
            case Typed(text):
                return self._typed(" ".join(text.split()))
        return Refusal(self.asks)

    def face(self, cursor: Cursor, scene: Scene) -> Face:
        lines = list(self.body()) if self.body else []
        lines.append(_("Ketik jawabannya, paling panjang {longest} huruf.", longest=self.longest))
        if not self._offered():
            return Face(lines, ())
        lines.append(_("Saran: <i>{text}</i>", text=self.suggested))
        return Face(lines, ((Button(scene.t.plain(_("★ Pakai saran")), "s"),),))

    def _offered(self) -> bool:
        """A suggestion that is too long to be kept is none."""
        return self.fits(self.suggested)

    def _typed(self, line: str) -> Reaction:
        if not readable(line):
            return Refusal(self.asks)
        if len(line) <= self.longest:
            return Answered(line)
        return Refusal(
            n_(
                "Paling panjang {count} huruf; yang tertulis {length}. Mohon diringkas.",
                "Paling panjang {count} huruf; yang tertulis {length}. Mohon diringkas.",
                self.longest,
                length=len(line),
            )
        )
