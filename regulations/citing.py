"""Citations for the reference packs: a file says once where it is from, and every item inside knows.

In their YAML `source` and `basis` hold for all that stands inside; `at` narrows the source; `<key>_source` and
`<key>_basis` cite what stands under `<key>`, here and below; `items` are numbered, and a bare text there is an item.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_OVERRIDES = ("_source", "_basis")


@dataclass(frozen=True)
class _Citation:
    """What an item inherits from what surrounds it, and what `<key>_source` says about keys below."""

    source: str | None = None
    basis: str | None = None
    below: tuple[tuple[str, str], ...] = ()

    def within(self, raw: Mapping[str, Any]) -> "_Citation":
        """The citation of `raw` itself."""
        source = raw.get("source", self.source)
        if source and "at" in raw:
            source = f"{source}, {raw['at']}"
        own = tuple((key, raw[key]) for key in raw if key.endswith(_OVERRIDES))
        return _Citation(source, raw.get("basis", self.basis), (*self.below, *own))

    def under(self, key: str) -> "_Citation":
        """The citation of what stands under `key`; of several overrides the nearest counts."""
        below = dict(self.below)
        return _Citation(below.get(f"{key}_source", self.source), below.get(f"{key}_basis", self.basis), self.below)

    def written(self) -> dict[str, str]:
        """What goes into the item; a missing source stays missing, so that its model refuses it."""
        return {key: value for key, value in (("source", self.source), ("basis", self.basis)) if value}


def cited(raw: Any) -> Any:
    """`raw` (parsed YAML) with source and basis in every item. A mapping of nothing but `items` becomes their list."""
    return _cited(raw, _Citation())


def _cited(raw: Any, around: _Citation) -> Any:
    if isinstance(raw, list):
        return [_cited(each, around) for each in raw]
    if not isinstance(raw, dict) or not any(isinstance(key, str) for key in raw):
        return raw  # a plain value, or a table such as months to hours
    own = around.within(raw)
    plain = {key: value for key, value in raw.items() if key != "at" and not key.endswith(_OVERRIDES)}
    if isinstance(plain.get("items"), list):
        plain["items"] = list(_numbered(plain["items"]))
    told = {key: _cited(value, own.under(key)) for key, value in plain.items()}
    if "items" in told and told.keys() <= {"items", "source", "basis"}:
        return told["items"]
    return {**told, **own.written()}


def _numbered(items: list[Any]) -> Iterator[Any]:
    """Items with a code: their own, or their place in the list."""
    for place, item in enumerate(items, 1):
        raw = item if isinstance(item, dict) else {"text": item}
        yield raw if "code" in raw else {"code": str(place), "at": f"butir {place}", **raw}


def doubled_code(raw: Any, where: str = "") -> str | None:
    """Where in a cited document two items of one list have the same code, or None."""
    if isinstance(raw, dict):
        return _first(doubled_code(value, f"{where}.{key}".lstrip(".")) for key, value in raw.items())
    if isinstance(raw, list):
        codes = [each.get("code") for each in raw if isinstance(each, dict)]
        doubled = next((code for code in codes if code is not None and codes.count(code) > 1), None)
        return f"{where} {doubled}" if doubled else _first(doubled_code(each, where) for each in raw)
    return None


def _first(found: Iterator[str | None]) -> str | None:
    return next((each for each in found if each), None)
