"""What Telegram and a small phone can show. Every screen of every test goes through `check`."""

from __future__ import annotations

import math
import re

from markupsafe import Markup

from dialogs import calls, screen
from dialogs.screen import Button, Screen

BUTTONS = 100
"""Buttons of one message (Bot API, InlineKeyboardMarkup; measured)."""
IN_A_ROW = 8
"""Buttons in one row that a phone still draws."""
ENTITIES = 100
"""Entities of one message; Telegram drops the rest."""

TAGS = ("b", "i", "u", "s", "code", "pre", "blockquote")
TOKEN = re.compile(r"<(/?)([^<>]*)>|&([^;&<>\s]*;)?|([<>])")
REFERENCES = {"lt;": "<", "gt;": ">", "amp;": "&", "#34;": '"', "#39;": "'"}
"""What the escaping helper writes; anything else after `&` is somebody's unescaped sign."""


def plain(html: str) -> str:
    """The text after entities are parsed. Raises AssertionError for whatever strict HTML of Telegram does not allow."""
    opened: list[str] = []
    out: list[str] = []
    tags = at = 0
    for token in TOKEN.finditer(html):
        out.append(html[at : token.start()])
        at = token.end()
        closing, tag, reference, bare = token.groups()
        assert bare is None, f"a bare {bare!r} in {html!r}"
        if tag is None:
            assert reference in REFERENCES, f"an unescaped & in {html!r}"
            out.append(REFERENCES[reference])
        elif closing:
            assert opened, f"</{tag}> closes nothing in {html!r}"
            assert opened.pop() == tag, f"</{tag}> closes something else in {html!r}"
        else:
            assert tag in TAGS, f"<{tag}> is no tag of Telegram's in {html!r}"
            opened.append(tag)
            tags += 1
    assert not opened, f"<{opened[-1]}> is never closed in {html!r}" if opened else ""
    assert tags <= ENTITIES, f"{tags} entities"
    return "".join([*out, html[at:]])


def units(text: str) -> int:
    """Length in UTF-16 units: what Telegram counts in, and never less than characters."""
    return len(text.encode("utf-16-le")) // 2


def lines(text: str) -> int:
    """Lines on a small phone, long ones wrapped."""
    return sum(max(1, math.ceil(len(line) / screen.WIDTH)) for line in text.split("\n"))


def check(shown: Screen, most_lines: int | None = screen.LINES) -> None:
    """Assert that a phone can show the screen. `most_lines` None leaves the height aside."""
    assert isinstance(shown.text, Markup)
    text = plain(str(shown.text))
    assert text.strip(), "an empty message"
    assert units(text) <= screen.TEXT_LIMIT, f"{units(text)} characters"
    assert shown.toast is None or 0 < units(shown.toast) <= screen.TOAST_LIMIT, f"toast {shown.toast!r}"
    if most_lines is not None:
        assert lines(text) <= most_lines, f"{lines(text)} lines:\n{text}"
    assert sum(len(row) for row in shown.rows) <= BUTTONS
    for row in shown.rows:
        assert 0 < len(row) <= IN_A_ROW, f"{len(row)} buttons in a row"
        for button in row:
            _button(button)


def _button(button: Button) -> None:
    label = button.label
    assert label.strip(), f"an empty label: {button!r}"
    assert len(label) <= screen.LABEL_LIMIT, f"a label of {len(label)} characters: {label!r}"
    assert "\n" not in label, f"a label of two lines: {label!r}"
    does = [thing for thing in (button.data, button.copy, button.url) if thing is not None]
    assert len(does) == 1, f"a button does one thing: {button!r}"
    if button.data is not None:
        assert 0 < len(button.data.encode()) <= screen.DATA_LIMIT, f"callback data {button.data!r}"
        assert str(calls.read(button.data)) == button.data, f"nobody reads {button.data!r}"
    if button.copy is not None:
        assert 0 < units(button.copy) <= screen.COPY_LIMIT, f"{units(button.copy)} characters to copy"
