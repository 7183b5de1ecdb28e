"""Choose one of many: page by page, or by typing a word of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from dialogs.questions.base import Cursor, Face, Input, Moved, Reaction, Refusal, Scene, Tap, Typed
from dialogs.questions.choose import Choose, Options, page_of, pager
from dialogs.screen import Button
from locales import AnyText, _, n_

LONGEST_WORD = 40
EVERYTHING = "a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(Choose):
    """Exactly one of the options; a typed word narrows them down. `texts` by code is what is searched."""

    texts: Mapping[str, str]

    asks: ClassVar[AnyText] = _("Silakan pilih salah satu, atau ketik satu kata untuk mencari.")

    def accept(self, given: Input, cursor: Cursor, scene: Scene) -> Reaction:
        match given:
            case Typed(text):
                return self._look_for(text)
            case Tap(action) if action == EVERYTHING:
                return Moved({})
        return Choose.accept(self, given, cursor, scene)

    def face(self, cursor: Cursor, scene: Scene) -> Face:
        word = cursor.get("find")
        found = self.found(word) if isinstance(word, str) else self.options
        options, page, pages = page_of(found, cursor)
        rows = [(Button(self._label(option, scene), f"={option.code}"),) for option in options]
        lines = list(self.body()) if self.body else []
        if found is self.options:
            lines.append(_("Ketik satu kata untuk mencari."))
            return Face(lines, (*rows, *pager(page, pages)))
        lines.append(n_('{count} cocok dengan "{word}".', '{count} cocok dengan "{word}".', len(found), word=word))
        all_of_them = (Button(scene.t.plain(_("Tampilkan semua")), EVERYTHING),)
        return Face(lines, (*rows, *pager(page, pages), all_of_them))

    def found(self, word: str) -> Options:
        """The options in which a word stands."""
        wanted = word.casefold()
        return Options(option for option in self.options if wanted in self.texts[option.code].casefold())

    def _look_for(self, text: str) -> Reaction:
        word = " ".join(text.split())[:LONGEST_WORD].strip()
        if not word or not self.found(word):
            return Refusal(_('Tidak ada yang memuat "{word}". Coba kata lain, atau pilih dari daftar.', word=word))
        return Moved({"find": word})
