"""Cards about plans: to be decided, decided, a decision taken back, and nobody to decide."""

from __future__ import annotations

from dialogs.screen import Screen
from dialogs.views import joining, moves
from dialogs.views import skp as skp_views
from scheduler.cards.card import Card, Letter
from storage import appraising, inbox, packs, people, skp
from storage.errors import NotAllowed, NotFound
from storage.values import AssignmentStatus, Member, OutboxAction, SkpFacts, SkpStatus
from storage.values.inbox import Thing


async def _plan_waiting(letter: Letter) -> Screen | None:
    """For whoever decides: a plan to decide, or what has become of it."""
    params, edits = letter.parcel.params, letter.parcel.action is OutboxAction.edit
    found = await _readable(letter)
    if found is None:
        return await _decided_by_others(letter) if edits else None
    facts, viewer = found
    # Taking a decision back leaves the revision as it is: then the card lives again.
    outdated = params["revision"] != facts.revision if "revision" in params else params["version"] != facts.version
    if facts.status is SkpStatus.diajukan and outdated:
        return skp_views.superseded(facts, letter.t) if edits else None
    return await _card(letter, facts, viewer)


async def _decided_by_others(letter: Letter) -> Screen | None:
    owner = await skp.owner_of(letter.session, letter.parcel.params["skp"])
    if owner is None:
        return None
    if owner.status is AssignmentStatus.ended:
        return moves.plan_closed(owner, False, letter.t)
    deciders = await appraising.deciders(letter.session, owner.assignment_id, letter.now)
    return skp_views.decided_by_others(owner, deciders, letter.t)


async def _plan_decided(letter: Letter) -> Screen | None:
    """For the owner: approved or given back."""
    found = await _readable(letter)
    if found is None:
        return None
    return await _card(letter, *found)


async def _plan_undone(letter: Letter) -> Screen | None:
    """For the owner: the decision they were told of was taken back."""
    found = await _readable(letter)
    return None if found is None else skp_views.undone(*found, letter.t)


async def _no_appraiser(letter: Letter) -> Screen | None:
    """For the operators: a plan waits and nobody may decide it, or by now somebody does."""
    owner = await people.member(letter.session, letter.parcel.params["assignment"])
    if owner is None:
        return None
    appraiser = await people.appraiser(letter.session, owner.assignment_id)
    if appraiser is None or appraiser.status is AssignmentStatus.ended:
        return joining.no_appraiser(owner, letter.t)
    edits = letter.parcel.action is OutboxAction.edit
    return moves.appraiser_found(owner, appraiser, letter.t) if edits else None


CARDS: dict[str, Card] = {
    skp.WAITING: _plan_waiting,
    skp.DECIDED: _plan_decided,
    skp.UNDONE: _plan_undone,
    skp.NO_APPRAISER: _no_appraiser,
}


async def _readable(letter: Letter) -> tuple[SkpFacts, Member] | None:
    """The SKP as one of the recipient's roles may see it."""
    for viewer in await letter.readers():
        try:
            return await skp.facts(letter.session, letter.parcel.params["skp"], viewer, letter.now), viewer
        except (NotFound, NotAllowed):
            continue
    return None


async def _card(letter: Letter, facts: SkpFacts, viewer: Member) -> Screen:
    """The card as the bot shows it: a decision of one's own can be taken back here too."""
    more, decides = 0, False
    if viewer.assignment_id != facts.owner.assignment_id:
        lines = await inbox.waiting(letter.session, viewer, letter.now)
        decides = any((line.thing, line.id) == (Thing.plan, facts.id) for line in lines)
        more = len(lines) - decides
    pack = await packs.recall(letter.session, letter.library, facts.pack_id, facts.pack_version)
    return skp_views.card(facts, pack, viewer, letter.t, now=letter.now, more=more, decides=decides)
