"""/tenggat: the deadlines that an operator has moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.calls import At, Go, Kind, On
from dialogs.frame import mark
from dialogs.plan_summary import shortened
from dialogs.screen import Row, Screen
from dialogs.views.parts import around, button, home_row, page_row, text
from locales import AnyText, Catalogue, Msg, _
from storage.values.deadlines import MovedAt

PAGE = 4
"""Moved deadlines on one page; each takes two lines."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A moved deadline with what the regulation says of it; None where it no longer has such a window."""

    moved: MovedAt
    title: str | None = None
    printed: date | None = None

    @property
    def name(self) -> AnyText:
        """What was moved."""
        one = self.moved.deadline
        title: AnyText = Msg(self.title) if self.title else one.code
        return _("{title} {period}", title=title, period=one.period)

    @property
    def sign(self) -> str:
        """What a button carries to name it beside its unit."""
        return mark(f"{self.moved.deadline.code}:{self.moved.deadline.period}")


def overview(found: Sequence[Shift], page: int, t: Catalogue) -> Screen:
    """What was moved, the latest day first; a button opens one."""
    pages = max(1, -(-len(found) // PAGE))
    page = min(page, pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    lines: list[AnyText] = [
        _("<b>Tenggat yang digeser</b>"),
        *(_line(one, t) for one in shown),
    ]
    if not found:
        lines.append(_("Belum ada. Semua tanggal masih seperti di aturannya."))
    rows: list[Row] = [(button(t, _label(one, t), _on(one, "show")),) for one in shown]
    rows += page_row(page, pages, [Go(At.deadlines, number) for number in around(page, pages)])
    rows.append((button(t, _("▶ Geser tenggat"), On(Kind.deadline, 0, 0, "new")),))
    return Screen(text(t, lines), (*rows, home_row(t)))


def _on(one: Shift, do: str) -> On:
    return On(Kind.deadline, one.moved.deadline.unit_id, 0, do, 0, one.sign)


def _label(one: Shift, t: Catalogue) -> AnyText:
    return _("{day} {name}", day=t.day(one.moved.deadline.closes, "brief"), name=one.name)


def _line(one: Shift, t: Catalogue) -> AnyText:
    return _(
        "• <b>{day}</b> {name}, {unit}",
        day=t.day(one.moved.deadline.closes, "brief"),
        name=one.name,
        unit=shortened(one.moved.unit, 24),
    )


def shift(one: Shift, t: Catalogue) -> Screen:
    """One moved deadline, with the way back."""
    deadline = one.moved.deadline
    lines: list[AnyText] = [
        _("<b>{name}</b>", name=one.name),
        shortened(one.moved.unit, 80),
        _("Batas sekarang: <b>{day}</b>", day=deadline.closes),
        *([_("Menurut aturan: <b>{day}</b>", day=one.printed)] if one.printed else []),
        _("Alasan: {reason}", reason=deadline.reason),
    ]
    back = button(t, _("↩ Kembalikan"), _on(one, "back"))
    return Screen(text(t, lines), ((back,), (button(t, _("← Ke daftar"), Go(At.deadlines)), *home_row(t))))
