"""The competence log as a list: the points so far, the entries, and what can be done with all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.calls import Kind, On
from dialogs.competence.words import SIGNS
from dialogs.frame import pages_of
from dialogs.plan_summary import period_name, shortened
from dialogs.screen import LINES, Button, Row, Screen
from dialogs.views.parts import around, button, called, home_row, page_row, person_row, text
from locales import AnyText, Catalogue, _, n_
from regulations.models import Pack, Period, PointRange
from storage.values import Member
from storage.values.competence import OPEN, LogLine, LogStatus, Points, points_of

PAGE = 4
"""Entries on one page."""
CELLS = 10
"""Length of the bar."""


@dataclass(frozen=True, slots=True)
class Logbook:
    """The log of one person in one period, for one viewer."""

    owner: Member
    pack: Pack
    period: Period
    lines: tuple[LogLine, ...]
    mine: bool
    decides: bool = False
    others: tuple[Period, ...] = ()
    """Other periods that have begun."""

    @property
    def ready(self) -> int:
        """How many entries may be sent in one go."""
        return sum(line.status is LogStatus.tersimpan and line.complete for line in self.lines)

    @property
    def waiting(self) -> int:
        """How many wait to be confirmed."""
        return sum(line.status is LogStatus.diajukan for line in self.lines)


def logbook(book: Logbook, page: int, t: Catalogue) -> Screen:
    """`/kegiatan`, and the log of somebody whom one decides about."""
    pages = max(1, -(-len(book.lines) // PAGE))
    shown = min(page, pages - 1)
    here = book.lines[shown * PAGE : (shown + 1) * PAGE]
    entries = [_line(number, line) for number, line in enumerate(here, shown * PAGE + 1)]
    if any(line.asked for line in here):
        entries.append(_("<i>* nilai diisi sendiri, belum terverifikasi</i>"))
    if not here:
        entries = [_("Belum ada catatan di periode ini.")]
    return Screen(text(t, [*_head(book), "", *entries]), tuple(_rows(book, here, shown, pages, t)))


def _head(book: Logbook) -> list[AnyText]:
    bounds = book.pack.point_range()
    period = period_name(book.period)
    title = _("<b>Kegiatan kompetensi</b> · {period}", period=period)
    lines: list[AnyText] = [
        title if book.mine else _("<b>{name}</b> · {period}", name=called(book.owner, 26), period=period)
    ]
    if bounds is None:
        return [*lines, _tally(book), _("Tidak ada target poin; kegiatan ditutup dengan refleksi.")]
    points = points_of(book.lines)
    return [*lines, bar(points, bounds), *_sums(points), *_outside(points, bounds)]


def bar(points: Points, bounds: PointRange) -> AnyText:
    """How far the points have come towards the range."""
    full = min(CELLS, points.total * CELLS // max(1, bounds.minimum))
    return _(
        "{bar} <b>{total}</b> poin · rentang {low}–{high}",
        bar="▓" * full + "░" * (CELLS - full),
        total=points.total,
        low=bounds.minimum,
        high=bounds.maximum,
    )


def _sums(points: Points) -> list[AnyText]:
    return [
        _(
            "✅ {confirmed} · ⏳ {waiting} · ✎ {open} poin",
            confirmed=points.confirmed,
            waiting=points.waiting,
            open=points.open,
        )
    ]


def _outside(points: Points, bounds: PointRange) -> list[AnyText]:
    """Outside the range is allowed once the appraiser agrees; said kindly, never a stop."""
    if bounds.minimum <= points.total <= bounds.maximum:
        return []
    return [_("Boleh di luar rentang bila disepakati penilai.")]


def _tally(book: Logbook) -> AnyText:
    return _(
        "✅ {confirmed} dikonfirmasi · ⏳ {waiting} menunggu · ✎ {open} belum dikirim",
        confirmed=sum(line.status is LogStatus.dikonfirmasi for line in book.lines),
        waiting=book.waiting,
        open=sum(line.status in OPEN for line in book.lines),
    )


def _line(number: int, line: LogLine) -> AnyText:
    sign = SIGNS[line.status]
    if line.points is None:
        return _("{number} {sign} {title}", number=number, sign=sign, title=shortened(line.title, 34))
    star = "*" if line.asked else ""
    return _(
        "{number} {sign} {title}: {points}{star}",
        number=number,
        sign=sign,
        title=shortened(line.title, 28),
        points=line.points,
        star=star,
    )


def _rows(book: Logbook, here: Sequence[LogLine], page: int, pages: int, t: Catalogue) -> list[Row]:
    owner, period = book.owner.assignment_id, book.period.code

    def of(do: str, number: int = 0, code: str = period) -> On:
        return On(Kind.competence, owner, 0, do, number, code)

    rows: list[Row] = []
    if here:
        first = page * PAGE + 1
        shows = [On(Kind.competence, line.id, line.version, "show") for line in here]
        rows.append(tuple(Button(str(number), str(call)) for number, call in enumerate(shows, first)))
    rows += page_row(page, pages, [of("of", number) for number in around(page, pages)])
    if book.mine:
        rows.append((button(t, _("+ Catat kegiatan"), of("new")),))
        if book.ready:
            send = n_("Kirim semua yang lengkap ({count})", "Kirim semua yang lengkap ({count})", book.ready)
            rows.append((button(t, send, of("all")),))
    elif book.decides and book.waiting:
        rows.append((button(t, _("✅ Konfirmasi yang lengkap"), of("okall")),))
    rows += [(button(t, period_name(other), of("of", 0, other.code)),) for other in book.others]
    rows.append((button(t, _("Dasar"), of("basis")),))
    return [*rows, home_row(t) if book.mine else person_row(t, owner)]


def basis(book: Logbook, blocks: Sequence[AnyText], page: int, t: Catalogue) -> Screen:
    """*Dasar* of the log."""
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    shown = min(page, len(pages) - 1)
    owner, period = book.owner.assignment_id, book.period.code
    calls = [On(Kind.competence, owner, 0, "basis", number, period) for number in around(shown, len(pages))]
    back: Row = (button(t, _("← Daftar"), On(Kind.competence, owner, 0, "of", 0, period)),)
    return Screen(text(t, [_("<b>Dasar</b>"), "", *pages[shown]]), (*page_row(shown, len(pages), calls), back))


def send_all(book: Logbook, t: Catalogue) -> Screen:
    """Before everything complete is sent: what goes."""
    ready = [line for line in book.lines if line.status is LogStatus.tersimpan and line.complete]
    return _list(
        n_("Kirim <b>{count} catatan</b> ke atasan?", "Kirim <b>{count} catatan</b> ke atasan?", len(ready)),
        ready,
        On(Kind.competence, book.owner.assignment_id, 0, "allsure", 0, book.period.code),
        _("✅ Kirim"),
        book,
        t,
    )


def confirm_all(book: Logbook, complete: Sequence[LogLine], t: Catalogue) -> Screen:
    """Before everything complete of a person is confirmed: what that is; what needs a look stays."""
    return _list(
        n_(
            "Konfirmasi <b>{count} catatan</b> {name}?",
            "Konfirmasi <b>{count} catatan</b> {name}?",
            len(complete),
            name=called(book.owner, 30),
        ),
        complete,
        On(Kind.competence, book.owner.assignment_id, 0, "oksure", 0, book.period.code),
        _("✅ Konfirmasi"),
        book,
        t,
    )


NAMED = 6
"""Entries named before something happens to all of them."""


def _list(title: AnyText, lines: Sequence[LogLine], sure: On, label: AnyText, book: Logbook, t: Catalogue) -> Screen:
    back: Row = (button(t, _("← Daftar"), On(Kind.competence, book.owner.assignment_id, 0, "of", 0, book.period.code)),)
    if not lines:
        return Screen(text(t, [_("Tidak ada yang lengkap. Yang tersisa perlu dilihat satu per satu.")]), (back,))
    shown: list[AnyText] = [_("• {title}", title=shortened(line.title, 40)) for line in lines[:NAMED]]
    if len(lines) > NAMED:
        shown.append(n_("dan {count} lagi", "dan {count} lagi", len(lines) - NAMED))
    return Screen(text(t, [title, "", *shown]), ((button(t, label, sure),), back))
