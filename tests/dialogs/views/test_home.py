"""Home: where the year stands, and the one next step as its first button."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs.calls import At, Call, Do, Go, OnSkp
from dialogs.plan_summary import deadline
from dialogs.views import home as views
from dialogs.views.home import HomeFacts, Item, Todo, home
from regulations.models import Role
from storage.values import AssignmentStatus, Employment, SkpStatus
from tests.dialogs.people import DRAFT, PACKS, a_member, a_skp, periods_of, year_of
from tests.dialogs.views.plans import easy_plan
from tests.dialogs.views.reading import EN, ID, pressed, text

PACK = PACKS[-1]
OLD = PACKS[0]
PERIOD = periods_of(PACK)[0]
GURU = a_member(year=year_of(PACK))
CLOSES = deadline(PACK, Role.guru, PERIOD) or date.min
FACTS = HomeFacts(GURU, PACK, PERIOD, CLOSES - timedelta(days=19))


def plan(status: SkpStatus, **changes: object) -> HomeFacts:
    """A guru whose plan is in that state."""
    return replace(FACTS, skp=a_skp(PACK, easy_plan(PACK), status, **changes))


def first(facts: HomeFacts) -> Call:
    """The next step."""
    return pressed(home(facts, ID))[0]


def of(role: Role, **changes: object) -> HomeFacts:
    """Home of another role."""
    return replace(FACTS, member=replace(GURU, role=role), **changes)  # type: ignore[arg-type]


# --- a plan from nothing to entered ---------------------------------------------------


def test_without_a_plan_the_next_step_is_to_begin_one() -> None:
    assert first(FACTS) == Go(At.plan)
    assert "belum dibuat" in text(home(FACTS, ID))


def test_a_plan_that_has_begun_is_continued() -> None:
    begun = replace(FACTS, parts_done=(3, 7))
    assert first(begun) == Go(At.plan)
    assert "3 dari 7" in text(home(begun, ID))


@pytest.mark.parametrize(
    ("status", "next_step"),
    [
        (SkpStatus.diajukan, Do.show),
        (SkpStatus.dikembalikan, Do.revise),
        (SkpStatus.ditarik, Do.revise),
        (SkpStatus.disepakati, Do.copy),
    ],
)
def test_each_state_has_its_next_step(status: SkpStatus, next_step: Do) -> None:
    assert first(plan(status)) == OnSkp(DRAFT, 3, next_step)


def test_an_agreed_plan_can_be_marked_as_entered_and_then_is_done() -> None:
    calls = pressed(home(plan(SkpStatus.disepakati), ID))
    assert OnSkp(DRAFT, 3, Do.entered) in calls
    entered = plan(SkpStatus.disepakati, entered_on=date(2026, 1, 20))
    assert OnSkp(DRAFT, 3, Do.entered) not in pressed(home(entered, ID))
    assert "20 Januari 2026" in text(home(entered, ID))


def test_a_returned_plan_that_is_being_mended_is_continued() -> None:
    assert first(replace(plan(SkpStatus.dikembalikan), parts_done=(5, 7))) == Go(At.plan)


# --- the deadline ------------------------------------------------------------------------


def test_the_deadline_is_told_with_the_days_that_are_left() -> None:
    read = text(home(FACTS, ID))
    assert ID.day(CLOSES) in read
    assert "19 hari" in read
    assert "19 days" in text(home(FACTS, EN))


def test_one_day_is_one_day_in_english() -> None:
    tomorrow = replace(FACTS, today=CLOSES - timedelta(days=1))
    assert "1 day" in text(home(tomorrow, EN))
    assert "1 days" not in text(home(tomorrow, EN))


def test_the_last_day_is_called_today() -> None:
    assert "hari ini" in text(home(replace(FACTS, today=CLOSES), ID))


def test_late_is_told_and_blocks_nothing() -> None:
    late = replace(FACTS, today=CLOSES + timedelta(days=1))
    assert "⚠" in text(home(late, ID))
    assert first(late) == Go(At.plan)


def test_what_is_done_has_no_deadline() -> None:
    entered = plan(SkpStatus.disepakati, entered_on=date(2026, 1, 20))
    assert ID.day(CLOSES) not in text(home(entered, ID))


# --- other roles ---------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.kepala_sekolah, Role.kepala_dinas])
def test_an_appraiser_sees_how_many_wait(role: Role) -> None:
    assert first(of(role, waiting=5)) == Go(At.inbox)
    assert "5 menunggu" in text(home(of(role, waiting=5), ID))
    assert Go(At.inbox) not in pressed(home(of(role), ID))


def test_an_operator_sees_who_waits_to_join() -> None:
    assert first(of(Role.operator, joins=2)) == Go(At.joins)
    assert Go(At.joins) not in pressed(home(of(Role.operator), ID))


@pytest.mark.parametrize("role", Role)
def test_everybody_can_read_the_sources_and_find_help(role: Role) -> None:
    for facts in (of(role), replace(of(role), member=replace(GURU, role=role, status=AssignmentStatus.pending))):
        assert {Go(At.why), Go(At.help)} <= set(pressed(home(facts, ID)))


@pytest.mark.parametrize("status", [AssignmentStatus.pending, AssignmentStatus.ended])
@pytest.mark.parametrize("role", [Role.guru, Role.kepala_sekolah, Role.operator])
def test_a_role_that_is_not_active_can_do_nothing_yet(role: Role, status: AssignmentStatus) -> None:
    facts = replace(of(role, waiting=3, joins=3), member=replace(GURU, role=role, status=status))
    assert pressed(home(facts, ID)) == [Go(At.why), Go(At.help)]
    assert views.cannot_plan(facts.member, facts.pack)


def test_who_holds_several_roles_can_switch() -> None:
    assert Go(At.roles) in pressed(home(replace(FACTS, more_roles=True), ID))
    assert Go(At.roles) not in pressed(home(FACTS, ID))


# --- what may be opened at any time -----------------------------------------------------------

ITEMS = tuple(Item(str(at), Go(at)) for at in reversed(views.MENU))


def test_the_menu_begins_with_what_is_opened_most_often() -> None:
    assert pressed(home(replace(FACTS, items=ITEMS), ID))[1:-3] == [Go(at) for at in views.MENU]


@pytest.mark.parametrize("todos", range(4))
def test_what_has_no_room_at_home_is_one_tap_away(todos: int) -> None:
    todo = Todo("Contoh", "Contoh", Go(At.plan))
    crowded = replace(plan(SkpStatus.disepakati), items=ITEMS, todos=(todo,) * todos, more_roles=True)
    shown = home(crowded, ID)
    assert len(shown.rows) <= views.MOST_ROWS
    assert Go(At.home, 1) in pressed(shown)
    assert {Go(at) for at in views.MENU} <= set(pressed(views.more(crowded, ID)))


def test_an_entered_plan_is_opened_from_the_menu() -> None:
    entered = plan(SkpStatus.disepakati, entered_on=date(2026, 1, 20))
    assert OnSkp(DRAFT, 3, Do.show) in pressed(home(entered, ID))


# --- who is not covered -----------------------------------------------------------------------


def test_a_pengawas_reads_what_the_older_regulation_leaves_out_and_what_remains() -> None:
    missing = OLD.uncovered(Role.pengawas)
    assert missing is not None
    facts = HomeFacts(a_member(Role.pengawas, year=2024), OLD, periods_of(OLD)[0], date(2024, 1, 12))
    assert missing.text in text(home(facts, ID))
    assert missing.what_remains in text(home(facts, ID))
    assert missing in views.home_sources(facts)


@pytest.mark.parametrize("pack", PACKS, ids=[pack.id for pack in PACKS])
def test_who_is_no_civil_servant_reads_it_and_begins_no_plan(pack: object) -> None:
    assert pack in PACKS
    its = next(each for each in PACKS if each is pack)
    member = a_member(year=year_of(its), employment=Employment.non_asn)
    facts = HomeFacts(member, its, periods_of(its)[0], periods_of(its)[0].starts)
    missing = its.uncovered_group("non_asn")
    assert missing is not None
    assert missing.what_remains in text(home(facts, ID))
    assert Go(At.plan) not in pressed(home(facts, ID))
    assert views.cannot_plan(facts.member, facts.pack)


def test_everybody_else_can_plan() -> None:
    assert not views.cannot_plan(FACTS.member, FACTS.pack)


# --- Dasar ------------------------------------------------------------------------------------------


def test_every_source_of_home_is_told_once_with_how_sure_it_is() -> None:
    sources = views.home_sources(FACTS)
    last = views.why(sources, 999, ID)
    page, read = 0, ""
    while not read.endswith(text(last)):
        read += text(views.why(sources, page, ID))
        page += 1
    for source in {item.source for item in sources}:
        assert source in read
