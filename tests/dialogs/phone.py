"""A phone without Telegram: shows the screens of one talk, presses the buttons that are on them, types."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dialogs import calls, engine, frame
from dialogs.calls import OnDialog
from dialogs.cleaning import clean, looks_like_nik
from dialogs.engine import AGAIN, QUESTION, Dialog, Finished, Pending, State, Turn
from dialogs.frame import Name
from dialogs.own_data.erasing import ExactWord
from dialogs.questions import ChooseMany, Confirm, Evidence, Input, Number, Question, Scene, Sent, Tap, Typed
from dialogs.screen import Screen
from tests.dialogs.people import DRAFT

TYPED = "Jawaban contoh"
"""What the easy way types where words are asked and nothing is suggested."""
LINK = "https://contoh.id/karya"
"""What it sends where there has to be evidence."""


class Phone:
    """One person in one talk."""

    def __init__(self, begin: Callable[[], Dialog[Any]], name: Name, scene: Scene, state: State | None = None) -> None:
        self.begin, self.name, self.scene = begin, name, scene
        self.turn: Turn[Any] = engine.stand(begin(), state or State())
        self._drawn: tuple[Turn[Any], Screen] | None = None

    # --- what there is

    @property
    def finished(self) -> bool:
        """Whether the talk is over."""
        return isinstance(self.turn.stand, Finished)

    @property
    def intent(self) -> Any:
        """What the talk came to."""
        assert isinstance(self.turn.stand, Finished)
        return self.turn.stand.intent

    @property
    def question(self) -> Question[Any]:
        """The open question."""
        assert isinstance(self.turn.stand, Pending)
        return self.turn.stand.question

    @property
    def trail(self) -> tuple[str, ...]:
        """The keys answered on the way."""
        return self.turn.stand.trail

    @property
    def answers(self) -> dict[str, Any]:
        """All answers kept, by key."""
        return self.turn.state.answers

    @property
    def screen(self) -> Screen:
        """What is seen now."""
        if self._drawn is None or self._drawn[0] is not self.turn:
            self._drawn = self.turn, frame.show(DRAFT, self.name, self.turn, self.scene)
        return self._drawn[1]

    @property
    def bare_screen(self) -> Screen:
        """The screen without anything said above the question."""
        return frame.show(DRAFT, self.name, replace(self.turn, notice=None), self.scene)

    def buttons(self) -> dict[str, str]:
        """Label by action of every button on the screen."""
        found = {}
        mark = frame.mark(self.question.key)
        for row in self.screen.rows:
            for button in row:
                call = calls.read(button.data or "")
                assert isinstance(call, OnDialog), button
                assert call.draft_id == DRAFT
                assert call.mark == mark
                found[call.action] = button.label
        return found

    # --- what can be done

    def give(self, given: Input) -> Phone:
        """Answer the open question with any input."""
        self.turn = engine.respond(self.begin(), self.turn.state, given, self.scene)
        return self

    def press(self, action: str) -> Phone:
        """Press a button, whether it is on the screen or not (a keyboard stays clickable for ever)."""
        return self.give(Tap(action))

    def say(self, text: str) -> Phone:
        """Type a message. What looks like a NIK never reaches a talk (the bot's desk keeps it out)."""
        return self if looks_like_nik(text) else self.give(Typed(clean(text)))

    def send(self, kind: str) -> Phone:
        """Send something that is no text."""
        return self.give(Sent(kind))

    def reopened(self) -> Phone:
        """The same talk on another replica: all there is of it went through JSON."""
        state = State(*json.loads(json.dumps([self.turn.state.answers, self.turn.state.cursor])))
        return Phone(self.begin, self.name, self.scene, state)

    # --- the easy way

    def easy(self) -> Input:
        """What somebody does who takes what is offered: the star, the first box, go on, send."""
        buttons = self.buttons()
        if QUESTION in buttons:
            return Tap(QUESTION)
        starred = next((action for action, label in buttons.items() if label.startswith("★")), None)
        if starred:
            return Tap(starred)
        if "!" in buttons:
            return Tap(self._box(buttons) or "!")
        for action in ("y", "v"):
            if action in buttons:
                return Tap(action)
        answer = next((action for action in buttons if action.startswith("=")), None)
        if answer or AGAIN in buttons:
            return Tap(answer or AGAIN)
        return Typed(self._words())

    def _box(self, buttons: dict[str, str]) -> str | None:
        """A box to tick or untick, as long as too few or too many are ticked."""
        asked = self.question
        assert isinstance(asked, ChooseMany)
        ticked = len(asked.picked(engine.local(self.turn.state)))
        most = len(asked.options) if asked.at_most is None else asked.at_most
        sign = "+" if ticked < asked.at_least else "-" if ticked > most else None
        return next((action for action in buttons if sign is not None and action.startswith(sign)), None)

    def _words(self) -> str:
        """The lowest number that is taken, as Indonesians write it, the word that is asked for, or any words."""
        if isinstance(self.question, ExactWord):
            return self.question.word
        if isinstance(self.question, Evidence):
            return LINK
        return str(self.question.low).replace(".", ",") if isinstance(self.question, Number) else TYPED

    def go(self, most: int, until: Callable[[Phone], bool] = lambda phone: phone.finished) -> int:
        """Take the easy way until the talk is over (or `until`); gives the number of actions, at most `most`."""
        for done in range(most + 1):
            if until(self):
                return done
            assert done < most, f"still at {self.question.key!r} after {most} actions"
            self.give(self.easy())
        raise AssertionError

    def go_to(self, kind: type[Question[Any]], most: int = 200) -> Phone:
        """Take the easy way to the next question of that kind."""
        self.go(most, lambda phone: not phone.finished and isinstance(phone.question, kind))
        return self

    def to_summary(self) -> Phone:
        """Take the easy way to the summary."""
        return self.go_to(Confirm)
