"""The suggestion for the whole: the middle of the parts, monotone and without regard to order; and the quadrant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.kinds import Basis, Rating
from regulations.library import packaged
from regulations.pack import Pack
from regulations.ratings import ORDER, needs_reason, suggest
from tests.dialogs.effort import effort

LOW, MIDDLE, HIGH = ORDER
RATINGS = st.lists(st.sampled_from(ORDER), min_size=1, max_size=12)
PACKS = tuple(packaged().packs.values())
QUADRANT = {
    (HIGH, HIGH): "sangat_baik",
    (HIGH, MIDDLE): "baik",
    (HIGH, LOW): "kurang",
    (MIDDLE, HIGH): "baik",
    (MIDDLE, MIDDLE): "baik",
    (MIDDLE, LOW): "kurang",
    (LOW, HIGH): "butuh_perbaikan",
    (LOW, MIDDLE): "butuh_perbaikan",
    (LOW, LOW): "sangat_kurang",
}
"""Hasil kerja, perilaku kerja: kuadran kinerja, PermenPANRB 6/2022 as six open programs have it."""


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ((), MIDDLE),
        ((LOW,), LOW),
        ((HIGH,), HIGH),
        ((MIDDLE, MIDDLE, HIGH), MIDDLE),
        ((MIDDLE, HIGH, HIGH), HIGH),
        ((LOW, MIDDLE, HIGH), MIDDLE),
        ((LOW, LOW, HIGH), LOW),
        ((LOW, HIGH), MIDDLE),
        ((LOW, MIDDLE), MIDDLE),
        ((MIDDLE, HIGH), MIDDLE),
        ((HIGH, HIGH, MIDDLE, MIDDLE), MIDDLE),
        ((HIGH, HIGH, HIGH, MIDDLE), HIGH),
    ],
)
def test_the_middle_is_suggested(ratings: tuple[Rating, ...], expected: Rating) -> None:
    assert suggest(ratings) is expected


@effort(150)
@given(ratings=RATINGS, data=st.data())
def test_raising_one_rating_never_lowers_the_suggestion(ratings: list[Rating], data: st.DataObject) -> None:
    which = data.draw(st.integers(0, len(ratings) - 1))
    higher = data.draw(st.sampled_from(ORDER[ORDER.index(ratings[which]) :]))
    raised = [*ratings[:which], higher, *ratings[which + 1 :]]
    assert ORDER.index(suggest(raised)) >= ORDER.index(suggest(ratings))


@effort(100)
@given(ratings=RATINGS, data=st.data())
def test_the_order_does_not_matter(ratings: list[Rating], data: st.DataObject) -> None:
    assert suggest(data.draw(st.permutations(ratings))) is suggest(ratings)


@effort(100)
@given(ratings=RATINGS)
def test_the_suggestion_is_never_outside_what_was_given(ratings: list[Rating]) -> None:
    ranks = [ORDER.index(rating) for rating in ratings]
    assert min(ranks) <= ORDER.index(suggest(ratings)) <= max(ranks)
    assert all(suggest([rating] * len(ratings)) is rating for rating in ORDER)


def test_a_reason_is_asked_for_what_is_low_or_other_than_suggested() -> None:
    for ratings in ([MIDDLE] * 3, [HIGH] * 3, [LOW] * 3):
        for rating in ORDER:
            assert needs_reason(rating, ratings) == (rating is LOW or rating is not ratings[0])


@pytest.mark.parametrize("pack", PACKS, ids=[pack.id for pack in PACKS])
@pytest.mark.parametrize(("hasil", "perilaku"), QUADRANT)
def test_every_cell_of_the_quadrant(pack: Pack, hasil: Rating, perilaku: Rating) -> None:
    assert pack.predikat(hasil, perilaku).code == QUADRANT[hasil, perilaku]
    cell = pack.predikat_cell(hasil, perilaku)
    assert "PermenPANRB 6/2022" in cell.source
    assert cell.basis is Basis.secondary, "the rule itself was not read"


@pytest.mark.parametrize("pack", PACKS, ids=[pack.id for pack in PACKS])
def test_a_higher_rating_never_makes_a_worse_predikat(pack: Pack) -> None:
    rank = {code: number for number, code in enumerate(each.code for each in reversed(pack.predikat_list))}
    for hasil in ORDER:
        for perilaku in ORDER:
            here = rank[pack.predikat(hasil, perilaku).code]
            for other in ORDER[ORDER.index(hasil) :]:
                assert rank[pack.predikat(other, perilaku).code] >= here
            for other in ORDER[ORDER.index(perilaku) :]:
                assert rank[pack.predikat(hasil, other).code] >= here
