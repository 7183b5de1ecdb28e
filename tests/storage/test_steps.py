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
    ("competence", "dihapus"),  # thrown away by its owner, its words are gone
    ("inbox", "diurungkan"),  # the things of the batch wait by themselves again
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
def test_one_operation_leads_to_one_state_from_each(thing: str) -> None:
    seen: dict[tuple[str, StrEnum], StrEnum] = {}
    for step in THINGS[thing]:
        for start in step.frm:
            assert seen.setdefault((step.operation, start), step.to) is step.to


def test_only_who_decides_sets_anything() -> None:
    """No path to an agreed, confirmed or set state leads past the appraiser."""
    decided = [step for step in STEPS if step.to.value in ("disepakati", "dikonfirmasi", "ditetapkan")]
    assert decided
    for step in decided:
        assert step.by is Who.appraiser or step.frm <= {step.to}, step


def _kind(thing: str) -> type[StrEnum]:
    return type(THINGS[thing][0].to)
