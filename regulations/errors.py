"""What can be wrong with packs, and with asking for one."""

from dataclasses import dataclass


class PackError(ValueError):
    """A pack is broken. The message names the file, the item and what is wrong."""


class UnknownPack(LookupError):
    """No pack of that name, or none for that year. The message says which there are."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the packs: `file` is relative to the folder checked, `item` may be empty."""

    file: str
    item: str
    wrong: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.item, self.wrong) if part)
