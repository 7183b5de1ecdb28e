"""`python -m locales update` after changing a text; `check` fails when a catalogue is incomplete or out of date."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from locales import FOLDER, LANGUAGES
from regulations.texts import labels

ROOT = FOLDER.parent
PACKAGES = ("bot", "dialogs", "documents", "scheduler", "storage")
KEYWORDS = {"_": None, "n_": (1, 2)}


def extract() -> Catalog:
    """Every text that is marked in the code, and every label of a pack (the official wording is not translated)."""
    found = Catalog(charset="utf-8")
    for package in PACKAGES:
        folder = ROOT / package
        for name, line, text, comments, context in extract_from_dir(str(folder), keywords=KEYWORDS):
            found.add(text, None, [(f"{package}/{name}", line)], auto_comments=comments, context=context)
    for label in labels():
        found.add(label, None, [("regulations", 0)])
    return found


def path(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return FOLDER / language / "kawal.po"


def read(language: str) -> Catalog:
    """The catalogue of a language as it is now; an empty one when there is none."""
    if not path(language).exists():
        return Catalog(locale=language, charset="utf-8")
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def merged(language: str, template: Catalog) -> Catalog:
    """The catalogue brought up to date. The source language is Indonesian: there a new text is its own translation."""
    catalogue = read(language)
    catalogue.update(deepcopy(template), no_fuzzy_matching=True)  # the messages are taken over, not copied
    catalogue.obsolete.clear()
    if language == "id":
        for message in catalogue:
            if message.id:
                message.string = tuple(message.id[: catalogue.num_plurals]) if message.pluralizable else message.id
    return catalogue


def as_text(catalogue: Catalog) -> bytes:
    """The file as it is kept: sorted, without dates or line numbers that would change with every edit."""
    buffer = BytesIO()
    write_po(buffer, catalogue, omit_header=False, sort_output=True, no_location=True, width=120)
    lines = buffer.getvalue().decode().split("\n")
    return "\n".join(
        line for line in lines if not line.startswith(('"POT-Creation', '"PO-Revision', '"Generated-By'))
    ).encode()


def update() -> int:
    """Write all catalogues anew; says what still waits for a translation."""
    template = extract()
    for language in LANGUAGES:
        catalogue = merged(language, template)
        path(language).parent.mkdir(exist_ok=True)
        path(language).write_bytes(as_text(catalogue))
        missing = [message for message in catalogue if message.id and not _translated(message)]
        print(f"{language}: {len(catalogue)} texts, {len(missing)} to translate")
    return 0


def check() -> int:
    """0 when every text is there in every language, with the same arguments."""
    template = extract()
    problems = [problem for language in LANGUAGES for problem in _problems(language, template)]
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"catalogues: {len(template)} texts, {len(problems)} problems")
    return 1 if problems else 0


def _problems(language: str, template: Catalog) -> Iterable[str]:
    catalogue = read(language)
    for message in template:
        if not message.id:
            continue
        kept = catalogue.get(message.id if isinstance(message.id, str) else message.id[0])
        if kept is None or not _translated(kept):
            yield f"{language}: not translated: {message.id!r}"
        elif _fields(message.id) != _fields(kept.string):
            yield f"{language}: other arguments than the source: {message.id!r}"
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in template}
    for message in catalogue:
        if message.id and (message.id if isinstance(message.id, str) else message.id[0]) not in known:
            yield f"{language}: no longer used: {message.id!r}"


def _translated(message: Message) -> bool:
    string = message.string
    return bool(string) if isinstance(string, str) else bool(string) and all(string or ())


def _fields(text: str | Iterable[str] | None) -> set[str]:
    forms = [text] if isinstance(text, str) else list(text or ())
    return {field for form in forms for _, field, _, _ in Formatter().parse(form) if field is not None}


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["update"]:
            sys.exit(update())
        case ["check"]:
            sys.exit(check())
    print("usage: python -m locales update|check", file=sys.stderr)
    sys.exit(2)
