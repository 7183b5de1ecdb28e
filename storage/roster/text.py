"""Texts from spreadsheets made comparable: invisible signs, doubled spaces and Excel's tricks are taken out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

FORMULA_SIGNS = ("=", "+", "-", "@")
"""A cell that begins with one of these is taken for a formula by spreadsheet programs."""
QUOTED_FORMULA = re.compile(r'^="(.*)"$')
"""`="0123"`: how some programs keep a number as text in a CSV."""
DASHES = frozenset("-–—")


def clean(text: str) -> str:
    """One line of visible text, NFC, without surrounding space; a lone dash means empty."""
    composed = unicodedata.normalize("NFC", text)
    visible = composed if composed.isprintable() else "".join(_visible(sign) for sign in composed)
    line = " ".join(visible.split())
    if quoted := QUOTED_FORMULA.match(line):
        line = quoted.group(1).strip()
    if line[:1] == "'" and (line[1:2].isdigit() or line[1:2] in FORMULA_SIGNS):
        line = line[1:]
    return "" if set(line) <= DASHES else line


@lru_cache(maxsize=10_000)
def slug(text: str) -> str:
    """For comparing headings, choices and names: lower case, words joined by `_`, no punctuation."""
    return "_".join(re.findall(r"[^\W_]+", clean(text).casefold()))


def _visible(sign: str) -> str:
    match unicodedata.category(sign):
        case "Cc" | "Zs" | "Zl" | "Zp":
            return " "
        case "Cf" | "Cs" | "Co" | "Cn":
            return ""
        case _:
            return sign
