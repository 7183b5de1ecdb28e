"""Talks of a pengawas: reports new and anew, with and without open issues; the work of December; schools to choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dialogs import pendampingan as talks
from regulations.models import Role
from storage.values.pendampingan import ReportStatus, Supervised
from tests.dialogs.grounds.ground import Ground, Grounds
from tests.dialogs.people import NAMES, PACKS, TODAY, a_member
from tests.dialogs.reports import AKI, LONG_NAME, a_report, a_school, a_work, known

ME = a_member(Role.pengawas, unit_name="Dinas Pendidikan Kabupaten Contoh")
HEAD = a_member(Role.kepala_dinas, assignment_id=12)
PACK = PACKS[-1]


def _reports() -> Iterator[Ground]:
    """The first day of a month, the middle of one with the longest text, and long after one, with open issues."""
    for month, day, issues in ((1, date(2027, 1, 1), 0), (4, date(2027, 4, 15), 2), (3, date(2027, 5, 31), 5)):
        pinned = talks.pin_report(ME, AKI.month(month), known(issues), day)
        yield Ground(f"{talks.REPORT}-{month}", talks.REPORT, ME, pinned, PACK, day)
    again = a_report(ReportStatus.dikembalikan)
    pinned = talks.pin_report(ME, AKI.month(3), known(2), date(2027, 3, 30), again)
    yield Ground(f"{talks.REPORT}-again", talks.REPORT, ME, pinned, PACK, date(2027, 3, 30))


def _works() -> Iterator[Ground]:
    for again in (None, a_work(ReportStatus.ditarik)):
        pinned = talks.pin_work(AKI.month(12), again)
        label = f"{talks.WORK}-{'again' if again else 'new'}"
        yield Ground(label, talks.WORK, ME, pinned, PACK, date(2027, 12, 6))


def _backs() -> Iterator[Ground]:
    owner = a_member(Role.pengawas, name=NAMES[4])
    for report in (a_report(school=a_school(0, LONG_NAME)), a_work()):
        pinned = talks.pin_back(replace(report, owner=owner))
        label = f"{talks.GIVE_BACK}-{report.month}"
        yield Ground(label, talks.GIVE_BACK, HEAD, pinned, PACK, TODAY)


def _entrusting() -> Iterator[Ground]:
    """None so far, and some of very many."""
    for count in (1, 40):
        schools = [a_school(number, f"{number} {LONG_NAME}") for number in range(count)]
        owner = Supervised(
            a_member(Role.pengawas, name=NAMES[4]), tuple(schools[count - 5 : count] if count > 5 else ())
        )
        pinned = talks.pin_entrust(owner, schools)
        yield Ground(f"{talks.ENTRUST}-{count}", talks.ENTRUST, HEAD, pinned, PACK, TODAY)


GROUNDS: Grounds = {
    talks.REPORT: _reports,
    talks.WORK: _works,
    talks.GIVE_BACK: _backs,
    talks.ENTRUST: _entrusting,
}
