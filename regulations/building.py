"""From raw items to checked packs. Everything wrong is collected, so that an author sees all of it at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from regulations.base import Cited
from regulations.errors import PackError, Problem
from regulations.inheritance import Resolver
from regulations.kinds import Role
from regulations.pack import Pack, PackHead
from regulations.reading import KEYS, Raw, RawPack, read_pack
from regulations.reference import AkiPengawas, Reference, load_reference
from regulations.rules import problems_of

# Which type each list of a pack holds, from the annotation of its field: tuple[Rhk, ...] -> Rhk.
TYPES: Mapping[str, type[Cited]] = {
    field.alias or name: get_args(field.annotation)[0]
    for name, field in Pack.model_fields.items()
    if (field.alias or name) in KEYS
}

# Pydantic's own words are English and for programmers; these are what an author of packs needs to read.
WORDS = {
    "missing": "wajib diisi",
    "extra_forbidden": "kunci tidak dikenal",
    "string_too_long": "terlalu panjang, paling banyak {max_length} huruf",
    "string_too_short": "kosong atau terlalu pendek",
    "too_short": "tidak boleh kosong",
    "enum": "harus salah satu dari {expected}",
    "value_error": "{error}",
}


@dataclass(frozen=True)
class Built:
    """The packs that could be built, oldest first, and what is wrong with them and with the rest."""

    packs: dict[str, Pack]
    reference: Reference | None
    problems: tuple[Problem, ...]


def build(folder: Path) -> Built:
    """Read `folder` (`packs/` and `reference/` inside)."""
    problems: list[Problem] = []
    reference = _reference(folder, problems)
    folders = sorted(path for path in (folder / "packs").glob("*") if path.is_dir())
    raws = {path.name: read_pack(path, problems) for path in folders}
    if not raws:
        problems.append(Problem(f"{folder}/packs", "", "tidak ada paket"))
    resolver = Resolver(raws, problems)
    practice = _practice(reference.aki_pengawas) if reference else ()
    built = [_pack(raw, resolver, practice, problems) for raw in raws.values()]
    packs = sorted((pack for pack in built if pack), key=lambda pack: pack.valid_years.first)
    problems.extend(_overlaps(packs))
    return Built({pack.id: pack for pack in packs}, reference, tuple(dict.fromkeys(problems)))


def told(error: ErrorDetails) -> str:
    """One finding of the type check, in words."""
    where = ".".join(str(part) for part in error["loc"])
    words = WORDS.get(error["type"], error["msg"]).format_map(error.get("ctx", {}))
    return f"{where}: {words}" if where else words


def _reference(folder: Path, problems: list[Problem]) -> Reference | None:
    try:
        return load_reference(folder / "reference")
    except PackError as error:
        problems.append(Problem("reference", "", str(error)))
        return None


def _practice(aki: AkiPengawas) -> tuple[Raw, ...]:
    """The pengawas' months as items of every pack: no regulation prints them, all of them leave room for them."""
    return tuple(
        Raw(
            "reference/aki_pengawas.yaml",
            "months",
            {
                "source": month.source,
                "basis": month.basis,
                "role": Role.pengawas,
                "month": month.month,
                "text": month.texts[0]
                if len(month.texts) == 1
                else " ".join(f"{place}. {text}" for place, text in enumerate(month.texts, 1)),
            },
        )
        for month in aki.months
    )


def _pack(raw: RawPack, resolver: Resolver, practice: Iterable[Raw], problems: list[Problem]) -> Pack | None:
    items = [*(each for some in resolver.items(raw.id).values() for each in some.values()), *practice]
    lists = _validated(items, problems)
    head = _head(raw, problems)
    if head is None:
        return None
    pack = Pack(**{name: getattr(head, name) for name in PackHead.model_fields}, **lists)
    for kind, label, wrong in problems_of(pack):
        file = next((each.file for each in items if each.kind == kind and each.label == label), raw.id)
        problems.append(Problem(file, f"{kind} {label}".strip(), wrong))
    return pack


def _head(raw: RawPack, problems: list[Problem]) -> PackHead | None:
    file = f"{raw.id}/pack.yaml"
    if raw.head and raw.head.get("id") != raw.id:
        problems.append(Problem(file, "id", f"harus sama dengan nama foldernya, {raw.id!r}"))
    try:
        return PackHead.model_validate(raw.head)
    except ValidationError as error:
        problems.extend(Problem(file, "", told(each)) for each in error.errors())
        return None


def _validated(raws: Iterable[Raw], problems: list[Problem]) -> dict[str, tuple[Any, ...]]:
    """The items by list."""
    lists: dict[str, list[Cited]] = {}
    for raw in raws:
        try:
            lists.setdefault(raw.kind, []).append(TYPES[raw.kind].model_validate(raw.values))
        except ValidationError as error:
            problems.extend(Problem(raw.file, f"{raw.kind} {raw.label}", told(each)) for each in error.errors())
    return {kind: tuple(some) for kind, some in lists.items()}


def _overlaps(packs: list[Pack]) -> Iterable[Problem]:
    """A year has one pack."""
    for older, newer in pairwise(packs):
        if newer.valid_years.first in older.valid_years:
            wrong = f"tahun {newer.valid_years.first} juga berlaku untuk {older.id}"
            yield Problem(f"{newer.id}/pack.yaml", "valid_years", wrong)
