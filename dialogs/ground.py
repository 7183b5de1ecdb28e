"""The ground that a plan is made on: who, under which pack, for which period, serving whose RHK."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from regulations.models import Basis, Pack, Period, Role
from storage.values import Member, Plan


@dataclass(frozen=True, slots=True, eq=False)
class SuperiorRhk:
    """A RHK of the superior that one's own may serve: `code` and its official text.

    Made once per pack, so two are the same only when they are one object; that makes them cheap keys of a cache.
    """

    code: str
    text: str
    short: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class PlanGround:
    """What a plan dialog begins with; pinned in the draft, so that it never changes under the talk."""

    me: Member
    pack: Pack
    pack_version: str
    """Names this very content of the pack; it stands in the SKP."""
    period: Period
    superior: tuple[SuperiorRhk, ...]
    """Empty where the SKP of this role names no RHK of the superior."""
    superior_agreed: bool = False
    """They are those of the superior's own agreed plan, not all that the pack prints."""
    before: Plan | None = None
    """What was agreed for the period before: this plan adjusts it."""


SUPERIOR: dict[Role, Role] = {
    Role.guru: Role.kepala_sekolah,
    Role.kepala_sekolah: Role.kepala_dinas,
    Role.pengawas: Role.kepala_dinas,
}
"""Whose RHK a plan serves (RHK yang diintervensi)."""


def superior_from_pack(pack: Pack, role: Role) -> tuple[SuperiorRhk, ...]:
    """The superior's RHK as the pack prints them: what there is until the superior's own plan exists."""
    return _superior(ByContent(pack), SUPERIOR[role])


def superior_of(pack: Pack, role: Role, agreed: Sequence[str] | None) -> tuple[SuperiorRhk, ...]:
    """The superior's RHK that a plan may name: those `agreed` for the superior, else all that the pack prints.

    None for a role whose SKP names none: the pack then maps none of its RHK to a superior's.
    """
    if not pack.examples(role).intervened:
        return ()
    printed = superior_from_pack(pack, role)
    return tuple(item for item in printed if item.code in agreed) if agreed else printed


class ByContent:
    """Carries a pack into a cache: equal when the content is, without hashing its thousand texts."""

    __slots__ = ("pack",)

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByContent) and other.pack.digest == self.pack.digest

    def __hash__(self) -> int:
        return hash(self.pack.digest)


@lru_cache(maxsize=64)
def _superior(holder: ByContent, role: Role) -> tuple[SuperiorRhk, ...]:
    return tuple(SuperiorRhk(item.code, item.text, item.short, item.basis) for item in holder.pack.rhk(role))
