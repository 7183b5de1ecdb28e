"""Which item of one regulation became which of another: letters move, words change, some come and some go."""

import re
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")
WORD = re.compile(r"\w+")

# Below this share of common words two texts are two different things; tried on the RHK of 7607 and 5539.
ALIKE = 0.45
# One text that only continues the other is the same thing said at more length.
CONTINUED = 0.9


def pairs(
    old: Sequence[T], new: Sequence[T], text: Callable[[T], str], mark: Callable[[T], Hashable] | None = None
) -> list[tuple[T | None, T | None]]:
    """Old and new items side by side, in the order of `new`, what is gone at the end.

    Same text first, then the same `mark` (where that is not None), then the most similar wording.
    """
    rest = list(old)
    found: dict[int, T] = {}
    _pair_same(rest, new, text, found)
    if mark is not None:
        _pair_same(rest, new, mark, found)
    _pair_alike(rest, new, text, found)
    return [(found.get(place), item) for place, item in enumerate(new)] + [(gone, None) for gone in rest]


def _pair_same(rest: list[T], new: Sequence[T], key: Callable[[T], Hashable], found: dict[int, T]) -> None:
    for place, item in enumerate(new):
        wanted = key(item)
        partner = next((each for each in rest if key(each) == wanted), None)
        if wanted is not None and place not in found and partner is not None:
            found[place] = partner
            rest.remove(partner)


def _pair_alike(rest: list[T], new: Sequence[T], text: Callable[[T], str], found: dict[int, T]) -> None:
    """The most similar couple first, as long as they are alike at all."""
    open_places = [place for place in range(len(new)) if place not in found]
    couples = [(_alike(text(item), text(new[place])), place, item) for item in rest for place in open_places]
    for score, place, item in sorted(couples, key=lambda couple: (-couple[0], couple[1])):
        if score >= ALIKE and item in rest and place not in found:
            found[place] = item
            rest.remove(item)


def _alike(a: str, b: str) -> float:
    old, new = WORD.findall(a.casefold()), WORD.findall(b.casefold())
    if len(old) > 1 and new[: len(old)] == old:
        return CONTINUED
    return SequenceMatcher(None, old, new, autojunk=False).ratio()
