"""What the talks of a pelatih ahli stand on: the month, the school, and the calendar as it was when they began."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dialogs.talk import Pinned
from regulations.base import Cited, Statement
from regulations.reference import Coaching, CoachingActivity, CoachingTopic, PelatihAhli, Pmo
from storage.values.coaching import COACHING, PMO, CoachedSchool, EntryFacts, month_after, planned_jp


@dataclass(frozen=True, slots=True)
class Ground:
    """Where and when; `entry` (id and version) is written anew instead of a new one."""

    school_id: int
    school: str
    month: date
    planned: int
    """JP of the calendar."""
    activity: CoachingActivity
    may_change: Statement
    entry: tuple[int, int] | None

    @property
    def last(self) -> date:
        """The last day of the month."""
        return month_after(self.month) - timedelta(days=1)

    @property
    def sources(self) -> tuple[Cited, ...]:
        """What day, way and hours rest on."""
        return (self.activity, self.may_change)


@dataclass(frozen=True, slots=True)
class CoachingGround:
    """A session, with what coaching may be about; `former` is the optional topic of the same three months."""

    at: Ground
    coaching: Coaching
    former: str | None

    @property
    def compulsory(self) -> tuple[CoachingTopic, ...]:
        """What every session speaks of."""
        return tuple(topic for topic in self.coaching.topics if topic.compulsory)

    @property
    def optional(self) -> tuple[CoachingTopic, ...]:
        """What the two of them choose from."""
        return tuple(topic for topic in self.coaching.topics if not topic.compulsory)


def goals_of(coaching: Coaching) -> tuple[str, ...]:
    """The printed goals without what only joins them in their sentence."""
    return tuple(goal.text.removesuffix(" dan").rstrip(",") for goal in coaching.goals)


@dataclass(frozen=True, slots=True)
class ForumGround:
    """A forum, with what it is for."""

    at: Ground
    pmo: Pmo


def _pin(
    calendar: PelatihAhli, code: str, school_id: int, name: str, month: date, entry: EntryFacts | None
) -> dict[str, Any]:
    activity = next(each for each in calendar.activities if each.code == code)
    return {
        "school": school_id,
        "name": name,
        "month": month.isoformat(),
        "planned": planned_jp(calendar, activity, month),
        "activity": _json(activity),
        "may_change": _json(calendar.may_change),
        "entry": [entry.line.id, entry.line.version] if entry else None,
    }


def _json(item: Cited) -> dict[str, Any]:
    return item.model_dump(mode="json")


def pin_coaching(
    calendar: PelatihAhli, school: CoachedSchool, month: date, former: str | None, entry: EntryFacts | None = None
) -> dict[str, Any]:
    """The ground of a session in a school; `former` is the code of the optional topic of the last one."""
    pinned = _pin(calendar, COACHING, school.id, school.name, month, entry)
    return {**pinned, "coaching": _json(calendar.coaching), "former": former}


def pin_forum(
    calendar: PelatihAhli, school: CoachedSchool, month: date, entry: EntryFacts | None = None
) -> dict[str, Any]:
    """The ground of a PMO forum in a school."""
    return {**_pin(calendar, PMO, school.id, school.name, month, entry), "pmo": _json(calendar.pmo)}


def coaching_ground(pinned: Pinned) -> CoachingGround:
    """What a draft about a session has pinned."""
    return CoachingGround(_place(pinned), Coaching.model_validate(pinned["coaching"]), pinned["former"])


def forum_ground(pinned: Pinned) -> ForumGround:
    """What a draft about a forum has pinned."""
    return ForumGround(_place(pinned), Pmo.model_validate(pinned["pmo"]))


def _place(pinned: Pinned) -> Ground:
    entry = pinned["entry"]
    return Ground(
        pinned["school"],
        pinned["name"],
        date.fromisoformat(pinned["month"]),
        pinned["planned"],
        CoachingActivity.model_validate(pinned["activity"]),
        Statement.model_validate(pinned["may_change"]),
        (entry[0], entry[1]) if entry else None,
    )
