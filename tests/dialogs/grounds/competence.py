"""The competence log: a new entry, one written anew, more evidence, giving one back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dialogs.competence import CHANGE, EVIDENCE, GIVE_BACK, LOG, pin_log
from dialogs.competence.ground import pin_change, pin_new
from regulations.models import Pack, Role
from tests.dialogs.grounds.ground import Ground, Grounds
from tests.dialogs.logs import LONG_TITLE, a_log, an_entry, many_evidence
from tests.dialogs.people import NAMES, PACKS, TODAY, a_member, periods_of


def _new() -> Iterator[Ground]:
    """Points with and without a plan, categories with their own list, and a borrowed list."""
    yield _log(PACKS[0], Role.guru, 0)
    yield _log(PACKS[0], Role.guru, 3)
    yield _log(PACKS[1], Role.pengawas, 0)
    yield _log(PACKS[-1], Role.guru, 3)


def _log(pack: Pack, role: Role, planned: int) -> Ground:
    """With a plan it is the last day of the last period, and values that nobody knows are in the plan."""
    period = periods_of(pack)[-1 if planned else 0]
    me = a_member(role, year=period.year)
    known = sorted(pack.activities(role), key=lambda item: item.points is not None)
    codes = [item.code for item in known[:planned]]
    today = period.ends if planned else period.starts + timedelta(days=1)
    label = f"{LOG}-{period.code}-{role}-{planned}"
    return Ground(label, LOG, me, pin_new(me, pack, period, codes), pack, today, period)


def _change() -> Iterator[Ground]:
    for pack in (PACKS[0], PACKS[-1]):
        log = a_log(pack)
        pinned = pin_change(log, [an_entry(pack).activity])
        period = periods_of(pack)[0]
        yield Ground(f"{CHANGE}-{period.code}", CHANGE, log.owner, pinned, pack, period.ends, period)


def _evidence() -> Iterator[Ground]:
    for number, pieces in enumerate(((), many_evidence()[1:])):
        log = a_log(PACKS[-1], evidence=pieces)
        yield Ground(f"{EVIDENCE}-{number}", EVIDENCE, log.owner, pin_log(log), PACKS[-1], TODAY)


def _give_back() -> Iterator[Ground]:
    log = a_log(PACKS[0], owner=a_member(name=NAMES[4]))
    me = a_member(Role.kepala_sekolah, assignment_id=12)
    yield Ground(GIVE_BACK, GIVE_BACK, me, {**pin_log(log), "title": LONG_TITLE}, PACKS[0], TODAY)


GROUNDS: Grounds = {LOG: _new, CHANGE: _change, EVIDENCE: _evidence, GIVE_BACK: _give_back}
