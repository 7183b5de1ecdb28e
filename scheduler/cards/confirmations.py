"""Cards about confirmations: what was decided about one's RHK."""

from __future__ import annotations

from datetime import datetime

from dialogs.screen import Screen
from dialogs.views import confirmations as views
from scheduler.cards.card import Card, Letter
from storage import confirmations, confirming, packs
from storage.errors import NotFound
from storage.values import OutboxAction


async def _decided(letter: Letter) -> Screen | None:
    """For the owner: everything that was decided in a row; nothing when it was all taken back before it went out."""
    params = letter.parcel.params
    try:
        facts = await confirmations.facts(letter.session, params["assignment"], params["period"])
    except NotFound:
        return None
    if facts.owner.person_id != letter.parcel.person_id or facts.pack_id is None or facts.pack_version is None:
        return None
    news = confirming.decided_since(facts.rhk, datetime.fromisoformat(params["since"]))
    if not news and letter.parcel.action is OutboxAction.send:
        return None
    pack = await packs.recall(letter.session, letter.library, facts.pack_id, facts.pack_version)
    return views.decided(facts, news, pack, letter.t)


CARDS: dict[str, Card] = {confirming.DECIDED: _decided}
