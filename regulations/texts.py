"""The labels of the packs that Kawal wrote itself, for the catalogues. Official wording is never translated."""

from __future__ import annotations

from collections.abc import Iterator

from regulations.library import load
from regulations.models import Basis, Pack
from regulations.reference import Reference


def labels() -> list[str]:
    """Every label of every pack, each once, in a stable order."""
    library = load()
    packs = (label for pack in library.packs.values() for label in _of(pack))
    return list(dict.fromkeys([*packs, *_ours(library.reference)]))


def _ours(reference: Reference) -> Iterator[str]:
    """What Kawal itself says in the reference packs."""
    credit, mentor = reference.angka_kredit, reference.pelatih_ahli
    yield from (item.short for item in mentor.activities)
    yield from (item.short for item in mentor.coaching.topics)
    yield from (item.text for item in (credit.pppk, credit.rounding, reference.sebaran_predikat.notice))


def _of(pack: Pack) -> Iterator[str]:
    yield from (category.name for category in pack.categories())
    yield from (notice.text for notice in pack.notices if notice.basis is Basis.recommended)
    for window in pack.window_list:
        yield window.title
        if window.missed and window.missed_basis is Basis.recommended:
            yield window.missed
    for group in pack.uncovered_list:
        yield from (group.text, group.what_remains)
    yield from (case.what_remains for case in pack.bkn_only)
    yield from (item.short for item in pack.observation_target_list)
    yield from (item.short for item in pack.observation_question_list)
    yield from (item.text for item in pack.observation_question_list if item.text and item.basis is Basis.recommended)
    yield from (rule.short for rule in pack.data_rules if rule.short)
    for role in sorted(pack.covers):
        yield from (item.short for item in pack.observation_steps(role))
        yield from (item.short for item in pack.rhk(role))
        yield from (item.short for item in pack.focuses(role))
        yield from (item.short for item in pack.activities(role))
        yield from (item.short for item in pack.reflections(role))
        yield from (item.text for item in pack.reflections(role) if item.basis is Basis.recommended)
        yield from (item.name for item in pack.behaviours(role))
        examples = pack.examples(role)
        yield from examples.aspek
        yield from examples.perspektif
        yield from (measure.satuan for measure in examples.measures.values())
