"""Whom one looks after: the list, and a page for each person that leads to everything of theirs."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.calls import At, Do, Go, Kind, On, OnSkp
from dialogs.plan_summary import shortened
from dialogs.screen import Row, Screen
from dialogs.views.home import Item
from dialogs.views.parts import ROLES, around, button, called, home_row, page_row, text
from locales import AnyText, Catalogue, Msg, _, n_
from storage.values import SkpStatus
from storage.values.staff import StaffLine

PAGE = 6
"""People on one page."""
SIGNS: dict[SkpStatus | None, str] = {
    None: "○",
    SkpStatus.diajukan: "⏳",
    SkpStatus.dikembalikan: "↩",
    SkpStatus.ditarik: "○",
    SkpStatus.disepakati: "✓",
}
STANDS: dict[SkpStatus | None, Msg] = {
    None: _("belum dikirim"),
    SkpStatus.diajukan: _("menunggu keputusan"),
    SkpStatus.dikembalikan: _("dikembalikan, belum dikirim lagi"),
    SkpStatus.ditarik: _("ditarik pemiliknya"),
    SkpStatus.disepakati: _("disepakati, belum diisi di Ruang GTK"),
}


def staff(count: int, page: int, lines: Sequence[StaffLine], t: Catalogue) -> Screen:
    """A page of the people whom one looks after; each button opens one."""
    if count == 0:
        return Screen(text(t, [_("Belum ada orang yang Bapak/Ibu nilai atau amati di Kawal.")]), (home_row(t),))
    pages = -(-count // PAGE)
    head: list[AnyText] = [
        n_("<b>{count} orang yang Bapak/Ibu dampingi</b>", "<b>{count} orang yang Bapak/Ibu dampingi</b>", count),
        _("Rencana SKP: ○ belum · ⏳ menunggu · ↩ dikembalikan · ✓ disepakati · ✓✓ diisi di Ruang GTK"),
        _("Tekan nama untuk melihat semuanya."),
    ]
    rows: list[Row] = [
        (button(t, _label(line), On(Kind.staff, line.member.assignment_id, 0, "show")),) for line in lines
    ]
    calls = [Go(At.staff, number) for number in around(page, pages)]
    return Screen(text(t, head), (*rows, *page_row(page, pages, calls), home_row(t)))


def _label(line: StaffLine) -> AnyText:
    sign = "✓✓" if line.entered else SIGNS[line.status]
    return _("{sign} {name}", sign=sign, name=called(line.member, 24))


def person(line: StaffLine, items: Sequence[Item], t: Catalogue) -> Screen:
    """One person's page: where their plan stands, and everything that may be opened about them."""
    member = line.member
    stands: AnyText = _("diisi di Ruang GTK") if line.entered else STANDS[line.status]
    lines: list[AnyText] = [
        _("<b>{name}</b> · {unit}", name=called(member), unit=shortened(member.unit_name, 40)),
        _("{role} · {position}", role=ROLES[member.role], position=shortened(member.position or "–", 40)),
        _("Rencana SKP: {stands}", stands=stands),
    ]
    if not line.decides:
        lines.append(_("Bapak/Ibu mengamati sebagai tim kinerja; yang memutuskan pejabat penilainya."))
    buttons = [button(t, item.label, item.call) for item in items]
    if line.skp_id is not None:
        buttons.insert(0, button(t, _("Rencana SKP"), OnSkp(line.skp_id, line.version, Do.show)))
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    back: Row = (button(t, _("← Ke daftar"), Go(At.staff)),)
    return Screen(text(t, lines), (*rows, back, home_row(t)))
