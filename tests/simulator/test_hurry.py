"""Time that passes quickly until an instant: so that a morning in three zones can be watched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from simulator.clock import SimulatedClock
from simulator.driver import Control
from simulator.server import Simulator
from simulator.state import Moment

MORNING = datetime(2027, 1, 3, 22, 20, tzinfo=UTC)
LATER = MORNING + timedelta(hours=2)


class Seconds:
    """Real seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def clock(seconds: Seconds) -> SimulatedClock:
    clock = SimulatedClock(monotonic=seconds)
    clock.set(MORNING)
    clock.hurry(LATER, within=20)
    return clock


@pytest.mark.parametrize(
    ("passed", "there"),
    [
        (0, MORNING),
        (5, MORNING + timedelta(minutes=30)),
        (19.5, MORNING + timedelta(minutes=117)),
        (20, LATER),
        (80, LATER + timedelta(minutes=1)),
    ],
)
def test_it_hurries_and_then_goes_on_as_before(
    clock: SimulatedClock, seconds: Seconds, passed: float, there: datetime
) -> None:
    seconds.now = passed
    assert clock.now() == there


def test_what_is_told_says_until_when(clock: SimulatedClock, seconds: Seconds) -> None:
    assert clock.as_json()["until"] == LATER.isoformat()
    assert clock.as_json()["fast"] == 360
    seconds.now = 21
    assert "until" not in clock.as_json()


def test_whoever_sets_the_clock_ends_the_hurry(clock: SimulatedClock, seconds: Seconds) -> None:
    clock.set(MORNING)
    seconds.now = 10
    assert clock.now() == MORNING + timedelta(seconds=10)


@pytest.mark.parametrize(
    ("until", "within"), [(MORNING, 10.0), (MORNING - timedelta(days=1), 10.0), (LATER, 0.0), (LATER, float("nan"))]
)
def test_a_hurry_to_nowhere_is_refused(until: datetime, within: float, seconds: Seconds) -> None:
    clock = SimulatedClock(monotonic=seconds)
    clock.set(MORNING)
    with pytest.raises(ValueError, match="until"):
        clock.hurry(until, within)
    assert clock.now() == MORNING


async def test_a_moment_is_offered_to_the_page_and_is_a_wish_for_the_clock() -> None:
    simulator = Simulator(moments=[Moment("Senin, 4 Januari 2027", MORNING, LATER, seconds=5)])
    await simulator.start()
    try:
        async with Control(simulator.url) as control:
            (moment,) = (await control.get("state"))["moments"]
            assert moment["label"] == "Senin, 4 Januari 2027"
            told = await control.post("clock", **moment["wish"])
            assert told["until"] == LATER.isoformat()
            assert MORNING <= simulator.world.clock.now() < LATER
    finally:
        await simulator.stop()
