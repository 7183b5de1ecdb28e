"""Somebody blocks the bot: their operator is asked to speak to them, and Start brings back what asks for a decision."""

from __future__ import annotations

from datetime import timedelta

from bot.events import Reachable
from tests.bot import record
from tests.bot.people import School

LOST = "tidak lagi menerima pesan Kawal"


async def test_the_operator_is_told_whom_to_speak_to(joined: School) -> None:
    await joined.person("guru").do(Reachable(False))
    await joined.deliver()
    operator = joined.person("operator").screen.text
    assert LOST in operator
    assert "Contoh Satu" in operator
    assert not any(LOST in screen.text for screen in joined.person("kepala").messages.values())


async def test_who_is_back_before_the_card_goes_is_no_news(joined: School) -> None:
    await joined.person("guru").do(Reachable(False))
    await joined.person("guru").do(Reachable(True))
    assert await joined.deliver() == []


async def test_who_is_no_operator_any_more_is_not_told_a_name(joined: School) -> None:
    await joined.person("guru").do(Reachable(False))
    await record.change(joined.database, "UPDATE assignment SET status = 'ended' WHERE role = 'operator'")
    assert await joined.deliver() == []


async def test_a_decision_waits_for_who_comes_back(sent: School) -> None:
    kepala = sent.person("kepala")
    await sent.deliver()
    await sent.person("guru").do(Reachable(False))
    await kepala.tap("Setujui")
    sent.clock.advance(timedelta(days=3))
    assert all(phone != sent.person("guru").telegram_id for phone, _card in await sent.deliver())
    await sent.person("guru").do(Reachable(True))
    assert [phone for phone, _card in await sent.deliver()] == [sent.person("guru").telegram_id]
