"""Telegram's HTML parse mode: text with tags in, plain text with entities out, refusals word for word.

It accepts what Telegram accepts (unknown `&names;` stay text, attributes may be unquoted) and refuses what Telegram
refuses, so that a screen that gets through here gets through there. https://core.telegram.org/bots/api#html-style
"""

import re
from dataclasses import dataclass, field
from typing import Any

from simulator.errors import ApiError, bad_request
from simulator.limits import utf16_length

Entity = dict[str, Any]

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_PLAIN = re.compile(r"[^<&]*")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=]*")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_EXPANDABLE = re.compile(r"(?:expandable(?=[\s>]))?")
_SPACE = re.compile(r"\s*")


@dataclass
class _Open:
    """A tag that waits for its end; `offset` in UTF-16 units, `start` counts the pieces of plain text before it."""

    tag: str
    attributes: dict[str, str]
    offset: int
    start: int


@dataclass
class _Parser:
    source: str
    at: int = 0
    plain: list[str] = field(default_factory=list)
    offset: int = 0
    opened: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def run(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            match self.source[self.at]:
                case "<" if self.source.startswith("</", self.at):
                    self._end_tag()
                case "<":
                    self._start_tag()
                case "&":
                    text, self.at = _decode(self.source, self.at)
                    self._write(text)
                case _:
                    self._write(self._take(_PLAIN))
        if self.opened:
            raise _refusal(f"Can't find end tag corresponding to start tag {self.opened[-1].tag}")
        return "".join(self.plain), self.entities

    def _write(self, text: str) -> None:
        self.plain.append(text)
        self.offset += utf16_length(text)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.at)
        assert found is not None  # every pattern here matches the empty string
        self.at = found.end()
        return found.group()

    def _here(self) -> str:
        return self.source[self.at : self.at + 1]

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._take(_TAG_NAME).lower()
        if self.at >= len(self.source):
            raise _refusal(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag not in _KINDS:
            raise _refusal(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        attributes: dict[str, str] = {}
        self._take(_SPACE)
        while self._here() != ">":
            name, value = self._attribute(tag, begin)
            attributes[name] = value
            self._take(_SPACE)
            if self.at >= len(self.source):
                raise _refusal(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _refusal(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self.at += 1
        self.opened.append(_Open(tag, attributes, self.offset, len(self.plain)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        if tag == "blockquote" and self._take(_EXPANDABLE):  # the only attribute without a value
            return "expandable", ""
        name = self._take(_ATTRIBUTE_NAME)
        if not name:
            raise _refusal(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
        self._take(_SPACE)
        if self._here() != "=":
            where = f'of the tag "{tag}" at byte offset {self._byte(begin)}'
            raise _refusal(f"Expected equal sign in declaration of an attribute {where}")
        self.at += 1
        self._take(_SPACE)
        if self.at >= len(self.source):
            raise _refusal(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        return name, self._quoted(begin) if self._here() in "'\"" else self._token()

    def _token(self) -> str:
        begin = self.at
        value = self._take(_NAME_TOKEN).lower()
        if not (self._here() == ">" or self._here().isspace()):
            raise _refusal(f"Unexpected end of name token at byte offset {self._byte(begin)}")
        return value

    def _quoted(self, tag_begin: int) -> str:
        quote = self._here()
        self.at += 1
        value: list[str] = []
        while self._here() != quote:
            if self.at >= len(self.source):
                raise _refusal(f"Unclosed start tag at byte offset {self._byte(tag_begin)}")
            text, self.at = _decode(self.source, self.at)
            value.append(text)
        self.at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.opened:
            raise _refusal(f"Unexpected end tag at byte offset {self._byte(begin)}")
        self.at += 2
        tag = self._take(_TAG_NAME).lower()
        self._take(_SPACE)
        if self._here() != ">":
            raise _refusal(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self.at += 1
        begun = self.opened.pop()
        if tag and tag != begun.tag:
            found = f'expected "</{begun.tag}>", found "</{tag}>"'
            raise _refusal(f"Unmatched end tag at byte offset {self._byte(begin)}, {found}")
        if self.offset > begun.offset:
            self._close(begun)

    def _close(self, begun: _Open) -> None:
        entity: Entity = {
            "type": _KINDS[begun.tag],
            "offset": begun.offset,
            "length": self.offset - begun.offset,
        }
        match begun.tag:
            case "a":
                if not _link(entity, begun.attributes.get("href") or "".join(self.plain[begun.start :])):
                    return
            case "tg-emoji":
                identifier = begun.attributes.get("emoji-id", "")
                if not identifier.isdecimal():
                    raise bad_request("Invalid custom emoji identifier specified")
                entity["custom_emoji_id"] = identifier
            case "blockquote" if "expandable" in begun.attributes:
                entity["type"] = "expandable_blockquote"
            case "code" if begun.attributes.get("class", "").startswith("language-"):
                entity["language"] = begun.attributes["class"].removeprefix("language-")
            case "pre" if self.entities and _is_inner_code(self.entities[-1], entity):
                entity |= {"language": self.entities.pop()["language"]}
        self.entities.append(entity)


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and its entities (offsets in UTF-16 units, outer before inner).

    Raises ApiError 400 with Telegram's text and byte offset when the markup is not acceptable.
    """
    text, entities = _Parser(source).run()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)  # only <pre><code class> may name a language
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _decode(source: str, at: int) -> tuple[str, int]:
    """The character at `at`, or the one that a reference there stands for, and where to go on."""
    found = _REFERENCE.match(source, at)
    if found is None:
        return source[at], at + 1
    hexadecimal, decimal, name = found.groups()
    if name:
        letter = _NAMED.get(name, "")
    else:
        code = int(hexadecimal, 16) if hexadecimal else int(decimal)
        is_surrogate = 0xD800 <= code <= 0xDFFF
        letter = "" if code == 0 or code >= 0x10FFFF or is_surrogate or len(found.group()) > 10 else chr(code)
    return (letter, found.end()) if letter else (source[at], at + 1)


def _is_inner_code(inner: Entity, outer: Entity) -> bool:
    same_place = (inner["offset"], inner["length"]) == (outer["offset"], outer["length"])
    return inner["type"] == "code" and "language" in inner and same_place


def _link(entity: Entity, url: str) -> bool:
    """Make `entity` a link to `url`; false when Telegram would drop it and keep only the text."""
    if mentioned := re.fullmatch(r"tg://user\?id=(\d+)", url):
        entity |= {"type": "text_mention", "user": {"id": int(mentioned[1]), "is_bot": False, "first_name": ""}}
        return True
    if not re.match(r"(?:https?|tg|ton|mailto|tel)://?", url):
        url = f"http://{url}"
    if re.fullmatch(r"https?://[^\s/.]+(?:\.[^\s/.]+)+(?:[/?#:]\S*)?", url):
        entity["url"] = url if "/" in url.split("://", 1)[1] else f"{url}/"
        return True
    if url.startswith(("tg://", "mailto:", "tel:")):
        entity["url"] = url
        return True
    return False


def _refusal(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: can't parse entities: {reason}")
