"""A talk is walked by replaying the answers given so far; these talks are made up for the purpose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dialogs import engine
from dialogs.engine import (
    AGAIN,
    ASKED_AGAIN,
    BACK,
    FULL,
    QUESTION,
    WHY,
    Finished,
    Pending,
    State,
    replay,
    respond,
    stand,
)
from dialogs.questions import (
    Choose,
    ChooseMany,
    Confirm,
    Input,
    Number,
    Option,
    Options,
    Scene,
    Section,
    Sent,
    Tap,
    Typed,
    Words,
)
from locales import catalogue
from regulations.models import Basis, Cited

SCENE = Scene(catalogue("id"), date(2027, 1, 12), "Ibu")
COLOURS = Options(Option(code, code) for code in ("merah", "putih", "hijau"))
SOURCE = Cited(source="Aturan Contoh, huruf a", basis=Basis.example)

Order = tuple[tuple[str, ...], dict[str, int], str | None]


async def order(colours: Options = COLOURS, highest: int = 10) -> Order:
    """Some colours, how many of each, and a reason where there are many."""
    chosen = await ChooseMany(key="colours", title="Warna", options=colours)
    counts = {}
    for colour in chosen:
        counts[colour] = int(await Number(key=f"count.{colour}", title=colour, low=1, high=highest, suggested=1))
    reason = await Words(key="reason", title="Alasan") if sum(counts.values()) > 5 else None
    await Confirm(
        key="send",
        title="Kirim",
        sections=lambda: (Section("Warna", "…", ("colours",)), Section("Jumlah", "…", ("count", "reason"))),
    )
    return chosen, counts, reason


def give(state: State, *inputs: Input, **changes: Any) -> engine.Turn[Order]:
    """Where the talk stands after these inputs."""
    turn = stand(lambda: order(**changes), state)
    for given in inputs:
        turn = respond(lambda: order(**changes), turn.state, given, SCENE)
    return turn


def key(turn: engine.Turn[Order]) -> str:
    """The open question."""
    assert isinstance(turn.stand, Pending)
    return turn.stand.question.key


TWO = {"colours": ["merah", "hijau"], "count.merah": "4", "count.hijau": "3"}


# --- replay ------------------------------------------------------------------------


def test_without_answers_the_first_question_is_open() -> None:
    now = replay(order, {})
    assert isinstance(now, Pending)
    assert (now.question.key, now.trail, now.dropped) == ("colours", (), ())


def test_answers_are_given_to_their_questions_by_key() -> None:
    now = replay(order, {**TWO, "reason": "Acara", "send": True})
    assert now == Finished(
        (("merah", "hijau"), {"merah": 4, "hijau": 3}, "Acara"),
        ("colours", "count.merah", "count.hijau", "reason", "send"),
    )


def test_answers_of_a_road_not_taken_are_passed_over() -> None:
    now = replay(order, {**TWO, "count.putih": "9", "reason": "Acara", "other": 1})
    assert now.trail == ("colours", "count.merah", "count.hijau", "reason")


@pytest.mark.parametrize("number", range(4))
def test_the_answers_are_asked_for_in_the_order_of_the_talk(number: int) -> None:
    kept = dict(list({**TWO, "reason": "Acara"}.items())[:number])
    now = replay(order, kept)
    assert now.trail == tuple(kept)


def test_an_answer_that_fits_no_longer_counts_as_missing() -> None:
    now = replay(lambda: order(highest=3), TWO)
    assert isinstance(now, Pending)
    assert (now.question.key, now.dropped) == ("count.merah", ("count.merah",))


def test_a_null_is_no_answer() -> None:
    now = replay(order, {"colours": None})
    assert isinstance(now, Pending)
    assert now.dropped == ()


# --- answers and refusals -------------------------------------------------------------


def test_an_answer_leads_to_the_next_question() -> None:
    turn = give(State(), Tap("+merah"), Tap("!"))
    assert turn.state.answers == {"colours": ["merah"]}
    assert key(turn) == "count.merah"


def test_a_refusal_says_why_and_loses_nothing() -> None:
    before = give(State(TWO))
    turn = give(before.state, Sent("photo"))
    assert turn.notice == Words.asks
    assert turn.state == before.state


def test_open_ticks_are_kept_while_something_else_is_refused() -> None:
    turn = give(State(), Tap("+merah"), Sent("voice"), Typed("hijau"), Tap("=forged"), Tap("!"))
    assert turn.state.answers == {"colours": ["merah"]}


def test_a_talk_that_is_over_hears_nothing() -> None:
    done = give(State({"colours": ["putih"], "count.putih": "1", "send": True}))
    assert isinstance(done.stand, Finished)
    assert give(done.state, Tap(BACK)) == done
    assert give(done.state, Typed("lagi")) == done


@pytest.mark.parametrize(
    "action", ["", "r", "zz", "f1", "w1", "f", "w", "=", "f-1", "f9999", "q9", "backk", "f²", "\0"]
)
def test_a_forged_tap_at_a_question_changes_no_answer(action: str) -> None:
    before = give(State(TWO))
    after = give(before.state, Tap(action))
    assert after.state.answers == TWO
    assert key(after) == "reason"


# --- back and again -----------------------------------------------------------------------


def test_back_forgets_the_last_answer_only() -> None:
    turn = give(State(TWO), Tap(BACK))
    assert turn.state.answers == {"colours": ["merah", "hijau"], "count.merah": "4"}
    assert key(turn) == "count.hijau"


def test_back_at_the_first_question_does_nothing() -> None:
    turn = give(State(), Tap("+putih"), Tap(BACK))
    assert key(turn) == "colours"
    assert give(turn.state, Tap("!")).state.answers == {"colours": ["putih"]}, "and no tick is lost"


def test_back_goes_all_the_way() -> None:
    turn = give(State(TWO), *[Tap(BACK)] * 10)
    assert turn.state.answers == {}
    assert key(turn) == "colours"


def test_the_former_answer_is_offered_and_taken_with_one_tap() -> None:
    back = give(State(TWO), Tap(BACK))
    assert engine.local(back.state)["was"] == "3"
    again = give(back.state, Tap(AGAIN))
    assert again.state.answers == TWO
    assert key(again) == "reason"


def test_former_answers_come_back_one_by_one() -> None:
    far = give(State(TWO), *[Tap(BACK)] * 3)
    near = give(far.state, Tap("!"), Tap(AGAIN), Tap(AGAIN))
    assert near.state.answers == TWO


def test_a_former_answer_that_fits_no_longer_is_not_taken() -> None:
    back = give(State(TWO), Tap(BACK))
    assert give(back.state, Tap(AGAIN), highest=2).state.answers == {"colours": ["merah", "hijau"]}


def test_without_a_former_answer_again_does_nothing() -> None:
    turn = give(State(), Tap(AGAIN))
    assert turn.state.answers == {}
    assert key(turn) == "colours"


# --- dropped answers --------------------------------------------------------------------------


def test_a_dropped_answer_is_announced_and_asked_again() -> None:
    turn = give(State(TWO), highest=3)
    assert turn.notice == ASKED_AGAIN
    assert key(turn) == "count.merah"
    assert turn.state.answers == {"colours": ["merah", "hijau"], "count.hijau": "3"}, "the others stay"


def test_it_is_announced_once() -> None:
    told = give(State(TWO), highest=3)
    assert give(told.state, highest=3).notice is None


def test_every_dropped_answer_is_announced() -> None:
    turn = give(State(TWO), Typed("2"), highest=2)
    assert turn.notice == ASKED_AGAIN
    assert key(turn) == "count.hijau"


def test_a_tick_that_is_gone_is_asked_again_with_those_that_are_left() -> None:
    fewer = Options(Option(code, code) for code in ("merah", "putih"))
    turn = give(State(TWO), colours=fewer)
    assert (key(turn), turn.notice) == ("colours", ASKED_AGAIN)
    assert give(turn.state, Tap("!"), colours=fewer).state.answers["colours"] == ["merah"]


# --- edit ------------------------------------------------------------------------------------------

WHOLE = {**TWO, "reason": "Acara"}


def test_edit_forgets_a_section_with_all_that_is_below_it() -> None:
    turn = give(State(WHOLE), Tap("e"), Tap("e1"))
    assert turn.state.answers == {"colours": ["merah", "hijau"]}
    assert key(turn) == "count.merah"


def test_a_key_that_only_begins_alike_is_not_below() -> None:
    turn = give(State({**WHOLE, "counting": 1, "colour": 2}), Tap("e1"))
    assert turn.state.answers == {"colours": ["merah", "hijau"], "counting": 1, "colour": 2}


def test_after_an_edit_the_other_answers_stand() -> None:
    turn = give(State(WHOLE), Tap("e"), Tap("e0"), Tap("+putih"), Tap("!"))
    assert turn.state.answers == {**WHOLE, "colours": ["merah", "putih", "hijau"]}
    assert key(turn) == "count.putih"


# --- beside the question --------------------------------------------------------------------------


async def lettered() -> str:
    """One question with official wording and a source."""
    return await Choose(
        key="colour", title="Warna", options=COLOURS, full=lambda: ["merah: …"], sources=lambda: [SOURCE]
    )


def look(*inputs: Input, state: State | None = None) -> engine.Turn[str]:
    turn = stand(lettered, state or State())
    for given in inputs:
        turn = respond(lettered, turn.state, given, SCENE)
    return turn


def test_full_wording_and_source_are_pages_beside_the_question() -> None:
    assert engine.local(look(Tap(FULL)).state) == {"full": 0}
    assert engine.local(look(Tap(FULL), Tap("f3")).state) == {"full": 3}
    assert engine.local(look(Tap(FULL), Tap(WHY)).state) == {"why": 0}
    assert engine.local(look(Tap(WHY), Tap(QUESTION)).state) == {}


def test_looking_aside_keeps_the_page_of_options() -> None:
    turn = look(Tap("p1"), Tap(FULL), Tap(QUESTION))
    assert engine.local(turn.state) == {"page": 1}


def test_an_answer_from_beside_counts() -> None:
    assert look(Tap(FULL), Tap("=putih")).stand == Finished("putih", ("colour",))


def test_a_refusal_leads_back_to_the_question() -> None:
    turn = look(Tap(FULL), Typed("putih"))
    assert turn.notice == Choose.asks
    assert engine.local(turn.state) == {}


def test_where_there_is_nothing_beside_its_tap_is_refused() -> None:
    assert give(State(), Tap(FULL)).notice == ChooseMany.asks
    assert give(State(), Tap(WHY)).notice == ChooseMany.asks


# --- values ------------------------------------------------------------------------------------------


def test_a_talk_without_questions_is_over_at_once() -> None:
    async def nothing() -> str:
        return "selesai"

    assert replay(nothing, {"x": 1}) == Finished("selesai", ())


def test_an_error_in_a_talk_is_not_swallowed() -> None:
    async def broken() -> str:
        number = await Number(key="n", title="N", low=0, high=1)
        raise ValueError(str(number))

    with pytest.raises(ValueError, match="1"):
        replay(broken, {"n": "1"})


def test_every_replay_begins_afresh() -> None:
    """A dialog may keep lists of its own; nothing of one replay is seen by the next."""
    assert replay(order, TWO).trail == replay(order, TWO).trail
    assert give(State(TWO)) == give(State(TWO))


def test_a_number_reaches_the_talk_as_it_was_typed() -> None:
    async def price() -> Decimal:
        return await Number(key="price", title="Harga", low=0, high=10_000, places=2)

    turn = respond(price, State(), Typed("1.250,50"), SCENE)
    assert turn.stand == Finished(Decimal("1250.50"), ("price",))
    assert turn.state.answers == {"price": "1250.50"}
