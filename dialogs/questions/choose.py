"""Choose one of several, or some of several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from dialogs.questions.base import Answered, Cursor, Face, Input, Json, Moved, Question, Reaction, Refusal, Scene, Tap
from dialogs.screen import Button, Row
from locales import AnyText, _, n_

PAGE = 6
"""Options on one page: six rows of buttons and the text above them fit a small phone."""
MAX_CODE = 24
"""Bytes of an option's code, so that callback data stays within 64."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. The code is kept, the label is shown."""

    code: str
    label: AnyText


class Options:
    """An ordered set of options, made once per pack and shared by all replays."""

    __slots__ = ("by_code", "items")

    def __init__(self, items: Iterable[Option]) -> None:
        self.items: tuple[Option, ...] = tuple(items)
        self.by_code = {option.code: option for option in self.items}
        if len(self.by_code) != len(self.items):
            raise ValueError("two options share a code")
        if any(len(code.encode()) > MAX_CODE for code in self.by_code):
            raise ValueError("an option's code is too long for callback data")

    def __iter__(self) -> Iterator[Option]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code


def page_of(options: Options, cursor: Cursor) -> tuple[tuple[Option, ...], int, int]:
    """The options on the page shown, its number from 0, and how many pages there are."""
    pages = max(1, -(-len(options) // PAGE))
    page = min(max(int(cursor.get("page", 0)), 0), pages - 1)
    return options.items[page * PAGE : (page + 1) * PAGE], page, pages


def pager(page: int, pages: int) -> tuple[Row, ...]:
    """‹ 2/3 ›, or nothing when everything fits on one page."""
    if pages == 1:
        return ()
    back, on = (page - 1) % pages, (page + 1) % pages
    return ((Button("‹", f"p{back}"), Button(f"{page + 1}/{pages}", f"p{page}"), Button("›", f"p{on}")),)


def turned(action: str, cursor: Cursor) -> Moved | None:
    """The cursor on another page, if that is what the tap asks for."""
    if action[:1] == "p" and action[1:].isdecimal() and len(action) < 5:
        return Moved({**cursor, "page": int(action[1:])})
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Question[str]):
    """Exactly one of the options. A suggestion is marked with a star and is the first button."""

    options: Options
    suggested: str | None = None

    asks: ClassVar[AnyText] = _("Silakan pilih salah satu tombol di bawah.")

    def fits(self, answer: Json) -> bool:
        return answer in self.options.by_code if isinstance(answer, str) else False

    def value(self, answer: Json) -> str:
        return str(answer)

    def accept(self, given: Input, cursor: Cursor, scene: Scene) -> Reaction:
        if not isinstance(given, Tap):
            return Refusal(self.asks)
        if moved := turned(given.action, cursor):
            return moved
        code = given.action.removeprefix("=")
        if given.action.startswith("=") and code in self.options:
            return Answered(code)
        return Refusal(self.asks)

    def face(self, cursor: Cursor, scene: Scene) -> Face:
        options, page, pages = page_of(self.options, cursor)
        rows = [(Button(self._label(option, scene), f"={option.code}"),) for option in options]
        return Face(self.body() if self.body else (), (*rows, *pager(page, pages)))

    def _label(self, option: Option, scene: Scene) -> str:
        mark = "★ " if option.code == self.suggested else ""
        return mark + scene.t.plain(option.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseMany(Question[tuple[str, ...]]):
    """Some of the options, in the options' own order. Minimum and maximum are checked when the answer is accepted."""

    options: Options
    at_least: int = 1
    at_most: int | None = None
    preset: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    """Always in; cannot be taken out."""

    asks: ClassVar[AnyText] = _("Silakan centang pilihan dengan tombol, lalu tekan Lanjut.")

    def fits(self, answer: Json) -> bool:
        known = self.options.by_code
        return (
            isinstance(answer, list)
            and all(isinstance(code, str) and code in known for code in answer)
            and len(set(answer)) == len(answer)
            and self.at_least <= len(answer) <= (self.at_most or len(known))
            and all(code in answer for code in self.locked)
        )

    def value(self, answer: Json) -> tuple[str, ...]:
        return tuple(answer)

    def accept(self, given: Input, cursor: Cursor, scene: Scene) -> Reaction:
        if not isinstance(given, Tap):
            return Refusal(self.asks)
        if moved := turned(given.action, cursor):
            return moved
        picked = self.picked(cursor)
        match given.action[:1], given.action[1:]:
            case "+", code if code in self.options:
                return Moved({**cursor, "picked": self._ordered({*picked, code})})
            case "-", code if code in self.locked:
                return Refusal(_("Menurut aturannya, yang ini selalu ada dalam rencana."))
            case "-", code if code in self.options:
                return Moved({**cursor, "picked": self._ordered({*picked} - {code})})
            case "*", "":
                return Moved({**cursor, "picked": self._ordered(set(self.options.by_code))})
            case "0", "":
                return Moved({**cursor, "picked": self._ordered(set(self.locked))})
            case "!", "":
                return self._finish(picked)
        return Refusal(self.asks)

    def picked(self, cursor: Cursor) -> list[str]:
        """What is ticked now: the open ticks, or what was chosen before, or the preset."""
        wanted = cursor["picked"] if "picked" in cursor else cursor.get("was", self.preset)
        return self._ordered({code for code in wanted if code in self.options} | set(self.locked))

    def face(self, cursor: Cursor, scene: Scene) -> Face:
        picked = self.picked(cursor)
        options, page, pages = page_of(self.options, cursor)
        rows = [(self._box(option, option.code in picked, scene),) for option in options]
        everything: tuple[Row, ...] = ()
        if self.at_most is None and len(self.options) > 2:
            everything = ((Button(scene.t.plain(_("Semua")), "*"), Button(scene.t.plain(_("Kosongkan")), "0")),)
        done = Button(scene.t.plain(_("Lanjut ({count} dipilih) ▶", count=len(picked))), "!")
        return Face(self.body() if self.body else (), (*rows, *pager(page, pages), *everything, (done,)))

    def _box(self, option: Option, ticked: bool, scene: Scene) -> Button:
        if option.code in self.locked:
            return Button("🔒 " + scene.t.plain(option.label), f"-{option.code}")
        sign, verb = ("☑", "-") if ticked else ("☐", "+")
        return Button(f"{sign} {scene.t.plain(option.label)}", f"{verb}{option.code}")

    def _finish(self, picked: list[str]) -> Reaction:
        if len(picked) < self.at_least:
            return Refusal(n_("Pilih paling sedikit {count}, ya.", "Pilih paling sedikit {count}, ya.", self.at_least))
        if self.at_most is not None and len(picked) > self.at_most:
            return Refusal(n_("Pilih paling banyak {count}, ya.", "Pilih paling banyak {count}, ya.", self.at_most))
        return Answered(picked)

    def _ordered(self, codes: set[str]) -> list[str]:
        return [option.code for option in self.options if option.code in codes]
