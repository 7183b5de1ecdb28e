"""Joining, talks, and the plan of January."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update

from storage import accounts, arrivals, drafts, invites, joins, packs, reach, skp
from storage.accounts import ACCOUNTS
from storage.values import ApproveSkp, ConfirmJoin, MarkEntered, ReturnSkp, UndoSkp, WithdrawSkp
from tests.storage.access.case import EVERYBODY, OPERATORS, PLANNERS, Case, Rows, found
from tests.storage.plans import SUBMIT
from tests.storage.school import LATER, NOW


async def _mark_entered(case: Case) -> object:
    await case.agree()
    return await skp.mark_entered(case.session, case.actor, MarkEntered(case.skp.id, 2, date(2027, 1, 12)), LATER)


async def _undo(case: Case) -> object:
    await case.agree()
    return await skp.undo(case.session, case.actor, UndoSkp(case.skp.id, 2), NOW)


async def _pending_joins(case: Case) -> object:
    await case.unconfirmed()
    return found(await joins.pending_joins(case.session, case.actor))


async def _confirm_join(case: Case) -> object:
    return await joins.confirm_join(case.session, case.actor, ConfirmJoin(await case.unconfirmed(), True), LATER)


async def _redeem(case: Case) -> object:
    """With a code for somebody who has left their phone to the actor, as it were."""
    code = await invites.create(case.session, None, case.world.guru.person_id, NOW)
    nobody = update(ACCOUNTS).where(ACCOUNTS.c.telegram_id == case.phone)
    await case.session.execute(nobody.values(person_id=None, assignment_id=None))
    return found(await invites.redeem(case.session, case.phone, code, LATER))


async def _look(case: Case) -> object:
    code = await invites.create(case.session, None, case.actor.person_id, NOW)
    return await invites.look(case.session, case.phone, code, LATER)


ROWS: Rows = {
    # One's own account: whoever writes from a phone may, and the phone is known from Telegram, not from the message.
    "arrivals.arrive": (lambda c: arrivals.arrive(c.session, c.phone, 1, "id", NOW), EVERYBODY),
    "accounts.set_language": (lambda c: accounts.set_language(c.session, c.phone, "en"), EVERYBODY),
    "accounts.set_live_message": (lambda c: accounts.set_live_message(c.session, c.phone, 1), EVERYBODY),
    "reach.lost": (lambda c: reach.lost(c.session, c.phone, NOW), EVERYBODY),
    "reach.back": (lambda c: reach.back(c.session, c.phone, NOW), EVERYBODY),
    "invites.look": (_look, EVERYBODY),
    "invites.redeem": (_redeem, EVERYBODY),
    # One's own roles and talks.
    "accounts.switch_role": (
        lambda c: accounts.switch_role(c.session, c.phone, c.world.guru.assignment_id),
        {"guru"},
    ),
    "drafts.open_draft": (
        lambda c: drafts.open_draft(c.session, c.actor, "plan", "2028", {}, NOW),
        EVERYBODY,
    ),
    "drafts.set_front": (lambda c: drafts.set_front(c.session, c.phone, c.draft_id), {"guru"}),
    "drafts.discard": (lambda c: drafts.discard(c.session, c.actor, c.draft_id, NOW), {"guru"}),
    # One's own plan.
    "skp.submit": (lambda c: skp.submit(c.session, c.actor, SUBMIT, LATER), PLANNERS),
    "skp.withdraw": (lambda c: skp.withdraw(c.session, c.actor, WithdrawSkp(c.skp.id, 1), LATER), {"guru"}),
    "skp.mark_entered": (_mark_entered, {"guru"}),
    # The plan of somebody whom one appraises.
    "skp.approve": (lambda c: skp.approve(c.session, c.actor, ApproveSkp(c.skp.id, 1), LATER), {"kepala"}),
    "skp.give_back": (lambda c: skp.give_back(c.session, c.actor, ReturnSkp(c.skp.id, 1, "x"), LATER), {"kepala"}),
    "skp.undo": (_undo, {"kepala"}),
    "skp.facts": (lambda c: skp.facts(c.session, c.skp.id, c.actor, NOW), {"guru", "kepala"}),
    # The school.
    "invites.create": (lambda c: invites.create(c.session, c.actor, c.world.guru.person_id, NOW), OPERATORS),
    "joins.pending_joins": (_pending_joins, OPERATORS),
    "joins.confirm_join": (_confirm_join, OPERATORS),
    "packs.pin_pack": (lambda c: packs.pin_pack(c.session, c.actor, c.world.school, "x", NOW), OPERATORS),
}
