"""Tim kinerja."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dialogs.screen import Screen
from dialogs.teams.plot import rule_of
from dialogs.views import teams
from locales import Catalogue
from regulations.models import Role
from storage.values.teams import Past, Team, Watch, Watching
from tests.dialogs.people import DRAFT, NAMES, NOW, PACKS
from tests.dialogs.views.shapes.january import THOROUGH, someone
from tests.dialogs.views.shapes.pages import Shapes, pages

NUMBER = "421.3/" + "X" * 74
SK = date(2027, 1, 5)


def _watch(name: str, count: int, number: str = NUMBER) -> Watch:
    watched = tuple(someone(name, assignment_id=DRAFT, person_id=DRAFT) for _ in range(count))
    return Watch(someone(name, Role.pengawas, assignment_id=DRAFT), watched, number, SK, NOW)


def _team(name: str, members: int, watched: int = 3, role: Role = Role.kepala_sekolah) -> Team:
    watches = tuple(_watch(name, watched) for _ in range(members))
    return Team(someone(name, Role.kepala_dinas), role, 999_999_999, watches, (someone(name),) * watched)


def _teams(t: Catalogue, name: str) -> Iterator[Screen]:
    for members in (0, 1, 9):
        yield teams.teams([_team(name, members, role=role) for role in (Role.kepala_sekolah, Role.pengawas)], t)


def _one_team(t: Catalogue, name: str) -> Iterator[Screen]:
    for role in teams.WHOM:
        for pack in PACKS:
            for members in (0, 1, 9) if name in THOROUGH else (1,):
                yield from pages(teams.team, _team(name, members, role=role), rule_of(pack, role), pack.short, t=t)


def _member(t: Catalogue, name: str) -> Iterator[Screen]:
    for watched in (1, teams.NAMED, 40):
        yield teams.member(_team(name, 1), _watch(name, watched, "1"), t)
    yield teams.member(_team(name, 1), _watch(name, 3), t)


def _history(t: Catalogue, name: str) -> Iterator[Screen]:
    entry = Past(name, 12, NUMBER, SK, NOW, NOW)
    for count in (0, 1, teams.PAST_PAGE, 99):
        some = [entry] * min(count, teams.PAST_PAGE)
        yield teams.history(Role.kepala_sekolah, count, 0, some, "Asia/Makassar", t)
    yield teams.history(Role.guru, 99, 24, [entry], "Asia/Makassar", t)


def _why(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in PACKS if name == NAMES[0] else ():  # no name in it
        for role in teams.WHOM:
            rule = rule_of(pack, role)
            steps = [step for step in pack.team_steps if step.role is role]
            if rule is not None:
                yield from pages(teams.why, role, rule, steps, t=t)


def _watching(t: Catalogue, name: str) -> Iterator[Screen]:
    appraiser = someone(name, Role.kepala_dinas)
    for watched in (1, teams.NAMED, 40):
        for watchers in (0, 1, 5):
            found = Watching(((appraiser, _watch(name, watched, "421/7")),), (someone(name),) * watchers)
            yield from pages(teams.watching, found, t=t)
    yield teams.watching(Watching((), ()), 0, t)


def _told_member(t: Catalogue, name: str) -> Iterator[Screen]:
    for watch in (None, _watch(name, 1), _watch(name, 3, "421/7"), _watch(name, 40, "421/7")):
        yield teams.told_member(someone(name, Role.kepala_dinas), watch, t)


def _told_watched(t: Catalogue, name: str) -> Iterator[Screen]:
    return (teams.told_watched([someone(name)] * count, t) for count in (0, 1, 9))


VIEWS: dict[str, Shapes] = {
    "teams.teams": _teams,
    "teams.team": _one_team,
    "teams.member": _member,
    "teams.history": _history,
    "teams.why": _why,
    "teams.watching": _watching,
    "teams.told_member": _told_member,
    "teams.told_watched": _told_watched,
}
