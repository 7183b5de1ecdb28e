"""A plan as a card: who may do what with it, what it says, and the texts to copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.calls import At, Do, Go, OnSkp
from dialogs.ground import superior_from_pack
from dialogs.ruang_gtk import copy_parts, copy_texts
from dialogs.screen import COPY_LIMIT, Screen
from dialogs.views import skp as views
from regulations.models import Pack
from storage.values import SkpFacts, SkpStatus
from tests.dialogs import limits
from tests.dialogs.effort import effort
from tests.dialogs.people import DRAFT, NAMES, PACKS, a_member, a_skp
from tests.dialogs.views.plans import easy_plan, odd_plan
from tests.dialogs.views.reading import EN, ID, copied, done, labels, pressed, text
from tests.dialogs.views.shapes.january import LONG_REASON, appraiser, cards
from tests.dialogs.views.shapes.pages import pages

PACK = PACKS[-1]
OTHER = appraiser("Bapak Contoh Kepala")


def plan(status: SkpStatus = SkpStatus.diajukan, odd: bool = False, pack: Pack = PACK, **changes: object) -> SkpFacts:
    """A plan in that state."""
    return a_skp(pack, odd_plan(pack) if odd else easy_plan(pack), status, **changes)


def mine(facts: SkpFacts) -> Screen:
    """The owner's card."""
    return views.card(facts, PACK, facts.owner, ID)


def theirs(facts: SkpFacts) -> Screen:
    """The appraiser's card."""
    return views.card(facts, PACK, OTHER, ID)


# --- who may do what ---------------------------------------------------------------

MAY = [
    (SkpStatus.diajukan, {"details", "why", "withdraw"}, {"details", "why", "approve", "give_back"}),
    (SkpStatus.disepakati, {"details", "copy", "entered"}, {"details"}),
    (SkpStatus.dikembalikan, {"details", "revise"}, {"details"}),
    (SkpStatus.ditarik, {"details", "revise"}, {"details"}),
]


@pytest.mark.parametrize(("status", "owner_may", "appraiser_may"), MAY)
def test_the_card_offers_what_its_viewer_may_do_now(
    status: SkpStatus, owner_may: set[str], appraiser_may: set[str]
) -> None:
    assert done(mine(plan(status))) == owner_may
    assert done(theirs(plan(status))) == appraiser_may


def test_every_state_is_in_the_table() -> None:
    assert {status for status, _, _ in MAY} == set(SkpStatus)


def test_once_entered_it_is_not_asked_again() -> None:
    assert done(mine(plan(SkpStatus.disepakati, entered_on=date(2026, 2, 1)))) == {"details", "copy"}


def test_buttons_carry_the_plan_and_its_version() -> None:
    for status in SkpStatus:
        for screen in (mine(plan(status)), theirs(plan(status))):
            assert {(c.skp_id, c.version) for c in pressed(screen) if isinstance(c, OnSkp)} == {(DRAFT, 3)}


def test_the_appraiser_finds_the_way_to_the_others_that_wait() -> None:
    assert Go(At.inbox) in pressed(theirs(plan()))
    assert Go(At.home) in pressed(mine(plan()))


# --- what it says --------------------------------------------------------------------


@pytest.mark.parametrize("status", SkpStatus)
def test_owner_and_appraiser_read_whose_plan_it_is(status: SkpStatus) -> None:
    for name in NAMES[:4]:
        facts = plan(status, owner=a_member(name=name))
        assert name[:32] in text(mine(facts))
        assert name[:32] in text(theirs(facts))


def test_times_are_the_viewers_local_times() -> None:
    assert "12 Januari 2027 08.05 WITA" in text(theirs(plan()))
    papua = replace(OTHER, zone="Asia/Jayapura")
    assert "12 Januari 2027 09.05 WIT" in text(views.card(plan(), PACK, papua, ID))
    assert "12 January 2027 08:05 WITA" in text(views.card(plan(), PACK, OTHER, EN))


def test_the_decision_names_who_and_when() -> None:
    for status in (SkpStatus.disepakati, SkpStatus.dikembalikan):
        assert "Bapak Contoh Kepala, 12 Januari 2027 08.05 WITA" in text(mine(plan(status)))
    unknown = text(mine(plan(SkpStatus.disepakati, decided_by=None)))
    assert "None" not in unknown
    assert "12 Januari 2027 08.05 WITA" in unknown


