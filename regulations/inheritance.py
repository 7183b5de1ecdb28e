"""How a pack builds on another: extend it, borrow from it, drop from it, and say how far that may be trusted."""

from collections.abc import Iterable, Mapping
from typing import Any

from regulations.errors import Problem
from regulations.kinds import Basis
from regulations.reading import NESTED, Raw, RawPack

BASES = ("basis", "points_basis", "upload_basis", "missed_basis")
BORROW = {"from", "what", "of", "as", "leave_out", "basis", "note"}

Items = dict[str, dict[str, Raw]]  # list -> label -> item


class Resolver:
    """Works out what each pack holds after `extends`, `drop` and `borrow`; what cannot be is added to `problems`."""

    def __init__(self, packs: Mapping[str, RawPack], problems: list[Problem]) -> None:
        self._packs = packs
        self._problems = problems
        self._done: dict[str, Items] = {}
        self._open: list[str] = []

    def items(self, pack_id: str) -> Items:
        """All items of a pack: inherited, borrowed and its own, in that order; later ones replace earlier ones."""
        if pack_id not in self._done:
            self._open.append(pack_id)
            self._done[pack_id] = self._resolve(self._packs[pack_id])
            self._open.pop()
        return self._done[pack_id]

    def _resolve(self, pack: RawPack) -> Items:
        items = self._inherited(pack)
        self._drop(pack, items)
        inside = [(file, each) for file, each in pack.borrows if each.get("from") == pack.id]
        outside = [(file, each) for file, each in pack.borrows if each.get("from") != pack.id]
        for file, borrow in outside:
            self._borrow(pack, file, borrow, items)
        self._add_own(pack, items)
        for file, borrow in inside:
            self._borrow(pack, file, borrow, items)
        return items

    def _other(self, file: str, pack_id: object) -> Items:
        if not isinstance(pack_id, str) or pack_id not in self._packs:
            self._problems.append(Problem(file, str(pack_id), "paket tidak ada"))
            return {}
        if pack_id in self._open:
            self._problems.append(Problem(file, pack_id, "paket saling merujuk berputar"))
            return {}
        return self.items(pack_id)

    def _inherited(self, pack: RawPack) -> Items:
        parent = pack.head.get("extends")
        if parent is None:
            return {}
        basis = pack.head.get("rebase")
        return {
            kind: {label: _rebased(raw, str(basis)) if basis else raw for label, raw in some.items()}
            for kind, some in self._other(f"{pack.id}/pack.yaml", parent).items()
        }

    def _drop(self, pack: RawPack, items: Items) -> None:
        for file, kind, label in pack.drops:
            if items.get(kind, {}).pop(label, None) is None:
                self._problems.append(Problem(file, f"drop {kind}", f"tidak ada yang bernama {label!r}"))

    def _add_own(self, pack: RawPack, items: Items) -> None:
        seen: set[tuple[str, str]] = set()
        for raw in pack.items:
            if (raw.kind, raw.label) in seen:
                self._problems.append(Problem(raw.file, f"{raw.kind} {raw.label}", "kode ganda"))
            seen.add((raw.kind, raw.label))
            items.setdefault(raw.kind, {})[raw.label] = raw
        # What a regulation has to say of itself is told before what it has inherited.
        own = {raw.label: raw for raw in pack.items if raw.kind == "notices"}
        items["notices"] = {
            **own,
            **{label: raw for label, raw in items.get("notices", {}).items() if label not in own},
        }

    def _borrow(self, pack: RawPack, file: str, borrow: Mapping[str, Any], items: Items) -> None:
        if unknown := borrow.keys() - BORROW:
            self._problems.append(
                Problem(file, "borrow", f"kunci tidak dikenal: {', '.join(sorted(map(str, unknown)))}")
            )
        origin = items if borrow.get("from") == pack.id else self._other(file, borrow.get("from"))
        kind = str(borrow.get("what"))
        if origin and kind not in origin:
            self._problems.append(Problem(file, "borrow", f"paket itu tidak punya {kind!r}"))
        for raw in list(_borrowed(origin.get(kind, {}).values(), borrow, file)):
            items.setdefault(kind, {})[raw.label] = raw


def _borrowed(raws: Iterable[Raw], borrow: Mapping[str, Any], file: str) -> Iterable[Raw]:
    """Items of the roles in `of`, given to the roles in `as`, with the borrower's basis and note."""
    given = {key: borrow[key] for key in ("basis", "note") if key in borrow}
    for raw in raws:
        values = raw.values
        if ("of" in borrow and values.get("role") not in borrow["of"]) or values.get("code") in borrow.get(
            "leave_out", ()
        ):
            continue
        for role in borrow.get("as", [values.get("role")]):
            yield Raw(file, raw.kind, _with(values, {**given, **({"role": role} if role else {})}))


def _with(values: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """A copy with values replaced; basis and note go down to what is nested."""
    below = {key: value for key, value in given.items() if key in ("basis", "note")}
    copy = {**values, **given}
    for key in NESTED:
        if key in copy:
            copy[key] = [_with(each, below) for each in copy[key]]
    return copy


def _rebased(raw: Raw, basis: str) -> Raw:
    """What was regulated there is only `basis` here; weaker bases stay as weak as they were."""
    return Raw(raw.file, raw.kind, _rebased_values(raw.values, basis))


def _rebased_values(values: Mapping[str, Any], basis: str) -> dict[str, Any]:
    copy = dict(values)
    for key in BASES:
        if copy.get(key) == Basis.regulated:
            copy[key] = basis
    for key in NESTED:
        if key in copy:
            copy[key] = [_rebased_values(each, basis) for each in copy[key]]
    return copy
