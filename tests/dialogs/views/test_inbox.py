"""The appraiser's inbox: how many wait, the oldest first, a page at a time."""

from __future__ import annotations

from datetime import timedelta

from dialogs.calls import At, Do, Go, OnSkp
from dialogs.views.inbox import PAGE, inbox
from storage.values import WaitingPlan
from tests.dialogs.people import NAMES, NOW
from tests.dialogs.views.reading import EN, ID, labels, pressed, text

WAITING = [WaitingPlan(n + 1, n, f"Bu Contoh {n}", "SDN Contoh 01", NOW + timedelta(days=n)) for n in range(PAGE)]


def test_nobody_waits() -> None:
    assert pressed(inbox(0, 0, (), "Asia/Jakarta", ID)) == [Go(At.home)]


def test_each_plan_has_a_line_and_a_button_in_order() -> None:
    screen = inbox(PAGE, 0, WAITING, "Asia/Jakarta", ID)
    assert pressed(screen) == [*(OnSkp(p.skp_id, p.version, Do.show) for p in WAITING), Go(At.home)]
    assert labels(screen)[:PAGE] == [plan.owner_name for plan in WAITING]
    read = text(screen)
    assert [read.index(plan.owner_name) for plan in WAITING] == sorted(read.index(p.owner_name) for p in WAITING)
    assert f"{PAGE} rencana" in read


def test_times_are_local() -> None:
    assert "12 Januari 2027 07.05 WIB" in text(inbox(1, 0, WAITING[:1], "Asia/Jakarta", ID))
    assert "12 January 2027 09:05 WIT" in text(inbox(1, 0, WAITING[:1], "Asia/Jayapura", EN))


def test_pages_turn_round() -> None:
    count = PAGE * 3
    for page, (before, after) in enumerate([(2, 1), (0, 2), (1, 0)]):
        screen = inbox(count, page, WAITING, "Asia/Jakarta", ID)
        turns = [call for call in pressed(screen) if isinstance(call, Go) and call.at is At.inbox]
        assert [turn.page for turn in turns] == [before, page, after]
        assert f"{page + 1}/3" in labels(screen)


def test_a_page_that_is_just_full_is_the_only_one() -> None:
    assert "1/1" not in labels(inbox(PAGE, 0, WAITING, "Asia/Jakarta", ID))
    assert "1/2" in labels(inbox(PAGE + 1, 0, WAITING, "Asia/Jakarta", ID))


def test_odd_names_are_read_as_they_are() -> None:
    for name in NAMES[:4]:
        assert name in text(inbox(1, 0, [WaitingPlan(1, 1, name, "SDN", NOW)], "Asia/Jakarta", ID))
