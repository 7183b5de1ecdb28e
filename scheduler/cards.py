"""Cards of the outbox, rendered when they are sent: what the record says now, in the reader's language.

A card carries only what it is about. None means that it has become pointless for this person.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from dialogs.screen import Screen
from dialogs.views import joining
from dialogs.views import skp as skp_views
from locales import Catalogue, catalogue
from regulations.library import Library
from regulations.models import Pack
from scheduler.sender import Render
from storage import accounts, packs, people, skp
from storage.errors import NotAllowed, NotFound
from storage.values import AssignmentStatus, Member, OutboxAction, Parcel, SkpFacts, SkpStatus

Card = Callable[[AsyncSession, Library, Parcel, Catalogue], Awaitable[Screen | None]]


def renderer(library: Library) -> Render:
    """The function that the sender calls for each parcel."""

    async def render(session: AsyncSession, parcel: Parcel) -> Screen | None:
        return await CARDS[parcel.card](session, library, parcel, catalogue(parcel.language))

    return render


async def _plan_waiting(session: AsyncSession, library: Library, parcel: Parcel, t: Catalogue) -> Screen | None:
    """For the appraiser: a plan to decide, or what has become of it."""
    found = await _readable(session, parcel)
    if found is None:
        return None
    facts, viewer = found
    outdated = facts.status is SkpStatus.diajukan and facts.version != parcel.params["version"]
    if outdated:
        return skp_views.superseded(facts, t) if parcel.action is OutboxAction.edit else None
    return skp_views.card(facts, await _pack(session, library, facts), viewer, t)


async def _plan_decided(session: AsyncSession, library: Library, parcel: Parcel, t: Catalogue) -> Screen | None:
    """For the owner: approved or given back."""
    found = await _readable(session, parcel)
    if found is None:
        return None
    facts, viewer = found
    return skp_views.card(facts, await _pack(session, library, facts), viewer, t)


async def _no_appraiser(session: AsyncSession, _library: Library, parcel: Parcel, t: Catalogue) -> Screen | None:
    """For the operators: a plan waits and nobody may decide it."""
    owner = await people.member(session, parcel.params["assignment"])
    return None if owner is None else joining.no_appraiser(owner, t)


async def _join_request(session: AsyncSession, _library: Library, parcel: Parcel, t: Catalogue) -> Screen | None:
    """For the operators: is it really that person?"""
    member = await people.member(session, parcel.params["assignment"])
    if member is None:
        return None
    waits = member.status is AssignmentStatus.pending
    return joining.join_request(member, t) if waits else joining.join_answered(member, t)


async def _join_confirmed(session: AsyncSession, _library: Library, parcel: Parcel, t: Catalogue) -> Screen | None:
    """For the person who joined: the operator has answered."""
    member = await people.member(session, parcel.params["assignment"])
    return None if member is None else joining.join_result(member, t)


CARDS: dict[str, Card] = {
    "plan_waiting": _plan_waiting,
    "plan_decided": _plan_decided,
    "no_appraiser": _no_appraiser,
    "join_request": _join_request,
    "join_confirmed": _join_confirmed,
}


async def _readable(session: AsyncSession, parcel: Parcel) -> tuple[SkpFacts, Member] | None:
    """The SKP as one of the recipient's roles may see it."""
    for viewer in await accounts.roles_of(session, parcel.person_id):
        try:
            return await skp.facts(session, parcel.params["skp"], viewer), viewer
        except (NotFound, NotAllowed):
            continue
    return None


async def _pack(session: AsyncSession, library: Library, facts: SkpFacts) -> Pack:
    return await packs.recall(session, library, facts.pack_id, facts.pack_version)
