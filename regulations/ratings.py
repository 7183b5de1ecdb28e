"""What Kawal suggests for the whole of hasil kerja or perilaku kerja, from the ratings of its parts.

No regulation that we have read says how the parts make the whole: the pejabat penilai decides, and this only helps.
"""

from collections.abc import Collection

from regulations.kinds import Rating

ORDER = (Rating.di_bawah, Rating.sesuai, Rating.di_atas)
"""From low to high."""


def suggest(ratings: Collection[Rating]) -> Rating:
    """The rating in the middle when they are laid from low to high; where two that differ share the middle, or where
    nothing was rated, it is as expected (`sesuai`)."""
    ranked = sorted(ORDER.index(rating) for rating in ratings)
    if not ranked:
        return Rating.sesuai
    low, high = ranked[(len(ranked) - 1) // 2], ranked[len(ranked) // 2]
    return ORDER[low] if low == high else Rating.sesuai


def needs_reason(rating: Rating, ratings: Collection[Rating]) -> bool:
    """Whether Kawal asks the pejabat penilai to say why: another rating than suggested, or one below expectation."""
    return rating is Rating.di_bawah or rating is not suggest(ratings)
