"""The data checklist and the special cases, for every role under every pack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dialogs.exceptions import cases
from dialogs.screen import Screen
from dialogs.views import preparing
from dialogs.views.preparing import DataFacts
from locales import Catalogue
from regulations.models import Role
from tests.dialogs.people import NAMES, PACKS
from tests.dialogs.views.shapes.pages import Shapes, pages


def _checklists() -> Iterator[DataFacts]:
    for pack in PACKS:
        notices = tuple(one for one in pack.notices if one.code == "perbaikan_data")
        for role in Role:
            rules = tuple(rule for rule in pack.data_rules if rule.role is role)
            for ticked in (frozenset[str](), frozenset(rule.code for rule in rules)):
                for today in (date(2026, 12, 20), date(2027, 1, 12)):
                    yield DataFacts(2027, pack, rules, ticked, date(2026, 12, 31), today, notices)
            yield DataFacts(2027, pack, rules, frozenset("1"), None, date(2026, 12, 1))


def _checklist(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts in _checklists() if name == NAMES[0] else ():  # no name in it
        yield preparing.checklist(facts, t)


def _rules_text(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts in list(_checklists())[::5] if name == NAMES[0] else ():
        if facts.rules:
            yield from pages(preparing.rules_text, facts, t=t)


def _rules_why(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts in list(_checklists())[::5] if name == NAMES[0] else ():
        if facts.rules:
            yield from pages(preparing.rules_why, facts, t=t)


def _exceptions(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in PACKS if name == NAMES[0] else ():
        for role in Role:
            yield from pages(preparing.exceptions, cases(pack, role), pack, t=t)


def _exception(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in PACKS if name == NAMES[0] else ():
        for role in Role:
            for case in cases(pack, role):
                yield preparing.exception(case, t)


def _exception_why(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in PACKS if name == NAMES[0] else ():
        for case in cases(pack, Role.operator):
            yield preparing.exception_why(case, t)


VIEWS: dict[str, Shapes] = {
    "preparing.checklist": _checklist,
    "preparing.rules_text": _rules_text,
    "preparing.rules_why": _rules_why,
    "preparing.exceptions": _exceptions,
    "preparing.exception": _exception,
    "preparing.exception_why": _exception_why,
}