def test_agreement_is_not_called_official() -> None:
    waiting = text(mine(plan(SkpStatus.disepakati)))
    assert "disepakati di Kawal" in waiting
    assert "Ruang GTK" in waiting
    assert "1 Februari 2026" in text(mine(plan(SkpStatus.disepakati, entered_on=date(2026, 2, 1))))


def test_the_reason_is_on_the_card_and_whole_in_the_details() -> None:
    returned = plan(SkpStatus.dikembalikan, reason=LONG_REASON)
    assert LONG_REASON[:80] in text(mine(returned))
    assert LONG_REASON in whole(returned, PACK)
    assert LONG_REASON not in whole(plan(SkpStatus.diajukan, reason=LONG_REASON), PACK)


def test_the_reason_stands_above_the_reopened_plan() -> None:
    told = views.why_back(plan(SkpStatus.dikembalikan, reason="Target <a> & b"))
    assert told is not None
    assert "Target <a> & b" in limits.plain(str(ID(told)))
    assert views.why_back(plan(SkpStatus.dikembalikan, reason="")) is None
    assert views.why_back(plan(SkpStatus.ditarik)) is None


def test_the_appraiser_sees_at_once_what_differs_from_the_suggestion() -> None:
    assert "⚠" not in text(theirs(plan()))
    changed = replace(easy_plan(PACK).results[0], target=Decimal("40.5"), suggested=False)
    facts = replace(plan(), plan=replace(easy_plan(PACK), results=(changed, *easy_plan(PACK).results[1:])))
    assert "⚠" in text(theirs(facts))
    assert "40,5" in text(theirs(facts))


def test_points_outside_the_range_are_told_to_the_appraiser() -> None:
    pack = next(pack for pack in PACKS if pack.uses_points)
    facts = a_skp(pack, odd_plan(pack))
    assert facts.plan.note
    assert text(views.card(facts, pack, OTHER, ID)).count("⚠") == 2
    assert facts.plan.note in whole(facts, pack)


# --- details -------------------------------------------------------------------------------


def whole(facts: SkpFacts, pack: Pack) -> str:
    """All pages of the details, without their heads."""
    shown = [text(screen).split("\n", 1)[1] for screen in pages(views.details, facts, pack, t=ID)]
    return "\n".join(shown)


@pytest.mark.parametrize("pack", PACKS, ids=[pack.id for pack in PACKS])
@pytest.mark.parametrize("odd", [False, True])
def test_the_details_hold_the_complete_official_wording(pack: Pack, odd: bool) -> None:
    facts = plan(odd=odd, pack=pack)
    read, role = whole(facts, pack), facts.owner.role
    for item in facts.plan.results:
        assert pack.rhk_by_code(role, item.rhk).text in read
        assert item.indikator.rstrip(".") in read
        assert f"{ID.number(item.target)} {item.satuan}" in read
    wordings = {focus.code: focus.text for focus in pack.focuses(role)}
    assert all(wordings[code] in read for code in facts.plan.focuses)
    _behaviours_are_whole(facts, pack, read)
    activities = {activity.code: activity.text for activity in pack.activities(role)}
    assert all(activities[item.activity] in read for item in facts.plan.competences)
    assert facts.plan.additional_task is not None
    assert facts.plan.additional_task in read


def _behaviours_are_whole(facts: SkpFacts, pack: Pack, read: str) -> None:
    aspects = {aspect.code: aspect for aspect in pack.behaviours(facts.owner.role)}
    for item in facts.plan.behaviours:
        indicator = next(i for i in aspects[item.aspect].indicators if i.code == item.indicator)
        assert indicator.text in read
        assert next(e.text for e in indicator.expectations if e.code == item.expectation) in read


def test_unconfirmed_points_are_marked() -> None:
    pack = next(pack for pack in PACKS if pack.uses_points)
    assert "belum terverifikasi" in whole(a_skp(pack, odd_plan(pack)), pack)
    assert "belum terverifikasi" not in whole(a_skp(pack, easy_plan(pack)), pack)


def test_details_turn_round_and_lead_back_to_the_card() -> None:
    facts = plan(odd=True)
    every = list(pages(views.details, facts, PACK, t=ID))
    for number, screen in enumerate(every):
        before, here, after, back = [call for call in pressed(screen) if isinstance(call, OnSkp)]
        assert (before.page, here.page, after.page) == ((number - 1) % len(every), number, (number + 1) % len(every))
        assert back.do is Do.show


