"""An operator invites somebody with a new phone: the old one ends, the draft goes on."""

from __future__ import annotations

from tests.bot.people import School


async def test_a_new_phone_goes_on_where_the_old_one_stopped(joined: School) -> None:
    guru, operator = joined.person("guru"), joined.person("operator")
    await guru.say("/rencana")
    await guru.tap("Lanjut (")

    await operator.say("/menu")
    await operator.tap("Daftar orang dan undangan")
    await operator.tap("✓ Contoh Satu")
    shown = await operator.tap("Ya, buat undangan")
    code = shown.rows[0][0].copy
    assert code is not None
    assert code.startswith("/start ")

    new = joined.person("guru dengan ponsel baru")
    await new.join(code.removeprefix("/start "))
    await new.say("/lanjut")
    assert "Tugas tambahan" in new.screen.text
    await guru.say("/rencana")
    assert "kode undangan" in guru.screen.text


async def test_only_operators_see_the_roster(joined: School) -> None:
    guru = joined.person("guru")
    for data in ("h:people:0", "i:1:0", "i:3:1"):
        await guru.tap_data(data)
        assert "dalam daftar" not in guru.screen.text
        assert "undangan baru" not in guru.screen.text
        assert "/start" not in guru.screen.text
