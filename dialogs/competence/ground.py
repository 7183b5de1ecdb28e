"""What the talks of the competence log stand on: a pack and a role, prepared once; and what a draft pins of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dialogs.ground import ByContent
from dialogs.questions import Option, Options
from dialogs.talk import Pinned
from locales import Msg, _
from regulations.models import CompetenceActivity, Pack, Period, Role
from storage.values import Member
from storage.values.competence import LogFacts

ELSEWHERE, EVERY = "lain", "semua"
"""An activity that is not in the plan; activities of every category."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The activities of a role under a pack, ready to be chosen from."""

    pack: Pack
    role: Role
    activities: Mapping[str, CompetenceActivity]
    categories: Options
    """Those that have activities for this role, after "all of them"; empty where the pack has none."""
    texts: Mapping[str, str]
    """What is searched, by activity."""

    def of(self, category: str) -> Options:
        """The activities of a category, or of all."""
        return _options(self, category)

    def options(self, codes: Sequence[str]) -> Options:
        """Some activities, those of the plan, and a way to the others."""
        planned = [Option(code, Msg(self.activities[code].short)) for code in codes if code in self.activities]
        return Options((*planned, Option(ELSEWHERE, _("Kegiatan lain"))))


@lru_cache(maxsize=512)
def _options(stuff: Catalogue, category: str) -> Options:
    some = (item for item in stuff.activities.values() if category in (EVERY, item.category))
    return Options(Option(item.code, Msg(item.short)) for item in some)


def catalogue(pack: Pack, role: Role) -> Catalogue:
    """The prepared catalogue; the same object for the same content."""
    return _catalogue(ByContent(pack), role)


@lru_cache(maxsize=32)
def _catalogue(holder: ByContent, role: Role) -> Catalogue:
    pack = holder.pack
    activities = {item.code: item for item in pack.activities(role)}
    used = {item.category for item in activities.values()}
    categories = [Option(each.code, each.name) for each in pack.categories() if each.code in used]
    everything = [Option(EVERY, _("Semua kategori"))] if categories else []
    names = {each.code: each.name for each in pack.categories()}
    return Catalogue(
        pack,
        role,
        activities,
        Options((*everything, *categories)),
        {code: f"{item.short} {item.text} {names.get(item.category or '', '')}" for code, item in activities.items()},
    )


@dataclass(frozen=True, slots=True)
class LogGround:
    """What an entry is made on. `planned`: activities of the agreed plan; `log`: the entry that is written anew."""

    stuff: Catalogue
    version: str
    period: Period
    planned: tuple[str, ...]
    log: tuple[int, int] | None = None
    """Its id and version."""

    @property
    def counts_points(self) -> bool:
        """Whether the pack counts points."""
        return self.stuff.pack.point_range() is not None


def pin_new(me: Member, pack: Pack, period: Period, planned: Sequence[str]) -> dict[str, Any]:
    """The ground of a new entry."""
    return {
        "pack": pack.id,
        "version": pack.digest,
        "year": period.year,
        "period": period.code,
        "role": me.role.value,
        "planned": list(planned),
    }


def pin_change(log: LogFacts, planned: Sequence[str]) -> dict[str, Any]:
    """The ground of an entry that is written anew: that of its own pack."""
    return {
        "pack": log.pack_id,
        "version": log.pack_version,
        "year": log.owner.year,
        "period": log.period,
        "role": log.owner.role.value,
        "planned": list(planned),
        "log": [log.id, log.version],
    }


def ground_of(pinned: Pinned, pack: Pack) -> LogGround:
    """What a draft has pinned."""
    period = next(period for period in pack.periods(pinned["year"]) if period.code == pinned["period"])
    stuff = catalogue(pack, Role(pinned["role"]))
    log = pinned.get("log")
    return LogGround(stuff, pinned["version"], period, tuple(pinned["planned"]), (log[0], log[1]) if log else None)


def answers_of(log: LogFacts, planned: Sequence[str]) -> dict[str, Any]:
    """An entry as the answers that led to it, for one who writes it anew."""
    entry = log.entry
    answers: dict[str, Any] = {
        "planned": entry.activity if entry.activity in planned else ELSEWHERE,
        "category": EVERY,
        "activity": entry.activity,
        "day": entry.day.isoformat(),
        "title": entry.title,
        "units": str(entry.units),
        **{f"reflect.{code}": answer for code, answer in entry.reflection.items()},
    }
    return answers | ({"points": str(entry.each)} if entry.asked else {})
