"""Talks of a pelatih ahli: a school for the list, a session, a PMO forum, the hours of what the whole group had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dialogs.coaching import adding, hours, noting
from dialogs.coaching.adding import AddingGround, Candidate, months_of
from dialogs.coaching.ground import coaching_ground, forum_ground, goals_of, pin_coaching, pin_forum
from dialogs.coaching.hours import HoursGround
from dialogs.coaching.noting import answers_of
from dialogs.engine import Dialog
from dialogs.talk import Pinned, Talk
from regulations.base import Statement
from regulations.models import Pack
from regulations.reference import CoachingActivity, PelatihAhli
from storage.values import Intent, Member
from storage.values.coaching import planned_jp, programme

__all__ = [
    "ADD",
    "FORUM",
    "HOURS",
    "SESSION",
    "TALKS",
    "answers_of",
    "goals_of",
    "pin_add",
    "pin_coaching",
    "pin_forum",
    "pin_hours",
]

ADD, SESSION, FORUM, HOURS = "dampingan", "coaching", "forum_pmo", "jp_kegiatan"


def pin_add(calendar: PelatihAhli, recorded: Sequence[tuple[int, str, str]], today: date) -> dict[str, Any]:
    """The ground of one more school: those recorded (id, NPSN, name) and the programme's months until today."""
    now = today.replace(day=1)
    coming = now if now.month in calendar.months else now.replace(month=calendar.months[0])
    months = months_of(programme(calendar, coming), now)
    return {
        "schools": [list(one) for one in recorded],
        "months": [month.isoformat() for month in months],
        "calendar": calendar.may_change.model_dump(mode="json"),
    }


def _add(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    months = tuple(date.fromisoformat(month) for month in pinned["months"])
    schools = tuple(Candidate(*one) for one in pinned["schools"])
    ground = AddingGround(schools, months, months[0], Statement.model_validate(pinned["calendar"]))
    return lambda: adding.add(ground)


def _session(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    ground = coaching_ground(pinned)
    return lambda: noting.coach(ground)


def _forum(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    ground = forum_ground(pinned)
    return lambda: noting.meet(ground)


def pin_hours(calendar: PelatihAhli, activity: CoachingActivity, month: date) -> dict[str, Any]:
    """The ground of the hours of something that was held for the whole group."""
    return {
        "month": month.isoformat(),
        "planned": planned_jp(calendar, activity, month),
        "activity": activity.model_dump(mode="json"),
        "may_change": calendar.may_change.model_dump(mode="json"),
    }


def _hours(me: Member, pinned: Pinned, pack: Pack | None) -> Dialog[Intent]:  # noqa: ARG001 - all talks begin alike
    activity, may_change = (
        CoachingActivity.model_validate(pinned["activity"]),
        Statement.model_validate(pinned["may_change"]),
    )
    ground = HoursGround(activity, date.fromisoformat(pinned["month"]), pinned["planned"], may_change)
    return lambda: hours.correct(ground)


TALKS: Mapping[str, Talk] = {
    ADD: Talk(adding.NAME, _add, fresh=True),
    SESSION: Talk(noting.SESSION_NAME, _session, fresh=True),
    FORUM: Talk(noting.FORUM_NAME, _forum, fresh=True),
    HOURS: Talk(hours.NAME, _hours, fresh=True),
}
