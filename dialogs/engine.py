"""A dialog is an async function that awaits questions; this module walks it.

The whole state of a talk is the answers given so far, by key. At each update the dialog is replayed with them:
`replay` drives the coroutine with `send` until it awaits a question that has no answer yet. No event loop is
involved and no I/O happens, so a replay costs microseconds and can be tested without anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from dialogs.questions.base import Answered, Forget, Input, Json, Moved, Question, Refusal, Scene, Tap
from locales import AnyText, _

Result = TypeVar("Result")
Dialog = Callable[[], Coroutine[Question[Any], Any, Result]]
"""A dialog with its context already given: call it to begin."""


@dataclass(frozen=True, slots=True)
class Pending:
    """The dialog waits for this question. `trail` holds the keys answered on the way, in order."""

    question: Question[Any]
    trail: tuple[str, ...]
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished(Generic[Result]):
    """The dialog has run to its end and returned its intent."""

    intent: Result
    trail: tuple[str, ...]


def replay(dialog: Dialog[Result], answers: Mapping[str, Json]) -> Pending | Finished[Result]:
    """Run the dialog with the answers given so far.

    An answer that no longer fits its question counts as missing; its key is in `dropped`.
    """
    trail: list[str] = []
    run = dialog()
    send, given, passed = run.send, answers.get, trail.append  # the loop below runs fifty times at every tap
    try:
        question = send(None)
        while True:
            key = question.key
            answer = given(key)
            if answer is None or not question.fits(answer):
                return Pending(question, tuple(trail), () if answer is None else (key,))
            passed(key)
            question = send(question.value(answer))
    except StopIteration as stop:
        return Finished(stop.value, tuple(trail))
    finally:
        run.close()


@dataclass(frozen=True, slots=True)
class State:
    """What a draft keeps: answers by key, and how the open question looks at the moment.

    `cursor` holds `q` (key of the question it belongs to), `s` (that question's own state) and `was` (answers taken
    back with Back or Edit, by key, offered again).
    """

    answers: dict[str, Json] = field(default_factory=dict)
    cursor: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn(Generic[Result]):
    """Where the talk stands after an input."""

    state: State
    stand: Pending | Finished[Result]
    notice: AnyText | None = None
    """Something to say above the question: a refusal, or that an answer had to be asked again."""


BACK, AGAIN, FULL, WHY, QUESTION = "back", "r", "f", "w", "q"
"""Actions that every question understands: forget the last answer, take the old answer again, full wording, Dasar,
the question."""

ASKED_AGAIN = _(
    "Satu jawaban tidak cocok lagi dengan pilihan yang lain, jadi ditanyakan ulang. Jawaban lain tetap tersimpan."
)


def stand(dialog: Dialog[Result], state: State) -> Turn[Result]:
    """Where the talk stands without any new input; an answer that does not fit any more is taken out and announced."""
    now = replay(dialog, state.answers)
    if isinstance(now, Finished) or not now.dropped:
        return Turn(_aligned(state, now), now)
    return Turn(_aligned(_without(state, now.dropped), now), replace(now, dropped=()), ASKED_AGAIN)


def respond(dialog: Dialog[Result], state: State, given: Input, scene: Scene) -> Turn[Result]:
    """Take one input at the question that is open."""
    turn = stand(dialog, state)
    match turn.stand, given:
        case Finished(), _:
            return turn
        case Pending(trail=trail), Tap(action) if action == BACK:
            return stand(dialog, _without(turn.state, trail[-1:])) if trail else turn
        case Pending(question=question), Tap(action) if (shown := _aside(question, action)) is not None:
            return _looking(turn, shown)
        case Pending(question=question), Tap(action) if action == AGAIN:
            old = turn.state.cursor.get("was", {}).get(question.key)
            if old is not None and question.fits(old):
                return stand(dialog, _with(turn.state, question.key, old))
            return turn
        case Pending(question=question), _:
            return _react(dialog, _looking(turn, {}), question, given, scene)
    raise AssertionError(turn.stand)


def local(state: State) -> dict[str, Any]:
    """The open question's own part of the cursor, with its former answer as `was` if there is one."""
    own = dict(state.cursor.get("s", {}))
    old = state.cursor.get("was", {}).get(state.cursor.get("q"))
    return own if old is None else {**own, "was": old}


def _react(
    dialog: Dialog[Result], turn: Turn[Result], question: Question[Any], given: Input, scene: Scene
) -> Turn[Result]:
    match question.accept(given, local(turn.state), scene):
        case Answered(answer):
            return stand(dialog, _with(turn.state, question.key, answer))
        case Forget(keys):
            return stand(dialog, _without(turn.state, tuple(key for key in turn.state.answers if _below(key, keys))))
        case Moved(cursor):
            own = {name: value for name, value in cursor.items() if name != "was"}
            return replace(turn, state=replace(turn.state, cursor={**turn.state.cursor, "s": own}))
        case Refusal(why):
            return replace(turn, notice=why)


def _below(key: str, families: tuple[str, ...]) -> bool:
    """Whether a key is one of these or below it: `target.a` is below `target`."""
    return any(key == family or key.startswith(f"{family}.") for family in families)


def _aside(question: Question[Any], action: str) -> dict[str, int] | None:
    """The pages beside a question: its full wording, its sources, or back to itself."""
    kind, page = action[:1], action[1:]
    if action == QUESTION:
        return {}
    if len(page) > 3 or not (page or "0").isdecimal():
        return None
    if kind == FULL and question.full is not None:
        return {"full": int(page or 0)}
    if kind == WHY and question.sources is not None:
        return {"why": int(page or 0)}
    return None


def _looking(turn: Turn[Result], shown: dict[str, int]) -> Turn[Result]:
    before = turn.state.cursor.get("s", {})
    own = {name: value for name, value in before.items() if name not in ("full", "why")} | shown
    return turn if own == before else replace(turn, state=replace(turn.state, cursor={**turn.state.cursor, "s": own}))


def _with(state: State, key: str, answer: Json) -> State:
    return State({**state.answers, key: answer}, {"was": state.cursor.get("was", {})})


def _without(state: State, keys: tuple[str, ...]) -> State:
    taken = {key: state.answers[key] for key in keys if key in state.answers}
    kept = {key: answer for key, answer in state.answers.items() if key not in taken}
    return State(kept, {"was": {**state.cursor.get("was", {}), **taken}})


def _aligned(state: State, now: Pending | Finished[Any]) -> State:
    """The cursor belongs to one question; another question starts with a fresh one."""
    key = now.question.key if isinstance(now, Pending) else None
    if state.cursor.get("q") == key:
        return state
    return replace(state, cursor={"q": key, "was": state.cursor.get("was", {})})
