"""What a text becomes when it is sent: parsed, cleaned, trimmed, with its links and commands found."""

import re
from typing import Any

from simulator.errors import bad_request
from simulator.html import Entity, parse_html
from simulator.limits import RAW_TEXT_BYTES, utf16_length

_FOUND = (
    ("url", re.compile(r"\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?)\]}'’”]")),
    ("url", re.compile(r"(?<![\w@/.-])(?:t\.me|telegram\.me)/[\w?=&/-]+")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("mention", re.compile(r"(?<![\w.@/])@[A-Za-z0-9_]{3,32}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#[^\W\d_][\w]*")),
)


def formatted(text: str, parse_mode: str, entities: list[Any] | None) -> tuple[str, list[Entity]]:
    """The text as it will be shown, with its entities; empty text is allowed here.

    `parse_mode` is "" or "HTML" (the project writes no Markdown: refused as unsupported). Raises ApiError 400.
    """
    if len(text.encode()) > RAW_TEXT_BYTES:
        raise bad_request("Text is too long")
    match parse_mode.lower():
        case "html":
            plain, found = parse_html(text)
        case "" | "none":
            plain, found = text, [_given(entity) for entity in entities or []]
        case _:
            raise bad_request("Unsupported parse_mode")
    plain, found = _trim(_clean(plain), found)
    return plain, _merged(found, find_entities(plain))


def find_entities(text: str) -> list[Entity]:
    """Links, addresses, commands, mentions and hashtags in plain text, in order."""
    found: list[Entity] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            entity = {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match[0])}
            if not any(_touch(entity, other) for other in found):
                found.append(entity)
    return sorted(found, key=lambda entity: int(entity["offset"]))


def _given(value: Any) -> Entity:
    if not isinstance(value, dict):
        raise bad_request("Can't parse MessageEntity: expected an Object")
    for name in ("offset", "length"):
        if not isinstance(value.get(name), int):
            raise bad_request(f"Can't parse MessageEntity: Can't find field \"{name}\"")
    if not isinstance(value.get("type"), str):
        raise bad_request("Can't parse MessageEntity: Can't find field \"type\"")
    return {name: item for name, item in value.items() if item is not None}


def _clean(text: str) -> str:
    """Control characters become spaces, one for one, so that offsets stay right."""
    return "".join(letter if letter == "\n" or letter >= " " else " " for letter in text)


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    stripped = text.strip()
    skipped = len(text) - len(text.lstrip())
    size = utf16_length(stripped)
    kept = []
    for entity in entities:
        begin = max(0, entity["offset"] - skipped)
        end = min(size, entity["offset"] + entity["length"] - skipped)
        if end > begin:
            kept.append(entity | {"offset": begin, "length": end - begin})
    return stripped, kept


def _merged(written: list[Entity], found: list[Entity]) -> list[Entity]:
    """Entities of the author, and those found in the text where no link or code of the author is in the way."""
    exclusive = [entity for entity in written if entity["type"] in {"text_link", "text_mention", "code", "pre"}]
    free = [entity for entity in found if not any(_touch(entity, other) for other in exclusive)]
    return sorted([*written, *free], key=lambda entity: (entity["offset"], -entity["length"]))


def _touch(one: Entity, other: Entity) -> bool:
    ends_before = one["offset"] + one["length"] <= other["offset"]
    begins_after = one["offset"] >= other["offset"] + other["length"]
    return not (ends_before or begins_after)
