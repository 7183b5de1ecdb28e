"""The competence log: entries in every state, lists long and empty, evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dialogs.basis import source_blocks
from dialogs.screen import Screen
from dialogs.views import competence, evidence, logbook
from dialogs.views.competence import Viewer
from dialogs.views.logbook import Logbook
from locales import Catalogue
from regulations.models import Basis, Pack, Role
from storage.values.competence import LogFacts, LogLine, LogStatus
from tests.dialogs.logs import LONG_TITLE, a_log, many_evidence, odd_logs, some_evidence
from tests.dialogs.people import DRAFT, NAMES, PACKS, periods_of, year_of
from tests.dialogs.views.shapes.january import THOROUGH, appraiser, someone
from tests.dialogs.views.shapes.pages import Shapes, pages

ROLES = (Role.guru, Role.pengawas)


def _logs(name: str) -> Iterator[tuple[LogFacts, Pack]]:
    for pack in PACKS:
        for role in (role for role in ROLES if pack.covers_role(role)):
            for log in odd_logs(pack, someone(name, role, year=year_of(pack))):
                yield replace(log, decided_by=name if log.decided_by else None), pack


def _viewers(log: LogFacts, name: str) -> Iterator[Viewer]:
    yield Viewer(log.owner)
    yield Viewer(appraiser(name))
    yield Viewer(appraiser(name), decides=True, undo_left=None if log.decided_at is None else 9)


def _card(t: Catalogue, name: str) -> Iterator[Screen]:
    for log, pack in _logs(name):
        for viewer in _viewers(log, name):
            yield competence.card(log, pack, viewer, t)


def _details(t: Catalogue, name: str) -> Iterator[Screen]:
    for log, pack in _logs(name) if name in THOROUGH else ():
        yield from pages(competence.details, log, pack, t=t)
    yield competence.details(a_log(PACKS[-1], owner=someone(name)), PACKS[-1], 0, t)


def _why(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in PACKS if name == NAMES[0] else ():
        log = a_log(pack)
        blocks = source_blocks(competence.sources(pack, log.owner.role, log.entry.activity))
        yield from pages(competence.why, log, blocks, t=t)


def _ask_delete(t: Catalogue, name: str) -> Iterator[Screen]:
    for log, _pack in _logs(name):
        yield competence.ask_delete(log, t)


def _told(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in PACKS:
        log = a_log(pack, LogStatus.dikonfirmasi, decided_by=name)
        odd = replace(log, entry=replace(log.entry, title=LONG_TITLE))
        for count in (2, 6, 30):
            yield competence.told([log, *[odd] * (count - 1)], t)


def _undone(t: Catalogue, name: str) -> Iterator[Screen]:
    for log, _pack in _logs(name):
        yield competence.undone(log, someone(name), t)


# --- lists ---------------------------------------------------------------------------


def _line(number: int, pack: Pack, status: LogStatus) -> LogLine:
    points = 7680 if pack.point_range() else None
    day = date(year_of(pack), 1, 12)
    return LogLine(DRAFT - number, 99, status, "o", LONG_TITLE, day, points, number % 2 == 0, Basis.unverified, True)


def _books(name: str) -> Iterator[Logbook]:
    for pack in PACKS:
        owner = someone(name, year=year_of(pack), assignment_id=DRAFT)
        period, *others = periods_of(pack)
        empty = Logbook(owner, pack, period, (), mine=True)
        yield empty
        yield replace(empty, lines=(replace(_line(1, pack, LogStatus.tersimpan), points=4),))
        full = tuple(_line(number, pack, status) for number, status in enumerate(list(LogStatus) * 3))
        yield replace(empty, lines=full, others=tuple(others))
        yield replace(empty, lines=full, mine=False, decides=True)
        yield replace(empty, lines=full[:2], mine=False)


def _logbook(t: Catalogue, name: str) -> Iterator[Screen]:
    for book in _books(name):
        yield from pages(logbook.logbook, book, t=t)


def _basis(t: Catalogue, name: str) -> Iterator[Screen]:
    for book in _books(name) if name == NAMES[0] else ():
        blocks = source_blocks(competence.sources(book.pack, book.owner.role))
        yield from pages(logbook.basis, book, blocks, t=t)


def _send_all(t: Catalogue, name: str) -> Iterator[Screen]:
    for book in _books(name):
        yield logbook.send_all(book, t)


def _confirm_all(t: Catalogue, name: str) -> Iterator[Screen]:
    for book in _books(name):
        for lines in ((), book.lines, book.lines[:1]):
            yield logbook.confirm_all(book, lines, t)


# --- evidence ------------------------------------------------------------------------


def _evidence(t: Catalogue, name: str) -> Iterator[Screen]:
    for status in LogStatus:
        log = a_log(PACKS[0], status, owner=someone(name))
        for pieces in ((), some_evidence(), many_evidence()):
            for mine in (True, False):
                yield from pages(evidence.evidence, replace(log, evidence=pieces), mine, t=t)


def _ask_remove(t: Catalogue, name: str) -> Iterator[Screen]:
    log = a_log(PACKS[0], LogStatus.tersimpan, owner=someone(name), evidence=some_evidence())
    for piece in log.evidence:
        yield evidence.ask_remove(log, piece, t)


VIEWS: dict[str, Shapes] = {
    "competence.card": _card,
    "competence.details": _details,
    "competence.why": _why,
    "competence.ask_delete": _ask_delete,
    "competence.told": _told,
    "competence.undone": _undone,
    "logbook.logbook": _logbook,
    "logbook.basis": _basis,
    "logbook.send_all": _send_all,
    "logbook.confirm_all": _confirm_all,
    "evidence.evidence": _evidence,
    "evidence.ask_remove": _ask_remove,
}
