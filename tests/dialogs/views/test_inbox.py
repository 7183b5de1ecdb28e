"""The appraiser's inbox: what needs a look first, the oldest first, a page at a time, by kind; and batches."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dialogs.calls import At, Do, Go, Kind, On, OnSkp
from dialogs.views.inbox import PAGE, batch, inbox, to_list
from storage.values.inbox import UNDO_WITHIN, BatchFacts, BatchItem, BatchStatus, Thing, Waiting
from tests.dialogs.people import NAMES, NOW
from tests.dialogs.views.reading import EN, ID, labels, pressed, text

WAITING = [
    Waiting(Thing.plan, n + 1, n, f"Bu Contoh {n}", "SDN Contoh 01", NOW + timedelta(days=n)) for n in range(3 * PAGE)
]
LOG = Waiting(Thing.competence, 77, 2, "Bu Contoh 9", "SDN Contoh 01", NOW, note="Webinar")


def test_nobody_waits() -> None:
    assert pressed(inbox((), 0, None, 0, "Asia/Jakarta", ID)) == [Go(At.home)]


def test_each_thing_has_a_line_and_a_button_in_order() -> None:
    some = WAITING[:PAGE]
    screen = inbox(some, 0, None, 0, "Asia/Jakarta", ID)
    assert pressed(screen) == [*(OnSkp(line.id, line.version, Do.show) for line in some), Go(At.home)]
    read = text(screen)
    assert [read.index(line.owner) for line in some] == sorted(read.index(line.owner) for line in some)
    assert f"{PAGE} menunggu" in read


def test_what_needs_a_look_says_what() -> None:
    screen = inbox([replace(WAITING[0], problems=("points", "task"))], 0, None, 0, "Asia/Jakarta", ID)
    assert "⚠ Bu Contoh 0: poin di luar rentang" in text(screen)
    assert "1 perlu dilihat" in text(screen)


def test_an_answer_that_waits_is_no_decision() -> None:
    answer = replace(WAITING[1], thing=Thing.checkin, problems=("answer",))
    assert "1 menunggu keputusan" in text(inbox(WAITING[:1], 0, None, 0, "Asia/Jakarta", ID))
    both = inbox([WAITING[0], answer], 0, None, 0, "Asia/Jakarta", ID)
    assert "2 menunggu Bapak/Ibu" in text(both)
    assert any("cek kemajuan" in label for label in labels(both))


def test_times_are_local() -> None:
    assert "12 Januari 2027 07.05 WIB" in text(inbox(WAITING[:1], 0, None, 0, "Asia/Jakarta", ID))
    assert "12 January 2027 09:05 WIT" in text(inbox(WAITING[:1], 0, None, 0, "Asia/Jayapura", EN))


def test_pages_turn_round() -> None:
    for page, (before, after) in enumerate([(2, 1), (0, 2), (1, 0)]):
        screen = inbox(WAITING, 0, None, page, "Asia/Jakarta", ID)
        turns = [call for call in pressed(screen) if isinstance(call, On)]
        assert turns == [to_list(None, number) for number in (before, page, after)]
        assert f"{page + 1}/3" in labels(screen)


def test_a_page_that_is_just_full_is_the_only_one() -> None:
    assert "1/1" not in labels(inbox(WAITING[:PAGE], 0, None, 0, "Asia/Jakarta", ID))
    assert "1/2" in labels(inbox(WAITING[: PAGE + 1], 0, None, 0, "Asia/Jakarta", ID))


def test_one_kind_is_shown_alone() -> None:
    both = [*WAITING[:2], LOG]
    assert to_list(Thing.competence) in pressed(inbox(both, 0, None, 0, "Asia/Jakarta", ID))
    alone = inbox(both, 0, Thing.competence, 0, "Asia/Jakarta", ID)
    assert On(Kind.competence, 77, 2, "show") in pressed(alone)
    assert OnSkp(1, 0, Do.show) not in pressed(alone)
    assert to_list(Thing.plan) not in pressed(inbox(WAITING, 0, None, 0, "Asia/Jakarta", ID))


def test_all_that_is_complete_can_be_decided_where_something_is() -> None:
    assert On(Kind.inbox, 0, 0, "batch", 0, "all") in pressed(inbox(WAITING, 9, None, 0, "Asia/Jakarta", ID))
    assert "✅ Setujui semua lengkap (9)" in labels(inbox(WAITING, 9, None, 0, "Asia/Jakarta", ID))


def test_odd_names_are_read_as_they_are() -> None:
    for name in NAMES[:3]:
        line = Waiting(Thing.plan, 1, 1, name, "SDN", NOW)
        assert name[:20] in text(inbox([line], 0, None, 0, "Asia/Jakarta", ID))


def test_a_batch_can_be_taken_back_until_its_owners_are_told() -> None:
    told = NOW + UNDO_WITHIN
    facts = BatchFacts(5, 2, BatchStatus.diputuskan, (BatchItem(Thing.plan, 1, 1, "", True),), 3, told)
    undo = On(Kind.batch, 5, 2, "undo")
    assert undo in pressed(batch(facts, 0, NOW, "Asia/Jakarta", ID))
    assert undo not in pressed(batch(facts, 0, told, "Asia/Jakarta", ID))
