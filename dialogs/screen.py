"""What a person sees: text, rows of buttons, perhaps a picture. No Telegram here; adapters turn it into calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from markupsafe import Markup

TEXT_LIMIT = 4096
"""Characters after entities are parsed (Bot API, sendMessage)."""
DATA_LIMIT = 64
"""Bytes of callback data (Bot API, InlineKeyboardButton)."""
COPY_LIMIT = 256
"""Characters of a copy button (Bot API, CopyTextButton)."""
TOAST_LIMIT = 200
"""Characters of an answer to a tap (Bot API, answerCallbackQuery)."""
LABEL_LIMIT = 32
"""Characters of a label: ours, for small phones."""
LINES = 12
"""Lines of a screen: ours, for small phones."""
WIDTH = 44
"""Characters that fit in one line of a bubble on a small phone, about."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button does one thing: sends `data` back, copies `copy`, or opens `url`."""

    label: str
    data: str | None = None
    copy: str | None = None
    url: str | None = None


Row = tuple[Button, ...]
Read = Callable[[str], bytes | None]
"""Reads a file of the vault by its SHA-256; None when it is not there."""


class CannotMake(Exception):
    """A file cannot be made; `why`, in the person's language, is told in its place."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes beside a screen; photos that stand together go as an album.

    `make` is called after the transaction, in a worker thread, unless Telegram still has `telegram` (a file_id). It
    raises CannotMake. `stored` is the file's id in the record, where a new file_id is to be remembered.
    """

    name: str
    make: Callable[[Read], bytes]
    photo: bool = False
    telegram: str | None = None
    stored: int | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """`text` is HTML in Telegram's small dialect; `toast` answers the tap that led here."""

    text: Markup
    rows: tuple[Row, ...] = ()
    toast: str | None = None
    alert: bool = False
    files: tuple[Attachment, ...] = ()

    def with_toast(self, toast: str, *, alert: bool = False) -> Screen:
        """The same screen, answering a tap with a short text."""
        return replace(self, toast=toast[:TOAST_LIMIT], alert=alert)
