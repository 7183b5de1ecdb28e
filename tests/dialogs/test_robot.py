"""The robot: walks every talk on every ground in every language, pressing what is there and typing what people type."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.engine import AGAIN, ASKED_AGAIN, BACK, QUESTION, State
from dialogs.frame import KEEP
from dialogs.questions import ChooseMany, Confirm, Input, Section, Sent, Tap, Typed
from dialogs.screen import Screen
from dialogs.talks import TALKS
from locales import Catalogue
from tests.dialogs import limits, shape
from tests.dialogs.effort import LONG, effort
from tests.dialogs.grounds import ALL, EACH_ONCE, GROUNDS, PLANS, Ground
from tests.dialogs.moves import MOVES, SHORT_MOVES, Contrary, Easy, Move, Press, play, walk
from tests.dialogs.phone import Phone
from tests.dialogs.tongues import CATALOGUES, disguised, recording, words

MOST_ACTIONS = 15
"""Nobody needs more for a plan if they take the suggestions."""
LONG_WAY = 250
"""Actions after which every talk is over, from anywhere: every part changed, every activity counted."""

# --- what must hold on every screen --------------------------------------------


def look(phone: Phone) -> None:
    """The screen can be shown, and there is a way on, back and out."""
    if phone.finished:
        return
    limits.check(phone.screen)
    buttons = phone.buttons()
    if QUESTION in buttons:
        return
    assert KEEP in buttons, "no way out"
    assert (BACK in buttons) == bool(phone.trail), "Back on every question but the first"


def each(grounds: tuple[Ground, ...] = ALL) -> pytest.MarkDecorator:
    """On every ground."""
    return pytest.mark.parametrize("ground", grounds, ids=[ground.label for ground in grounds])


def tries(ground: Ground, examples: int) -> int:
    """How many examples: half for a ground whose talk is walked on another one as well."""
    return examples if ground in EACH_ONCE else examples // 2


def spoken() -> pytest.MarkDecorator:
    """On every ground, and each talk in every language; with KAWAL_LONG=1 every ground is."""
    first, *others = CATALOGUES
    pairs = [(ground, first) for ground in ALL] + [
        (ground, t) for t in others for ground in (ALL if LONG else EACH_ONCE)
    ]
    return pytest.mark.parametrize(("ground", "t"), pairs, ids=[f"{ground.label}-{t.language}" for ground, t in pairs])


languages = pytest.mark.parametrize("t", CATALOGUES, ids=[t.language for t in CATALOGUES])


def test_every_talk_has_its_grounds() -> None:
    assert set(GROUNDS) == set(TALKS)
    for talk, grounds in GROUNDS.items():
        assert {ground.talk for ground in grounds()} == {talk}


@spoken()
def test_every_screen_can_be_shown_and_every_road_ends(ground: Ground, t: Catalogue) -> None:
    @effort(tries(ground, 4), ground.label + t.language)
    @given(moves=MOVES)
    def holds(moves: list[Move]) -> None:
        phone = ground.phone(t)
        look(phone)
        for move in moves:
            if phone.finished:
                break
            play(phone, move)
            look(phone)
        phone.go(LONG_WAY)
        shape.check(phone.intent, ground)

    holds()


@languages
@each()
def test_the_easy_way_is_short_and_every_screen_of_it_fits(ground: Ground, t: Catalogue) -> None:
    phone = ground.phone(t)
    seen = 0

    def over(phone: Phone) -> bool:
        look(phone)
        return phone.finished

    seen = phone.go(MOST_ACTIONS, over)
    assert seen > 0
    shape.check(phone.intent, ground)


@languages
@each(EACH_ONCE)
def test_on_the_hard_way_every_screen_fits(ground: Ground, t: Catalogue) -> None:
    """Everything is changed, everything is chosen, and every kind of wrong answer is given on the way."""
    for phone in _everything(ground, t):
        look(phone)


@each(ALL if LONG else EACH_ONCE)
def test_any_beginning_of_the_answers_leads_to_the_same_screen(ground: Ground) -> None:
    """A draft is replayed at every update; what was answered before must lead where it led then."""

    @effort(tries(ground, 4), ground.label)
    @given(moves=MOVES)
    def holds(moves: list[Move]) -> None:
        phone = ground.phone(CATALOGUES[0])
        arrived: dict[tuple[str, ...], tuple[State, Screen]] = {}
        for move in moves:
            if phone.finished:
                break
            here = State({key: phone.answers[key] for key in phone.trail})
            arrived.setdefault(phone.trail, (here, _opened(ground, here).bare_screen))
            play(phone, move)
        whole = phone.answers
        for number in range(len(phone.trail) + 1):
            trail = phone.trail[:number]
            again = _opened(ground, State({key: whole[key] for key in trail}))
            assert again.trail == trail
            assert again.finished == (phone.finished and number == len(phone.trail))
            if trail in arrived and arrived[trail][0].answers == again.answers:
                assert again.bare_screen == arrived[trail][1]
            if number < len(phone.trail):
                assert again.question.key == phone.trail[number]

    holds()


@each(ALL if LONG else EACH_ONCE)
def test_a_restart_changes_nothing(ground: Ground) -> None:
    """What a draft keeps as JSON is the whole state of a talk."""

    @effort(tries(ground, 4), ground.label)
    @given(moves=MOVES)
    def holds(moves: list[Move]) -> None:
        phone = ground.phone(CATALOGUES[0])
        for move in moves:
            play(phone, move)
            if phone.finished:
                break
            after = phone.reopened()
            assert (after.turn.state, after.trail) == (phone.turn.state, phone.trail)
            assert after.screen == phone.bare_screen

    holds()


@each(ALL if LONG else EACH_ONCE)
def test_back_and_the_same_answer_leads_to_the_same_screen(ground: Ground) -> None:
    @effort(tries(ground, 4), ground.label)
    @given(moves=MOVES)
    def holds(moves: list[Move]) -> None:
        phone = walk(ground.phone(CATALOGUES[0]), moves)
        if phone.finished or not phone.trail:
            return
        last, kept, key = phone.trail[-1], phone.answers, phone.question.key
        phone.press(BACK)
        assert phone.question.key == last
        assert phone.answers == {other: answer for other, answer in kept.items() if other != last}
        _answer_again(phone, kept[last])
        assert phone.answers == kept
        assert phone.question.key == key
        as_before = Phone(ground.begin, ground.name, phone.scene, State(kept, phone.turn.state.cursor))
        assert phone.screen == as_before.screen

    holds()


def _opened(ground: Ground, state: State) -> Phone:
    return Phone(ground.begin, ground.name, ground.phone(CATALOGUES[0]).scene, state)


def _answer_again(phone: Phone, answer: object) -> None:
    """Press what gives the former answer; it must be on the screen."""
    if isinstance(phone.question, ChooseMany):
        phone.press("!")
        return
    action = AGAIN if AGAIN in phone.buttons() else f"={answer}"
    while action not in phone.buttons():  # on a further page of options
        phone.press(next(turn for turn, label in phone.buttons().items() if label == "›"))
    phone.press(action)


# --- edit from the summary ------------------------------------------------------


@each(PLANS)
def test_every_answer_can_be_changed_from_the_summary(ground: Ground) -> None:
    """Whatever was asked on the way belongs to one section that asks it again, and to no other."""

    @effort(6, ground.label)
    @given(moves=SHORT_MOVES)
    def holds(moves: list[Move]) -> None:
        phone = _summary(ground, moves)
        for key in phone.trail:
            names = [section.name for section in _sections(phone) if _covers(section, key)]
            assert len(names) == 1, f"{key} is asked again by {names}"

    holds()


@each(PLANS)
def test_a_section_looked_at_again_and_left_as_it_was_changes_nothing(ground: Ground) -> None:
    @effort(4, ground.label)
    @given(moves=SHORT_MOVES, number=st.integers(0, 5))
    def holds(moves: list[Move], number: int) -> None:
        phone = _summary(ground, moves)
        before = _finished(ground, phone)
        section = _edited(phone, number)
        while not phone.finished and not isinstance(phone.question, Confirm):
            assert _covers(section, phone.question.key)
            _answer_again(phone, phone.turn.state.cursor["was"][phone.question.key])
        assert _finished(ground, phone) == before

    holds()


@each(PLANS)
def test_editing_one_section_never_changes_another(ground: Ground) -> None:
    """An answer that fits no longer may be asked again, and then the person is told."""

    @effort(5, ground.label)
    @given(moves=SHORT_MOVES, number=st.integers(0, 5), changes=SHORT_MOVES)
    def holds(moves: list[Move], number: int, changes: list[Move]) -> None:
        phone = _summary(ground, moves)
        before = dict(phone.answers)
        section = _edited(phone, number)
        asked_again: set[str] = set()
        for move in [*changes, *[Easy()] * LONG_WAY]:
            if isinstance(phone.question, Confirm):
                break
            others = {key: answer for key, answer in before.items() if not _covers(section, key)}
            lost = {key for key, answer in others.items() if phone.answers.get(key) != answer}
            assert lost <= asked_again, f"lost without a word: {sorted(lost - asked_again)}"
            if not (isinstance(move, Press) and _is_back(phone, move)):
                play(phone, move)
            if phone.turn.notice == ASKED_AGAIN:
                asked_again.add(phone.question.key)
        limits.check(phone.screen)

    holds()


def _summary(ground: Ground, moves: list[Move]) -> Phone:
    phone = ground.phone(CATALOGUES[0])
    for move in moves:
        if isinstance(phone.question, Confirm):
            break
        play(phone, move)
    return phone.to_summary()


def _sections(phone: Phone) -> list[Section]:
    assert isinstance(phone.question, Confirm)
    return list(phone.question.sections())


def _edited(phone: Phone, number: int) -> Section:
    """Press Ubah and one of the sections."""
    sections = _sections(phone)
    number %= len(sections)
    before = dict(phone.answers)
    phone.press("e")
    look(phone)
    phone.press(f"e{number}")
    section = sections[number]
    assert phone.answers == {key: answer for key, answer in before.items() if not _covers(section, key)}
    assert _covers(section, phone.question.key)
    return section


def _covers(section: Section, key: str) -> bool:
    """`target` covers `target.a` too."""
    return any(key == family or key.startswith(f"{family}.") for family in section.keys)


def _finished(ground: Ground, phone: Phone) -> object:
    """What the talk would come to if it were sent now."""
    other = Phone(ground.begin, ground.name, phone.scene, phone.turn.state)
    return other.press("y").intent


def _is_back(phone: Phone, move: Press) -> bool:
    """Back leaves the section on purpose."""
    actions = [action for action in phone.buttons() if action != KEEP]
    return actions[move.number % len(actions)] == BACK


# --- languages --------------------------------------------------------------------


def test_every_text_of_every_talk_is_translated() -> None:
    missing: set[str] = set()
    t = recording("en", missing)
    for ground in EACH_ONCE:
        for phone in _everything(ground, t):
            assert phone.screen
    assert not missing, f"{len(missing)} texts without a translation: {sorted(missing)}"


def test_nothing_that_people_read_goes_round_the_catalogue() -> None:
    """Official wording stays as printed; every other word is marked for translation."""
    odd: dict[str, str] = {}
    for ground in EACH_ONCE:
        allowed = shape.allowed_words(ground)
        for phone in _everything(ground, disguised()):
            for text in _texts(phone.screen):
                odd |= dict.fromkeys(words([CUT.sub("", text)]) - allowed, phone.question.key)
    odd = {word: key for word, key in odd.items() if not word.startswith("xx")}  # typed by the robot
    assert not odd, f"words that were never marked, by question: {odd}"


CUT = re.compile(r"\w+…")
"""The last word of a text that was cut."""


def _texts(screen: Screen) -> list[str]:
    return [limits.plain(str(screen.text)), *(button.label for row in screen.rows for button in row)]


def _everything(ground: Ground, t: Catalogue) -> Iterator[Phone]:
    """Every question of a talk, each with all that can be seen beside it; the easy way, then the hard one."""
    seen: set[tuple[str, str]] = set()
    for way in (Easy(), Contrary()):
        phone = ground.phone(t)
        while not phone.finished:
            yield phone
            yield from _beside(ground, phone, seen)
            here = phone.question.key
            play(phone, way)
            if not phone.finished and phone.question.key == here:  # Contrary cannot type
                phone.give(phone.easy())


def _beside(ground: Ground, phone: Phone, seen: set[tuple[str, str]]) -> Iterator[Phone]:
    """What a button or a wrong answer shows at this kind of question, once each."""
    tried: list[Input] = [Sent("photo"), *map(Typed, ("x" * 4096, "12.5", "99999999", "0,001", ""))]
    tried += [Tap(action) for action in phone.buttons() if action not in (KEEP, BACK, "y") and action[:1] not in "=!"]
    family = phone.question.key.partition(".")[0]
    for what in tried:
        mark = (family, repr(what))
        if mark not in seen:
            seen.add(mark)
            aside = Phone(ground.begin, ground.name, phone.scene, phone.turn.state).give(what)
            if not aside.finished:
                yield aside
