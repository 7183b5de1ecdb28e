"""The plan of January, giving it back, and saying that it was entered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from dialogs import talks
from dialogs.plan_summary import deadline
from dialogs.talks import ENTERED, GIVE_BACK, PLAN
from dialogs.views.home import PLANNERS
from regulations.models import Pack, Period, Role
from storage.values import Member, Plan, SkpStatus
from tests.dialogs.grounds.ground import Ground, Grounds
from tests.dialogs.people import NAMES, PACKS, TODAY, a_member, a_skp, periods_of, year_of

VERSION = "9f86d081884c7d65"
"""Which text of the pack a draft has begun with."""
LONG_TASK = "Wali kelas, pembina <OSIS> & koordinator P5"


def _plans() -> Iterator[Ground]:
    for pack in PACKS:
        for role in sorted(PLANNERS & pack.covers):
            for period in periods_of(pack):
                for task in (None, LONG_TASK):
                    yield _plan(pack, role, period, task)


def _plan(pack: Pack, role: Role, period: Period, task: str | None) -> Ground:
    """With a task the day is after the window, so that the warning is on the summary as well."""
    me = a_member(role, year=period.year, additional_task=task)
    closes = deadline(pack, role, period) or period.starts
    today = closes + timedelta(days=1) if task else closes
    label = f"{PLAN}-{period.code}-{role}{'-task' if task else ''}"
    return Ground(label, PLAN, me, talks.pin_plan(me, pack, VERSION, period), pack, today, period)


def _returns() -> Iterator[Ground]:
    for number, name in enumerate(NAMES):
        role = (Role.kepala_sekolah, Role.kepala_dinas)[number % 2]
        yield _about(GIVE_BACK, f"{role}-{number}", a_member(role, assignment_id=12), name)


def _entries() -> Iterator[Ground]:
    for role in sorted(PLANNERS):
        for days in (0, 1, 40):
            ground = _about(ENTERED, f"{role}-{days}", a_member(role), NAMES[0])
            yield replace(ground, today=TODAY + timedelta(days=days))


def _about(talk: str, label: str, me: Member, owner: str) -> Ground:
    pack = PACKS[-1]
    empty = Plan((), (), (), ())
    status = SkpStatus.diajukan if talk == GIVE_BACK else SkpStatus.disepakati
    skp = a_skp(pack, empty, status, owner=a_member(year=year_of(pack), name=owner))
    return Ground(f"{talk}-{label}", talk, me, talks.pin_skp(skp), pack, TODAY)


GROUNDS: Grounds = {PLAN: _plans, GIVE_BACK: _returns, ENTERED: _entries}
