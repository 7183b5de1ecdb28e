"""The evaluation agrees with the lists that lead to it: what is confirmed, and how sure the last day is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.basis import MARKS
from dialogs.calls import Kind, On
from dialogs.evaluation.year import detail_blocks, result_lines, summary_lines
from dialogs.views import confirmations, evaluation, evaluation_lists
from dialogs.views.evaluation_lists import Scope
from locales import Msg
from regulations.models import Pack, Period, Role
from storage.values.confirmations import ConfirmationFacts, ConfirmationStatus, RhkConfirmation, ticked_by_appraiser
from storage.values.evaluation import Overview, RhkFacts, YearFacts
from tests.dialogs.evaluations import a_period, whole_plan
from tests.dialogs.people import PACKS, TODAY, a_member, periods_of, year_of
from tests.dialogs.tongues import CATALOGUES
from tests.dialogs.views.reading import pressed

T = next(each for each in CATALOGUES if each.language == "id")
EVALUATED = [(pack, role) for pack in PACKS for role in (Role.guru, Role.kepala_sekolah) if pack.covers_role(role)]
PERIODS = [(pack, period) for pack in PACKS for period in periods_of(pack)]


@pytest.mark.parametrize(("pack", "role"), EVALUATED, ids=lambda each: getattr(each, "id", str(each)))
@pytest.mark.parametrize("confirmed", [False, True])
def test_confirmations_are_counted_as_in_their_table(pack: Pack, role: Role, confirmed: bool) -> None:
    items, owner = whole_plan(pack, role).results, a_member(role, year=year_of(pack))
    status = ConfirmationStatus.dikonfirmasi if confirmed else ConfirmationStatus.kosong
    record = YearFacts(TODAY, tuple(RhkFacts(item.rhk, None, status) for item in items))
    rows = tuple(RhkConfirmation(item.rhk, status=status) for item in items)
    table = confirmations.of_member(ConfirmationFacts(owner, periods_of(pack)[0].code, rows), pack, owner, T)
    card = "\n".join(T.plain(line) for line in summary_lines(pack, role, items, record))
    assert re.findall(r"Konfirmasi RHK: (\d+ dari \d+)", card) == re.findall(r"<b>(\d+ dari \d+)</b>", table.text)


@pytest.mark.parametrize(("pack", "role"), EVALUATED, ids=lambda each: getattr(each, "id", str(each)))
def test_only_what_the_appraiser_confirms_can_be_unconfirmed(pack: Pack, role: Role) -> None:
    items = whole_plan(pack, role).results
    blocks = [T.plain(block) for block in detail_blocks(pack, role, items, YearFacts(TODAY))]
    ticked = {row.rhk for row in pack.documentation(role) if ticked_by_appraiser(row)}
    told = {item.rhk for item, block in zip(items, blocks, strict=False) if "belum dikonfirmasi" in block}
    assert told == ticked & {item.rhk for item in items}


def test_results_are_named_in_the_language_of_the_reader() -> None:
    pack, role = EVALUATED[-1]
    items = whole_plan(pack, role).results
    english = next(each for each in CATALOGUES if each.language == "en")
    lines = [english.plain(line) for line in result_lines(pack, role, items, YearFacts(TODAY))]
    names = [english.plain(Msg(pack.rhk_by_code(role, item.rhk).short)) for item in items]
    assert all(name in line for name, line in zip(names, lines, strict=True))
    assert not any(re.search(r"/\w", line) for line in lines)


def test_the_card_of_somebody_leads_back_to_their_page() -> None:
    pack, role = EVALUATED[0]
    facts = a_period(pack, role)
    viewer = a_member(Role.kepala_dinas, year=year_of(pack))
    back = On(Kind.staff, facts.owner.assignment_id, 0, "show")
    another = replace(viewer, person_id=facts.owner.person_id + 1)
    assert back in pressed(evaluation.card(facts, YearFacts(TODAY), pack, another, TODAY, T))
    assert back not in pressed(evaluation.card(facts, YearFacts(TODAY), pack, facts.owner, TODAY, T))


@pytest.mark.parametrize(("pack", "period"), PERIODS, ids=lambda each: getattr(each, "id", None) or each.code)
@pytest.mark.parametrize("late", [-1, 1])
def test_the_overview_marks_its_last_day_as_the_window_is_marked(pack: Pack, period: Period, late: int) -> None:
    windows = [each for each in pack.duties(Role.kepala_sekolah, period) if each.window.code == "evaluasi"]
    scope = Scope(a_member(Role.kepala_sekolah, year=year_of(pack)), pack, period, windows[0])
    today = windows[0].closes + timedelta(days=late)
    shown = evaluation_lists.overview(Overview(3, 1, {}, ()), scope, (), 0, today, T).text
    assert T.day(windows[0].closes) in shown
    mark = MARKS.get(windows[0].window.basis)
    assert [each for each in MARKS.values() if T.plain(each) in shown] == ([mark] if mark else [])
