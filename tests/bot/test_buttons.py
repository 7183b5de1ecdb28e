"""Buttons that are forged, somebody else's, or from another time: nothing happens but a clear word."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dialogs.calls import At, Do, Step
from storage.database import Database
from tests.bot import record
from tests.bot.neighbours import Picture, settled
from tests.bot.people import Person, School

STRANGERS_TO_IT = ("rekan", "guru_sebelah", "kepala_sebelah", "operator", "pengawas", "rangkap", "honorer")
"""Everybody but the owner of the guru's plan and its appraiser."""
HUGE = 999_999_999_999_999_999
LARGEST_ID = 2**31 - 1
Forge = tuple[asyncio.Runner, School]


async def test_nobody_else_touches_a_plan(sent: School) -> None:
    kepala = sent.person("kepala")
    buttons = [button.data or "" for row in kepala.screen.rows for button in row][:-1]
    guru_buttons = [button.data or "" for row in sent.person("guru").screen.rows for button in row][:-1]
    kept = await record.rows(sent.database, "SELECT status, version FROM skp")
    for who in STRANGERS_TO_IT:
        person = sent.person(who)
        for data in {*buttons, *guru_buttons, "s:1:1:re:0", "s:1:1:copy:0", "s:1:1:in:0"}:
            screen = await person.tap_data(data)
            assert "bukan untuk akun ini" in (person.toast or ""), (who, data)
            assert "Contoh Satu" not in screen.text, (who, data)
            assert "Fokus" not in screen.text, (who, data)
    assert await record.rows(sent.database, "SELECT status, version FROM skp") == kept
    assert await record.open_drafts(sent.database) == 0


