"""Cards about tim kinerja: for who watches and for who is watched."""

from __future__ import annotations

from dialogs.screen import Screen
from dialogs.views import teams as views
from scheduler.cards.card import Card, Letter
from storage import people, plotting
from storage.values import Member


async def _subject(letter: Letter, side: str = "assignment") -> Member | None:
    return await people.member(letter.session, letter.parcel.params[side])


async def _member(letter: Letter) -> Screen | None:
    """For a member: whom they watch for this appraiser now."""
    member, appraiser = await _subject(letter), await _subject(letter, "appraiser")
    if member is None or appraiser is None:
        return None
    found = await plotting.watching(letter.session, member)
    of_role = letter.parcel.params["of"]
    own = [watch for lead, watch in found.watches if lead == appraiser and watch.watched[0].role == of_role]
    return views.told_member(appraiser, own[0] if own else None, letter.t)


async def _watched(letter: Letter) -> Screen | None:
    """For one who is watched: by whom now."""
    member = await _subject(letter)
    if member is None:
        return None
    return views.told_watched(await plotting.watchers(letter.session, member.assignment_id), letter.t)


CARDS: dict[str, Card] = {plotting.MEMBER_CARD: _member, plotting.WATCHED_CARD: _watched}
