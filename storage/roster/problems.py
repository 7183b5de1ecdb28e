"""What is wrong with a roster: said by row and column, and never showing a number that tells about a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from locales import Msg

NIP_DIGITS = 18
LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){10,}")
"""Eleven digits and more: longer than a NPSN, so it may be a NIP, a NIK or what is left of one."""


class Severity(StrEnum):
    """`error`: nothing is imported; `warning`: worth a look, the import goes on."""

    error = "error"
    warning = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One remark about one cell, as the operator finds it in the spreadsheet."""

    row: int | None
    """Row number as the spreadsheet shows it (the first row is 1); None when it is about the whole file."""
    column: str | None
    """The heading as written in the file."""
    value: str | None
    """What the cell holds, with long numbers hidden."""
    message: Msg
    severity: Severity = Severity.error


class Unreadable(Exception):
    """The file cannot be read as a roster at all; `message` says what to do."""

    def __init__(self, message: Msg) -> None:
        super().__init__(message.text)
        self.message = message


class Unwritable(Exception):
    """A file cannot be written; `message` says why."""

    def __init__(self, message: Msg) -> None:
        super().__init__(message.text)
        self.message = message


def shown(text: str) -> str:
    """The text with every long number hidden. Of a whole NIP the birth year stays, so that a row can be recognised."""
    return LONG_NUMBER.sub(lambda found: _hidden(found.group()), text)


def _hidden(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    kept = digits[:4] if len(digits) == NIP_DIGITS else ""
    return kept + "•" * (len(digits) - len(kept))
