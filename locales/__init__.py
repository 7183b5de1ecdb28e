"""Texts for people: marked where they are written, translated when they are shown.

The source language of the screens is Indonesian. `_("…")` makes a `Msg`; a `Catalogue` turns it into the reader's
language. Catalogues are read from the `.po` files at start, so there is no compiled file that could be stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from markupsafe import Markup, escape

FOLDER = Path(__file__).parent
LANGUAGES = ("id", "en")
DEFAULT = "id"
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@dataclass(frozen=True, slots=True)
class Msg:
    """A text that waits for its language. Arguments: values, other messages, dates, months, numbers or `Markup`."""

    text: str
    many: str | None = None
    count: int | None = None
    args: Mapping[str, Any] | None = None


AnyText = str | Msg


@dataclass(frozen=True, slots=True)
class Month:
    """A month as an argument of a text, given any day of it: Maret 2027."""

    day: date


def _(text: str, /, **args: Any) -> Msg:
    """Mark a text for translation. `{name}` takes the argument, escaped when the text becomes HTML."""
    return Msg(text, args=args or None)


def n_(one: str, many: str, count: int, /, **args: Any) -> Msg:
    """Mark a text with a plural; `{count}` is the number. In Indonesian both forms are usually the same."""
    return Msg(one, many, count, {**args, "count": count})


@dataclass(frozen=True)
class Catalogue:
    """One language: call it for HTML, `plain` for labels and toasts."""

    language: str
    singular: Mapping[str, str]
    plural: Mapping[str, tuple[str, ...]]
    locale: Locale

    def __call__(self, text: AnyText) -> Markup:
        """HTML for Telegram: a `Msg` may hold tags, its arguments and any plain `str` are escaped."""
        if isinstance(text, str):
            return escape(text)
        template = self._template(text)
        if text.args is not None:
            template = template.format(**{name: escape(self._html(value)) for name, value in text.args.items()})
        return Markup(template)  # noqa: S704 - written by us, and the arguments are escaped

    def plain(self, text: AnyText) -> str:
        """Text without markup, for buttons, toasts and documents."""
        if isinstance(text, str):
            return str(text)
        template = self._template(text)
        if text.args is None:
            return template
        return template.format(**{name: self._plain(value) for name, value in text.args.items()})

    def day(self, value: date, style: str = "long") -> str:
        """`long`: 31 Januari 2027; `full`: Minggu, 31 Januari 2027; `short`: 31 Januari; `brief`: Min, 31 Jan."""
        pattern = {"full": "EEEE, d MMMM y", "long": "d MMMM y", "short": "d MMMM", "brief": "EEE, d MMM"}[style]
        return format_date(value, pattern, locale=self.locale)

    def month(self, number: int) -> str:
        """Name of a month, 1..12."""
        return str(get_month_names("wide", "stand-alone", locale=self.locale)[number])

    def instant(self, value: datetime, zone: str) -> str:
        """A moment in the unit's local time: 12 Januari 2027 08.05 WITA."""
        local = value.astimezone(ZoneInfo(zone))
        return f"{self.day(local.date())} {self.clock(local.time())} {ZONE_NAMES.get(zone, zone)}"

    def clock(self, value: time) -> str:
        """Time of day: 08.05 in Indonesian, 08:05 in English."""
        return value.strftime("%H.%M" if self.language == "id" else "%H:%M")

    def number(self, value: Decimal | int) -> str:
        """A number in the reader's notation: 1.250,5."""
        return _number(value, self.language)

    def _template(self, text: Msg) -> str:
        if text.many is None:
            return self.singular.get(text.text, text.text)
        forms = self.plural.get(text.text, (text.text, text.many))
        count = text.count or 0
        return forms[0] if len(forms) == 1 or count == 1 else forms[1]

    def _html(self, value: Any) -> Any:
        match value:
            case Msg():
                return self(value)
            case Decimal() | int() | date() | Month():
                return self._plain(value)
            case _:
                return value

    def _plain(self, value: Any) -> Any:
        match value:
            case Msg():
                return self.plain(value)
            case bool():
                return str(value)
            case Decimal() | int():
                return self.number(value)
            case datetime():
                raise TypeError("an instant needs its zone: format it with Catalogue.instant")
            case date():
                return self.day(value)
            case Month(day):
                return f"{self.month(day.month)} {day.year}"
            case _:
                return value


@lru_cache(10_000)
def _number(value: Decimal | int, language: str) -> str:
    """Kept: the same few counts and percentages are on every screen, and formatting one takes a tenth of it."""
    return format_decimal(value, format="#,##0.###", locale=Locale(language))


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language; unknown ones read Indonesian."""
    if language not in LANGUAGES:
        return catalogue(DEFAULT)
    with (FOLDER / language / "kawal.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id and not message.fuzzy]
    singular = {m.id: str(m.string) for m in messages if isinstance(m.id, str) and m.string}
    plural = {m.id[0]: tuple(m.string or ()) for m in messages if not isinstance(m.id, str) and all(m.string or ("",))}
    return Catalogue(language, singular, plural, Locale(language))
