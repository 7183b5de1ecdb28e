"""The summary at the end: read it, mend any part, send."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from dialogs.questions.base import (
    Answered,
    Cursor,
    Face,
    Forget,
    Input,
    Json,
    Moved,
    Question,
    Reaction,
    Refusal,
    Scene,
    Tap,
)
from dialogs.screen import Button
from locales import AnyText, _

SEND = _("✅ Kirim")


def nothing(today: date) -> AnyText | None:  # noqa: ARG001 - a warning looks at the date
    """No warning."""
    return None


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the summary: what it says in a line, and which answers (see `Forget`) are asked again when it is
    edited."""

    name: AnyText
    line: AnyText
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(Question[bool]):
    """The only answer is yes; before it every section can be edited."""

    sections: Callable[[], Sequence[Section]]
    yes: AnyText = SEND
    warn: Callable[[date], AnyText | None] = nothing
    """Given the local date of reading: something to know before sending, or None. It never blocks."""

    asks: ClassVar[AnyText] = _("Silakan periksa ringkasannya, lalu tekan tombol di bawah.")

    def fits(self, answer: Json) -> bool:
        return answer is True

    def value(self, answer: Json) -> bool:
        return bool(answer)

    def accept(self, given: Input, cursor: Cursor, scene: Scene) -> Reaction:
        match given:
            case Tap("y"):
                return Answered(True)
            case Tap("e"):
                return Moved({**cursor, "edit": True})
            case Tap("v"):
                return Moved({})
            case Tap(action) if action.startswith("e"):
                return self._edit(action[1:])
        return Refusal(self.asks)

    def face(self, cursor: Cursor, scene: Scene) -> Face:
        t = scene.t
        sections = self.sections()
        if cursor.get("edit"):
            rows = [
                (Button(t.plain(section.name), f"e{number}"),)
                for number, section in enumerate(sections)
                if section.keys
            ]
            back = (Button(t.plain(_("← Ke ringkasan")), "v"),)
            return Face((_("Bagian mana yang ingin diubah? Jawaban lain tetap tersimpan."),), (*rows, back))
        lines = [_("<b>{name}</b>: {line}", name=section.name, line=section.line) for section in sections]
        if (warning := self.warn(scene.today)) is not None:
            lines.append(_("⚠ {warning}", warning=warning))
        body = self.body() if self.body else ()
        return Face((*body, *lines), ((Button(t.plain(self.yes), "y"),), (Button(t.plain(_("✎ Ubah")), "e"),)))

    def _edit(self, number: str) -> Reaction:
        sections = self.sections()
        if number.isdecimal() and len(number) < 3 and int(number) < len(sections) and sections[int(number)].keys:
            return Forget(sections[int(number)].keys)
        return Refusal(self.asks)
