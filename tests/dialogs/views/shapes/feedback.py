"""Feedback: lists, notes and cards of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dialogs.screen import Screen
from dialogs.views import feedback
from locales import Catalogue
from regulations.models import Role
from storage.values.feedback import FeedbackFacts, FeedbackKind, FeedbackLine, FeedbackStatus
from tests.dialogs.grounds.feedback import a_note
from tests.dialogs.people import DRAFT, NOW, PACKS
from tests.dialogs.views.plans import ODD
from tests.dialogs.views.shapes.january import appraiser, someone
from tests.dialogs.views.shapes.pages import Shapes, pages

LONG = (ODD * 20)[:1000].strip()


def _lines(name: str, count: int) -> list[FeedbackLine]:
    kinds = [*FeedbackKind] * count
    status = FeedbackStatus.ditanggapi
    return [FeedbackLine(DRAFT - at, 1, kinds[at], status, name, name, NOW) for at in range(count)]


def _notes(name: str) -> Iterator[FeedbackFacts]:
    for kind in FeedbackKind:
        facts = replace(a_note(kind, name), giver=appraiser(name))
        yield facts
        yield replace(facts, follow_up_on=None, text="x" * 1000)
        yield replace(facts, status=FeedbackStatus.ditanggapi, text=LONG, answer=LONG, answered_at=NOW)
        yield replace(facts, status=FeedbackStatus.dihapus, text=None)
        yield replace(facts, text=None)


def _received(t: Catalogue, name: str) -> Iterator[Screen]:
    for gives in (False, True):
        yield feedback.received(0, 0, (), someone(name), t, gives=gives)
        for count, page in ((1, 0), (feedback.PAGE, 0), (300, 74)):
            lines = _lines(name, min(count, feedback.PAGE))
            yield feedback.received(count, page, lines, someone(name), t, gives=gives)


def _given(t: Catalogue, name: str) -> Iterator[Screen]:
    yield feedback.given(0, 0, (), someone(name, Role.tim_kinerja), t)
    yield feedback.given(300, 74, _lines(name, feedback.PAGE), someone(name), t)


def _about(t: Catalogue, name: str) -> Iterator[Screen]:
    for may_give in (False, True):
        yield feedback.about(someone(name), 0, 0, (), appraiser(name), t, may_give=may_give)
        yield feedback.about(someone(name), 300, 9, _lines(name, 4), appraiser(name), t, may_give=may_give)


def _note(t: Catalogue, name: str) -> Iterator[Screen]:
    for facts in _notes(name):
        for viewer in (facts.owner, facts.giver):
            yield from (feedback.note(facts, viewer, page, t) for page in (0, 1, 99))


def _why(t: Catalogue, name: str) -> Iterator[Screen]:
    for pack in PACKS:
        for facts in _notes(name):
            yield from pages(feedback.why, facts, pack, t=t)


def _told(t: Catalogue, name: str) -> Iterator[Screen]:
    return (feedback.told(facts, t) for facts in _notes(name))


def _answered(t: Catalogue, name: str) -> Iterator[Screen]:
    return (feedback.answered(facts, t) for facts in _notes(name))


VIEWS: dict[str, Shapes] = {
    "feedback.received": _received,
    "feedback.given": _given,
    "feedback.about": _about,
    "feedback.note": _note,
    "feedback.why": _why,
    "feedback.told": _told,
    "feedback.answered": _answered,
}
