"""What an import has to say, line by line: problems by row and column, what changed, whom to invite."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from locales import Msg, _
from storage.roster.problems import Problem, Severity

EACH = 5
"""So many of equal problems in a column are told one by one; of the others only the rows."""

Tell = Callable[[Msg], str]


def problem_lines(problems: Iterable[Problem], tell: Tell) -> list[str]:
    """Every problem with its row and column. What is the same in many rows is told once for the rest of them."""
    groups: dict[tuple[Severity, str | None, str], list[Problem]] = {}
    lines = []
    for problem in problems:
        group = groups.setdefault((problem.severity, problem.column, tell(problem.message)), [])
        group.append(problem)
        if len(group) <= EACH:
            lines.append(_line(problem, tell))
    rest = (_rest(group[EACH:], tell) for group in groups.values() if len(group) > EACH)
    return [*lines, *rest]


def row_ranges(rows: Iterable[int]) -> str:
    """Row numbers as people write them: `3, 7-9`."""
    ranges: list[list[int]] = []
    for row in sorted(set(rows)):
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def table_lines(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A table of plain text, its columns in line."""
    table = [headings, *rows]
    widths = [max(len(row[place]) for row in table) for place in range(len(headings))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]


def _line(problem: Problem, tell: Tell) -> str:
    message = tell(problem.message)
    quoted = f"“{problem.value}”. {message}" if problem.value else message
    if problem.row is None:
        return tell(_("{kind}: {message}", kind=_kind(problem), message=quoted))
    row = str(problem.row)
    if problem.column is None:
        return tell(_("{kind}, baris {row}: {message}", kind=_kind(problem), row=row, message=quoted))
    return tell(
        _(
            "{kind}, baris {row}, kolom {column}: {message}",
            kind=_kind(problem),
            row=row,
            column=problem.column,
            message=quoted,
        )
    )


def _rest(group: list[Problem], tell: Tell) -> str:
    first = group[0]
    return tell(
        _(
            "{kind}, kolom {column}, juga di baris {rows}: {message}",
            kind=_kind(first),
            column=first.column or "-",
            rows=row_ranges(problem.row for problem in group if problem.row is not None),
            message=first.message,
        )
    )


def _kind(problem: Problem) -> Msg:
    return _("Perlu diperbaiki") if problem.severity is Severity.error else _("Perhatikan")
