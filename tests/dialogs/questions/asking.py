"""What the tests of the question kinds share: where a question is shown, and what became of an input."""

from __future__ import annotations

from datetime import date
from typing import Any

from dialogs.questions import Input, Question, Scene, Sent, Tap, Typed
from dialogs.questions.base import Answered, Moved, Reaction, Refusal
from locales import catalogue
from tests.dialogs import limits

TODAY = date(2027, 1, 12)
SCENE = Scene(catalogue("id"), TODAY, "Ibu")
ENGLISH = Scene(catalogue("en"), TODAY, "Ibu")
KINDS = ("photo", "document", "sticker", "voice", "video", "contact", "location", "poll")


def answer(question: Question[Any], given: Input, cursor: dict[str, Any] | None = None) -> Any:
    """The answer as it is kept; it fits, and is refused by nobody."""
    reaction = question.accept(given, cursor or {}, SCENE)
    assert isinstance(reaction, Answered), reaction
    assert question.fits(reaction.answer)
    return reaction.answer


def typed(question: Question[Any], text: str) -> Any:
    """The value that the dialog gets for a typed text."""
    return question.value(answer(question, Typed(text)))


def refusal(question: Question[Any], given: Input, cursor: dict[str, Any] | None = None) -> str:
    """Why an input was refused, as it is read."""
    reaction = question.accept(given, cursor or {}, SCENE)
    assert isinstance(reaction, Refusal), reaction
    for scene in (SCENE, ENGLISH):
        assert limits.lines(limits.plain(str(scene.t(reaction.why)))) <= 3
    return limits.plain(str(SCENE.t(reaction.why)))


def moved(question: Question[Any], action: str, cursor: dict[str, Any] | None = None) -> dict[str, Any]:
    """The cursor after a tap that does not answer yet."""
    reaction: Reaction = question.accept(Tap(action), cursor or {}, SCENE)
    assert isinstance(reaction, Moved), reaction
    return reaction.cursor


def labels(question: Question[Any], cursor: dict[str, Any] | None = None, scene: Scene = SCENE) -> list[str]:
    """What stands on the buttons, row by row."""
    return [button.label for row in question.face(cursor or {}, scene).rows for button in row]


def actions(question: Question[Any], cursor: dict[str, Any] | None = None) -> list[str]:
    """What the buttons send."""
    return [button.data or "" for row in question.face(cursor or {}, SCENE).rows for button in row]


def asks_for_its_kind(question: Question[Any]) -> None:
    """Whatever is no text is refused, and the refusal says what is asked for."""
    for kind in KINDS:
        assert refusal(question, Sent(kind)) == limits.plain(str(SCENE.t(question.asks)))
