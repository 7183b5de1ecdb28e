"""From YAML to raw items: groups are flattened, citations completed, nothing is judged yet.

The grammar is told in `packs/README.md`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from regulations.errors import Problem

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Which lists a file may hold, and what tells two items of a list apart.
FILES: Mapping[str, tuple[str, ...]] = {
    "rhk.yaml": ("rhk",),
    "focuses.yaml": ("focuses", "focus_rules"),
    "skp.yaml": ("skp_fields",),
    "competence.yaml": ("categories", "activities", "point_ranges", "reflections"),
    "behaviours.yaml": ("behaviours",),
    "documentation.yaml": ("documentation",),
    "windows.yaml": ("periods", "windows"),
    "months.yaml": ("months",),
    "definitions.yaml": ("definitions",),
    "coaching.yaml": ("coaching",),
    "appraisers.yaml": ("appraisers", "team_steps", "bkn_only"),
    "data_update.yaml": ("data_rules",),
    "predikat.yaml": ("predikat", "predikat_cells"),
    "follow_up.yaml": ("follow_up",),
    "observation.yaml": ("observation_steps", "observation_levels", "observation_targets", "observation_questions"),
    "examples.yaml": ("examples",),
    "notices.yaml": ("notices", "uncovered"),
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "rhk": ("role", "code"),
    "focuses": ("role", "code"),
    "focus_rules": ("role",),
    "skp_fields": ("role", "part", "code"),
    "categories": ("code",),
    "activities": ("role", "code"),
    "point_ranges": ("per",),
    "reflections": ("role", "code"),
    "behaviours": ("role", "code"),
    "documentation": ("role", "rhk"),
    "periods": ("code",),
    "windows": ("code", "for", "period"),
    "months": ("role", "month", "period"),
    "definitions": ("term",),
    "coaching": ("role", "code"),
    "appraisers": ("role", "code"),
    "team_steps": ("role", "code"),
    "bkn_only": ("code",),
    "data_rules": ("role", "code"),
    "predikat": ("code",),
    "predikat_cells": ("hasil", "perilaku"),
    "follow_up": ("role", "code"),
    "observation_steps": ("role", "code"),
    "observation_levels": ("code",),
    "observation_targets": ("code",),
    "observation_questions": ("role", "step", "code"),
    "examples": ("role",),
    "notices": ("code",),
    "uncovered": ("group",),
}
NESTED = ("indicators", "expectations")
CASCADING = ("source", "basis", "note")


@dataclass(frozen=True)
class Raw:
    """An item as written: the file it stands in, the list it belongs to, its values with the citation complete."""

    file: str
    kind: str
    values: dict[str, Any]

    @property
    def label(self) -> str:
        """What an author calls this item, e.g. `guru a`."""
        parts = (self.values.get(key) for key in KEYS[self.kind])
        return " ".join("+".join(map(str, part)) if isinstance(part, list) else str(part) for part in parts if part)


@dataclass
class RawPack:
    """The files of one folder."""

    id: str
    head: dict[str, Any] = field(default_factory=dict)
    items: list[Raw] = field(default_factory=list)
    borrows: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    drops: list[tuple[str, str, str]] = field(default_factory=list)  # file, list, label


@dataclass(frozen=True)
class _Around:
    """What an item inherits from its file and groups."""

    values: Mapping[str, Any]
    source: str = ""
    at: tuple[str, ...] = ()

    def within(self, raw: Mapping[str, Any]) -> "_Around":
        """The surroundings of what stands inside `raw`: a new `source` starts over, an `at` narrows it."""
        values = {**self.values, **{key: value for key, value in raw.items() if key not in ("source", "at", "items")}}
        at = () if "source" in raw else self.at
        return _Around(values, str(raw.get("source", self.source)), (*at, *([str(raw["at"])] if "at" in raw else [])))

    def citation(self, values: Mapping[str, Any]) -> str:
        """`source, at, at`; an `at` may name a value of the item: `huruf {code}`."""
        known = {key: value for key, value in values.items() if isinstance(value, str | int)}
        return ", ".join(part.format_map(known) for part in (self.source, *self.at) if part)


def read_pack(folder: Path, problems: list[Problem]) -> RawPack:
    """The pack in `folder`; what cannot be read is added to `problems`."""
    pack = RawPack(folder.name)
    for path in sorted(folder.glob("*.yaml")):
        file = f"{folder.name}/{path.name}"
        raw = _parse(path, file, problems)
        if raw is None:
            continue
        if path.name == "pack.yaml":
            pack.head = raw
        elif path.name in FILES:
            _read_file(pack, file, raw, FILES[path.name], problems)
        else:
            problems.append(Problem(file, "", f"berkas tidak dikenal; yang dikenal: pack.yaml, {', '.join(FILES)}"))
    if not pack.head:
        problems.append(Problem(f"{folder.name}/pack.yaml", "", "berkas tidak ada atau kosong"))
    return pack


def _parse(path: Path, file: str, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), LOADER)  # noqa: S506 - safe loaders only
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        problems.append(Problem(file, "", f"tidak terbaca: {' '.join(str(error).split())}"))
        return None
    if not isinstance(raw, dict):
        problems.append(Problem(file, "", "harus berisi pasangan kunci dan nilai"))
        return None
    return raw


def _read_file(pack: RawPack, file: str, raw: dict[str, Any], kinds: tuple[str, ...], problems: list[Problem]) -> None:
    allowed = (*CASCADING, "at", "borrow", "drop", *kinds)
    for key in sorted(map(str, raw.keys() - set(allowed))):
        problems.append(Problem(file, key, f"kunci tidak dikenal; yang dikenal: {', '.join(allowed)}"))
    around = _Around({}).within({key: raw[key] for key in (*CASCADING, "at") if key in raw})
    try:
        pack.borrows.extend((file, dict(each)) for each in raw.get("borrow", ()))
        pack.drops.extend((file, kind, str(label)) for kind, labels in raw.get("drop", {}).items() for label in labels)
        for kind in kinds:
            for element in raw.get(kind, ()):
                pack.items.extend(Raw(file, kind, values) for values in _flattened(element, around))
    except (TypeError, AttributeError, KeyError, ValueError, IndexError) as error:
        problems.append(Problem(file, "", f"susunan tidak sesuai ({type(error).__name__}: {error})"))


def _flattened(element: Mapping[str, Any], around: _Around) -> Iterator[dict[str, Any]]:
    """The items of an element: itself, or, when it holds `items`, each of those with the group's values as defaults."""
    inside = around.within(element)
    if "items" in element:
        for each in element["items"]:
            yield from _flattened(each, inside)
        return
    role = inside.values.get("role")
    for one in role if isinstance(role, list) else [role]:
        yield _cited({**inside.values, **({"role": one} if one is not None else {})}, inside)


def _cited(values: dict[str, Any], around: _Around) -> dict[str, Any]:
    """`values` with its source, and the same for the indicators and expectations inside."""
    inherited: dict[str, Any] = {key: values[key] for key in ("basis", "note") if key in values}
    for key in NESTED:
        if key in values:
            values[key] = [_cited({**inherited, **_own(each)}, around.within(each)) for each in values[key]]
    if around.source:
        values["source"] = around.citation(values)
    return values


def _own(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key not in ("source", "at")}
