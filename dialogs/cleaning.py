"""What a person types, made safe to keep: no invisible control signs, no citizen number.

Bidirectional controls (U+202A..U+202E, U+2066..U+2069) can make a text read as something else; they go. Letters of
right-to-left scripts and emoji are somebody's words and stay.
"""

from __future__ import annotations

import re
import unicodedata

BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
SPACES = re.compile(r"[^\S\n]+")
NIK = re.compile(r"(?<![0-9])(?:[0-9][ .\-/_]?){15}[0-9](?![ .\-/_]?[0-9])")
"""Sixteen digits, also when grouped: the shape of a Nomor Induk Kependudukan (a NIP has eighteen)."""
DATE = re.compile(r"(?<![0-9])[0-9]{1,2}([-/. ])[0-9]{1,2}\1[0-9]{4}(?![0-9])")
"""A day as people write it; two of them in a row have sixteen digits too."""


def clean(text: str) -> str:
    """Normalised (NFC), without control signs, spaces folded, trimmed."""
    text = CONTROL.sub("", BIDI.sub("", text.replace("\r\n", "\n")))
    text = unicodedata.normalize("NFC", text)
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip()


def looks_like_nik(text: str) -> bool:
    """Whether the text holds something shaped like a NIK. Kawal never keeps one."""
    seen = (sign for sign in clean(text) if unicodedata.category(sign) != "Cf")  # signs that nobody sees hide nothing
    digits = "".join(str(unicodedata.digit(sign, sign)) for sign in seen)
    return NIK.search(DATE.sub("|", digits)) is not None
