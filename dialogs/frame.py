"""The frame around an open question: where am I, the question, its buttons, and the ways back and out."""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from markupsafe import Markup

from dialogs.basis import source_blocks
from dialogs.engine import AGAIN, BACK, FULL, QUESTION, WHY, Pending, Turn, local
from dialogs.plan_summary import shortened
from dialogs.questions.base import Cursor, Question, Scene
from dialogs.questions.choose import Choose, ChooseMany
from dialogs.questions.confirm import Confirm
from dialogs.screen import LABEL_LIMIT, LINES, WIDTH, Button, Row, Screen
from locales import AnyText, Catalogue, _


@dataclass(frozen=True, slots=True)
class Name:
    """What a talk is called on the screen and how many parts it has."""

    title: AnyText
    parts: int


TAG = re.compile(r"<[^>]*>")
KEEP = "keep"
"""Action of the button that puts the talk aside; the draft stays."""


def mark(key: str) -> str:
    """A short sign of a question's key, so that a button of another question is recognised as stale."""
    return _base36(zlib.crc32(key.encode()))


def address(draft_id: int, key: str, action: str) -> str:
    """Callback data of a dialog button: which draft, which question, what to do."""
    return f"d:{draft_id}:{mark(key)}:{action}"


def show(draft_id: int, name: Name, turn: Turn[Any], scene: Scene) -> Screen:
    """The screen of a talk that waits for an answer."""
    assert isinstance(turn.stand, Pending)
    question = turn.stand.question
    cursor = local(turn.state)
    if question.full is not None and "full" in cursor:
        lines, rows = _blocks(_("Teks lengkap"), question.full(), FULL, cursor["full"], scene.t)
    elif question.sources is not None and "why" in cursor:
        lines, rows = _blocks(_("Dasar"), source_blocks(question.sources()), WHY, cursor["why"], scene.t)
    else:
        lines, rows = _question(question, cursor, turn, scene)
    head = _head(name, question.part, scene.t)
    return Screen(_text(head, turn.notice, lines, scene.t), _addressed(draft_id, question.key, rows))


def pages_of(blocks: Iterable[Markup], lines: int) -> list[list[Markup]]:
    """Blocks laid on pages of at most `lines` lines of a small phone; a block that is longer gets a page of its own."""
    pages: list[list[Markup]] = [[]]
    room = lines
    for block in blocks:
        need = height(block)
        if need > room and pages[-1]:
            pages.append([])
            room = lines
        pages[-1].append(block)
        room -= need
    return pages


def clipped(label: str) -> str:
    """A label as long as a small phone shows it."""
    return shortened(label, LABEL_LIMIT)


def height(text: Markup) -> int:
    """Lines that a text takes on a small phone, long lines wrapped."""
    plain = unescape(TAG.sub("", text))
    return sum(max(1, math.ceil(len(line) / WIDTH)) for line in plain.split("\n"))


def _head(name: Name, part: int, t: Catalogue) -> Markup:
    if part:
        return t(_("<b>{title}</b> · {part} dari {parts}", title=name.title, part=part, parts=name.parts))
    return t(_("<b>{title}</b>", title=name.title))


def _question(
    question: Question[Any], cursor: Cursor, turn: Turn[Any], scene: Scene
) -> tuple[list[AnyText], list[Row]]:
    face = question.face(cursor, scene)
    lines: list[AnyText] = [_("<b>{title}</b>", title=question.title), *face.lines]
    rows = list(face.rows)
    if question.fits(cursor.get("was")) and not isinstance(question, Choose | ChooseMany | Confirm):
        rows.append((Button(scene.t.plain(_("↺ Pakai jawaban tadi")), AGAIN),))
    beside = []
    if question.full is not None:
        beside.append(Button(scene.t.plain(_("Teks lengkap")), FULL))
    if question.sources is not None:
        beside.append(Button(scene.t.plain(_("Dasar")), WHY))
    out = [Button(scene.t.plain(_("Simpan dulu")), KEEP)]
    if isinstance(turn.stand, Pending) and turn.stand.trail:
        out.insert(0, Button(scene.t.plain(_("← Kembali")), BACK))
    return lines, [*rows, *([tuple(beside)] if beside else []), tuple(out)]


def _blocks(
    title: AnyText, blocks: Sequence[AnyText], kind: str, page: int, t: Catalogue
) -> tuple[list[AnyText], list[Row]]:
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    shown = min(page, len(pages) - 1)
    rows: list[Row] = []
    if len(pages) > 1:
        before, after = (shown - 1) % len(pages), (shown + 1) % len(pages)
        middle = Button(f"{shown + 1}/{len(pages)}", f"{kind}{shown}")
        rows.append((Button("‹", f"{kind}{before}"), middle, Button("›", f"{kind}{after}")))
    rows.append((Button(t.plain(_("← Ke pertanyaan")), QUESTION),))
    return [_("<b>{title}</b>", title=title), *pages[shown]], rows


def _text(head: Markup, notice: AnyText | None, lines: Sequence[AnyText], t: Catalogue) -> Markup:
    if notice is None:
        return Markup("\n").join([head, *(t(line) for line in lines)])
    said = t(_("⚠ {notice}", notice=notice))
    room = LINES - height(head) - height(said)
    return Markup("\n").join([head, said, *_fitted([t(line) for line in lines], room)])


def _fitted(lines: list[Markup], room: int) -> list[Markup]:
    """Lines beside a notice: where they are too many, those before the last give way. The title always stays."""
    heights = [height(line) for line in lines]
    if sum(heights) <= room:
        return lines
    kept = len(lines) - 1
    while kept > 1 and sum(heights[:kept]) + heights[-1] >= room:
        kept -= 1
    return [*lines[:kept], Markup("…"), lines[-1]]


def _addressed(draft_id: int, key: str, rows: Sequence[Row]) -> tuple[Row, ...]:
    here = address(draft_id, key, "")
    return tuple(
        tuple(Button(clipped(button.label), f"{here}{button.data or ''}", button.copy) for button in row)
        for row in rows
    )


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits or "0"
