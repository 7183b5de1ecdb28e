"""Small pieces that several views share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from dialogs.calls import At, Call, Go, Kind, On
from dialogs.frame import clipped, height
from dialogs.plan_summary import shortened
from dialogs.screen import LINES, Button, Row
from locales import AnyText, Catalogue, Msg, _
from regulations.models import Role
from storage.values import Member

ROLES: dict[Role, Msg] = {
    Role.guru: _("guru"),
    Role.kepala_sekolah: _("kepala sekolah"),
    Role.pengawas: _("pengawas sekolah"),
    Role.kepala_dinas: _("kepala dinas"),
    Role.tim_kinerja: _("tim kinerja"),
    Role.operator: _("operator"),
    Role.pelatih_ahli: _("pelatih ahli"),
}


HONORIFICS: dict[str, Msg] = {"Ibu": _("Bu {name}"), "Bapak": _("Pak {name}")}


def called(member: Member, longest: int = 40) -> AnyText:
    """How somebody is called: Bu or Pak with the name where the roster says which, else the name alone."""
    name = shortened(member.name, longest)
    honorific = HONORIFICS.get(member.salutation)
    return name if honorific is None else Msg(honorific.text, args={"name": name})


def text(t: Catalogue, lines: Iterable[AnyText]) -> Markup:
    """Lines joined into the text of a screen; where they are too many for a small phone, the empty ones go."""
    shown = [t(line) for line in lines]
    if sum(map(height, shown)) > LINES:
        shown = [line for line in shown if line]
    return Markup("\n").join(shown)


def button(t: Catalogue, label: AnyText, call: Call) -> Button:
    """A button that sends a call back; its label is cut to what a small phone shows."""
    return Button(clipped(t.plain(label)), str(call))


def home_row(t: Catalogue) -> Row:
    """The way home."""
    return (button(t, _("⌂ Beranda"), Go(At.home)),)


def person_row(t: Catalogue, assignment_id: int) -> Row:
    """The way back to the page of somebody whom one looks after, and home."""
    return button(t, _("← Halaman orang ini"), On(Kind.staff, assignment_id, 0, "show")), *home_row(t)


def page_row(page: int, pages: int, calls: Sequence[Call]) -> tuple[Row, ...]:
    """‹ 2/3 ›, given the calls of the page before, this one and the next; nothing for a single page."""
    if pages <= 1:
        return ()
    labels = ("‹", f"{page + 1}/{pages}", "›")
    return (tuple(Button(label, str(call)) for label, call in zip(labels, calls, strict=True)),)


def around(page: int, pages: int) -> tuple[int, int, int]:
    """The page before, this one and the next, turning round at the ends."""
    return (page - 1) % pages, page, (page + 1) % pages
