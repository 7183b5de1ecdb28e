"""Pendampingan: months with nothing, much and everything missing; reports in every state; whose schools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from dialogs.screen import Screen
from dialogs.views import pendampingan
from dialogs.views.pendampingan import Viewer
from locales import Catalogue
from regulations.models import Role
from storage.values import Member
from storage.values.pendampingan import Board, BoardLine, ReportFacts, ReportStatus, Supervised
from tests.dialogs.people import DRAFT, NAMES, NOW
from tests.dialogs.reports import AKI, LONG, a_report, a_school, a_work
from tests.dialogs.views.shapes.january import THOROUGH, appraiser, someone
from tests.dialogs.views.shapes.pages import Shapes, pages

STATES: tuple[ReportStatus | None, ...] = (None, *ReportStatus)


def _owner(name: str) -> Member:
    return someone(name, Role.pengawas, assignment_id=DRAFT)


def _line(number: int, name: str, status: ReportStatus | None, *, entrusted: bool = True) -> BoardLine:
    school = a_school(number, f"SDN {name}")
    report_id = None if status is None else DRAFT - number
    return BoardLine(school, report_id, 99 if status else 0, status, entrusted)


def boards(name: str) -> Iterator[Board]:
    owner = _owner(name)
    yield Board(owner, 1, ())
    yield Board(owner, 12, (BoardLine(None),))
    done = tuple(_line(number, name, ReportStatus.dikonfirmasi) for number in range(3))
    yield Board(owner, 4, done)
    every = tuple(_line(number, name, status) for number, status in enumerate(STATES * 4))
    gone = _line(80, name, ReportStatus.dikonfirmasi, entrusted=False)
    for month in (4, 9):
        yield Board(owner, month, (*every, gone))
    yield Board(owner, 12, (*every, gone, BoardLine(None, DRAFT, 3, ReportStatus.dikembalikan)))


def _month(t: Catalogue, name: str) -> Iterator[Screen]:
    for board in boards(name):
        begun: dict[int | None, date] = {
            line.school.unit_id if line.school else None: date(2027, 9, 30) for line in board.lines
        }
        for drafts in ({}, begun):
            yield from pages(pendampingan.month, board, AKI.month(board.month), drafts, t=t)


def _board(t: Catalogue, name: str) -> Iterator[Screen]:
    for board in boards(name):
        for viewer, last in ((board.owner, 12), (appraiser(name), board.month), (board.owner, 0)):
            yield from pages(pendampingan.board, board, viewer, last, t=t)


def _why(t: Catalogue, name: str) -> Iterator[Screen]:
    for month in range(1, 13) if name == NAMES[0] else ():
        yield from pages(pendampingan.why, DRAFT, AKI.month(month), month % 2 == 0, t=t)


def _reports(name: str) -> Iterator[ReportFacts]:
    owner = _owner(name)
    for status in ReportStatus:
        for report in (a_report(status, owner=owner, school=a_school(0, f"SDN {name}")), a_work(status, owner=owner)):
            yield report
            yield replace(report, evidence=(), decided_by=name, reason=LONG[:300] if report.reason else None, closed=())


def _card(t: Catalogue, name: str) -> Iterator[Screen]:
    for report in _reports(name):
        head = appraiser(name)
        decided = replace(report, decided_by_id=head.assignment_id) if report.decided_at else report
        for viewer in (Viewer(report.owner, NOW), Viewer(head, NOW), Viewer(head, NOW, decides=True)):
            yield pendampingan.card(decided, viewer, t)


def _details(t: Catalogue, name: str) -> Iterator[Screen]:
    for report in _reports(name) if name in THOROUGH else ():
        yield from pages(pendampingan.details, report, t=t)
    yield pendampingan.details(a_work(owner=_owner(name)), 0, t)


def _files(t: Catalogue, name: str) -> Iterator[Screen]:
    for report in _reports(name):
        yield from pages(pendampingan.files, report, t=t)


def _told(t: Catalogue, name: str) -> Iterator[Screen]:
    report = a_report(ReportStatus.dikonfirmasi, school=a_school(0, f"SDN {name}"))
    for count in (2, 6, 30):
        yield pendampingan.told([report, *[a_work()] * (count - 1)], t)


def _undone(t: Catalogue, name: str) -> Iterator[Screen]:
    return (pendampingan.undone(report, t) for report in _reports(name))


# --- whose schools ------------------------------------------------------------------


def _supervised(name: str, count: int) -> Supervised:
    return Supervised(_owner(name), tuple(a_school(number, f"SDN {name}") for number in range(count)))


def _overview(t: Catalogue, name: str) -> Iterator[Screen]:
    some: Sequence[tuple[Supervised, int]] = [(_supervised(name, count), count % 3) for count in range(9)]
    for shown in ((), some[:1], some):
        yield from pages(pendampingan.overview, shown, 9, t=t)


def _schools(t: Catalogue, name: str) -> Iterator[Screen]:
    for count in (0, 1, 8, 20):
        for month in (None, 12):
            yield pendampingan.schools(_supervised(name, count), 0, month, t)
            yield pendampingan.schools(_supervised(name, count), 99, month, t)


def _entrusted(t: Catalogue, name: str) -> Iterator[Screen]:
    return (pendampingan.entrusted(_supervised(name, count).schools, t) for count in (0, 1, 8, 20))


VIEWS: dict[str, Shapes] = {
    "pendampingan.month": _month,
    "pendampingan.board": _board,
    "pendampingan.why": _why,
    "pendampingan.card": _card,
    "pendampingan.details": _details,
    "pendampingan.files": _files,
    "pendampingan.told": _told,
    "pendampingan.undone": _undone,
    "pendampingan.overview": _overview,
    "pendampingan.schools": _schools,
    "pendampingan.entrusted": _entrusted,
}
