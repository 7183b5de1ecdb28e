"""What people type, send and paste at every kind of question: a clear word, nothing lost, nothing kept that must not
be."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.bot import record
from tests.bot.neighbours import plan
from tests.bot.people import Person, School
from tests.dialogs import limits

NIK = "3301012505900003"
LONG = "panjang sekali " * 250
NOT_WORDS = ("foto", "sticker", "voice", "document", "video_note", "contact", "location", "dice", "poll")
CURIOUS = (
    "<b>tebal</b> & <script>alert(1)</script>",
    "</b>",
    "&lt;&#0;",
    "{name} {0} %s",
    "مرحبا بالعالم",
    "\u202eretsof",
    "👍🏽👨‍👩‍👧‍👦",
    "z̸͉͓a̵l̶g̴o̷",
    "ya",
    "1",
)
NOTHING = ("\u200b\u2060", "\u202e\u200f", "\u00ad")
"""What an app sends and nobody sees."""


@dataclass(frozen=True)
class Kind:
    """A kind of question: how the guru comes to it, what stands there, and what it says to what it cannot use."""

    name: str
    steps: tuple[str, ...]
    title: str
    asks: str


SERVED = ("Lanjut (", "Pakai saran")
MEASURES = (*SERVED, "Pakai saran semua")
ONE_MEASURE = (*MEASURES, "Ubah sebagian", "Perencanaan dan penilaian", "Lanjut (1")
CHOOSE = Kind("choose", SERVED, "RHK atasan yang diintervensi", "pilih salah satu tombol")
CHOOSE_MANY = Kind("choose many", (), "Rencana hasil kerja (RHK)", "centang pilihan")
WORDS = Kind("words", ("Lanjut (",), "Tugas tambahan", "diperlukan jawaban tertulis")
NUMBER = Kind("number", (*ONE_MEASURE, "kuantitas", "Pakai saran"), "target", "diperlukan angka")
CONFIRM = Kind(
    "confirm",
    (*MEASURES, "Pakai saran semua", "Penerapan disiplin", "Pakai saran semua", "Pakai saran semua"),
    "Periksa, lalu kirim",
    "periksa ringkasannya",
)
BY_BUTTON = (CHOOSE, CHOOSE_MANY, CONFIRM)


async def at(school: School, kind: Kind) -> Person:
    """The guru, where a question of this kind is open."""
    guru = school.person("guru")
    await guru.say("/rencana")
    for label in kind.steps:
        await guru.tap(label)
    assert kind.title in guru.screen.text
    return guru


async def answers(school: School) -> object:
    """What the open draft holds."""
    return await record.rows(school.database, "SELECT answers FROM draft WHERE status = 'open'")


def refused(person: Person, kind: Kind, word: str) -> None:
    """The same question stands there, and why the answer was none."""
    text = limits.plain(str(person.screen.text))
    assert "⚠" in text, text
    assert word in text, text
    assert kind.title in text, text


@pytest.mark.parametrize("kind", BY_BUTTON, ids=lambda kind: kind.name)
async def test_a_question_with_buttons_takes_no_words(joined: School, kind: Kind) -> None:
    guru = await at(joined, kind)
    before = await answers(joined)
    for text in (*CURIOUS, *NOTHING, LONG):
        await guru.say(text)
        refused(guru, kind, kind.asks)
    assert await answers(joined) == before


@pytest.mark.parametrize("kind", [*BY_BUTTON, WORDS, NUMBER], ids=lambda kind: kind.name)
async def test_no_question_takes_a_picture_or_a_sticker(joined: School, kind: Kind) -> None:
    guru = await at(joined, kind)
    before = await answers(joined)
    for thing in NOT_WORDS:
        await guru.send(thing)
        refused(guru, kind, kind.asks)
    assert await answers(joined) == before


async def test_words_are_taken_as_somebody_wrote_them(joined: School) -> None:
    guru = await at(joined, WORDS)
    for text in CURIOUS:
        await guru.say(text)
        assert "RHK atasan" in guru.screen.text
        await guru.tap("← Kembali")
        assert "Pakai jawaban tadi" in guru.labels[1]
    await guru.say("<b>wali kelas</b> & 👍 مرحبا")
    for label in CONFIRM.steps[2:]:
        await guru.tap(label)
    assert "<b>wali kelas</b> & 👍" in limits.plain(str(guru.screen.text))
    await guru.tap("Kirim")
    await guru.tap("Lihat rinci")
    for _page in range(9):
        if "Tugas tambahan" in guru.screen.text:
            break
        await guru.tap("›")
    assert "Tugas tambahan: <b>wali kelas</b> & 👍 مرحبا" in limits.plain(str(guru.screen.text))


async def test_words_of_nothing_and_too_many_words_are_refused(joined: School) -> None:
    guru = await at(joined, WORDS)
    for text in NOTHING:
        await guru.say(text)
        refused(guru, WORDS, WORDS.asks)
    await guru.say(LONG)
    refused(guru, WORDS, "Paling panjang 120 huruf; yang tertulis 3.749")
    await guru.say("😀" * 2048)
    refused(guru, WORDS, "Paling panjang 120 huruf")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("banyak", 'Yang tertulis: "banyak"'),
        ("dua belas", "harus berupa angka"),
        ("12.5", "harus berupa angka"),
        ("1,250.5", "harus berupa angka"),
        ("1,250,000", "harus berupa angka"),
        ("1e3", "harus berupa angka"),
        ("١٢", "harus berupa angka"),
        ("½", "harus berupa angka"),
        ("12 34", "harus berupa angka"),
        ("0x10", "harus berupa angka"),
        ("NaN", "harus berupa angka"),
        ("Infinity", "harus berupa angka"),
        ("<b>1</b>", '"<b>1</b>"'),
        ("-1", "harus antara"),
        ("0", "harus antara"),
        ("100.001", "harus antara"),
        ("9" * 300, "harus antara"),
        ("1,555", "Paling banyak 2 angka di belakang koma"),
        (LONG, "harus berupa angka"),
    ],
)
async def test_a_number_that_is_none(number: tuple[School, Person], typed: str, said: str) -> None:
    school, guru = number
    before = await answers(school)
    await guru.say(typed)
    refused(guru, NUMBER, said)
    assert await answers(school) == before


async def test_a_number_in_indonesian_notation_is_kept_exactly(number: tuple[School, Person]) -> None:
    school, guru = number
    await guru.say("1.250,50")
    assert "satuan target" in guru.screen.text
    for label in ("Pakai saran", "Penerapan disiplin", "Pakai saran semua", "Pakai saran semua", "Kirim"):
        await guru.tap(label)
    assert "target RHK a = 1.250,5 " in guru.screen.text
    assert ("1250.50",) in await record.rows(school.database, "SELECT target FROM skp_item WHERE code = 'a'")


@pytest.fixture
async def number(joined: School) -> tuple[School, Person]:
    """The guru is asked a number."""
    return joined, await at(joined, NUMBER)


async def test_a_day_that_is_none(sent: School) -> None:
    guru = sent.person("guru")
    await sent.person("kepala").tap("Setujui")
    await sent.deliver()
    await guru.tap("Sudah saya isi")
    day = Kind("day", (), "Kapan diisi", "diperlukan tanggal")
    for text in (*CURIOUS, *NOTHING, LONG, "31-02-2027", "2027-13-12", "12 Jan", "00-00-0000", "1-1-99999"):
        await guru.say(text)
        refused(guru, day, day.asks)
    for text in ("11-01-2027", "13 Januari 2027", "2027-01-13", "12-01-1027"):
        await guru.say(text)
        refused(guru, day, "antara 12 Januari 2027 dan 12 Januari 2027")
    for thing in NOT_WORDS:
        await guru.send(thing)
        refused(guru, day, day.asks)
    await guru.say("12/1/2027")
    assert "Diisi di Ruang GTK: 12 Januari 2027" in guru.screen.text


async def test_without_a_question_words_and_things_are_answered_kindly(joined: School) -> None:
    guru = joined.person("guru")
    for text in (*CURIOUS, *NOTHING, LONG):
        await guru.say(text)
        assert "tidak ada pertanyaan yang terbuka" in guru.screen.text
        assert guru.labels == ["⌂ Beranda"]
    for thing in NOT_WORDS:
        await guru.send(thing)
        assert "belum dapat memakai kiriman" in guru.screen.text
    await guru.say("/tidakada")
    assert "belum dikenal" in guru.screen.text


# --- what must never be kept ---------------------------------------------------


WRITTEN_NIK = (
    NIK,
    "3301 0125 0590 0003",
    "33.01.01.250590.0003",
    "NIK saya " + NIK + " ya",
    "330101-250590-0003",
    "٣٣٠١٠١٢٥٠٥٩٠٠٠٠٣",
    "３３０１０１２５０５９００００３",
)


async def test_a_nik_in_disguise(joined: School) -> None:
    guru = await at(joined, WORDS)
    for text in ("33010125\u200b05900003", "33010125\u00ad05900003", "330101/250590/0003", "330101_250590_0003"):
        await guru.say(text)
        assert "hapus pesan itu" in guru.screen.text, text


@pytest.mark.parametrize("kind", [None, WORDS, NUMBER, CHOOSE], ids=lambda kind: kind.name if kind else "no talk")
async def test_a_nik_is_refused_and_kept_nowhere(joined: School, kind: Kind | None) -> None:
    guru = await at(joined, kind) if kind else joined.person("guru")
    question, before = guru.screen, await record.everything(joined.database)
    for text in WRITTEN_NIK:
        await guru.say(text)
        assert "NIK" in guru.screen.text
        assert "hapus pesan itu" in guru.screen.text
    after = await record.everything(joined.database)
    assert not any(trace in after for trace in (NIK, "25059", "5900003", "٣٣٠١", "３３０１"))
    assert len(after.splitlines()) == len(before.splitlines()) + len(WRITTEN_NIK), "only that the updates were seen"
    if kind is not None:
        assert guru.find("Simpan dulu")[1] in question.rows[-1], "the question stands as it was"


async def test_a_nik_from_a_stranger_or_beside_a_command_is_refused(joined: School) -> None:
    stranger = joined.person("stranger")
    for text in (NIK, f"/start {NIK}", f"/rencana {NIK}", f"/{NIK}"):
        await stranger.say(text)
        assert "hapus pesan itu" in stranger.screen.text, text
    guru = await at(joined, WORDS)
    await guru.say(f"/batal {NIK}")
    assert "hapus pesan itu" in guru.screen.text
    assert NIK not in await record.everything(joined.database)


async def test_a_nik_as_a_reason_does_not_reach_anybody(sent: School) -> None:
    kepala = sent.person("kepala")
    await kepala.tap("Kembalikan")
    await kepala.say(f"NIK {NIK} keliru")
    assert "hapus pesan itu" in kepala.screen.text
    assert await record.skp(sent.database) == [("diajukan", 1, 1)]
    await kepala.say("Target dinaikkan.")
    assert await record.skp(sent.database) == [("dikembalikan", 2, 1)]


async def test_a_reason_of_html_reaches_the_guru_word_for_word(sent: School) -> None:
    kepala, guru = sent.person("kepala"), sent.person("guru")
    await kepala.tap("Kembalikan")
    await kepala.say("<b>Target</b> & alasan 😀 {name}")
    await sent.deliver()
    assert "Alasan: <b>Target</b> & alasan 😀 {name}" in limits.plain(str(guru.screen.text))
    await guru.tap("Perbaiki rencana")
    assert "Dikembalikan: <b>Target</b> & alasan 😀 {name}" in limits.plain(str(guru.screen.text))


async def test_a_nip_is_no_nik(joined: School) -> None:
    guru = await at(joined, WORDS)
    await guru.say("198501012010012001")
    assert "RHK atasan" in guru.screen.text


async def test_names_of_html_do_not_break_a_screen(joined: School) -> None:
    name = 'D\'Contoh <b>& "Satu"</b> 👩‍🏫 أ'
    await record.change(joined.database, "UPDATE person SET name = :name WHERE name = 'Contoh Satu'", name=name)
    await plan(joined)
    guru, kepala = joined.person("guru"), joined.person("kepala")
    assert name in limits.plain(str(kepala.screen.text))
    await kepala.tap("Semua menunggu")
    assert name[:20] in limits.plain(str(kepala.screen.text))
    await guru.tap("Tarik kembali")
    await kepala.tap_data("s:1:1:ok:0")
    assert name in (kepala.toast or "")
