"""What a text becomes when it is sent, and what a keyboard may hold."""

from typing import Any

import pytest

from simulator.entities import find_entities, formatted
from simulator.errors import ApiError
from simulator.keyboards import checked_markup
from simulator.limits import utf16_length


def test_text_is_trimmed_and_entities_move_along() -> None:
    text, entities = formatted("\n  <b> Halo </b>\n", "HTML", None)

    assert text == "Halo"
    assert entities == [{"type": "bold", "offset": 0, "length": 4}]


def test_entities_may_be_given_instead_of_markup() -> None:
    bold = {"type": "bold", "offset": 0, "length": 4}

    assert formatted("<b>x", "", [bold]) == ("<b>x", [bold])


def test_links_and_commands_are_found_around_those_of_the_author() -> None:
    text, entities = formatted(
        'lihat <a href="https://a.id">https://b.id/x</a> atau https://c.id. /bantuan', "html", None
    )

    assert [(found["type"], text[found["offset"] :][: found["length"]]) for found in entities] == [
        ("text_link", "https://b.id/x"),
        ("url", "https://c.id"),
        ("bot_command", "/bantuan"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start KODE", [("bot_command", 0, 6)]),
        ("😀 /menu@kawal_bot", [("bot_command", 3, 15)]),
        ("a/b 1/2", []),
        ("guru@sekolah.id @nama #skp", [("email", 0, 15), ("mention", 16, 5), ("hashtag", 22, 4)]),
        ("t.me/kawal_bot?start=X1", [("url", 0, 23)]),
    ],
)
def test_finds(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(one["type"], one["offset"], one["length"]) for one in find_entities(text)] == found


def test_offsets_count_utf16_units() -> None:
    assert [utf16_length(text) for text in ("a", "é", "😀", "👩‍🏫")] == [1, 1, 2, 5]


def test_markdown_is_not_spoken_here() -> None:
    with pytest.raises(ApiError, match="Bad Request: unsupported parse_mode"):
        formatted("*a*", "MarkdownV2", None)


def inline(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (inline(text="a", callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (inline(text="a", callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (inline(text="a", copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
        (inline(text="a", copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
        (inline(text="", callback_data="x"), "inline keyboard button text must be non-empty"),
        (inline(text="a"), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (inline(callback_data="x"), "can't parse inline keyboard button: Can't find field \"text\""),
        (inline(text="a", url="x y"), "inline keyboard button URL 'x y' is invalid: Unsupported URL protocol"),
        ({"inline_keyboard": {}} | {"inline_keyboard": [1]}, 'field "inline_keyboard" of the InlineKeyboardMarkup'),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "x"}] * 8] * 13}, "reply markup is too long"),
        ("teks", "object expected as reply markup"),
    ],
)
def test_refuses_keyboards(markup: Any, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        checked_markup(markup)
    assert refused.value.description.startswith(f"Bad Request: {reason}")


@pytest.mark.parametrize(
    "button",
    [
        {"text": "a", "callback_data": "x" * 64},
        {"text": "a", "callback_data": "é" * 32},
        {"text": "a", "copy_text": {"text": "x" * 256}},
        {"text": "a", "url": "https://a.id/"},
    ],
)
def test_keeps_buttons_within_the_limits(button: dict[str, Any]) -> None:
    assert checked_markup(inline(**button)) == inline(**button)


def test_an_empty_keyboard_is_none() -> None:
    assert checked_markup({"inline_keyboard": []}) is None
    assert checked_markup({"inline_keyboard": [[]]}) is None
