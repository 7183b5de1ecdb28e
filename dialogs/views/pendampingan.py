"""Pendampingan month by month: what is missing, the board of all schools, one report, and the schools of a pengawas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from dialogs.basis import MARKS, source_blocks
from dialogs.calls import At, Go, Kind, On
from dialogs.frame import pages_of
from dialogs.pendampingan.words import SIGNS, STATES, WORK, WORKS
from dialogs.plan_summary import shortened
from dialogs.screen import LINES, Button, Row, Screen
from dialogs.views.evidence import piece_line
from dialogs.views.parts import around, button, called, home_row, page_row, text
from locales import AnyText, Catalogue, _, n_
from regulations.reference import PengawasMonth
from storage.values import Member
from storage.values.evidence import EvidenceFacts, FileKind
from storage.values.inbox import UNDO_WITHIN
from storage.values.pendampingan import (
    DECEMBER,
    BinaanSchool,
    Board,
    BoardLine,
    Mentoring,
    ReportFacts,
    ReportStatus,
    Supervised,
    Work,
)

MOST_NAMES = 3
"""Schools named in a reminder."""
PAGE = 4
"""Schools on one page of what is missing, each in a line."""
BOARD_PAGE = 6
NAMED = 8
"""Schools on one page of those of one pengawas."""
FILES_PAGE = 5
LONGEST_SHOWN = 50
"""Characters of a text on the card; the details hold the whole of it."""
CHANGED = _("Laporan itu sudah berubah. Ini keadaannya sekarang.")
NO_SCHOOLS = _("Belum ada sekolah binaan yang tercatat. Mohon operator dinas atau kepala dinas menetapkannya.")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a report and when, and whether they decide about it."""

    member: Member
    now: datetime
    decides: bool = False

    def owns(self, report: ReportFacts) -> bool:
        """Whether it is their own."""
        return self.member.assignment_id == report.owner.assignment_id

    def undo_left(self, report: ReportFacts) -> int | None:
        """Minutes in which they may take their decision back."""
        if report.decided_at is None or report.decided_by_id != self.member.assignment_id:
            return None
        seconds = (report.decided_at + UNDO_WITHIN - self.now).total_seconds()
        return -(-int(seconds) // 60) if seconds > 0 else None


def _on(t: Catalogue, label: AnyText, number: int, do: str, month: int, page: int = 0) -> Button:
    """A button about a month: `number` is a pengawas, or a unit."""
    return button(t, label, On(Kind.pendampingan, number, 0, do, page, str(month)))


# --- the month ---------------------------------------------------------------------


def month(board: Board, due: PengawasMonth, drafts: Mapping[int | None, date], page: int, t: Catalogue) -> Screen:
    """What is missing of a month, for the pengawas; `drafts` says since when there is one, by school (None: the karya
    refleksi)."""
    missing = board.missing
    pages = max(1, -(-len(missing) // PAGE))
    page = min(page, pages - 1)
    here = missing[page * PAGE : (page + 1) * PAGE]
    lines = [month_title(due, t), counts(board), *([""] if here else []), *(_missing(line, drafts, t) for line in here)]
    if not any(line.school for line in board.lines):
        lines.append(NO_SCHOOLS)
    elif not missing:
        lines.append(_("Semua laporan bulan ini sudah dikirim. 👍"))
    buttons = [_open(line, board, t) for line in here]
    calls = [
        On(Kind.pendampingan, board.owner.assignment_id, 0, "month", number, str(board.month))
        for number in around(page, pages)
    ]
    owner = board.owner.assignment_id
    below = (
        _on(t, _("Papan semua sekolah"), owner, "board", board.month),
        _on(t, _("Dasar"), owner, "why", board.month),
    )
    return Screen(text(t, lines), (*_two(buttons), *page_row(page, pages, calls), below, home_row(t)))


def month_title(due: PengawasMonth, t: Catalogue) -> AnyText:
    """What a month is for, by the table."""
    titles = shortened("; ".join(due.texts), 84)
    return _("<b>{month}</b>: {title} <i>{mark}</i>", month=t.month(due.month), title=titles, mark=MARKS[due.basis])


def counts(board: Board) -> AnyText:
    """Schools, and in December the karya refleksi."""
    left = len(board.missing)
    schools = n_(
        "{count} sekolah binaan", "{count} sekolah binaan", sum(line.school is not None for line in board.lines)
    )
    what = _("{schools} dan karya refleksi", schools=schools) if board.month == DECEMBER else schools
    return _("{what}: {done} selesai, <b>{left} belum</b>", what=what, done=board.done, left=left)


def _name(line: BoardLine, longest: int) -> AnyText:
    return shortened(line.school.name, longest) if line.school else WORK


def missing_names(board: Board) -> str:
    """The first schools of which a report is missing, and how many more."""
    names = [shortened(line.school.name, 24) for line in board.missing if line.school]
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" (+{more})" if more > 0 else "")


def _missing(line: BoardLine, drafts: Mapping[int | None, date], t: Catalogue) -> AnyText:
    since = drafts.get(line.school.unit_id if line.school else None)
    state: AnyText = STATES[line.status]
    if since is not None:
        state = _("draf sejak {day}", day=t.day(since, "short"))
    return _("{sign} {name}: {state}", sign=SIGNS[line.status], name=_name(line, 16), state=state)


def _open(line: BoardLine, board: Board, t: Catalogue) -> Button:
    """Opens what there is of a school in a month, or begins it; `id` 0 is the karya refleksi."""
    if line.report_id is not None:
        return button(t, _name(line, 28), On(Kind.pendampingan, line.report_id, line.version, "show"))
    return _on(t, _name(line, 28), line.school.unit_id if line.school else 0, "new", board.month)


def _two(buttons: Sequence[Button]) -> list[Row]:
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def board(shown: Board, viewer: Member, last: int, page: int, t: Catalogue) -> Screen:
    """All schools in a month, done and missing; `last` is the last month that has begun (0: none)."""
    mine = viewer.assignment_id == shown.owner.assignment_id
    pages = max(1, -(-len(shown.lines) // BOARD_PAGE))
    page = min(page, pages - 1)
    here = shown.lines[page * BOARD_PAGE : (page + 1) * BOARD_PAGE]
    lines: list[AnyText] = [_("<b>Papan {month} {year}</b>", month=t.month(shown.month), year=str(shown.year))]
    if not mine:
        lines.append(called(shown.owner))
    lines += [counts(shown), *(_line(line) for line in here)]
    if not shown.lines:
        lines.append(NO_SCHOOLS)
    owner = shown.owner.assignment_id
    calls = [On(Kind.pendampingan, owner, 0, "board", number, str(shown.month)) for number in around(page, pages)]
    buttons = [_open(line, shown, t) for line in here if line.report_id is not None or (mine and line.entrusted)]
    way = (
        _on(t, _("← Yang belum"), owner, "month", shown.month)
        if mine
        else _on(t, _("Dasar"), owner, "why", shown.month)
    )
    months = _months(shown, last, t)
    return Screen(text(t, lines), (*_two(buttons), *page_row(page, pages, calls), *months, (way, *home_row(t))))


def _line(line: BoardLine) -> AnyText:
    name, state = _name(line, 18), STATES[line.status]
    if not line.entrusted:
        return _("{sign} {name}: {state}, bukan binaan lagi", sign=SIGNS[line.status], name=name, state=state)
    return _("{sign} {name}: {state}", sign=SIGNS[line.status], name=name, state=state)


def _months(shown: Board, last: int, t: Catalogue) -> list[Row]:
    """The month before and the one after, where there is one."""
    owner, row = shown.owner.assignment_id, []
    if shown.month > 1:
        row.append(_on(t, _("‹ {month}", month=t.month(shown.month - 1)), owner, "board", shown.month - 1))
    if shown.month < last:
        row.append(_on(t, _("{month} ›", month=t.month(shown.month + 1)), owner, "board", shown.month + 1))
    return [tuple(row)] if row else []


def why(owner_id: int, due: PengawasMonth, mine: bool, page: int, t: Catalogue) -> Screen:
    """*Dasar* of a month: what is due as printed, and how sure that is."""
    blocks: list[AnyText] = [*due.texts, *source_blocks([due])]
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls = [On(Kind.pendampingan, owner_id, 0, "why", number, str(due.month)) for number in around(shown, len(pages))]
    back: Row = (_on(t, _("← Kembali"), owner_id, "month" if mine else "board", due.month),)
    head = _("<b>Dasar</b> · {month}", month=t.month(due.month))
    return Screen(text(t, [head, "", *pages[shown]]), (*page_row(shown, len(pages), calls), back))


# --- one report ---------------------------------------------------------------------


def card(report: ReportFacts, viewer: Viewer, t: Catalogue) -> Screen:
    """A report as this viewer may use it now."""
    sign, state = SIGNS[report.status], STATES[report.status]
    lines: list[AnyText] = [_("{sign} {what}: {state}", sign=sign, what=_what(report, t), state=state)]
    if not viewer.owns(report):
        lines.append(called(report.owner))
    lines += [*_said(report), *_state(report, viewer.member.zone, t)]
    return Screen(text(t, lines), tuple(_rows(report, viewer, t)))


def _what(report: ReportFacts, t: Catalogue) -> AnyText:
    if report.school is None:
        return _("<b>Karya refleksi {year}</b>", year=str(report.year))
    name = shortened(report.school.name, 20)
    return _("<b>{school}</b> · {month} {year}", school=name, month=t.month(report.month), year=str(report.year))


def _said(report: ReportFacts) -> list[AnyText]:
    match report.content:
        case Work(kind=kind, title=title):
            work = _("{kind}: <b>{title}</b>", kind=WORKS[kind], title=shortened(title, 100))
            return [work, _evidence_words(report.evidence)]
        case Mentoring() as said:
            return [*_briefly(report, said), _evidence_words(report.evidence)]


def _briefly(report: ReportFacts, said: Mentoring) -> list[AnyText]:
    carried = sum(finding.carried for finding in said.findings)
    found = n_("{count} temuan", "{count} temuan", len(said.findings))
    lines: list[AnyText] = [
        _("{day} · {found}, {carried} dipantau", day=said.day, found=found, carried=carried),
        _("Agenda: {text}", text=shortened(said.agenda, LONGEST_SHOWN)),
        _("Rekomendasi: {text}", text=shortened(said.recommendation, LONGEST_SHOWN)),
    ]
    if report.closed:
        closed = len(report.closed)
        lines.append(n_("{count} isu lama selesai", "{count} isu lama selesai", closed))
    return lines


def _evidence_words(pieces: Sequence[EvidenceFacts]) -> AnyText:
    files, links = sum(piece.link is None for piece in pieces), sum(piece.link is not None for piece in pieces)
    if not pieces:
        return _("Bukti: tidak ada, dan tidak wajib")
    return _("Bukti: {files} berkas, {links} tautan", files=files, links=links)


def _state(report: ReportFacts, zone: str, t: Catalogue) -> list[AnyText]:
    match report.status:
        case ReportStatus.diajukan:
            return [_("Dikirim {when}", when=t.instant(report.submitted_at, zone))]
        case ReportStatus.dikembalikan:
            reason = shortened(report.reason or "–", 80)
            return [_("↩ {name}: <i>{reason}</i>", name=shortened(report.decided_by or "–", 20), reason=reason)]
        case ReportStatus.dikonfirmasi if report.decided_at is not None:
            name = shortened(report.decided_by or "–", 24)
            return [_("Oleh {name}, {when}", name=name, when=t.instant(report.decided_at, zone))]
    return []


def _rows(report: ReportFacts, viewer: Viewer, t: Catalogue) -> list[Row]:
    def on(label: AnyText, do: str) -> Button:
        return button(t, label, On(Kind.pendampingan, report.id, report.version, do))

    details, files = on(_("Lihat rinci"), "read"), on(_("Lihat bukti"), "ev")
    look: Row = (files, details) if report.evidence else (details,)
    back: Row = (_on(t, _("← Papan"), report.owner.assignment_id, "board", report.month), *home_row(t))
    if viewer.owns(report):
        again = on(_("✎ Perbaiki"), "again")
        match report.status:
            case ReportStatus.diajukan:
                return [(again, on(_("Tarik kembali"), "wd")), look, back]
            case ReportStatus.dikembalikan | ReportStatus.ditarik:
                return [(on(_("▶ Perbaiki dan kirim lagi"), "again"),), look, back]
        return [look, back]
    if viewer.decides and report.status is ReportStatus.diajukan:
        return [(on(_("✅ Konfirmasi"), "ok"),), (on(_("↩ Kembalikan"), "back"),), look, _inbox(t), back]
    if viewer.decides and (left := viewer.undo_left(report)) is not None:
        undo = on(n_("Urungkan ({count} menit)", "Urungkan ({count} menit)", left), "undo")
        return [(undo,), look, _inbox(t), back]
    return [look, back]


def _inbox(t: Catalogue) -> Row:
    return (button(t, _("☰ Semua menunggu"), Go(At.inbox)),)


def details(report: ReportFacts, page: int, t: Catalogue) -> Screen:
    """The whole report, page by page."""
    pages = pages_of((t(block) for block in _blocks(report)), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls = [On(Kind.pendampingan, report.id, report.version, "read", number) for number in around(shown, len(pages))]
    back: Row = (button(t, _("← Ke kartu"), On(Kind.pendampingan, report.id, report.version, "show")),)
    return Screen(text(t, [_what(report, t), "", *pages[shown]]), (*page_row(shown, len(pages), calls), back))


def _blocks(report: ReportFacts) -> list[AnyText]:
    blocks: list[AnyText] = []
    if report.status is ReportStatus.dikembalikan and report.reason:
        blocks.append(_("Alasan: <i>{reason}</i>", reason=report.reason))
    match report.content:
        case Work(kind=kind, title=title):
            blocks.append(_("{kind}: <b>{title}</b>", kind=WORKS[kind], title=title))
        case Mentoring() as said:
            blocks += [_("Tanggal: {day}", day=said.day), *_words(_("Agenda"), said.agenda)]
            for finding in said.findings:
                name = _("Temuan, dipantau") if finding.carried else _("Temuan")
                blocks += _words(name, finding.text)
            blocks += [block for issue in report.closed for block in _words(_("Isu lama, selesai"), issue.text)]
            blocks += _words(_("Rekomendasi tindak lanjut"), said.recommendation)
            blocks += _words(_("Strategi umpan balik"), said.feedback)
    return blocks


def _words(name: AnyText, words: str) -> list[AnyText]:
    """Nothing for words that were erased."""
    return [_("<b>{name}</b>: {text}", name=name, text=words)] if words else []


def files(report: ReportFacts, page: int, t: Catalogue) -> Screen:
    """What stands beside a report; the files themselves come beside the screen."""
    pages = max(1, -(-len(report.evidence) // FILES_PAGE))
    shown = min(page, pages - 1)
    here = list(enumerate(report.evidence, 1))[shown * FILES_PAGE : (shown + 1) * FILES_PAGE]
    lines = [_what(report, t), *(piece_line(number, piece) for number, piece in here)]
    if not here:
        lines.append(_("Belum ada bukti."))
    rows: list[Row] = [
        (Button(shortened(f"🔗 {number} {urlsplit(piece.link).hostname}", 32), url=piece.link),)
        for number, piece in here
        if piece.kind is FileKind.link and piece.link is not None
    ]
    calls = [On(Kind.pendampingan, report.id, report.version, "files", number) for number in around(shown, pages)]
    back: Row = (button(t, _("← Ke kartu"), On(Kind.pendampingan, report.id, report.version, "show")),)
    return Screen(text(t, lines), (*rows, *page_row(shown, pages, calls), back))


def told(reports: Sequence[ReportFacts], t: Catalogue) -> Screen:
    """For the pengawas: several that were decided at once."""
    count = len(reports)
    lines: list[AnyText] = [
        n_("✅ <b>{count} laporan dikonfirmasi</b>", "✅ <b>{count} laporan dikonfirmasi</b>", count)
    ]
    lines += [_("• {what}", what=_what(report, t)) for report in reports[:5]]
    if count > 5:
        lines.append(n_("dan {count} lagi", "dan {count} lagi", count - 5))
    return Screen(text(t, lines), ((button(t, _("▶ Buka pendampingan"), Go(At.pendampingan)),), home_row(t)))


def undone(report: ReportFacts, t: Catalogue) -> Screen:
    """The pengawas was told of a decision that was taken back."""
    lines: list[AnyText] = [
        _("<b>Ralat</b>: keputusan atas laporan ini tadi ditarik."),
        _what(report, t),
        _("Laporannya menunggu lagi, seperti sebelumnya."),
    ]
    call = On(Kind.pendampingan, report.id, report.version, "show")
    return Screen(text(t, lines), ((button(t, _("Lihat laporan"), call),), home_row(t)))


# --- whose schools ------------------------------------------------------------------


def overview(supervised: Sequence[tuple[Supervised, int]], shown_month: int, page: int, t: Catalogue) -> Screen:
    """For whoever looks after pengawas: each with their schools, and how much of the month is missing."""
    pages = max(1, -(-len(supervised) // PAGE))
    page = min(page, pages - 1)
    here = supervised[page * PAGE : (page + 1) * PAGE]
    lines: list[AnyText] = [_("<b>Pendampingan</b> · {month}", month=t.month(shown_month))]
    if not supervised:
        lines.append(_("Belum ada pengawas di sini."))
    lines += [
        _(
            "{name}: {schools}, {left}",
            name=called(one.member, 24),
            schools=n_("{count} sekolah binaan", "{count} sekolah binaan", len(one.schools)),
            left=n_("<b>{count} belum</b>", "<b>{count} belum</b>", left) if left else _("lengkap"),
        )
        for one, left in here
    ]
    rows: list[Row] = [
        (button(t, called(one.member, 28), On(Kind.binaan, one.member.assignment_id, 0, "of")),) for one, _left in here
    ]
    calls = [Go(At.pendampingan, number) for number in around(page, pages)]
    return Screen(text(t, lines), (*rows, *page_row(page, pages, calls), home_row(t)))


def schools(one: Supervised, page: int, board_of: int | None, t: Catalogue) -> Screen:
    """For whoever may set them: the schools of one pengawas. `board_of`: a month whose board they may see, or None."""
    pages = max(1, -(-len(one.schools) // NAMED))
    page = min(page, pages - 1)
    owner = one.member.assignment_id
    count = n_("{count} sekolah binaan", "{count} sekolah binaan", len(one.schools))
    lines: list[AnyText] = [_("<b>{name}</b>: {count}", name=called(one.member), count=count)]
    lines += [_school(school) for school in one.schools[page * NAMED : (page + 1) * NAMED]]
    calls = [On(Kind.binaan, owner, 0, "of", number) for number in around(page, pages)]
    rows: list[Row] = [(button(t, _("✎ Ubah sekolah binaan"), On(Kind.binaan, owner, 0, "set")),)]
    if board_of is not None:
        rows.append((_on(t, _("Papan laporan"), owner, "board", board_of),))
    back: Row = (button(t, _("← Semua pengawas"), Go(At.pendampingan)), *home_row(t))
    return Screen(text(t, lines), (*page_row(page, pages, calls), *rows, back))


def _school(school: BinaanSchool) -> AnyText:
    return _("• {name}", name=shortened(school.name, 40))


def entrusted(present: Sequence[BinaanSchool], t: Catalogue) -> Screen:
    """For the pengawas: which schools are theirs from now on."""
    lines: list[AnyText] = [_("<b>Sekolah binaan Bapak/Ibu sekarang</b>")]
    lines += [_school(school) for school in present[:NAMED]]
    if len(present) > NAMED:
        lines.append(n_("dan {count} lagi", "dan {count} lagi", len(present) - NAMED))
    if not present:
        lines.append(_("Sekarang tidak ada."))
    return Screen(text(t, lines), ((button(t, _("▶ Buka pendampingan"), Go(At.pendampingan)),), home_row(t)))
