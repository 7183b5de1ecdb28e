"""Every step that a thing can take: where it leads, whose it is, and that nothing is stuck."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum

import pytest

from storage import tables
from storage.flow import STEPS, Step, Who
from storage.operations import REGISTRY
from storage.skp import SKPS

FINAL: set[tuple[str, str]] = {
    ("coaching", "dihapus"),  # the pelatih ahli has thrown the entry away
    ("competence", "dihapus"),  # the owner has thrown the entry away
    ("feedback", "dihapus"),  # a confidential note whose time is over
    ("inbox", "diurungkan"),  # the things of the batch wait by themselves again
    ("observations", "dibatalkan"),  # another cycle may begin
    ("observations", "selesai"),  # all five steps are done
}
"""States that are an end, by the operation's file, each with its reason."""


def _things() -> dict[str, list[Step]]:
    assert SKPS in tables.METADATA.tables.values()
    things: dict[str, list[Step]] = defaultdict(list)
    for step in STEPS:
        things[step.thing].append(step)
    return things


THINGS = _things()
each = pytest.mark.parametrize("thing", THINGS)


def test_every_step_is_taken_by_an_operation() -> None:
    """Or it is a consequence of something else, for which nobody asks."""
    assert {step.operation for step in STEPS if step.by is not Who.system} <= set(REGISTRY)


@each
def test_every_state_can_be_reached(thing: str) -> None:
    reached = {step.to for step in THINGS[thing] if not step.frm}
    assert reached, "nothing begins it"
    while more := {step.to for step in THINGS[thing] if step.frm & reached} - reached:
        reached |= more
    assert reached == set(_kind(thing))


@each
def test_no_state_is_without_a_way_on(thing: str) -> None:
    left = {start for step in THINGS[thing] for start in step.frm if step.to is not start}
    stuck = {(thing, state.value) for state in _kind(thing) if state not in left}
    assert stuck <= FINAL


@each
def test_the_states_of_a_thing_are_of_one_kind(thing: str) -> None:
    states = {state for step in THINGS[thing] for state in (*step.frm, step.to)}
    assert {type(state) for state in states} == {_kind(thing)}


def test_only_who_decides_sets_anything() -> None:
    """No path to an agreed, confirmed or set state leads past the appraiser."""
    decided = [step for step in STEPS if step.to.value in ("disepakati", "dikonfirmasi", "ditetapkan")]
    assert decided
    for step in decided:
        assert step.by is Who.appraiser or step.frm <= {step.to}, step


def _kind(thing: str) -> type[StrEnum]:
    return type(THINGS[thing][0].to)
