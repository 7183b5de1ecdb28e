"""Feedback and coaching, as people live it."""

from __future__ import annotations

from tests.bot.people import Person, School

SECRET = "Rahasia kita berdua."


async def _given(school: School, kind: str, words: str) -> tuple[Person, Person]:
    """The kepala sekolah tells the guru something; both phones."""
    guru, kepala = school.person("guru"), school.person("kepala")
    await kepala.say("/menu")
    await kepala.tap("Umpan balik")
    await kepala.tap("Yang saya berikan")
    await kepala.tap("Pilih orang")
    await kepala.tap("Contoh Satu")
    await kepala.tap("Umpan balik")
    await kepala.tap("Sampaikan umpan balik")
    await kepala.tap(kind)
    await kepala.say(words)
    await kepala.tap("Tidak perlu")
    await kepala.tap("✅ Sampaikan")
    await school.deliver()
    return guru, kepala


async def test_an_appreciation_reaches_the_teacher_who_answers_once(joined: School) -> None:
    guru, kepala = await _given(joined, "Apresiasi", "Kelas Ibu makin hidup.")
    assert "Kelas Ibu makin hidup." in guru.screen.text
    await guru.tap("Baca")
    await guru.tap("Tanggapi")
    await guru.say("Terima kasih, Pak.")
    assert "Terima kasih, Pak." in guru.screen.text
    assert not [label for label in guru.labels if "Tanggapi" in label]
    await joined.deliver()
    assert "Terima kasih, Pak." in kepala.screen.text


async def test_the_words_of_counselling_are_on_no_card_and_for_nobody_else(joined: School) -> None:
    guru, kepala = await _given(joined, "Konseling", SECRET)
    assert SECRET not in guru.screen.text
    assert "Hanya dibaca berdua" in guru.screen.text
    read = guru.data("Baca")
    await guru.tap("Baca")
    assert SECRET in guru.screen.text
    assert "31 Desember 2028" in guru.screen.text
    for who in ("rekan", "kepala_sebelah", "operator", "pengawas"):
        other = joined.person(who)
        await other.tap_data(read)
        for do in ("why", "reply", "of", "new", "xx"):
            await other.tap_data(read.replace(":show:", f":{do}:"))
        assert all(SECRET not in screen.text for screen in other.messages.values())
    await kepala.tap("Semua")
    assert SECRET not in kepala.screen.text
    assert "Konseling kinerja" in str(kepala.labels)


async def test_who_looks_after_nobody_begins_nothing(joined: School) -> None:
    begun = dict.fromkeys(("kepala", "rekan"), 0)
    for who in begun:
        person = joined.person(who)
        for assignment in range(1, 14):
            await person.tap_data(f"o:fb:{assignment}:0:new:0:")
            begun[who] += "Apa yang ingin disampaikan" in person.screen.text
    assert begun["kepala"] > 0
    assert begun["rekan"] == 0
