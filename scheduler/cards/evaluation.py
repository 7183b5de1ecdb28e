"""Cards about the evaluation: set or revised, for its owner; the owner's word, for who decides."""

from __future__ import annotations

from dialogs.screen import Screen
from dialogs.views import evaluation as views
from regulations.models import Pack
from scheduler.cards.card import Card, Letter
from storage import evaluations, packs
from storage.errors import NotFound
from storage.values import Member, OutboxAction
from storage.values.evaluation import EvaluationFacts, YearFacts


async def _evaluated(letter: Letter) -> Screen | None:
    """For the owner: the verdict as it stands; the card of an earlier verdict says that it is out of date."""
    found = await _readable(letter)
    if found is None:
        return None
    facts, viewer = found
    pack = await _pack(letter, facts)
    assert facts.evaluation is not None, "the card is posted with it"
    if facts.evaluation.revision != letter.parcel.params["revision"]:
        return views.superseded(facts, pack, letter.t) if letter.parcel.action is OutboxAction.edit else None
    today = letter.now.date()  # read only before an evaluation is set
    return views.card(facts, YearFacts(today), pack, viewer, today, letter.t)


async def _answered(letter: Letter) -> Screen | None:
    """For who decides: what the owner has said."""
    found = await _readable(letter)
    if found is None or not found[0].decides:
        return None
    return views.answered(found[0], await _pack(letter, found[0]), letter.t)


CARDS: dict[str, Card] = {evaluations.EVALUATED: _evaluated, evaluations.RESPONDED: _answered}


async def _readable(letter: Letter) -> tuple[EvaluationFacts, Member] | None:
    """The evaluation as one of the recipient's roles may see it."""
    params = letter.parcel.params
    for viewer in await letter.readers():
        try:
            owner, period = params["owner"], params["period"]
            return await evaluations.facts(letter.session, owner, period, viewer, letter.now), viewer
        except NotFound:
            continue
    return None


async def _pack(letter: Letter, facts: EvaluationFacts) -> Pack:
    return await packs.recall(letter.session, letter.library, facts.pack_id, facts.pack_version)
