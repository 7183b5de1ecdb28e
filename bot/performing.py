"""Intents become operations of the record: the one place where they meet."""

from __future__ import annotations

from bot.visit import Visit
from storage import skp
from storage.values import (
    ApproveSkp,
    ConfirmJoin,
    Intent,
    MarkEntered,
    ReturnSkp,
    SkpFacts,
    SubmitSkp,
    WithdrawSkp,
)


async def perform(visit: Visit, intent: Intent) -> SkpFacts:
    """Carry an intent about a SKP out, in the visit's transaction. Raises storage.errors.Refused."""
    session, member, now = visit.session, visit.member, visit.now
    match intent:
        case SubmitSkp():
            return await skp.submit(session, member, intent, now)
        case ApproveSkp():
            return await skp.approve(session, member, intent, now)
        case ReturnSkp():
            return await skp.give_back(session, member, intent, now)
        case WithdrawSkp():
            return await skp.withdraw(session, member, intent, now)
        case MarkEntered():
            return await skp.mark_entered(session, member, intent, now)
        case ConfirmJoin():
            raise AssertionError("a join is confirmed by its own button, not by a dialog")
