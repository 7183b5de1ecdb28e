"""The check-in: as a list for one person, as a card for its owner and for whoever decides about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.basis import CHECKIN, source_blocks
from dialogs.calls import At, Go, Kind, On
from dialogs.frame import pages_of
from dialogs.midyear.checking import progress_line, reached_line
from dialogs.plan_summary import shortened
from dialogs.screen import LINES, Button, Row, Screen
from dialogs.views.parts import around, button, called, home_row, page_row, person_row, text
from locales import AnyText, Catalogue, Msg, _
from regulations.models import Pack
from storage.values import Member
from storage.values.inbox import UNDO_WITHIN
from storage.values.midyear import CheckinFacts, CheckinStatus

PAGE = 4
"""Check-ins on one page."""
LONGEST_SHOWN = 64
"""Characters of a text on the card; the details hold the whole of it."""
BESIDE_ANSWER, LONGEST_ANSWER = 28, 150
"""The same once there is an answer, which is what its owner has been waiting for."""
STANDS: dict[CheckinStatus, Msg] = {
    CheckinStatus.diajukan: _("menunggu jawaban"),
    CheckinStatus.ditarik: _("ditarik kembali"),
    CheckinStatus.dijawab: _("sudah dijawab"),
}
ADVICE = _("<i>Anjuran Kawal, bukan kewajiban: aturannya tidak mencetak cek tengah tahun.</i>")


def _on(t: Catalogue, label: AnyText, checkin: CheckinFacts, do: str, page: int = 0) -> Button:
    return button(t, label, On(Kind.checkin, checkin.id, checkin.version, do, page))


def checkins(owner: Member, viewer: Member, found: Sequence[CheckinFacts], page: int, t: Catalogue) -> Screen:
    """All check-ins of one person, the latest first; the owner may begin the next."""
    mine = owner.assignment_id == viewer.assignment_id
    pages = max(1, -(-len(found) // PAGE))
    page = min(page, pages - 1)
    here = found[page * PAGE : (page + 1) * PAGE]
    head: list[AnyText] = [_("<b>Cek kemajuan</b> · {name}", name=called(owner, 28)), ADVICE, ""]
    if not found:
        head.append(_("Belum ada cek kemajuan."))
    if mine and not found:
        head.append(_("Isi kemajuan tiap RHK, hambatan, dan dukungan yang diperlukan; atasan menjawabnya."))
    lines = [
        _("Ke-{number}, {when}: {stands}", number=one.number, when=_sent(one, viewer, t), stands=STANDS[one.status])
        for one in here
    ]
    rows: list[Row] = [(_on(t, _("Buka ke-{number}", number=one.number), one, "show"),) for one in here]
    calls = [On(Kind.checkin, owner.assignment_id, 0, "of", number) for number in around(page, pages)]
    rows += page_row(page, pages, calls)
    if mine and all(one.status is not CheckinStatus.diajukan for one in found):
        rows.insert(0, (button(t, _("▶ Isi cek kemajuan"), On(Kind.checkin, 0, 0, "new")),))
    dasar = button(t, _("Dasar"), On(Kind.checkin, owner.assignment_id, 0, "why"))
    way = [(dasar, *home_row(t))] if mine else [(dasar,), person_row(t, owner.assignment_id)]
    return Screen(text(t, [*head, *lines]), (*rows, *way))


def _sent(checkin: CheckinFacts, viewer: Member, t: Catalogue) -> str:
    return t.instant(checkin.submitted_at, viewer.zone)


def not_agreed(t: Catalogue) -> Screen:
    """There is no agreed plan yet, so there is nothing to check."""
    lines = [_("Cek kemajuan dibuka setelah rencana SKP disepakati di Kawal.")]
    return Screen(text(t, lines), ((button(t, _("▶ Ke rencana SKP"), Go(At.plan)),), home_row(t)))


def card(
    checkin: CheckinFacts, viewer: Member, t: Catalogue, *, now: datetime | None = None, may_answer: bool = False
) -> Screen:
    """One check-in as this viewer may use it at `now`."""
    lines: list[AnyText] = [
        _("<b>Cek kemajuan ke-{number}</b>: {stands}", number=checkin.number, stands=STANDS[checkin.status]),
        _("{name} · {unit}", name=called(checkin.owner), unit=shortened(checkin.owner.unit_name, 30)),
        "",
        reached_line(checkin.progress),
        *_words(checkin),
    ]
    if checkin.answer is None:
        lines.append(_("Dikirim {when}", when=_sent(checkin, viewer, t)))
    return Screen(text(t, lines), tuple(_rows(checkin, viewer, now, may_answer, t)))


def _words(checkin: CheckinFacts) -> list[AnyText]:
    lines: list[AnyText] = []
    longest = BESIDE_ANSWER if checkin.answer else LONGEST_SHOWN
    if checkin.hindrance:
        lines.append(_("Hambatan: <i>{text}</i>", text=shortened(checkin.hindrance, longest)))
    if checkin.support:
        lines.append(_("Dukungan yang diminta: <i>{text}</i>", text=shortened(checkin.support, longest - 12)))
    if checkin.answer:
        by = shortened(checkin.answered_by or "–", 20)
        lines.append(_("<b>Jawaban</b> {by}: {text}", by=by, text=shortened(checkin.answer, LONGEST_ANSWER)))
    return lines


def _rows(checkin: CheckinFacts, viewer: Member, now: datetime | None, may_answer: bool, t: Catalogue) -> list[Row]:
    details = _on(t, _("Lihat rinci"), checkin, "details")
    mine = viewer.assignment_id == checkin.owner.assignment_id
    every = button(t, _("☰ Semua cek kemajuan"), On(Kind.checkin, checkin.owner.assignment_id, 0, "of"))
    rows: list[Row] = []
    match checkin.status:
        case CheckinStatus.diajukan if mine:
            rows.append((_on(t, _("✎ Perbaiki"), checkin, "again"), _on(t, _("Tarik kembali"), checkin, "withdraw")))
        case CheckinStatus.diajukan if may_answer:
            rows.append((_on(t, _("💬 Jawab"), checkin, "answer"),))
        case CheckinStatus.ditarik if mine:
            rows.append((_on(t, _("▶ Kirim lagi"), checkin, "again"),))
        case CheckinStatus.dijawab if _undoable(checkin, viewer, now):
            rows.append((_on(t, _("Urungkan jawaban"), checkin, "undo"),))
    return [*rows, (details,), (every,), home_row(t)]


def _undoable(checkin: CheckinFacts, viewer: Member, now: datetime | None) -> bool:
    """Whether this viewer's own answer can still be taken back."""
    if checkin.answered_by_id != viewer.assignment_id or checkin.answered_at is None or now is None:
        return False
    return now < checkin.answered_at + UNDO_WITHIN


