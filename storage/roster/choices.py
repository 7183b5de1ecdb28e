"""The words that a roster chooses from, with the ways in which people write them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from locales import _
from regulations.models import Role
from storage.roster.text import slug
from storage.values import Employment


@dataclass(frozen=True, slots=True)
class Post:
    """A role as the roster names it; `acting` is a *pelaksana tugas* (Plt.) who does the work of a kepala sekolah."""

    role: Role
    acting: bool = False


POSTS = {
    "guru": Post(Role.guru),
    "kepala sekolah": Post(Role.kepala_sekolah),
    "plt kepala sekolah": Post(Role.kepala_sekolah, acting=True),
    "pengawas": Post(Role.pengawas),
    "kepala dinas": Post(Role.kepala_dinas),
    "operator": Post(Role.operator),
    "tim kinerja": Post(Role.tim_kinerja),
    "pelatih ahli": Post(Role.pelatih_ahli),
}
"""In the order in which a refusal lists them."""

ROLE_NAMES = {
    Role.guru: _("guru"),
    Role.kepala_sekolah: _("kepala sekolah"),
    Role.pengawas: _("pengawas"),
    Role.kepala_dinas: _("kepala dinas"),
    Role.operator: _("operator"),
    Role.tim_kinerja: _("tim kinerja"),
    Role.pelatih_ahli: _("pelatih ahli"),
}
"""As lists for people name them."""

_OTHER_POSTS = {
    "kepsek": "kepala sekolah",
    "ks": "kepala sekolah",
    "plt kepsek": "plt kepala sekolah",
    "plt ks": "plt kepala sekolah",
    "plt": "plt kepala sekolah",
    "pelaksana tugas kepala sekolah": "plt kepala sekolah",
    "pengawas sekolah": "pengawas",
    "kadis": "kepala dinas",
    "kepala dinas pendidikan": "kepala dinas",
    "operator sekolah": "operator",
    "operator dinas": "operator",
    "tim pengelola kinerja": "tim kinerja",
}

EMPLOYMENTS = {"PNS": Employment.pns, "PPPK": Employment.pppk, "Non-ASN": Employment.non_asn}
_OTHER_EMPLOYMENTS = {"P3K": "PPPK", "nonasn": "Non-ASN", "honorer": "Non-ASN", "GTT": "Non-ASN", "GTY": "Non-ASN"}

OWNERSHIPS = {"negeri": "negeri", "swasta": "swasta"}

SALUTATIONS = {"Bapak": "Bapak", "Ibu": "Ibu"}
_OTHER_SALUTATIONS = {"Pak": "Bapak", "Bpk": "Bapak", "Bu": "Ibu"}


T = TypeVar("T")


@dataclass(frozen=True)
class Words(Generic[T]):
    """One list of words: `names` are told to people, every way of writing them is understood."""

    values: Mapping[str, T]
    others: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """The words as a refusal lists them."""
        return tuple(self.values)

    def meant(self, text: str) -> T | None:
        """What a word stands for, in any case and punctuation, or None."""
        return self._by_slug.get(slug(text))

    def nearest(self, text: str) -> str | None:
        """The known word that a misspelt one probably meant."""
        by_slug = {slug(name): name for name in self.values}
        found = difflib.get_close_matches(slug(text), by_slug, n=1, cutoff=0.7)
        return by_slug[found[0]] if found else None

    @cached_property
    def _by_slug(self) -> dict[str, T]:
        known = {slug(name): value for name, value in self.values.items()}
        return known | {slug(other): self.values[name] for other, name in self.others.items()}


POST = Words(POSTS, _OTHER_POSTS)
EMPLOYMENT = Words(EMPLOYMENTS, _OTHER_EMPLOYMENTS)
OWNERSHIP = Words(OWNERSHIPS, {})
SALUTATION = Words(SALUTATIONS, _OTHER_SALUTATIONS)
