"""The checker that every screen goes through: what it lets pass, and what it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from dialogs import screen
from dialogs.screen import Button, Screen
from tests.dialogs import limits
from tests.dialogs.effort import effort

HOME = Button("Beranda", "h:home:0")


def test_the_limits_are_telegrams_and_a_small_phones() -> None:
    assert (screen.TEXT_LIMIT, screen.DATA_LIMIT, screen.COPY_LIMIT, screen.TOAST_LIMIT) == (4096, 64, 256, 200)
    assert (screen.LABEL_LIMIT, screen.LINES, screen.WIDTH) == (32, 12, 44)


@pytest.mark.parametrize(
    "html", ["", "a", "<b>a</b>", "<b><i>a</i></b>", "a &lt; b &amp; c", "&#39;&#34;", "<code>/start</code>"]
)
def test_good_html_is_read(html: str) -> None:
    assert "<" not in limits.plain(html).replace("a < b", "")


@pytest.mark.parametrize(
    "html",
    [
        *("<", ">", "a < b", "&", "a & b", "&nbsp;", "&copy;", "&lt", "<b>", "</b>", "<b>a</i>", "<b><i>a</b></i>"),
        *("<script>a</script>", "<B>a</B>", "<br>", "<b >a</b>", "<a href='x'>a</a>", "<>", "</>", "<!-- -->"),
    ],
)
def test_bad_html_is_not(html: str) -> None:
    with pytest.raises(AssertionError):
        limits.plain(html)


@effort(200)
@given(st.text())
def test_what_is_escaped_is_read_as_it_was(text: str) -> None:
    assert limits.plain(str(escape(text))) == text


@pytest.mark.parametrize(
    "shown",
    [
        Screen(Markup("")),
        Screen(Markup(" \n")),
        Screen(Markup("x" * 4097)),
        Screen(Markup("😀" * 2049)),
        Screen(Markup("\n".join("abcdefghijklm"))),
        Screen(Markup("x" * (12 * 44 + 1))),
        Screen(Markup("a"), toast=""),
        Screen(Markup("a"), toast="x" * 201),
        Screen(Markup("a"), ((),)),
        Screen(Markup("a"), ((HOME,) * 9,)),
        Screen(Markup("a"), ((HOME,) * 8,) * 13),
        Screen(Markup("a"), ((Button("", "h:home:0"),),)),
        Screen(Markup("a"), ((Button(" ", "h:home:0"),),)),
        Screen(Markup("a"), ((Button("a\nb", "h:home:0"),),)),
        Screen(Markup("a"), ((Button("x" * 33, "h:home:0"),),)),
        Screen(Markup("a"), ((Button("a"),),)),
        Screen(Markup("a"), ((Button("a", "h:home:0", "copy"),),)),
        Screen(Markup("a"), ((Button("a", ""),),)),
        Screen(Markup("a"), ((Button("a", "nobody"),),)),
        Screen(Markup("a"), ((Button("a", "d:1:abc:" + "é" * 40),),)),
        Screen(Markup("a"), ((Button("a", copy="x" * 257),),)),
        Screen(Markup("a"), ((Button("a", copy="😀" * 129),),)),
    ],
)
def test_a_screen_that_cannot_be_shown_is_found(shown: Screen) -> None:
    with pytest.raises(AssertionError):
        limits.check(shown)


def test_a_screen_at_the_limit_is_fine() -> None:
    limits.check(
        Screen(Markup("\n".join(["x" * 44] * 12)), ((Button("x" * 32, "h:home:0"), Button("a", copy="x" * 256)),))
    )
    limits.check(Screen(Markup("x" * 4096)), most_lines=None)
