"""For an operator: who is in the roster, who has joined, and a new invite for a new phone."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.calls import At, Go, OnInvite
from dialogs.screen import Button, Row, Screen
from dialogs.views.parts import ROLES, around, button, called, home_row, page_row, text
from locales import AnyText, Catalogue, _, n_
from storage.values import AssignmentStatus, Member

PAGE = 6
"""Roles on one page."""
SIGNS: dict[AssignmentStatus, str] = {
    AssignmentStatus.invited: "○",
    AssignmentStatus.pending: "⏳",
    AssignmentStatus.active: "✓",
    AssignmentStatus.ended: "–",
}
MEANING = _("○ belum bergabung · ⏳ menunggu konfirmasi · ✓ aktif")


def people(count: int, page: int, members: Sequence[Member], t: Catalogue) -> Screen:
    """A page of the roster; a button opens one person's invite."""
    pages = max(1, -(-count // PAGE))
    lines: list[AnyText] = [
        n_("<b>{count} peran dalam daftar</b>", "<b>{count} peran dalam daftar</b>", count),
        MEANING,
        _("Tekan nama untuk membuat undangan baru, misalnya bila ganti ponsel."),
    ]
    rows: list[Row] = [(button(t, _label(member), OnInvite(member.person_id)),) for member in members]
    calls = [Go(At.people, number) for number in around(page, pages)]
    return Screen(text(t, lines), (*rows, *page_row(page, pages, calls), home_row(t)))


def _label(member: Member) -> AnyText:
    return _("{sign} {name}, {role}", sign=SIGNS[member.status], name=member.name, role=ROLES[member.role])


def ask(member: Member, t: Catalogue) -> Screen:
    """Before a new invite: what it does."""
    lines: list[AnyText] = [
        _("Buat undangan baru untuk <b>{name}</b>?", name=called(member)),
        _("Undangan lamanya tidak berlaku lagi. Ponsel yang lama keluar begitu undangan baru dipakai."),
    ]
    sure = button(t, _("Ya, buat undangan"), OnInvite(member.person_id, sure=True))
    return Screen(text(t, lines), ((sure,), (button(t, _("← Ke daftar"), Go(At.people)),)))


def invited(member: Member, code: str, username: str | None, t: Catalogue) -> Screen:
    """The new code, shown this once; only its digest is kept."""
    link = f"https://t.me/{username}?start={code}" if username else None
    order = f"/start {code}"
    lines: list[AnyText] = [
        _("Undangan untuk <b>{name}</b>", name=called(member)),
        _("<code>{order}</code>", order=link or order),
        "",
        _("Hanya ditampilkan sekali. Kirim langsung kepada orangnya, jangan ke grup."),
    ]
    copy = Button(t.plain(_("📋 Salin undangan")), copy=link or order)
    return Screen(text(t, lines), ((copy,), (button(t, _("← Ke daftar"), Go(At.people)),)))
