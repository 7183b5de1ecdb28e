"""What all questions share: a stable key, what may come in, what may come out.

A question is a frozen value. `await question` gives its answer to the dialog: `__await__` yields the question itself
and the engine sends the decoded answer back in. Nothing here does I/O.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from dialogs.screen import Row
from locales import AnyText, Catalogue
from regulations.models import Cited
from storage.values.evidence import FileKind, FileProblem

T_co = TypeVar("T_co", covariant=True)
Json = Any
"""An answer as it is kept: str, int, bool, list of str, or an object of these."""
Cursor = dict[str, Any]
"""State of the question that is open: page, ticks not yet confirmed, month shown."""


# --- what comes in ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tap:
    """A button of this question; `action` is its own short code."""

    action: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A text message, already cleaned (see `dialogs.cleaning`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Anything else that a phone can send: a photo, a document, a sticker, a voice message ..."""

    kind: str


@dataclass(frozen=True, slots=True)
class Filed:
    """A file that was fetched, looked at and kept; `file` is its id in the record. See `Piece` for the others.

    `again`: the same person has used the same file as evidence before.
    """

    file: int
    kind: FileKind
    message: int
    album: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file that was sent where one is asked for, and could not be taken."""

    problem: FileProblem


Input = Tap | Typed | Sent | Filed | Unusable


# --- what comes out --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answered:
    """The question is answered with this JSON value."""

    answer: Json


@dataclass(frozen=True, slots=True)
class Moved:
    """Not answered yet, but the open question looks different now."""

    cursor: Cursor


@dataclass(frozen=True, slots=True)
class Refusal:
    """This cannot be the answer; the text says what would be accepted. Nothing is lost."""

    why: AnyText


@dataclass(frozen=True, slots=True)
class Forget:
    """Ask these keys, and those below them (`target.a` is below `target`), again; keep every other answer that still
    fits (Edit from the summary)."""

    keys: tuple[str, ...]


Reaction = Answered | Moved | Refusal | Forget


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a question is shown: the reader's language, their local date and how to address them."""

    t: Catalogue
    today: date
    salutation: str


@dataclass(frozen=True, slots=True)
class Face:
    """The question's own part of a screen: lines of HTML-ready text and rows of buttons (their data is the bare
    action)."""

    lines: Sequence[AnyText]
    rows: Sequence[Row]


Lines = Callable[[], Sequence[AnyText]]
"""Further lines of a question, made only when it is shown: replay passes over dozens of questions and shows one."""


Sources = Callable[[], Sequence[Cited]]
"""What a question rests on, collected only when *Dasar* is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(ABC, Generic[T_co]):
    """Base of all kinds. `part` is the part of the talk it belongs to, for "3 dari 7"."""

    key: str
    title: AnyText
    part: int = 0
    body: Lines | None = None
    full: Lines | None = None
    """The long official wording, a block an entry; shown by the button *Teks lengkap*."""
    sources: Sources | None = None
    """What the rule behind this question rests on; shown by the button *Dasar*."""

    asks: ClassVar[AnyText]
    """What this kind accepts, said when something else arrives."""
    takes_files: ClassVar[bool] = False
    """Whether a file that is sent here is worth fetching."""

    def __await__(self) -> Generator[Question[T_co], T_co, T_co]:
        return (yield self)

    @abstractmethod
    def fits(self, answer: Json) -> bool:
        """Whether a kept answer still is one to this question."""

    @abstractmethod
    def value(self, answer: Json) -> T_co:
        """The kept answer as the dialog wants it; only called when it fits."""

    @abstractmethod
    def accept(self, given: Input, cursor: Cursor, scene: Scene) -> Reaction:
        """React to what the person did."""

    @abstractmethod
    def face(self, cursor: Cursor, scene: Scene) -> Face:
        """How the question looks now."""
