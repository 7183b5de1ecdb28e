"""All packs, read once and checked; and which of them governs a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from regulations.building import build, told
from regulations.errors import PackError, UnknownPack
from regulations.pack import Pack
from regulations.reference import Reference

PACKAGED = Path(__file__).parent


@dataclass(frozen=True)
class Library:
    """Every pack by its id, oldest first, and the reference packs beside them."""

    packs: Mapping[str, Pack]
    reference: Reference

    def pack(self, pack_id: str) -> Pack:
        """The pack of that id. Raises UnknownPack, naming those there are."""
        try:
            return self.packs[pack_id]
        except KeyError:
            raise UnknownPack(f"Paket aturan {pack_id!r} tidak ada. Yang ada: {', '.join(self.packs)}.") from None

    def pack_for(self, year: int, pinned: str | None = None) -> Pack:
        """The pack that governs a year, or the one an operator has pinned. Raises UnknownPack where there is none."""
        if pinned is not None:
            return self.pack(pinned)
        for pack in self.packs.values():
            if year in pack.valid_years:
                return pack
        years = ", ".join(f"{pack.short} sejak {pack.valid_years.first}" for pack in self.packs.values())
        raise UnknownPack(f"Tidak ada aturan untuk tahun {year}. Yang ada: {years}.")


def load(folder: Path = PACKAGED) -> Library:
    """All packs of `folder` (`packs/` and `reference/` inside). Raises PackError for the first thing that is wrong."""
    built = build(folder)
    if built.problems or built.reference is None:
        raise PackError(str(built.problems[0]))
    return Library(built.packs, built.reference)


@cache
def packaged() -> Library:
    """The packs that ship with Kawal, loaded once per process."""
    return load()


def from_json(text: str) -> Pack:
    """A resolved pack from `Pack.to_json`, e.g. the one a draft has pinned. Raises PackError when it is none."""
    try:
        return Pack.model_validate_json(text)
    except ValidationError as error:
        raise PackError(f"paket tersimpan: {told(error.errors()[0])}") from error
