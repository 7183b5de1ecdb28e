"""How texts, numbers and dates are shown in each language, and that every value is escaped."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from locales import DEFAULT, LANGUAGES, Msg, _, catalogue, n_
from tests.dialogs import limits
from tests.dialogs.effort import effort

ID, EN = catalogue("id"), catalogue("en")
DAY = date(2027, 1, 31)
MOMENT = datetime(2027, 1, 12, 0, 5, tzinfo=UTC)


# --- texts ----------------------------------------------------------------------


def test_a_marked_text_waits_for_its_language() -> None:
    text = _("Bantuan")
    assert ID.plain(text) == "Bantuan"
    assert EN.plain(text) == "Help"


def test_an_unknown_text_is_shown_as_it_is() -> None:
    assert EN.plain(_("Ini tidak ada dalam katalog")) == "Ini tidak ada dalam katalog"


@pytest.mark.parametrize("language", ["", "jv", "EN", "en-GB", "../id"])
def test_an_unknown_language_reads_indonesian(language: str) -> None:
    assert catalogue(language) is catalogue(DEFAULT)


def test_plain_strings_are_escaped_and_not_translated() -> None:
    assert ID("<b>Bantuan</b> & '\"") == "&lt;b&gt;Bantuan&lt;/b&gt; &amp; &#39;&#34;"
    assert EN("Bantuan") == "Bantuan"
    assert ID.plain("<b>&") == "<b>&"


def test_values_are_escaped_and_tags_of_texts_are_not() -> None:
    assert ID(_("<b>{name}</b>", name="<i>&")) == "<b>&lt;i&gt;&amp;</b>"
    assert ID.plain(_("{name}", name="<i>&")) == "<i>&"
    assert ID(_("{name}", name=Markup("<i>x</i>"))) == "<i>x</i>"


def test_braces_in_values_are_no_arguments() -> None:
    assert ID(_("{name}", name="{name} {0} {name.__class__} %s")) == "{name} {0} {name.__class__} %s"
    assert ID.plain(_("{name}", name="{other}")) == "{other}"


def test_messages_nest() -> None:
    inner = _("<b>{name}</b>", name="a & b")
    assert ID(_("{text}!", text=inner)) == "<b>a &amp; b</b>!"


@effort(200)
@given(st.text(max_size=80))
def test_whatever_somebody_is_called_is_read_as_it_is(name: str) -> None:
    assert limits.plain(str(ID(_("<b>{name}</b>", name=name)))) == name
    assert limits.plain(str(ID(name))) == name


# --- plurals ----------------------------------------------------------------------


@pytest.mark.parametrize(("count", "form"), [(0, "many 0"), (1, "one 1"), (2, "many 2"), (1000, "many 1,000")])
def test_english_has_a_singular(count: int, form: str) -> None:
    assert EN.plain(n_("one {count}", "many {count}", count)) == form


def test_a_plural_of_the_catalogue() -> None:
    left = [EN.plain(n_("{count} kegiatan", "{count} kegiatan", count)) for count in (1, 3)]
    assert left == ["1 activity", "3 activities"]
    assert ID.plain(n_("{count} kegiatan", "{count} kegiatan", 3)) == "3 kegiatan"


# --- numbers and dates --------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (Decimal("1250.5"), "1.250,5", "1,250.5"),
        (100_000, "100.000", "100,000"),
        (Decimal("0.01"), "0,01", "0.01"),
        (Decimal("2.00"), "2", "2"),
        (0, "0", "0"),
        (-3, "-3", "-3"),
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(value: Decimal | int, indonesian: str, english: str) -> None:
    assert (ID.number(value), EN.number(value)) == (indonesian, english)
    assert ID.plain(_("{n}", n=value)) == indonesian
    assert ID(_("{n}", n=value)) == indonesian


def test_days_have_three_lengths() -> None:
    assert [ID.day(DAY, style) for style in ("full", "long", "short")] == [
        "Minggu, 31 Januari 2027",
        "31 Januari 2027",
        "31 Januari",
    ]
    assert EN.day(DAY, "full") == "Sunday, 31 January 2027"
    assert ID.plain(_("{day}", day=DAY)) == "31 Januari 2027"
    assert ID(_("{day}", day=DAY)) == "31 Januari 2027"


def test_months_have_names() -> None:
    assert [ID.month(number) for number in (1, 8, 12)] == ["Januari", "Agustus", "Desember"]
    assert EN.month(8) == "August"


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Jakarta", "12 Januari 2027 07.05 WIB"),
        ("Asia/Makassar", "12 Januari 2027 08.05 WITA"),
        ("Asia/Jayapura", "12 Januari 2027 09.05 WIT"),
    ],
)
def test_moments_are_local_and_name_their_zone(zone: str, shown: str) -> None:
    assert ID.instant(MOMENT, zone) == shown


def test_the_local_day_may_be_the_next() -> None:
    assert ID.instant(datetime(2027, 1, 11, 22, 0, tzinfo=UTC), "Asia/Jayapura").startswith("12 Januari")


def test_the_clock_has_a_point_or_a_colon() -> None:
    assert (ID.clock(time(7, 5)), EN.clock(time(7, 5))) == ("07.05", "07:05")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_moment_without_its_zone_is_a_fault_of_ours(language: str) -> None:
    with pytest.raises(TypeError, match="zone"):
        catalogue(language)(Msg("{at}", args={"at": MOMENT}))
