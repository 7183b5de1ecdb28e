"""A few words that may be left out."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.questions.base import Answered, Cursor, Face, Input, Json, Question, Reaction, Scene, Tap
from dialogs.questions.words import Words
from dialogs.screen import Button
from locales import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Question[str | None]):
    """As `Words`, or nothing: None. Kept as an empty text."""

    longest: int = 300

    asks = Words.asks

    def fits(self, answer: Json) -> bool:
        return answer == "" or self._words.fits(answer)

    def value(self, answer: Json) -> str | None:
        return str(answer) or None

    def accept(self, given: Input, cursor: Cursor, scene: Scene) -> Reaction:
        if given == Tap("="):
            return Answered("")
        return self._words.accept(given, cursor, scene)

    def face(self, cursor: Cursor, scene: Scene) -> Face:
        typed = self._words.face(cursor, scene)
        return Face(typed.lines, ((Button(scene.t.plain(_("Lewati ▶")), "="),),))

    @property
    def _words(self) -> Words:
        return Words(key=self.key, title=self.title, body=self.body, longest=self.longest)
