"""How a pack builds on another: extend it, borrow from it, drop from it, and say how far that may be trusted."""

from collections.abc import Iterable, Mapping
from typing import Any

from regulations.errors import Problem
from regulations.kinds import Basis
from regulations.reading import KEYS, NESTED, Raw, RawPack

BASES = ("basis", "points_basis", "upload_basis", "missed_basis")
BORROW = {"from", "what", "of", "as", "leave_out", "basis", "note"}

Items = dict[str, Raw]  # label -> item, of one list


class Resolver:
    """Works out what each pack holds after `extends`, `drop` and `borrow`; what cannot be is added to `problems`.

    List by list: a pack may borrow one list from a pack that borrows another from it.
    """

    def __init__(self, packs: Mapping[str, RawPack], problems: list[Problem]) -> None:
        self._packs = packs
        self._problems = problems
        self._done: dict[tuple[str, str], Items] = {}
        self._open: list[tuple[str, str]] = []

    def items(self, pack_id: str) -> dict[str, Items]:
        """All items of a pack by list: inherited, borrowed and its own, in that order; later replace earlier ones."""
        pack = self._packs[pack_id]
        for file, kind in [*((f, k) for f, k, _ in pack.drops), *((f, str(b.get("what"))) for f, b in pack.borrows)]:
            if kind not in KEYS:
                self._problems.append(Problem(file, "", f"daftar {kind!r} tidak dikenal"))
        return {kind: self._list(pack_id, kind) for kind in KEYS}

    def _list(self, pack_id: str, kind: str) -> Items:
        if (pack_id, kind) not in self._done:
            self._open.append((pack_id, kind))
            self._done[pack_id, kind] = self._resolve(self._packs[pack_id], kind)
            self._open.pop()
        return self._done[pack_id, kind]

    def _resolve(self, pack: RawPack, kind: str) -> Items:
        items = self._inherited(pack, kind)
        self._drop(pack, kind, items)
        borrows = [(file, each) for file, each in pack.borrows if each.get("what") == kind]
        for file, borrow in borrows:
            if borrow.get("from") != pack.id:
                self._borrow(pack, file, borrow, items)
        items = self._with_own(pack, kind, items)
        for file, borrow in borrows:
            if borrow.get("from") == pack.id:
                self._borrow(pack, file, borrow, items)
        return items

    def _other(self, file: str, pack_id: object, kind: str) -> Items:
        if not isinstance(pack_id, str) or pack_id not in self._packs:
            self._problems.append(Problem(file, str(pack_id), "paket tidak ada"))
            return {}
        if (pack_id, kind) in self._open:
            self._problems.append(Problem(file, pack_id, "paket saling merujuk berputar"))
            return {}
        return self._list(pack_id, kind)

    def _inherited(self, pack: RawPack, kind: str) -> Items:
        parent = pack.head.get("extends")
        if parent is None:
            return {}
        basis = pack.head.get("rebase")
        inherited = self._other(f"{pack.id}/pack.yaml", parent, kind)
        return {label: _rebased(raw, str(basis)) if basis else raw for label, raw in inherited.items()}

    def _drop(self, pack: RawPack, kind: str, items: Items) -> None:
        for file, dropped, label in pack.drops:
            if dropped == kind and items.pop(label, None) is None:
                self._problems.append(Problem(file, f"drop {kind}", f"tidak ada yang bernama {label!r}"))

    def _with_own(self, pack: RawPack, kind: str, items: Items) -> Items:
        own: Items = {}
        for raw in (raw for raw in pack.items if raw.kind == kind):
            if raw.label in own:
                self._problems.append(Problem(raw.file, f"{raw.kind} {raw.label}", "kode ganda"))
            own[raw.label] = raw
        if kind == "notices":  # what a regulation has to say of itself is told before what it has inherited
            return {**own, **{label: raw for label, raw in items.items() if label not in own}}
        return {**items, **own}

    def _borrow(self, pack: RawPack, file: str, borrow: Mapping[str, Any], items: Items) -> None:
        if unknown := borrow.keys() - BORROW:
            self._problems.append(
                Problem(file, "borrow", f"kunci tidak dikenal: {', '.join(sorted(map(str, unknown)))}")
            )
        kind, lender = str(borrow["what"]), borrow.get("from")
        origin = items if lender == pack.id else self._other(file, lender, kind)
        if not origin and lender in self._packs:
            self._problems.append(Problem(file, "borrow", f"paket itu tidak punya {kind!r}"))
        for raw in list(_borrowed(origin.values(), borrow, file)):
            items[raw.label] = raw


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
