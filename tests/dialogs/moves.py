"""What the robot does: presses what is there, types what people type, sends what phones send."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from dialogs.engine import QUESTION
from dialogs.frame import KEEP
from tests.dialogs.phone import Phone

AWKWARD = (
    *("", "2", "0", "-1", "+3", "12,5", "12.5", "1.250,5"),
    *("1,250.5", "NaN", "Infinity", "1e5", "１２", "٣", "½", "0x10"),
    *("9" * 40, "100.000", "100.000,01", "0,01", "0,001", "1,000", "2," + "0" * 30 + "1", "dua kali"),
    *("31-01-2027", "12/1/2027", "30-02-2027", "2027-01-12", "1.1.0001", "31-12-9999", "kemarin"),
    *("<b>tebal", "</b>", "<script>alert(1)</script>", "&amp;", "a & b", "{name} {0} %s {", "'; DROP TABLE draft; --"),
    *("x" * 120, "x" * 121, "x" * 300, "x" * 301, "x" * 4096, "kata " * 59, "a\nb\n\n\nc", "a\n" * 150),
    "\n".join("abcdefghijklmnop"),
    *("😀" * 40, "😀" * 300, "👩🏽\u200d🏫" * 30, "🇮🇩", "ﷺ", "محمد بن عبد الله", "e\u0301" * 100),
    *("\u202egnp.exe", "\u200b", "\u00a0", "\x00\x07", "=a", "y", "back", "/batal"),
)
KINDS = ("photo", "document", "sticker", "voice", "contact", "location", "video_note", "poll", "dice", "story")


# --- moves -------------------------------------------------------------------


@dataclass(frozen=True)
class Press:
    """The button of that number on the screen, counted round and round."""

    number: int


@dataclass(frozen=True)
class Contrary:
    """What nobody suggested: change, all of them, the last one."""


@dataclass(frozen=True)
class Easy:
    """What is offered."""


@dataclass(frozen=True)
class Say:
    text: str


@dataclass(frozen=True)
class Send:
    kind: str


Move = Press | Contrary | Easy | Say | Send
TEXTS = st.sampled_from(AWKWARD) | st.text(max_size=330)
MOVES: st.SearchStrategy[list[Move]] = st.lists(
    st.one_of(
        st.just(Easy()),
        st.just(Contrary()),
        st.integers(0, 59).map(Press),
        st.integers(0, 59).map(Press),
        TEXTS.map(Say),
        st.sampled_from(KINDS).map(Send),
    ),
    min_size=12,
    max_size=60,
)
SHORT_MOVES = st.lists(st.one_of(st.just(Easy()), st.just(Contrary()), st.integers(0, 59).map(Press)), max_size=30)


def play(phone: Phone, move: Move) -> None:
    """Do it."""
    match move:
        case Press(number):
            actions = [action for action in phone.buttons() if action != KEEP]
            if actions:
                phone.press(actions[number % len(actions)])
        case Contrary():
            phone.press(contrary(phone))
        case Easy():
            phone.give(phone.easy())
        case Say(text):
            phone.say(text)
        case Send(kind):
            phone.send(kind)


def contrary(phone: Phone) -> str:
    """The last answer on the screen; where several may be ticked, all of them."""
    buttons = phone.buttons()
    if "!" in buttons:
        everything = "*" in buttons and any(label.startswith("☐") for label in buttons.values())
        return "*" if everything else "!"
    answers = [action for action in buttons if action.startswith(("=", "s", "y"))]
    return answers[-1] if answers else QUESTION


def walk(phone: Phone, moves: list[Move]) -> Phone:
    """All moves, or as many as there are before the talk is over."""
    for move in moves:
        if phone.finished:
            break
        play(phone, move)
    return phone
