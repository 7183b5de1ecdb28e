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
VISIBLE = "LNPS"
"""Unicode's classes of letters, numbers, punctuation and signs (emoji among them)."""
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Fillers of Hangul and the Braille pattern without dots: letters and signs by their class, blank by their looks."""
_DAY = r"(?:0[1-9]|[12][0-9]|3[01])[-/.](?:0[1-9]|1[0-2])[-/.](?:19|20)[0-9]{2}"
TWO_DAYS = re.compile(f"{_DAY}[ -]{_DAY}")
"""Two days side by side (01-02-2027 15-02-2027) have sixteen digits and are no NIK."""


def clean(text: str) -> str:
    """Normalised (NFC), without control signs, spaces folded, trimmed."""
    text = CONTROL.sub("", BIDI.sub("", text.replace("\r\n", "\n")))
    text = unicodedata.normalize("NFC", text)
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip()


def readable(text: str) -> bool:
    """Whether there is something to see: a letter, number, punctuation or sign that is not drawn as a blank."""
    return any(unicodedata.category(sign)[0] in VISIBLE and sign not in BLANK for sign in text)


def looks_like_nik(text: str) -> bool:
    """Whether the text holds something shaped like a NIK. Kawal never keeps one."""
    seen = (sign for sign in clean(text) if unicodedata.category(sign) != "Cf")  # signs that nobody sees hide nothing
    digits = "".join(str(unicodedata.digit(sign, sign)) for sign in seen)
    return any(not TWO_DAYS.fullmatch(found.group()) for found in NIK.finditer(digits))
