"""The talks of a pelatih ahli: a school, a session, a forum, the hours of what the whole group had."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from dialogs.coaching import ADD, FORUM, HOURS, SESSION, pin_add, pin_coaching, pin_forum, pin_hours
from regulations.models import Role
from tests.dialogs import coaching
from tests.dialogs.coaching import BRIEF, CALENDAR, JANUARY, a_school, an_entry
from tests.dialogs.grounds.ground import Ground, Grounds
from tests.dialogs.people import NAMES, PACKS, TODAY, a_member

ME = a_member(Role.pelatih_ahli, unit_name="Dinas Contoh")


def _ground(talk: str, label: str, pinned: dict[str, Any], today: date = TODAY) -> Ground:
    return Ground(f"{talk}-{label}", talk, ME, pinned, PACKS[-1], today)


def _add() -> Iterator[Ground]:
    recorded = [(number, f"9999990{number}", f"SDN {name}") for number, name in enumerate(NAMES * 3, 1)]
    yield _ground(ADD, "many", pin_add(CALENDAR, recorded, date(2027, 8, 20)), date(2027, 8, 20))
    yield _ground(ADD, "none", pin_add(CALENDAR, [], date(2026, 9, 3)), date(2026, 9, 3))


def _session() -> Iterator[Ground]:
    for label, name, former in (("first", NAMES[0], None), ("later", NAMES[4], "pilihan-2")):
        yield _ground(SESSION, label, pin_coaching(CALENDAR, a_school(name), JANUARY, former))
    again = an_entry(NAMES[1], BRIEF)
    yield _ground(SESSION, "again", pin_coaching(CALENDAR, a_school(NAMES[1]), JANUARY, None, again))


def _forum() -> Iterator[Ground]:
    yield _ground(FORUM, "new", pin_forum(CALENDAR, a_school(NAMES[4]), JANUARY))
    again = an_entry(NAMES[1], coaching.FORUM)
    yield _ground(FORUM, "again", pin_forum(CALENDAR, a_school(NAMES[1]), JANUARY, again))


def _hours() -> Iterator[Ground]:
    for activity in CALENDAR.activities:
        if activity.per is None:
            yield _ground(HOURS, activity.code, pin_hours(CALENDAR, activity, JANUARY))


GROUNDS: Grounds = {ADD: _add, SESSION: _session, FORUM: _forum, HOURS: _hours}
