"""What ratings are called, how many there are of each, and the short lines that the talk and the cards share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dialogs.basis import MARKS
from dialogs.plan_summary import shortened
from locales import AnyText, Msg, _
from regulations.base import Statement
from regulations.models import Basis, Notice, Pack, Period, PredikatCell, Rating, Role, Window
from regulations.ratings import ORDER
from storage.values.evaluation import Advice, Rated, Verdict

RATINGS: dict[Rating, Msg] = {
    Rating.di_bawah: _("di bawah ekspektasi"),
    Rating.sesuai: _("sesuai ekspektasi"),
    Rating.di_atas: _("di atas ekspektasi"),
}
SHORT: dict[Rating, Msg] = {
    Rating.di_bawah: _("di bawah"),
    Rating.sesuai: _("sesuai"),
    Rating.di_atas: _("di atas"),
}
COUNTED: dict[Rating, Msg] = {
    Rating.di_bawah: _("{count} di bawah"),
    Rating.sesuai: _("{count} sesuai"),
    Rating.di_atas: _("{count} di atas"),
}
SIGNS: dict[Rating, str] = {Rating.di_bawah: "▼", Rating.sesuai: "●", Rating.di_atas: "▲"}


def counts(parts: Iterable[Rated]) -> AnyText:
    """How often each rating was given: 4 sesuai, 1 di atas."""
    found = Counter(part.rating for part in parts)
    shown = [Msg(COUNTED[rating].text, args={"count": found[rating]}) for rating in reversed(ORDER) if found[rating]]
    match shown:
        case [one]:
            return one
        case [one, two]:
            return _("{one}, {two}", one=one, two=two)
        case [one, two, three]:
            return _("{one}, {two}, {three}", one=one, two=two, three=three)
    return _("tidak ada butir")


def predikat_name(pack: Pack, code: str) -> str:
    """A predikat as printed, with a capital."""
    found = next((each.name for each in pack.predikat_list if each.code == code), code)
    return found[:1].upper() + found[1:]


def predikat_line(pack: Pack, verdict: Verdict) -> AnyText:
    """The predikat that the quadrant gives, with how sure the quadrant is."""
    return _(
        "Predikat: <b>{name}</b> {mark}",
        name=predikat_name(pack, verdict.predikat),
        mark=cell_mark(pack.predikat_cell(verdict.hasil, verdict.perilaku)),
    )


def cell_mark(cell: PredikatCell) -> AnyText:
    """How sure a cell of the quadrant is, or nothing."""
    return MARKS.get(cell.basis, "")


def advice_line(advice: Advice) -> AnyText:
    """What a member of the tim kinerja recommends, in a line."""
    return _(
        "Usulan {name}: {hasil} / {perilaku}. <i>{note}</i>",
        name=shortened(advice.by, 24),
        hasil=SHORT[advice.hasil],
        perilaku=SHORT[advice.perilaku],
        note=shortened(advice.note, 60),
    )


def told(item: Notice | Statement) -> AnyText:
    """A remark: Kawal's own is translated, what is quoted stands as printed."""
    return Msg(item.text) if item.basis is Basis.recommended else item.text


def window_of(pack: Pack, role: Role, period: Period) -> Window | None:
    """The window of the evaluation of a role's period, where the pack has one."""
    found = [dated.window for dated in pack.windows(role, period) if dated.window.code == "evaluasi"]
    return found[0] if found else None