# --- the texts for Ruang GTK ------------------------------------------------------------------


@pytest.mark.parametrize("pack", PACKS, ids=[pack.id for pack in PACKS])
@pytest.mark.parametrize("odd", [False, True])
def test_what_is_copied_is_the_whole_plan_in_order(pack: Pack, odd: bool) -> None:
    facts = plan(SkpStatus.disepakati, odd, pack)
    pieces = [piece for screen in pages(views.copy, facts, pack, t=ID) for piece in copied(screen)]
    wanted = [body for _, body in copy_texts(facts, pack, ID)]
    assert "".join("".join(pieces).split()) == "".join("".join(wanted).split())
    assert wanted == _in_order(facts, pack)


def _in_order(facts: SkpFacts, pack: Pack) -> list[str]:
    """The contents of a SKP, as its form asks for them."""
    role = facts.owner.role
    superior = {item.code: item.text for item in superior_from_pack(pack, role)}
    texts: list[str] = []
    for item in facts.plan.results:
        texts += [superior[item.intervened]] if item.intervened else []
        target = f"{ID.number(item.target)} {item.satuan}"
        texts += [pack.rhk_by_code(role, item.rhk).text, item.aspek or "", item.indikator, target]
    texts += [facts.plan.additional_task] if facts.plan.additional_task else []
    texts += [focus.text for focus in pack.focuses(role) if focus.code in facts.plan.focuses]
    for item_, aspect in zip(facts.plan.behaviours, pack.behaviours(role), strict=True):
        indicator = next(i for i in aspect.indicators if i.code == item_.indicator)
        texts += [indicator.text, next(e.text for e in indicator.expectations if e.code == item_.expectation)]
    texts += [activity.text for activity in pack.activities(role) if _is_planned(facts, activity.code)]
    return [*texts, *([facts.plan.note] if facts.plan.note else [])]


def _is_planned(facts: SkpFacts, code: str) -> bool:
    return code in {item.activity for item in facts.plan.competences}


def test_every_copy_button_is_named_by_a_line_above_it() -> None:
    for screen in pages(views.copy, plan(SkpStatus.disepakati, odd=True), PACK, t=ID):
        for label in labels(screen)[: len(copied(screen))]:
            assert label.startswith("📋 ")
            assert label[2:].rstrip("…") in text(screen)


def test_copying_leads_to_the_last_step_until_it_is_done() -> None:
    facts = plan(SkpStatus.disepakati)
    assert "entered" in done(views.copy(facts, PACK, 0, ID))
    assert "entered" not in done(views.copy(replace(facts, entered_on=date(2026, 2, 1)), PACK, 0, ID))


WORDS = st.lists(
    st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=60), min_size=1, max_size=60
)


@effort(150)
@given(WORDS)
def test_pieces_joined_again_are_the_text(words: list[str]) -> None:
    body = " ".join(words)
    pieces = copy_parts(body)
    assert all(0 < limits.units(piece) <= COPY_LIMIT for piece in pieces)
    assert " ".join(pieces) == body


@effort(100)
@given(st.text(st.characters(categories=["L", "S"]), min_size=1, max_size=900))
def test_a_word_that_is_longer_than_a_button_holds_is_cut(word: str) -> None:
    pieces = copy_parts(word)
    assert all(0 < limits.units(piece) <= COPY_LIMIT for piece in pieces)
    assert "".join(pieces) == word


@pytest.mark.parametrize("length", [1, 255, 256, 257, 512, 513])
def test_pieces_are_as_few_as_possible(length: int) -> None:
    assert len(copy_parts("x" * length)) == -(-length // COPY_LIMIT)


# --- an earlier card ---------------------------------------------------------------------------------


def test_the_card_of_an_earlier_submission_leads_to_what_holds_now() -> None:
    screen = views.superseded(plan(version=9), ID)
    assert pressed(screen) == [OnSkp(DRAFT, 9, Do.show)]


def test_no_card_ever_says_none() -> None:
    for facts, pack in cards("Bu Contoh"):
        for viewer in (facts.owner, OTHER):
            assert "None" not in text(views.card(facts, pack, viewer, ID))
