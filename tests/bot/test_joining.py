"""Codes, phones and roles: who gets in, who waits, who no longer does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import invites
from tests.bot import record
from tests.bot.neighbours import STEPS
from tests.bot.people import School

WRONG = "tidak dapat dipakai"
ASKED = "Apakah ini Bapak/Ibu?"


async def invited_again(school: School, name: str) -> str:
    """A new code for somebody, as an operator would print it."""
    [(person,)] = await record.rows(school.database, "SELECT id FROM person WHERE name = :name", name=name)
    async with school.database.transaction() as session:
        return await invites.create(session, None, person, school.clock.now())


async def test_guessing_is_slowed_down_and_then_forgiven(joined: School) -> None:
    stranger, code = joined.person("stranger"), joined.codes["Contoh Kepala Dinas"]
    for guess in ("AAAABBBBCCCC", "1", "x" * 300, "<b>kode</b>", "ＡＢＣＤ", "🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉"):
        await stranger.say(f"/start {guess}")
        assert WRONG in stranger.screen.text or "Coba lagi dalam 15 menit" in stranger.screen.text
    assert "Coba lagi dalam 15 menit" in stranger.screen.text
    await stranger.say(f"/start {code}")
    assert "Coba lagi dalam 15 menit" in stranger.screen.text, "even the right one"
    joined.clock.advance(timedelta(minutes=15, seconds=1))
    await stranger.say("/start AAAABBBBCCCC")
    assert "Coba lagi dalam 30 menit" in stranger.screen.text
    joined.clock.advance(timedelta(minutes=31))
    await stranger.say(f"/start {code}")
    assert ASKED in stranger.screen.text
    await stranger.tap("Ya, ini saya")
    await stranger.tap("Setuju dan bergabung")
    assert "Selamat bergabung" in stranger.screen.text


async def test_other_people_are_not_slowed_down_by_a_guesser(joined: School) -> None:
    for number in range(6):
        await joined.person("stranger").say(f"/start AAAABBBBCCC{number}")
    dinas = joined.person("kepala_dinas")
    await dinas.join(joined.codes["Contoh Kepala Dinas"])
    assert "Selamat bergabung" in dinas.screen.text


@pytest.mark.parametrize("how", ["lower case", "with hyphens", "with spaces", "look-alikes", "many hyphens"])
async def test_a_code_typed_by_hand_leads_all_the_way_in(joined: School, how: str) -> None:
    code = joined.codes["Contoh Kepala Dinas"]
    typed = {
        "lower case": code.lower(),
        "with hyphens": f"{code[:4]}-{code[4:8]}-{code[8:]}",
        "with spaces": f"{code[:4]} {code[4:8]} {code[8:]}",
        "look-alikes": code.replace("0", "O").replace("1", "l"),
        "many hyphens": "-".join(code) + "-" * 60,
    }[how]
    dinas = joined.person("kepala_dinas")
    await dinas.join(typed)
    assert "Selamat bergabung" in dinas.screen.text


async def test_a_code_works_once_for_one_phone(joined: School) -> None:
    code = joined.codes["Contoh Kepala Dinas"]
    await joined.person("kepala_dinas").join(code)
    thief = joined.person("thief")
    await thief.say(f"/start {code}")
    assert WRONG in thief.screen.text
    for step in ("me", "ok"):
        await thief.tap_data(f"j:{code}:{step}")
        assert WRONG in thief.screen.text
    await thief.say("/menu")
    assert "kode undangan" in thief.screen.text


async def test_the_same_phone_may_open_its_link_again(joined: School) -> None:
    guru = joined.person("guru")
    await guru.join(joined.codes["Contoh Satu"])
    assert "Selamat bergabung" in guru.screen.text
    assert await record.actions(joined.database, "invites.redeem") == ["invites.redeem"] * len(joined.people)


async def test_an_expired_code_is_a_wrong_code(joined: School) -> None:
    joined.clock.advance(timedelta(days=31))
    dinas = joined.person("kepala_dinas")
    await dinas.say(f"/start {joined.codes['Contoh Kepala Dinas']}")
    assert WRONG in dinas.screen.text


async def test_a_code_of_somebody_else_on_a_joined_phone(joined: School) -> None:
    guru, code = joined.person("guru"), joined.codes["Contoh Kepala Dinas"]
    for _attempt in range(2):
        await guru.say(f"/start {code}")
        assert "sudah terhubung dengan <b>" in guru.screen.text
        assert "Contoh Satu" in guru.screen.text
        await guru.tap_data(f"j:{code}:ok")
        assert "sudah terhubung" in guru.screen.text
    await joined.person("kepala_dinas").join(code)
    assert "Selamat bergabung" in joined.person("kepala_dinas").screen.text


@pytest.mark.parametrize("when", ["Bukan saya", "Tidak jadi"])
async def test_declining_keeps_nothing_and_the_code_stays_good(joined: School, when: str) -> None:
    dinas, code = joined.person("kepala_dinas"), joined.codes["Contoh Kepala Dinas"]
    await dinas.say(f"/start {code}")
    if when == "Tidak jadi":
        await dinas.tap("Ya, ini saya")
    await dinas.tap(when)
    assert "tidak ada yang disimpan" in dinas.screen.text
    [kept] = await record.rows(
        joined.database, "SELECT person_id, consent_at FROM account WHERE telegram_id = :me", me=dinas.telegram_id
    )
    assert kept == (None, None)
    await dinas.join(code)
    assert "Selamat bergabung" in dinas.screen.text


async def test_a_new_phone_ends_the_old_one_and_goes_on_with_the_draft(joined: School) -> None:
    old, new = joined.person("guru"), joined.person("guru, new phone")
    await old.say("/rencana")
    for label in STEPS[:3]:
        await old.tap(label)
    question, button = old.screen, old.data("Pakai saran semua")
    code = await invited_again(joined, "Contoh Satu")
    await new.join(code)
    await new.say("/lanjut")
    assert new.screen.text == question.text

    await old.tap_data(button)
    assert "kode undangan" in old.screen.text
    await old.say("/lanjut")
    assert "kode undangan" in old.screen.text
    await old.say("apa pun")
    assert "kode undangan" in old.screen.text
    await old.say(f"/start {joined.codes['Contoh Satu']}")
    assert WRONG in old.screen.text

    for label in STEPS[3:]:
        await new.tap(label)
    assert "menunggu persetujuan" in new.screen.text
    assert await record.skp(joined.database) == [("diajukan", 1, 1)]


async def test_a_kepala_sekolah_on_a_new_phone_waits_again(sent: School) -> None:
    old, new, operator = sent.person("kepala"), sent.person("kepala, new phone"), sent.person("operator")
    await new.join(await invited_again(sent, "Contoh Kepala"))
    assert "aktif setelah dikonfirmasi operator" in new.screen.text
    for phone in (old, new):
        await phone.tap_data("s:1:1:ok:0")
        await phone.tap_data("s:1:1:back:0")
        await phone.tap_data("s:1:1:det:0")
        assert "Fokus" not in phone.screen.text
    await new.say("/menu")
    assert "menunggu konfirmasi operator" in new.screen.text
    await new.say("/persetujuan")
    assert "Contoh Satu" not in new.screen.text
    assert await record.skp(sent.database) == [("diajukan", 1, 1)]
    assert await record.open_drafts(sent.database) == 0

    await sent.deliver()
    await operator.tap("Benar, aktifkan")
    await sent.deliver()
    await new.tap("Setujui")
    assert await record.skp(sent.database) == [("disepakati", 2, 1)]


async def test_who_was_refused_by_the_operator_is_told_and_may_be_invited_again(joined: School) -> None:
    kepala, operator = joined.person("kepala, new phone"), joined.person("operator")
    code = await invited_again(joined, "Contoh Kepala")
    await kepala.join(code)
    await joined.deliver()
    await operator.tap("Bukan orangnya")
    await joined.deliver()
    assert "belum dapat mengaktifkan" in kepala.screen.text
    await kepala.say("/menu")
    assert "kode undangan" in kepala.screen.text

    await kepala.say(f"/start {code}")
    if ASKED in kepala.screen.text:
        await kepala.tap("Ya, ini saya")
        await kepala.tap("Setuju dan bergabung")
    assert WRONG in kepala.screen.text

    await kepala.join(await invited_again(joined, "Contoh Kepala"))
    assert "aktif setelah dikonfirmasi operator" in kepala.screen.text
    await joined.deliver()
    await operator.tap("Benar, aktifkan")
    await joined.deliver()
    assert "sudah aktif" in kepala.screen.text


async def test_a_plan_sent_while_the_kepala_sekolah_waits_reaches_them_when_confirmed(joined: School) -> None:
    new, operator, guru = joined.person("kepala, new phone"), joined.person("operator"), joined.person("guru")
    await new.join(await invited_again(joined, "Contoh Kepala"))
    await guru.say("/rencana")
    for label in STEPS:
        await guru.tap(label)
    await joined.deliver()
    assert not any("Setujui" in str(screen.rows) for screen in new.messages.values())
    await operator.tap("Benar, aktifkan")
    await joined.deliver()
    await new.tap("Setujui")
    assert await record.skp(joined.database) == [("disepakati", 2, 1)]


async def test_two_roles_of_one_person_are_kept_apart(joined: School) -> None:
    rangkap = joined.person("rangkap")
    await rangkap.say("/rencana")
    await rangkap.tap("Lanjut (")
    here = rangkap.screen
    await rangkap.say("/menu")
    assert "Lanjutkan rencana" in rangkap.labels[0]
    await rangkap.tap("Ganti peran")
    there = next(label for label in rangkap.labels if "Contoh 02" in label or "Contoh 01" in label)
    other = [label for label in rangkap.labels if "SDN Contoh" in label]
    assert len(other) == 2
    schools = {}
    for label in (there, *(label for label in other if label != there)):
        await rangkap.tap(label)
        schools[label] = rangkap.screen.text
        await rangkap.tap("Ganti peran")
    assert sum("belum dikirim" in text for text in schools.values()) == 1
    assert sum("belum dibuat" in text for text in schools.values()) == 1

    fresh = next(label for label, text in schools.items() if "belum dibuat" in text)
    await rangkap.tap(fresh)
    await rangkap.say("apa pun")
    assert "tidak ada pertanyaan yang terbuka" in rangkap.screen.text, "the talk of the other role waits"
    await rangkap.tap_data(here.rows[0][0].data or "")
    assert "tidak berlaku" in (rangkap.toast or "")
    await rangkap.say("/rencana")
    assert "1 dari 7" in rangkap.screen.text
    assert await record.open_drafts(joined.database) == 2
