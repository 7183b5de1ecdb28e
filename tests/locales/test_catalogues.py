"""The catalogues: complete, up to date, and with the same tags and arguments as the texts in the code."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from babel.messages.catalog import Catalog, Message

from locales import LANGUAGES
from locales.__main__ import as_text, check, extract, merged, path, read
from tests.dialogs import limits

each = pytest.mark.parametrize("language", LANGUAGES)
TAG = re.compile(r"</?[a-z-]+>")
COMMAND = re.compile(r"(?<!\S)/[a-z]+")
FIELD = re.compile(r"\{[^}]*\}")
SIGNS = re.compile("[⚠✓●○★✎☑🔒←→▶✅↩📋⌂☰⇄🗑↺⏳🤝👍]")
"""What a screen means without words; a translation that loses one says something else."""


def texts(catalogue: Catalog) -> list[tuple[str, str, Message]]:
    """Source and translation, form by form."""
    found = []
    for message in catalogue:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
        found += [(source, string, message) for source, string in zip(ids, strings, strict=False) if source]
    return found


def test_every_text_is_there_in_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert check() == 0, capsys.readouterr().err


@each
def test_the_files_are_as_the_code_leaves_them(language: str) -> None:
    """`python -m locales update` was run after the last change."""
    assert as_text(merged(language, extract())) == path(language).read_bytes()


def test_bringing_up_to_date_reads_the_code_once_for_all_languages() -> None:
    """What one language fills in must not be taken for the other's translation."""
    template = extract()
    merged("id", template)
    assert not any(message.string for message in template if message.id and not message.pluralizable)


@each
def test_tags_are_the_same_and_well_nested(language: str) -> None:
    for source, string, _ in texts(read(language)):
        assert sorted(TAG.findall(source)) == sorted(TAG.findall(string)), source
        assert not TAG.search(source) or limits.plain(string), "texts without tags may be for the command line"


@each
def test_arguments_are_the_same(language: str) -> None:
    for source, string, message in texts(read(language)):
        assert set(FIELD.findall(string)) <= set(FIELD.findall("".join(_all(message)))), source
        assert set(FIELD.findall(source)) <= set(FIELD.findall(string)), source


def _all(message: Message) -> Iterable[str]:
    return [message.id] if isinstance(message.id, str) else message.id


@each
def test_signs_and_commands_are_the_same(language: str) -> None:
    for source, string, _ in texts(read(language)):
        assert sorted(SIGNS.findall(source)) == sorted(SIGNS.findall(string)), source
        assert COMMAND.findall(TAG.sub("", source)) == COMMAND.findall(TAG.sub("", string)), source


@each
def test_nothing_is_marked_as_doubtful(language: str) -> None:
    """A fuzzy text is not shown."""
    assert not [message.id for message in read(language) if message.fuzzy and message.id]


def test_indonesian_is_its_own_translation() -> None:
    assert [source for source, string, _ in texts(read("id")) if source != string] == []


def test_english_is_another_language() -> None:
    """Names, signs and loan words may be the same; sentences may not."""
    same = [source for source, string, _ in texts(read("en")) if source == string and len(source.split()) > 3]
    assert [source for source in same if len(re.findall(r"[A-Za-z]{3,}", FIELD.sub("", TAG.sub("", source)))) > 3] == []


@each
def test_surrounding_space_is_kept(language: str) -> None:
    for source, string, _ in texts(read(language)):
        assert source[: len(source) - len(source.lstrip())] == string[: len(string) - len(string.lstrip())], source
        assert (source[-1:] in " \n") == (string[-1:] in " \n"), source
