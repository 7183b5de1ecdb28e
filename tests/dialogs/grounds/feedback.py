"""Feedback: given by who decides and by who only watches, answered."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.feedback import pin_answer, pin_give
from regulations.models import Role
from storage.values.feedback import ANSWER, GIVE, FeedbackFacts, FeedbackKind, FeedbackStatus
from tests.dialogs.grounds.ground import Ground, Grounds
from tests.dialogs.people import DRAFT, NAMES, NOW, PACKS, TODAY, a_member, year_of

KEPALA = a_member(Role.kepala_sekolah, assignment_id=12)


def a_note(kind: FeedbackKind, name: str = NAMES[0]) -> FeedbackFacts:
    """A note that was told and not answered yet."""
    owner = a_member(name=name)
    told = FeedbackStatus.disampaikan
    return FeedbackFacts(DRAFT, 3, kind, told, owner, KEPALA, "Bagus sekali.", TODAY, NOW, TODAY)


def _give() -> Iterator[Ground]:
    for pack, name, decides in ((PACKS[0], NAMES[0], True), (PACKS[-1], NAMES[4], False)):
        owner = a_member(name=name, assignment_id=DRAFT, year=year_of(pack))
        pinned = pin_give(owner, pack, TODAY, decides=decides)
        yield Ground(f"{GIVE}-{pack.id}", GIVE, KEPALA, pinned, pack, TODAY)


def _answer() -> Iterator[Ground]:
    yield Ground(ANSWER, ANSWER, a_member(), pin_answer(a_note(FeedbackKind.apresiasi)), PACKS[-1], TODAY)


GROUNDS: Grounds = {GIVE: _give, ANSWER: _answer}