def details(checkin: CheckinFacts, pack: Pack, page: int, t: Catalogue) -> Screen:
    """The whole check-in, page by page."""
    role = checkin.owner.role
    said = ((_("Jawaban"), checkin.answer), (_("Hambatan"), checkin.hindrance), (_("Dukungan"), checkin.support))
    blocks: list[AnyText] = [_("<b>{name}</b>: {text}", name=name, text=words) for name, words in said if words]
    blocks += [progress_line(pack, role, item) for item in checkin.progress]
    head = _("<b>Cek kemajuan ke-{number}</b> · {name}", number=checkin.number, name=called(checkin.owner, 24))
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls = [On(Kind.checkin, checkin.id, checkin.version, "details", number) for number in around(shown, len(pages))]
    back: Row = (_on(t, _("← Ke kartu"), checkin, "show"),)
    return Screen(text(t, [head, "", *pages[shown]]), (*page_row(shown, len(pages), calls), back))


def why(owner_id: int, t: Catalogue) -> Screen:
    """*Dasar* of check-ins: Kawal's advice."""
    back: Row = (button(t, _("← Kembali"), On(Kind.checkin, owner_id, 0, "of")),)
    return Screen(text(t, [_("<b>Dasar</b>"), "", *source_blocks([CHECKIN])]), (back,))


def undone(checkin: CheckinFacts, t: Catalogue) -> Screen:
    """The owner was told of an answer that was taken back."""
    lines: list[AnyText] = [
        _("<b>Ralat</b>: jawaban atas cek kemajuan ke-{number} tadi ditarik penjawabnya.", number=checkin.number),
        _("Cek kemajuan menunggu jawaban lagi, seperti sebelumnya."),
    ]
    return Screen(text(t, lines), ((_on(t, _("Lihat cek kemajuan"), checkin, "show"),),))


CHANGED = _("Cek kemajuan ini sudah berubah. Ini keadaannya sekarang.")
