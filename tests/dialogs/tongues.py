"""Catalogues for tests: one that remembers what it could not translate, and one that shows what never asked for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TypeVar, cast

from locales import LANGUAGES, Catalogue, catalogue

CATALOGUES = tuple(catalogue(language) for language in LANGUAGES)
Forms = TypeVar("Forms")

DISGUISE = 0xE000
"""Start of the private use area: a letter of ours appears there, one sign for one sign."""


class Recording(Mapping[str, Forms]):
    """The translations of a language; whatever is asked for in vain is remembered in `missing`."""

    def __init__(self, known: Mapping[str, Forms], missing: set[str]) -> None:
        self.known = known
        self.missing = missing

    def __getitem__(self, text: str) -> Forms:
        if text not in self.known:
            self.missing.add(text)
        return self.known[text]

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


def recording(language: str, missing: set[str]) -> Catalogue:
    """The catalogue of a language that writes every failed look-up into `missing`."""
    real = catalogue(language)
    return Catalogue(language, Recording(real.singular, missing), Recording(real.plural, missing), real.locale)


class _Disguised(Mapping[str, Forms]):
    """Every text is translated: into itself, its letters disguised."""

    def __init__(self, forms: int) -> None:
        self.forms = forms

    def __getitem__(self, text: str) -> Forms:
        hidden = disguise(text)
        return cast(Forms, hidden if self.forms == 1 else (hidden,) * self.forms)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def disguised() -> Catalogue:
    """English, with all that went through the catalogue unreadable: what can be read was never marked."""
    return Catalogue("en", _Disguised[str](1), _Disguised[tuple[str, ...]](2), catalogue("en").locale)


KEPT = re.compile(r"(<[^>]*>|\{[^}]*\})")
WORD = re.compile(r"[^\W\d_]{2,}", re.ASCII)


@cache
def disguise(text: str) -> str:
    """The text with its letters moved away; tags and arguments stay."""
    return "".join(part if KEPT.fullmatch(part) else _moved(part) for part in KEPT.split(text))


def _moved(text: str) -> str:
    return "".join(chr(DISGUISE + ord(sign)) if sign.isascii() and sign.isalpha() else sign for sign in text)


def words(texts: Iterable[str]) -> set[str]:
    """The readable words of some texts."""
    return {word.lower() for text in texts for word in WORD.findall(text)}
