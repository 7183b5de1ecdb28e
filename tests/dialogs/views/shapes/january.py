"""Joining, home, and plans: every view with made-up facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

from dialogs.basis import source_blocks
from dialogs.calls import At, Go
from dialogs.screen import Screen
from dialogs.talks import TALKS
from dialogs.views import general, home, joining, skp
from dialogs.views.general import OpenTalk
from dialogs.views.home import HomeFacts, Item, Todo
from locales import Catalogue
from regulations.models import Pack, Role
from storage.values import AssignmentStatus, Employment, Member, SkpFacts, SkpStatus
from tests.dialogs.people import DRAFT, NAMES, NOW, PACKS, TODAY, a_member, a_skp, periods_of, year_of
from tests.dialogs.views.plans import ODD, easy_plan, odd_plan
from tests.dialogs.views.shapes.pages import Shapes, pages

THOROUGH = (NAMES[0], NAMES[4])
"""Names with which everything is shown: an everyday one and the longest. The others go over a part of it."""
CODE = "0123456789ABCDEFGHJKMNPQ"
LONG_REASON = (ODD * 9)[:300]
ITEMS = tuple(Item(ODD, Go(at)) for at in reversed(home.MENU))
TODOS = tuple(Todo((ODD * 2)[:80], ODD, Go(At.plan, page)) for page in range(4))


def someone(name: str, role: Role = Role.guru, **changes: Any) -> Member:
    """A member whose name, unit and position are all odd."""
    return a_member(role, name=name, unit_name=f"SDN {name}", position=f"Guru {name}", **changes)


def appraiser(name: str = NAMES[0]) -> Member:
    """Somebody else, who decides."""
    return a_member(Role.kepala_sekolah, assignment_id=12, person_id=8, name=name)


def cards(name: str) -> Iterator[tuple[SkpFacts, Pack]]:
    """Plans in every state, under every pack, small and large."""
    for pack in PACKS:
        owner = someone(name, year=year_of(pack))
        for plan in (easy_plan(pack), odd_plan(pack)):
            for status in SkpStatus:
                facts = a_skp(pack, plan, status, owner=owner, appraiser_name=name)
                yield facts if facts.decided_at is None else replace(facts, decided_by=name), pack
            yield a_skp(pack, plan, SkpStatus.dikembalikan, owner=owner, reason=LONG_REASON), pack
            yield a_skp(pack, plan, SkpStatus.disepakati, owner=owner, decided_by=None, entered_on=TODAY), pack
    yield from _of_other_roles(name)


def _of_other_roles(name: str) -> Iterator[tuple[SkpFacts, Pack]]:
    """Plans of a kepala sekolah and a pengawas, and one that changes what was agreed before."""
    for pack in PACKS if name in THOROUGH else ():
        for role in sorted(pack.covers - {Role.guru}):
            owner, easy, odd = someone(name, role, year=year_of(pack)), easy_plan(pack, role), odd_plan(pack, role)
            yield a_skp(pack, odd, owner=owner, appraiser_name=name, before=easy), pack
            yield a_skp(pack, easy, SkpStatus.disepakati, owner=owner, before=easy), pack


# --- one function per view --------------------------------------------------------------


def _card(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts, pack in cards(name):
        for viewer in (facts.owner, appraiser(name)):
            yield skp.card(facts, pack, viewer, t)
        if name == NAMES[0]:
            yield skp.card(replace(facts, other_parts=True), pack, appraiser(name), t, decides=False)


def _details(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts, pack in cards(name):
        if facts.status is SkpStatus.dikembalikan or name in THOROUGH:
            yield skp.details(facts, pack, 0, t)
    for pack in PACKS if name in THOROUGH else ():
        for plan in (easy_plan(pack), odd_plan(pack)):
            yield from pages(skp.details, a_skp(pack, plan, owner=someone(name)), pack, t=t)


def _copy(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in PACKS:
        for plan in (easy_plan(pack), odd_plan(pack)):
            facts = a_skp(pack, plan, SkpStatus.disepakati, owner=someone(name, year=year_of(pack)))
            yield from pages(skp.copy, facts, pack, t=t) if name == NAMES[0] else ()
            yield skp.copy(replace(facts, entered_on=TODAY), pack, 0, t)


def _skp_why(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in PACKS if name == NAMES[0] else ():  # no name in it
        facts = a_skp(pack, easy_plan(pack))
        blocks = source_blocks(skp.sources(facts, pack))
        yield from pages(skp.why, facts, blocks, t=t)


def _decided_by_others(t: Catalogue, name: str) -> Iterator[Screen]:
    for deciders in ((), (appraiser(name),)):
        yield skp.decided_by_others(someone(name), deciders, t)


def _undone(t: Catalogue, name: str) -> Iterator[Screen]:
    yield skp.undone(a_skp(PACKS[0], easy_plan(PACKS[0])), someone(name), t)


def _superseded(t: Catalogue, name: str) -> Iterator[Screen]:
    yield skp.superseded(a_skp(PACKS[0], easy_plan(PACKS[0]), owner=someone(name)), t)


def homes(name: str) -> Iterator[HomeFacts]:
    """Home of every role under every pack, in every state of a plan and of the year."""
    for pack in PACKS:
        for period in periods_of(pack):
            for role in Role:
                me = someone(name, role, year=year_of(pack))
                some = HomeFacts(me, pack, period, period.starts, more_roles=True)
                phases = [phase for phase in pack.months if phase.role is role]
                yield some
                yield replace(some, waiting=1, joins=1, phase=phases[0] if phases else None)
                yield replace(some, waiting=120, joins=12, today=period.ends)
                yield replace(some, member=replace(me, employment=Employment.non_asn))
                for phase in phases:
                    yield replace(some, phase=phase, today=date(period.year, phase.month, 1))
                for status in AssignmentStatus:
                    yield replace(some, member=replace(me, status=status))
        yield from _plans_at_home(name, pack)


def _plans_at_home(name: str, pack: Pack) -> Iterator[HomeFacts]:
    period = periods_of(pack)[0]
    me = someone(name, year=year_of(pack))
    for days in (-200, 0, 1, 19, 400):
        some = HomeFacts(me, pack, period, period.starts + timedelta(days=days))
        yield replace(some, parts_done=(3, 7))
        for facts, its in cards(name):
            if its is pack:
                yield replace(some, skp=facts)
                yield replace(some, skp=facts, parts_done=(0, 7))
    for role in (Role.kepala_sekolah, Role.pengawas):
        much = HomeFacts(replace(me, role=role), pack, period, period.ends, waiting=120, parts_done=(3, 7))
        yield much
        yield replace(much, todos=TODOS, more_roles=True, items=ITEMS)
        yield replace(much, parts_done=None, adjusts=True, todos=TODOS[:1])


def _home(t: Catalogue, name: str) -> Iterator[Screen]:
    return (home.home(facts, t) for facts in islice(homes(name), 0, None, 1 if name in THOROUGH else 7))


def _home_more(t: Catalogue, name: str) -> Iterator[Screen]:
    return (home.more(facts, t) for facts in islice(homes(name), 0, None, 7))


def _home_why(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in PACKS if name == NAMES[0] else ():  # no name in it
        for role in Role:
            facts = HomeFacts(a_member(role), pack, periods_of(pack)[0], TODAY)
            yield from pages(home.why, home.home_sources(facts), t=t)


def _some(name: str, count: int, role: Role = Role.kepala_sekolah) -> list[Member]:
    return [someone(name, role, assignment_id=DRAFT - number) for number in range(count)]


def _is_this_you(t: Catalogue, name: str) -> Iterator[Screen]:
    return (joining.is_this_you(CODE, name, _some(name, count), t) for count in (1, 2, 9))


def _roles(t: Catalogue, name: str) -> Iterator[Screen]:
    yield from (joining.roles(_some(name, count), t) for count in (1, 2, 8, 20))
    yield joining.roles([*_some(name, 1), someone(name, year=2026)], t)


def _join_list(t: Catalogue, name: str) -> Iterator[Screen]:
    return (joining.join_list(_some(name, count), t) for count in (0, 1, 9))


def _welcome(t: Catalogue, name: str) -> Iterator[Screen]:
    for status in (AssignmentStatus.active, AssignmentStatus.pending):
        yield joining.welcome([someone(name, status=status)] * 3, t)


def _of_members(view: Callable[[Member, Catalogue], Screen]) -> Shapes:
    def shapes(t: Catalogue, name: str) -> Iterator[Screen]:
        for role in Role:
            for status in AssignmentStatus:
                yield view(someone(name, role, status=status, assignment_id=DRAFT), t)

    return shapes


def _already_joined(t: Catalogue, name: str) -> Iterator[Screen]:
    yield joining.already_joined(name, t)
    yield joining.already_joined(None, t)


def _slow_down(t: Catalogue, name: str) -> Iterator[Screen]:
    return (joining.slow_down(NOW + timedelta(seconds=left), NOW, t) for left in (-5, 0, 1, 61, 86_400))


def _drafts(t: Catalogue, name: str) -> Iterator[Screen]:
    talks = [*TALKS.values()] * 3
    for count in (0, 1, 2, 4, 9):
        yield general.drafts([OpenTalk(DRAFT, each.name.title, 3, each.name.parts) for each in talks][:count], t)


def _help(t: Catalogue, name: str) -> Iterator[Screen]:
    return (general.help_(role, t) for role in (None, *Role))


def _about(t: Catalogue, name: str) -> Iterator[Screen]:
    return (general.about(pack, t) for pack in (None, *PACKS))


def _say(t: Catalogue, name: str) -> Iterator[Screen]:
    yield general.say(name, t)


def _plain(view: Callable[[Catalogue], Screen]) -> Shapes:
    return lambda t, name: iter([view(t)])


VIEWS: dict[str, Shapes] = {
    "skp.card": _card,
    "skp.details": _details,
    "skp.copy": _copy,
    "skp.why": _skp_why,
    "skp.superseded": _superseded,
    "skp.decided_by_others": _decided_by_others,
    "skp.undone": _undone,
    "home.home": _home,
    "home.more": _home_more,
    "home.why": _home_why,
    "joining.stranger": _plain(joining.stranger),
    "joining.is_this_you": _is_this_you,
    "joining.consent": _plain(lambda t: joining.consent(CODE, t)),
    "joining.privacy": _plain(joining.privacy),
    "joining.welcome": _welcome,
    "joining.declined": _plain(joining.declined),
    "joining.wrong_code": _plain(joining.wrong_code),
    "joining.slow_down": _slow_down,
    "joining.already_joined": _already_joined,
    "joining.join_request": _of_members(joining.join_request),
    "joining.join_answered": _of_members(joining.join_answered),
    "joining.join_result": _of_members(joining.join_result),
    "joining.no_appraiser": _of_members(joining.no_appraiser),
    "joining.lost": _of_members(joining.lost),
    "joining.join_list": _join_list,
    "joining.roles": _roles,
    "general.help_": _help,
    "general.about": _about,
    "general.languages": _plain(general.languages),
    "general.drafts": _drafts,
    "general.kept": _plain(general.kept),
    "general.discard": _plain(lambda t: general.discard(DRAFT, t)),
    "general.say": _say,
}
