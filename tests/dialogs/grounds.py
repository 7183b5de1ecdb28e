"""Every talk on every ground that it can begin on: pack, period, role, with and without an additional task."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dialogs import talks
from dialogs.engine import Dialog
from dialogs.frame import Name
from dialogs.plan_summary import deadline
from dialogs.questions import Scene
from dialogs.talks import ENTERED, GIVE_BACK, PLAN, TALKS
from dialogs.views.home import PLANNERS
from locales import Catalogue
from regulations.models import Pack, Period, Role
from storage.values import Member, Plan, SkpStatus
from tests.dialogs.people import NAMES, PACKS, TODAY, a_member, a_skp, periods_of, year_of
from tests.dialogs.phone import Phone

VERSION = "9f86d081884c7d65"
"""Which text of the pack a draft has begun with."""
LONG_TASK = "Wali kelas, pembina <OSIS> & koordinator P5"


@dataclass(frozen=True)
class Ground:
    """One way to begin a talk."""

    label: str
    talk: str
    member: Member
    pinned: Mapping[str, Any]
    pack: Pack
    today: date
    period: Period | None = None

    @property
    def name(self) -> Name:
        """The talk's name on the screen."""
        return TALKS[self.talk].name

    def begin(self) -> Dialog[Any]:
        """The dialog as the bot begins it: from what a draft has kept as JSON."""
        talk = TALKS[self.talk]
        pinned = json.loads(json.dumps(self.pinned))
        return talk.begin(self.member, pinned, self.pack if talk.needs_pack else None)

    def phone(self, t: Catalogue) -> Phone:
        """A phone on which this talk has just begun."""
        return Phone(self.begin, self.name, Scene(t, self.today, self.member.salutation))


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


GROUNDS: dict[str, Callable[[], Iterator[Ground]]] = {PLAN: _plans, GIVE_BACK: _returns, ENTERED: _entries}
"""How each talk is pinned. A new talk needs a row here; a test fails until it has one."""

ALL = tuple(ground for grounds in GROUNDS.values() for ground in grounds())
EACH_ONCE = tuple({(ground.talk, ground.pack.id): ground for ground in ALL}.values())
"""One ground for each talk and pack, the one with most questions: with an additional task, after the window."""
PLANS = tuple(ground for ground in ALL if ground.talk == PLAN)
