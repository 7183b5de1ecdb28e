"""The HTML parse mode accepts and refuses what Telegram does, in Telegram's words."""

from typing import Any

import pytest

from simulator.errors import ApiError
from simulator.html import parse_html


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("biasa", "biasa", []),
        ("<b>a</b><strong>b</strong>", "ab", [entity("bold", 0, 1), entity("bold", 1, 1)]),
        ("<i>a</i><em>b</em>", "ab", [entity("italic", 0, 1), entity("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)]),
        ("<s>a</s><del>b</del>", "ab", [entity("strikethrough", 0, 1), entity("strikethrough", 1, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
        ("<code>a</code>", "a", [entity("code", 0, 1)]),
        ("<pre>a</pre>", "a", [entity("pre", 0, 1)]),
        ('<pre><code class="language-py">a</code></pre>', "a", [entity("pre", 0, 1, language="py")]),
        ('<code class="language-py">a</code>', "a", [entity("code", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        ('<tg-emoji emoji-id="5368">👍</tg-emoji>', "👍", [entity("custom_emoji", 0, 2, custom_emoji_id="5368")]),
        ('<a href="https://a.id/x?y=1&amp;z=2">a</a>', "a", [entity("text_link", 0, 1, url="https://a.id/x?y=1&z=2")]),
        ("<a href='https://a.id'>a</a>", "a", [entity("text_link", 0, 1, url="https://a.id/")]),
        ("<a>a.id</a>", "a.id", [entity("text_link", 0, 4, url="http://a.id/")]),
        ('<a href="javascript:alert(1)">a</a>', "a", []),
        ("<b></b>", "", []),
        ("<B>a</B>", "a", [entity("bold", 0, 1)]),
        ("<b>a</>", "a", [entity("bold", 0, 1)]),
        ("😀<b>é</b>", "😀é", [entity("bold", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("&lt;&gt;&amp;&quot;&#65;&#x42;", '<>&"AB', []),
        ("&nbsp; &copy; & &unknown;", "&nbsp; &copy; & &unknown;", []),
        ("&amp;lt;", "&lt;", []),
        ("a > b", "a > b", []),
    ],
)
def test_parses(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("é <x>a</x>", 'Unsupported start tag "x" at byte offset 3'),
        ("nilai < 5 dan > 3", 'Unsupported start tag "" at byte offset 6'),
        ("nilai <5", "Unclosed start tag at byte offset 6"),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<b>a", "Can't find end tag corresponding to start tag b"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            "<a href>a</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=x_y>a</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
def test_refuses(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"
