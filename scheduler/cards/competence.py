"""Cards about the competence log: what was decided, and that a decision was taken back."""

from __future__ import annotations

from datetime import datetime

from dialogs.screen import Screen
from dialogs.views import competence as views
from dialogs.views.competence import Viewer
from scheduler.cards.card import Card, Letter
from storage import competence, logbook, packs
from storage.errors import NotFound
from storage.values import Member
from storage.values.competence import LogFacts


async def _decided(letter: Letter) -> Screen | None:
    """For the owner: what one decider has decided at one instant, as far as it still holds."""
    params = letter.parcel.params
    at = datetime.fromisoformat(params["at"])
    ids = await logbook.decided_at(letter.session, params["owner"], params["by"], at)
    found = [one for one in [await _readable(letter, log_id) for log_id in ids] if one is not None]
    if not found:
        return None
    if len(found) > 1:
        return views.told([facts for facts, _viewer in found], letter.t)
    facts, viewer = found[0]
    pack = await packs.recall(letter.session, letter.library, facts.pack_id, facts.pack_version)
    return views.card(facts, pack, Viewer(viewer), letter.t)


async def _undone(letter: Letter) -> Screen | None:
    """For the owner: the decision they were told of was taken back."""
    found = await _readable(letter, letter.parcel.params["log"])
    return None if found is None else views.undone(*found, letter.t)


async def _readable(letter: Letter, log_id: int) -> tuple[LogFacts, Member] | None:
    """The entry as one of the recipient's roles may see it."""
    for viewer in await letter.readers():
        try:
            return await logbook.facts(letter.session, log_id, viewer, letter.now), viewer
        except NotFound:
            continue
    return None


CARDS: dict[str, Card] = {competence.DECIDED: _decided, competence.UNDONE: _undone}
