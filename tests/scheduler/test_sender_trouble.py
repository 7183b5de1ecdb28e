"""What goes wrong on the way: nothing is lost, nothing is doubled, and the sender lives."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from scheduler.sender import LEASE, Misconfigured
from storage import lending
from storage.accounts import ACCOUNTS
from storage.database import Database
from storage.values import OutboxState
from tests.databases import Postgres
from tests.scheduler.office import BUDI, SARI, STRANGER, Office, chat, office
from tests.scheduler.test_locks import end_connections

WRONG_TOKEN = "1234567:not-the-token"


async def test_who_has_blocked_the_bot_is_left_alone(post_office: Office) -> None:
    await post_office.phone(SARI).block()
    for text in ("pertama", "kedua"):
        await post_office.post(SARI, text)
    await post_office.post(SARI, "keputusan", may_resend=True)
    async with post_office.open() as sender:
        row = await post_office.becomes(sender, "pertama", OutboxState.gone)
        await post_office.look_again(sender)
        states = await post_office.states()
    assert row.error == "bot was blocked by the user"
    assert (states["kedua"], states["keputusan"]) == (OutboxState.dropped, OutboxState.waiting)
    assert len(await post_office.calls(SARI)) == 1
    async with post_office.database.reading() as session:
        reachable = select(ACCOUNTS.c.reachable).where(ACCOUNTS.c.telegram_id == chat(SARI))
        assert await session.scalar(reachable) is False


async def test_who_never_pressed_start_is_gone(small_office: Office) -> None:
    await small_office.post(STRANGER, "halo")
    async with small_office.open() as sender:
        row = await small_office.becomes(sender, "halo", OutboxState.gone)
    assert row.error == "Chat not found"


async def test_a_reminder_whose_answer_was_lost_is_not_sent_again(post_office: Office) -> None:
    await post_office.fault("drop")
    await post_office.post(SARI, "pengingat")
    async with post_office.open() as sender:
        await post_office.becomes(sender, "pengingat", OutboxState.unknown)
        post_office.clock.advance(timedelta(days=1))
        await post_office.look_again(sender)
    assert await post_office.texts(SARI) == ["pengingat"]


async def test_a_decision_card_whose_answer_was_lost_goes_out_once_more(post_office: Office) -> None:
    await post_office.fault("drop")
    await post_office.post(SARI, "keputusan", may_resend=True)
    async with post_office.open() as sender:
        await post_office.becomes(sender, "keputusan", OutboxState.sent)
    assert await post_office.texts(SARI) == ["keputusan", "keputusan"]


async def test_once_more_is_not_for_ever(post_office: Office) -> None:
    await post_office.fault("drop", times=None)
    await post_office.post(SARI, "keputusan", may_resend=True)
    async with post_office.open() as sender:
        await post_office.becomes(sender, "keputusan", OutboxState.unknown)
    assert await post_office.texts(SARI) == ["keputusan", "keputusan"]


async def test_an_edit_whose_answer_was_lost_is_made_again(post_office: Office) -> None:
    await post_office.post(SARI, "menunggu", subject="skp:1")
    async with post_office.open() as sender:
        await post_office.becomes(sender, "menunggu", OutboxState.sent)
        await post_office.fault("drop", SARI)
        key = await post_office.change("menunggu", "sudah diputus")
        await post_office.fails(sender, key, 1)
        post_office.clock.advance(timedelta(seconds=2))
        await post_office.becomes(sender, key, OutboxState.sent)
    assert await post_office.texts(SARI) == ["sudah diputus"]


async def test_429_pauses_everybody_and_loses_nothing(post_office: Office) -> None:
    await post_office.fault("flood", SARI, seconds=1)
    await post_office.post(SARI, "satu")
    async with post_office.open() as sender:
        await post_office.comes_back(sender, "satu")
        await post_office.post(BUDI, "dua")
        rows = [await post_office.becomes(sender, text, OutboxState.sent) for text in ("satu", "dua")]
    assert [(row.attempts, row.error) for row in rows] == [(1, None), (1, None)]
    calls = await post_office.calls()
    assert [call["status"] for call in calls] == [429, 200, 200]
    refused, following = (datetime.fromisoformat(call["at"]) for call in calls[:2])
    assert following - refused >= timedelta(seconds=1)


async def test_trouble_of_the_server_is_tried_again_later(post_office: Office) -> None:
    await post_office.fault("error", code=502, times=2, html=True)
    await post_office.post(SARI, "kartu")
    async with post_office.open() as sender:
        for attempts, seconds in ((1, 2), (2, 4)):
            row = await post_office.fails(sender, "kartu", attempts)
            assert row.not_before - post_office.clock.now() == timedelta(seconds=seconds)
            post_office.clock.advance(timedelta(seconds=seconds))
        row = await post_office.becomes(sender, "kartu", OutboxState.sent)
    assert (row.attempts, row.error) == (3, None)
    assert await post_office.texts(SARI) == ["kartu"]


async def test_a_server_that_stays_broken_ends_in_a_dead_card(small_office: Office) -> None:
    await small_office.fault("error", SARI, times=None)
    await small_office.post(SARI, "kartu")
    async with small_office.open() as sender:
        for attempts, seconds in enumerate((2, 4, 8, 16, 32), start=1):
            await small_office.fails(sender, "kartu", attempts)
            small_office.clock.advance(timedelta(seconds=seconds))
        row = await small_office.becomes(sender, "kartu", OutboxState.dead)
        await small_office.look_again(sender, times=1)
    assert row.error == "Internal Server Error"
    assert len(await small_office.calls(SARI)) == 6


async def test_a_line_that_is_cut_uses_up_no_card(small_office: Office) -> None:
    port = int(small_office.simulator.url.rpartition(":")[2])
    async with small_office.open() as sender:
        await small_office.look_again(sender, times=1)
        await small_office.simulator.stop()
        await small_office.post(SARI, "kartu")

        await small_office.comes_back(sender, "kartu")
        await small_office.simulator.start(port=port)
        row = await small_office.becomes(sender, "kartu", OutboxState.sent)
    assert row.attempts == 1
    assert await small_office.texts(SARI) == ["kartu"]


@pytest.mark.parametrize(
    ("may_resend", "state", "copies"), [(False, OutboxState.unknown, 0), (True, OutboxState.sent, 1)]
)
async def test_a_kill_between_claim_and_record(
    post_office: Office, may_resend: bool, state: OutboxState, copies: int
) -> None:
    await post_office.post(SARI, "kartu", may_resend=may_resend)
    await post_office.post(SARI, "berikutnya")
    async with post_office.database.transaction() as session:  # and whoever claimed is gone
        [parcel] = await lending.claim(session, post_office.clock.now(), 1, LEASE)
    assert parcel.key == "kartu"
    async with post_office.open() as sender:
        await post_office.look_again(sender)
        assert (await post_office.row("kartu")).state is OutboxState.sending
        assert (await post_office.row("berikutnya")).state is OutboxState.waiting
        post_office.clock.advance(LEASE)
        await post_office.becomes(sender, "kartu", state)
        await post_office.becomes(sender, "berikutnya", OutboxState.sent)
    assert await post_office.texts(SARI) == ["kartu"] * copies + ["berikutnya"]


async def test_a_card_of_ours_that_crashes_does_not_stop_the_others(
    small_office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await small_office.post(SARI, "Budi Santoso, 198001012005011001", card="broken")
    await small_office.post(SARI, "berikutnya")
    async with small_office.open() as sender:
        await small_office.becomes(sender, "berikutnya", OutboxState.sent)
        row = await small_office.row("Budi Santoso, 198001012005011001")
    assert (row.state, row.error) == (OutboxState.dead, "KeyError")
    assert "KeyError" in caplog.text
    assert "Budi Santoso" not in caplog.text


async def test_a_card_that_telegram_refuses_is_dead_at_once(small_office: Office) -> None:
    await small_office.post(SARI, "kartu", card="endless", may_resend=True)
    async with small_office.open() as sender:
        row = await small_office.becomes(sender, "kartu", OutboxState.dead)
    assert (row.attempts, row.error) == (1, "Message is too long")


async def test_a_wrong_token_stops_the_sender_before_anything_is_claimed(
    small_office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await small_office.post(SARI, "kartu")
    with pytest.raises(Misconfigured, match="token") as caught:
        await small_office.sender(token=WRONG_TOKEN).run()
    assert WRONG_TOKEN not in str(caught.value) + caplog.text
    assert caught.value.__cause__ is None
    row = await small_office.row("kartu")
    assert (row.state, row.attempts) == (OutboxState.waiting, 0)


async def test_a_token_that_is_revoked_stops_the_sender_and_loses_nothing(small_office: Office) -> None:
    sender = small_office.sender()
    running = asyncio.create_task(sender.run())
    await small_office.look_again(sender, times=1)
    await small_office.fault("error", code=401, times=None)
    await small_office.post(SARI, "kartu")
    sender.nudge()
    with pytest.raises(Misconfigured):
        await running
    row = await small_office.row("kartu")
    assert (row.state, row.attempts) == (OutboxState.waiting, 0)


async def test_a_telegram_that_does_not_answer_at_the_start_is_waited_for(small_office: Office) -> None:
    await small_office.fault("error", method="getMe", code=502)
    await small_office.post(SARI, "kartu")
    async with small_office.open() as sender:
        await small_office.becomes(sender, "kartu", OutboxState.sent)


async def test_a_database_that_restarts_meanwhile_loses_nothing(postgres_url: str, postgres: Postgres) -> None:
    database = Database(postgres_url)
    async with office(database) as post_office:
        await post_office.fault("delay", SARI, seconds=0.5)
        await post_office.post(SARI, "kartu")
        await post_office.post(BUDI, "berikutnya", not_before=post_office.clock.now() + timedelta(seconds=1))
        own = Database(postgres_url)
        async with post_office.open(post_office.sender(database=own)) as sender:
            await post_office.becomes(sender, "kartu", OutboxState.sending)
            await database.dispose()
            await end_connections(postgres, postgres_url)
            await post_office.becomes(sender, "kartu", OutboxState.sent)
            post_office.clock.advance(timedelta(seconds=1))
            await post_office.becomes(sender, "berikutnya", OutboxState.sent)
        assert await post_office.texts(SARI) == ["kartu"]
        await own.dispose()
    await database.dispose()


async def test_of_two_senders_one_works_and_the_other_takes_over(postgres_url: str) -> None:
    database = Database(postgres_url)
    async with office(database) as post_office:
        first, second = post_office.sender(sign="(1)"), post_office.sender(sign="(2)")
        active = asyncio.create_task(first.run())
        await post_office.post(SARI, "satu")
        await post_office.becomes(first, "satu", OutboxState.sent)
        async with post_office.open(second):
            await post_office.post(SARI, "dua")
            for _ in range(20):
                second.nudge()
                await asyncio.sleep(0.01)
            await post_office.becomes(first, "dua", OutboxState.sent)
            first.stop()
            await active
            await post_office.post(SARI, "tiga")
            await post_office.becomes(second, "tiga", OutboxState.sent)
        assert await post_office.texts(SARI) == ["satu(1)", "dua(1)", "tiga(2)"]
    await database.dispose()
