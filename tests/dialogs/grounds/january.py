"""The plan of January, giving it back, and saying that it was entered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from dialogs import talks
from dialogs.plan_summary import deadline
from dialogs.talks import ENTERED, GIVE_BACK, PLAN
from dialogs.views.home import PLANNERS
from regulations.models import Basis, Pack, Period, Role
from storage.values import BehaviourItem, CompetenceItem, Member, Plan, ResultItem, SkpStatus
from tests.dialogs.effort import LONG
from tests.dialogs.grounds.ground import Ground, Grounds
from tests.dialogs.people import NAMES, PACKS, TODAY, a_member, a_skp, periods_of, year_of

VERSION = "9f86d081884c7d65"
"""Which text of the pack a draft has begun with."""
LONG_TASK = "Wali kelas, pembina <OSIS> & koordinator P5"


def _plans() -> Iterator[Ground]:
    """Every role under every pack, the one with most to see last; with KAWAL_LONG=1 every combination."""
    for pack in PACKS:
        first, last = periods_of(pack)[0], periods_of(pack)[-1]
        if LONG:
            yield from _all_plans(pack)
        yield a_plan(pack, Role.guru, first, None if first == last else LONG_TASK)
        if Role.pengawas in pack.covers:
            yield a_plan(pack, Role.pengawas, last)
        if pack is not PACKS[-1]:
            yield a_plan(pack, Role.kepala_sekolah, last, before=_ODD if first != last else None)
        else:
            yield a_plan(pack, Role.kepala_sekolah, last)
            yield a_plan(pack, Role.guru, last, LONG_TASK, superior=("a", "c", "e"))


def _all_plans(pack: Pack) -> Iterator[Ground]:
    for role in sorted(PLANNERS & pack.covers):
        for period in periods_of(pack):
            for task in (None, LONG_TASK):
                yield replace(a_plan(pack, role, period, task), label=f"long-{period.code}-{role}-{bool(task)}")


_ODD = Plan(
    (
        ResultItem("a", None, None, "Jumlah <b>lama</b> & 'kelas'", Decimal(3), "kelas", False, "anggaran"),
        ResultItem("b", None, None, "Jumlah siklus observasi", Decimal(1), "siklus", False, "anggaran"),
        ResultItem("d", None, None, "Jumlah poin", Decimal("32.5"), "poin", False, "anggaran"),
    ),
    ("a", "c"),
    (BehaviourItem("1", "1.2", "1.2.1", False),),
    (CompetenceItem("o", 2, 16, Basis.secondary), CompetenceItem("b", 2, 10, Basis.unverified)),
    "Sedang cuti",
)
"""A plan of a kepala sekolah under 7607 with which almost nothing agrees."""


def a_plan(
    pack: Pack,
    role: Role,
    period: Period,
    task: str | None = None,
    *,
    superior: tuple[str, ...] | None = None,
    before: Plan | None = None,
) -> Ground:
    """With a task the day is after the window, so that the warning is on the summary as well."""
    me = a_member(role, year=period.year, additional_task=task)
    closes = deadline(pack, role, period) or period.starts
    today = closes + timedelta(days=1) if task else closes
    label = f"{PLAN}-{period.code}-{role}{'-task' if task else ''}{'-before' if before else ''}"
    pinned = talks.pin_plan(me, pack, VERSION, period, superior=superior, before=before)
    return Ground(label, PLAN, me, pinned, pack, today, period)


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
