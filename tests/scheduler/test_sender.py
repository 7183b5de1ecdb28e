"""Cards on their way: once, in order, one at a time to each person, edited in place."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from simulator.driver import Phone
from storage.outbox import Priority
from storage.values import OutboxState
from tests.scheduler.office import ANI, BUDI, NAMES, SARI, Office, chat


async def test_a_card_arrives_once(post_office: Office) -> None:
    await post_office.post(SARI, "Rencana <Ani> menunggu")
    async with post_office.open() as sender:
        row = await post_office.becomes(sender, "Rencana <Ani> menunggu", OutboxState.sent)
        await post_office.look_again(sender)
    assert await post_office.texts(SARI) == ["Rencana <Ani> menunggu"]
    [screen] = await Phone(post_office.control, chat(SARI)).screens()
    assert screen.labels == ("Buka",)
    assert (row.message_id, row.chat_id, row.attempts, row.error) == (screen.message_id, chat(SARI), 1, None)


async def test_a_nudge_is_enough(small_office: Office) -> None:
    async with small_office.open() as sender:
        await small_office.look_again(sender)
        await small_office.post(SARI, "kartu")
        sender.nudge()
        await small_office.phone(SARI).shows("kartu")


async def test_everybody_gets_theirs_in_order(post_office: Office) -> None:
    expected = {person: [f"{NAMES[person]} {number}" for number in range(5)] for person in (SARI, BUDI, ANI)}
    for number in range(5):
        for person in expected:
            await post_office.post(person, f"{NAMES[person]} {number}")
    async with post_office.open() as sender:
        for texts in expected.values():
            await post_office.becomes(sender, texts[-1], OutboxState.sent)
    assert {person: await post_office.texts(person) for person in expected} == expected


async def test_answers_come_before_bulk(small_office: Office) -> None:
    await small_office.post(SARI, "pengingat")
    await small_office.post(SARI, "jawaban", priority=Priority.answer)
    async with small_office.open() as sender:
        await small_office.becomes(sender, "pengingat", OutboxState.sent)
    assert await small_office.texts(SARI) == ["jawaban", "pengingat"]


async def test_a_slow_chat_holds_up_itself_only(small_office: Office) -> None:
    await small_office.fault("delay", SARI, seconds=1)
    await small_office.post(SARI, "lambat 1")
    await small_office.post(SARI, "lambat 2")
    await small_office.post(ANI, "cepat")
    async with small_office.open() as sender:
        await small_office.becomes(sender, "lambat 2", OutboxState.sent)
    assert [call["params"]["text"] for call in await small_office.calls()] == ["cepat", "lambat 1", "lambat 2"]


async def test_two_messages_to_the_same_chat_are_apart(small_office: Office) -> None:
    for text in ("satu", "dua"):
        await small_office.post(SARI, text)
    async with small_office.open(small_office.sender(per_chat=0.3)) as sender:
        await small_office.becomes(sender, "dua", OutboxState.sent)
    first, second = (datetime.fromisoformat(call["at"]) for call in await small_office.calls())
    assert second - first >= timedelta(seconds=0.3)


async def test_a_clock_that_jumps_doubles_nothing_and_starves_nobody(post_office: Office) -> None:
    await post_office.fault("delay", SARI, seconds=1)
    await post_office.post(SARI, "satu", may_resend=True)
    async with post_office.open() as sender:
        await post_office.becomes(sender, "satu", OutboxState.sending)
        post_office.clock.advance(timedelta(days=1))
        await post_office.post(BUDI, "besok")
        await post_office.becomes(sender, "besok", OutboxState.sent)
        await post_office.becomes(sender, "satu", OutboxState.sent)
        await post_office.post(SARI, "dua", may_resend=True)
        post_office.clock.advance(timedelta(days=-1))
        await post_office.becomes(sender, "dua", OutboxState.sent)
    assert await post_office.texts(SARI) == ["satu", "dua"]


async def test_what_has_become_pointless_is_dropped(small_office: Office) -> None:
    await small_office.post(SARI, "sudah lewat", card="pointless")
    async with small_office.open() as sender:
        await small_office.becomes(sender, "sudah lewat", OutboxState.dropped)
    assert await small_office.calls() == []


async def test_a_card_is_edited_in_place(post_office: Office) -> None:
    await post_office.post(SARI, "menunggu", subject="skp:1")
    async with post_office.open() as sender:
        await post_office.becomes(sender, "menunggu", OutboxState.sent)
        key = await post_office.change("menunggu", "sudah diputus")
        await post_office.becomes(sender, key, OutboxState.sent)
    assert await post_office.texts(SARI) == ["sudah diputus"]


async def test_an_edit_that_changes_nothing_is_done(post_office: Office) -> None:
    await post_office.post(SARI, "menunggu", subject="skp:1")
    async with post_office.open() as sender:
        sent = await post_office.becomes(sender, "menunggu", OutboxState.sent)
        key = await post_office.change("menunggu", "menunggu")
        edit = await post_office.becomes(sender, key, OutboxState.sent)
    assert edit.message_id == sent.message_id
    assert [call["status"] for call in await post_office.calls()] == [200, 400]


async def test_a_card_that_was_deleted_is_sent_anew_and_edited_there(post_office: Office) -> None:
    await post_office.post(SARI, "menunggu", subject="skp:1")
    async with post_office.open() as sender:
        sent = await post_office.becomes(sender, "menunggu", OutboxState.sent)
        await post_office.delete(SARI, sent.message_id)
        key = await post_office.change("menunggu", "sudah diputus")
        edit = await post_office.becomes(sender, key, OutboxState.sent)
        assert await post_office.texts(SARI) == ["sudah diputus"]
        assert edit.message_id != sent.message_id
        key = await post_office.change("menunggu", "dan sudah disalin", version=3)
        await post_office.becomes(sender, key, OutboxState.sent)
    assert await post_office.texts(SARI) == ["dan sudah disalin"]


async def test_stopping_waits_for_what_is_under_way(small_office: Office) -> None:
    await small_office.fault("delay", SARI, seconds=0.5)
    await small_office.post(SARI, "satu")
    await small_office.post(SARI, "dua")
    async with small_office.open() as sender:
        await small_office.becomes(sender, "satu", OutboxState.sending)
    assert await small_office.states() == {"satu": OutboxState.sent, "dua": OutboxState.waiting}


async def test_being_cancelled_waits_for_what_is_under_way(small_office: Office) -> None:
    await small_office.fault("delay", SARI, seconds=0.5)
    await small_office.post(SARI, "satu")
    sender = small_office.sender()
    running = asyncio.create_task(sender.run())
    await small_office.becomes(sender, "satu", OutboxState.sending)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await small_office.states() == {"satu": OutboxState.sent}
