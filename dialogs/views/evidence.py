"""The evidence of an entry: what there is, links to open, files to take away."""

from __future__ import annotations

from urllib.parse import urlsplit

from dialogs.calls import Kind, On
from dialogs.plan_summary import shortened
from dialogs.screen import Button, Row, Screen
from dialogs.views.parts import around, button, page_row, text
from locales import AnyText, Catalogue, _, n_
from storage.values.competence import OPEN, LogFacts
from storage.values.evidence import EvidenceFacts, FileKind

PAGE = 5
"""Pieces on one page."""
NOT_SMALL_ENOUGH = _("Foto-foto ini tidak muat dalam satu PDF 10 MB. Mohon kurangi fotonya, lalu coba lagi.")
LOST = _("Berkas ini sedang tidak dapat dibuka. Datanya tercatat; mohon beri tahu operator.")


def evidence(log: LogFacts, mine: bool, page: int, t: Catalogue) -> Screen:
    """What proves an entry; the files themselves come beside it."""
    pages = max(1, -(-len(log.evidence) // PAGE))
    shown = min(page, pages - 1)
    here = list(enumerate(log.evidence, 1))[shown * PAGE : (shown + 1) * PAGE]
    lines: list[AnyText] = [
        _("<b>Bukti</b>: {title}", title=shortened(log.entry.title, 34)),
        *(piece_line(number, piece) for number, piece in here),
    ]
    if not here:
        lines.append(_("Belum ada bukti."))
    if any(piece.also_in is not None for _number, piece in here):
        lines.append(_("⚠ Berkas yang sama dipakai juga di catatan lain."))
    return Screen(text(t, lines), tuple(_rows(log, mine, here, shown, pages, t)))


def piece_line(number: int, piece: EvidenceFacts) -> AnyText:
    """One piece of evidence in a list."""
    warn = " ⚠" if piece.also_in is not None else ""
    match piece.kind:
        case FileKind.image:
            what = n_("{count} foto", "{count} foto", len(piece.pages))
        case FileKind.pdf:
            what = n_("PDF, {count} halaman", "PDF, {count} halaman", sum(page.pages for page in piece.pages))
        case FileKind.link:
            return _("{number}. tautan: {link}", number=number, link=shortened(piece.link or "", 60))
    return _("{number}. {what}{warn}", number=number, what=what, warn=warn)


def _rows(
    log: LogFacts, mine: bool, here: list[tuple[int, EvidenceFacts]], page: int, pages: int, t: Catalogue
) -> list[Row]:
    rows: list[Row] = [
        (Button(shortened(f"🔗 {number} {urlsplit(piece.link).hostname}", 32), url=piece.link),)
        for number, piece in here
        if piece.link is not None
    ]
    calls = [On(Kind.competence, log.id, log.version, "files", number) for number in around(page, pages)]
    rows += page_row(page, pages, calls)
    if log.count(FileKind.image) > 1:
        rows.append((button(t, _("📄 Satukan foto jadi 1 PDF"), On(Kind.evidence, log.id, log.version, "pdf")),))
    if mine and log.status in OPEN:
        drops = [(number, On(Kind.evidence, log.id, log.version, "rm", page, str(piece.id))) for number, piece in here]
        rows += [tuple(Button(f"🗑 {number}", str(call)) for number, call in drops)] if drops else []
        rows.append((button(t, _("+ Bukti"), On(Kind.competence, log.id, log.version, "addev")),))
    return [*rows, (button(t, _("← Ke kartu"), On(Kind.competence, log.id, log.version, "show")),)]


def ask_remove(log: LogFacts, piece: EvidenceFacts, t: Catalogue) -> Screen:
    """Before a piece of evidence is taken off."""
    number = 1 + [each.id for each in log.evidence].index(piece.id)
    sure = On(Kind.evidence, log.id, log.version, "rmsure", 0, str(piece.id))
    lines = [_("Lepaskan bukti ini dari catatan?"), piece_line(number, piece)]
    back = On(Kind.competence, log.id, log.version, "files")
    return Screen(text(t, lines), ((button(t, _("Ya, lepaskan"), sure),), (button(t, _("← Tidak jadi"), back),)))
