"""A file becomes a sheet: headings and lines of cells, with row numbers as the spreadsheet shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from locales import _
from storage.roster.columns import column_named
from storage.roster.problems import Unreadable

MOST_LINES = 50_000
MOST_COLUMNS = 100
HEADING_WITHIN = 20
"""Titles and empty rows may stand above the headings, but not more than this."""
HEADINGS_KNOWN = 3
"""A row with so many known headings is the heading row."""


class CellKind(StrEnum):
    """What the spreadsheet held, because a number or a date is no longer what somebody typed."""

    text = "text"
    number = "number"
    date = "date"
    broken = "broken"


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is cleaned; a number appears with the digits that the file still has."""

    text: str
    kind: CellKind = CellKind.text


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `number` counts from 1 as the spreadsheet does, empty rows included."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, place: int) -> Cell:
        """The cell in a column; lines may be shorter than the headings."""
        return self.cells[place] if place < len(self.cells) else EMPTY


@dataclass(frozen=True, slots=True)
class Sheet:
    """The part of a file that holds people."""

    heading_row: int
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    unread: tuple[str, ...] = ()
    """Names of further sheets with the same headings, which were not read."""


def sheet_of(lines: Iterable[Line], unread: tuple[str, ...] = ()) -> Sheet:
    """Find the headings among the first lines. Without any, the first line counts as headings, to be found wanting."""
    filled = [line for line in lines if any(cell.text for cell in line.cells)]
    if not filled:
        raise Unreadable(_("Berkas ini kosong. Buat contohnya dengan: kawal import --template roster.xlsx"))
    place = heading_place(filled)
    head = filled[place or 0]
    below = tuple(filled[(place or 0) + 1 :])
    return Sheet(head.number, tuple(cell.text for cell in head.cells), below, unread)


def heading_place(lines: list[Line]) -> int | None:
    """Which of the first lines holds the headings, or None."""
    counts = [known_headings(line) for line in lines[:HEADING_WITHIN]]
    return next((place for place, count in enumerate(counts) if count >= HEADINGS_KNOWN), None)


def known_headings(line: Line) -> int:
    """How many different columns a line names."""
    return len({column for cell in line.cells if (column := column_named(cell.text))})


def too_many_lines() -> Unreadable:
    """The refusal of a file that is longer than any roster."""
    return Unreadable(_("Berkas ini lebih dari {most} baris. Bagi menjadi beberapa berkas.", most=MOST_LINES))
