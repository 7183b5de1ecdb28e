"""Cards about pendampingan: what was decided, that a decision was taken back, which schools are entrusted now."""

from __future__ import annotations

from datetime import datetime

from dialogs.screen import Screen
from dialogs.views import pendampingan as views
from dialogs.views.pendampingan import Viewer
from scheduler.cards.card import Card, Letter
from storage import binaan, pendampingan
from storage.errors import NotFound
from storage.values import Member
from storage.values.pendampingan import ReportFacts


async def _decided(letter: Letter) -> Screen | None:
    """For the owner: what one decider has decided at one instant, as far as it still holds."""
    params = letter.parcel.params
    at = datetime.fromisoformat(params["at"])
    ids = await pendampingan.decided_at(letter.session, params["owner"], params["by"], at)
    found = [one for one in [await _readable(letter, report_id) for report_id in ids] if one is not None]
    if not found:
        return None
    if len(found) > 1:
        return views.told([report for report, _viewer in found], letter.t)
    report, viewer = found[0]
    return views.card(report, Viewer(viewer, letter.now), letter.t)


async def _undone(letter: Letter) -> Screen | None:
    """For the owner: the decision they were told of was taken back."""
    found = await _readable(letter, letter.parcel.params["report"])
    return None if found is None else views.undone(found[0], letter.t)


async def _readable(letter: Letter, report_id: int) -> tuple[ReportFacts, Member] | None:
    """The report as one of the recipient's roles may see it."""
    for viewer in await letter.readers():
        try:
            return await pendampingan.facts(letter.session, report_id, viewer, letter.now), viewer
        except NotFound:
            continue
    return None


async def _entrusted(letter: Letter) -> Screen | None:
    """For the pengawas: which schools are theirs now; nothing once that role is over."""
    assignment_id = letter.parcel.params["assignment"]
    if all(role.assignment_id != assignment_id for role in await letter.readers()):
        return None
    return views.entrusted(await binaan.schools(letter.session, assignment_id), letter.t)


CARDS: dict[str, Card] = {
    pendampingan.DECIDED: _decided,
    pendampingan.UNDONE: _undone,
    binaan.CHANGED: _entrusted,
}