async def test_the_owner_does_not_approve_and_the_appraiser_does_not_withdraw(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    for do in (Do.approve, Do.give_back, Do.copy, Do.entered, Do.revise):
        screen = await guru.tap_data(f"s:1:1:{do}:0")
        assert "menunggu persetujuan" in screen.text
    for do in (Do.withdraw, Do.copy, Do.entered, Do.revise):
        screen = await kepala.tap_data(f"s:1:1:{do}:0")
        assert "untuk disetujui" in screen.text
    assert await record.skp(sent.database) == [("diajukan", 1, 1)]
    assert await record.open_drafts(sent.database) == 0


async def test_a_draft_of_somebody_else_is_closed_to_everybody(joined: School) -> None:
    guru = joined.person("guru")
    await guru.say("/rencana")
    buttons = [button.data or "" for row in guru.screen.rows for button in row]
    before = await record.rows(joined.database, "SELECT answers, cursor, status FROM draft")
    for who in STRANGERS_TO_IT[:4]:
        for data in (*buttons, "l:1:00", "l:1:10", "l:1:11"):
            await joined.person(who).tap_data(data)
            assert "tidak berlaku" in (joined.person(who).toast or "")
            assert "Rencana SKP</b> ·" not in joined.person(who).screen.text
    assert await record.rows(joined.database, "SELECT answers, cursor, status FROM draft") == before


async def test_only_the_schools_operator_answers_a_join(joined: School) -> None:
    await record.change(
        joined.database,
        "UPDATE assignment SET status = 'pending' WHERE id = (SELECT a.id FROM assignment a JOIN person p "
        "ON p.id = a.person_id WHERE p.name = 'Contoh Kepala')",
    )
    [(waiting,)] = await record.rows(joined.database, "SELECT id FROM assignment WHERE status = 'pending'")
    for who in ("kepala", "guru", "kepala_sebelah", "operator_sebelah", "pengawas"):
        for accept in "01":
            await joined.person(who).tap_data(f"c:{waiting}:{accept}")
            assert "dapat dilakukan oleh" in (joined.person(who).toast or ""), who
    assert await record.rows(joined.database, "SELECT id FROM assignment WHERE status = 'pending'") == [(waiting,)]
    await joined.person("operator").tap_data(f"c:{waiting}:1")
    assert not await record.rows(joined.database, "SELECT id FROM assignment WHERE status = 'pending'")


async def test_a_role_of_somebody_else_is_not_to_be_had(joined: School) -> None:
    guru = joined.person("guru")
    for (role,) in await record.rows(joined.database, "SELECT id FROM assignment"):
        await guru.tap_data(f"p:role:{role}")
        assert "kepala sekolah ·" not in guru.screen.text
        await guru.say("/menu")
        assert "Bu Contoh Satu" in guru.screen.text


async def test_a_stranger_gets_nowhere_with_any_button(sent: School) -> None:
    stranger = sent.person("stranger")
    await stranger.say("halo")
    before = await record.everything(sent.database)
    for data in (
        *(f"s:1:1:{do}:0" for do in Do),
        *(f"h:{at}:0" for at in At if at not in (At.help, At.about, At.privacy, At.languages)),
        "l:1:00",
        "l:1:11",
        "c:1:1",
        "p:role:1",
        "d:1:abc:y",
    ):
        screen = await stranger.tap_data(data)
        assert "kode undangan" in screen.text, data
    after = await record.everything(sent.database)
    assert _without_seen(after) == _without_seen(before)


def _without_seen(everything: str) -> list[str]:
    return [line for line in everything.splitlines() if not line.startswith("seen_update")]


# --- buttons of another time ---------------------------------------------------


async def test_after_a_withdrawal_the_old_card_approves_nothing(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    approve, give_back = kepala.data("Setujui"), kepala.data("Kembalikan")
    await guru.tap("Tarik kembali")
    for data in (approve, give_back):
        screen = await kepala.tap_data(data)
        assert "ditarik pemiliknya" in screen.text
        assert "Setujui" not in str(screen.rows)
        assert kepala.toast
    assert await record.skp(sent.database) == [("ditarik", 2, 1)]
    assert await record.open_drafts(sent.database) == 0


async def test_after_a_revision_the_old_card_leads_to_the_new_one(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    old = kepala.data("Setujui")
    old_card = max(kepala.messages)
    await guru.tap("Tarik kembali")
    await guru.tap("Perbaiki rencana")
    await guru.tap("Kirim")
    screen = await kepala.tap_data(old, old_card)
    assert "sudah dikirim oleh Contoh Satu" in (kepala.toast or "")
    assert "untuk disetujui" in screen.text
    assert await record.skp(sent.database) == [("diajukan", 3, 2)]
    await sent.deliver()
    assert "sudah tidak berlaku" in kepala.messages[old_card].text
    assert kepala.messages[old_card].rows[0][0].label == "Lihat yang terbaru"
    await kepala.tap_data(kepala.messages[old_card].rows[0][0].data or "", old_card)
    await kepala.tap_data(kepala.data("Setujui"), old_card)
    assert await record.skp(sent.database) == [("disepakati", 4, 2)]


async def test_after_the_approval_no_old_button_changes_anything(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    old = {label: kepala.data(label) for label in ("Setujui", "Kembalikan")}
    withdraw = guru.data("Tarik kembali")
    await kepala.tap("Setujui")
    await sent.deliver()
    for data in old.values():
        screen = await kepala.tap_data(data)
        assert "disepakati di Kawal" in screen.text
    screen = await guru.tap_data(withdraw)
    assert "sudah disepakati oleh Contoh Kepala" in (guru.toast or "")
    assert "disepakati di Kawal" in screen.text
    await guru.tap_data("s:1:2:re:0")
    await guru.say("/rencana")
    assert "disepakati di Kawal" in guru.screen.text
    assert await record.skp(sent.database) == [("disepakati", 2, 1)]
    assert await record.actions(sent.database) == ["skp.submit", "skp.approve"]


async def test_a_button_of_an_earlier_question_shows_the_one_that_is_open(joined: School) -> None:
    guru = joined.person("guru")
    await guru.say("/rencana")
    early = [button.data or "" for row in guru.screen.rows for button in row]
    await guru.tap("Lanjut (")
    await guru.tap("Pakai saran")
    await guru.tap("Pakai saran semua")
    open_now = guru.screen
    before = await record.rows(joined.database, "SELECT answers, cursor FROM draft")
    for data in early:
        screen = await guru.tap_data(data)
        assert screen.text == open_now.text
        assert guru.toast == "Tombol itu sudah tidak berlaku. Ini keadaannya sekarang."
    assert await record.rows(joined.database, "SELECT answers, cursor FROM draft") == before


async def test_a_button_that_nobody_reads_is_answered(joined: School) -> None:
    guru = joined.person("guru")
    await guru.say("/menu")
    for data in ("", "x", "s:0:1:ok:0", "s:-1:1:ok:0", "s:1:1:drop:0", "h:home", "p:lang:xx", "j:x:me", "🦊", "s:1:1"):
        await guru.tap_data(data)
        assert guru.toast == "Tombol itu sudah tidak berlaku. Ini keadaannya sekarang.", data
        assert "Bu Contoh Satu" in guru.screen.text


# --- whatever a forger thinks of -------------------------------------------------


numbers = st.sampled_from([0, 1, 2, 3, 10_000, 10_001, LARGEST_ID]) | st.integers(0, LARGEST_ID)
pages = st.integers(0, 999)
near_misses = st.one_of(
    st.builds("s:{}:{}:{}:{}".format, numbers, st.integers(0, 999_999_999), st.sampled_from(list(Do)), pages),
    st.builds("h:{}:{}".format, st.sampled_from(list(At)), pages),
    st.builds("d:{}:{}:{}".format, numbers, st.sampled_from(["0", "abc", "1ch9qqv"]), st.text(max_size=12)),
    st.builds("l:{}:{}".format, numbers, st.sampled_from(["00", "10", "11", "01"])),
    st.builds("j:{}:{}".format, st.text("ABCDEFGH01234567", min_size=8, max_size=12), st.sampled_from(list(Step))),
    st.builds("c:{}:{}".format, numbers, st.sampled_from("01")),
    st.builds("p:role:{}".format, numbers),
    st.builds("p:lang:{}".format, st.sampled_from(["id", "en", "jv", "xx"])),
    st.text(max_size=64),
)


FORGERS = ("guru_sebelah", "operator_sebelah", "pengawas", "stranger")


@pytest.fixture(scope="module")
def forge(sent_picture: Picture, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forge]:
    """One school for all examples: nothing may change it."""
    with asyncio.Runner() as runner:
        school = sent_picture.copy(tmp_path_factory.mktemp("forge"))
        runner.run(school.person("stranger").say("halo"))
        yield runner, school
        runner.run(school.database.dispose())


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(who=st.sampled_from(FORGERS), data=near_misses)
@example("guru_sebelah", "d:1:abc:\x00")
def test_a_forged_button_changes_nothing(forge: Forge, who: str, data: str) -> None:
    runner, school = forge
    runner.run(school.person(who).tap_data(data, 1))


@pytest.fixture
async def operator(postgres_url: str, tmp_path: Path) -> AsyncIterator[Person]:
    """Somebody on PostgreSQL, which is strict about what it is given."""
    database = Database(postgres_url)
    school = await settled(database, tmp_path)
    await school.person("operator").join(school.codes["Contoh Operator"])
    yield school.person("operator")
    await database.dispose()


async def test_forged_buttons_on_a_strict_database(operator: Person) -> None:
    for data in (
        *(f"s:{HUGE}:1:ok:0", f"c:{HUGE}:1", f"p:role:{HUGE}", f"i:{HUGE}:1", f"l:{HUGE}:11", f"d:{HUGE}:abc:y"),
        *(f"c:{LARGEST_ID}:1", f"p:role:{LARGEST_ID}", f"i:{LARGEST_ID}:1", f"s:{LARGEST_ID}:999999999:ok:0"),
        *("d:1:abc:\x00", "\x00", "p:lang:\x00", "🦊" * 16),
    ):
        await operator.tap_data(data)
        assert "Contoh Operator" in operator.screen.text or "dalam daftar" in operator.screen.text, data


def test_all_that_forging_has_changed_nothing(forge: Forge) -> None:
    runner, school = forge
    database = school.database
    assert runner.run(record.skp(database)) == [("diajukan", 1, 1)]
    assert runner.run(record.actions(database)) == ["skp.submit"]
    assert runner.run(record.rows(database, "SELECT count(*) FROM assignment WHERE status = 'pending'")) == [(0,)]
    assert runner.run(record.rows(database, "SELECT count(*) FROM account WHERE person_id IS NULL")) == [(1,)]


async def test_pages_beyond_the_last_show_the_last(sent: School) -> None:
    guru, kepala = sent.person("guru"), sent.person("kepala")
    for person, kinds in ((kepala, ("det", "why")), (guru, ("det", "why"))):
        for kind in kinds:
            await person.tap_data(f"s:1:1:{kind}:999")
            assert "Ke kartu" in str(person.screen.rows)
    for place in ("inbox", "why", "people", "drafts", "roles", "joins", "month"):
        await kepala.tap_data(f"h:{place}:999")
        assert kepala.labels
    await kepala.tap_data("s:1:1:ok:999")
    await sent.deliver()
    await guru.tap_data("s:1:2:copy:999")
    assert "Salin ke Ruang GTK" in guru.screen.text


async def test_who_approves_after_all_has_no_reason_left_to_give(sent: School) -> None:
    kepala = sent.person("kepala")
    approve = kepala.data("Setujui")
    await kepala.tap("Kembalikan")
    await kepala.tap_data(approve)
    assert await record.open_drafts(sent.database) == 0
    await kepala.say("Terima kasih, Bu.")
    assert "tidak ada pertanyaan yang terbuka" in kepala.screen.text
