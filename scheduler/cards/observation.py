"""Cards about the observation cycle: a time was proposed or changed, and the other side has taken a step."""

from __future__ import annotations

from dialogs.screen import Screen
from dialogs.views import observation as views
from regulations.models import Pack
from scheduler.cards.card import Card, Letter
from storage import observing, packs
from storage.errors import NotFound
from storage.observation_news import NEWS, SLOT
from storage.values import Member, OutboxAction
from storage.values.observation import News, ObservationFacts


async def _slot(letter: Letter) -> Screen | None:
    """What has become of the time. An earlier card says that it has changed: another one tells how, except to whoever
    has changed it, perhaps in this very card."""
    found = await _readable(letter)
    if found is None:
        return None
    facts, viewer = found
    if letter.parcel.action is not OutboxAction.edit:
        return await _told(letter, *found) if letter.parcel.params["version"] == facts.version else None
    if facts.changed_by != viewer.assignment_id:
        return views.outdated(facts, letter.t)
    return views.card(facts, await _pack(letter, facts), viewer, letter.now, letter.t)


async def _news(letter: Letter) -> Screen | None:
    """What the other side has done."""
    found = await _readable(letter)
    return None if found is None else await _told(letter, *found)


async def _told(letter: Letter, facts: ObservationFacts, viewer: Member) -> Screen:
    what = News(letter.parcel.params["news"])
    return views.news(facts, what, await _pack(letter, facts), viewer, letter.now, letter.t)


async def _pack(letter: Letter, facts: ObservationFacts) -> Pack:
    return await packs.recall(letter.session, letter.library, facts.pack_id, facts.pack_version)


async def _readable(letter: Letter) -> tuple[ObservationFacts, Member] | None:
    """The cycle as one of the recipient's roles may see it."""
    number = letter.parcel.params["observation"]
    for viewer in await letter.readers():
        try:
            return await observing.facts(letter.session, number, viewer, letter.now), viewer
        except NotFound:
            continue
    return None


CARDS: dict[str, Card] = {SLOT: _slot, NEWS: _news}
