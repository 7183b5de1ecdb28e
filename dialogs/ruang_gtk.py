"""The texts of a plan for Ruang GTK, in pieces that a copy button can hold."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.ground import SuperiorRhk, superior_from_pack
from dialogs.material import material
from dialogs.screen import COPY_LIMIT
from locales import AnyText, Catalogue, Msg, _
from regulations.models import Basis, Pack
from storage.values import SkpFacts


def copy_texts(skp: SkpFacts, pack: Pack, t: Catalogue) -> list[tuple[AnyText, str]]:
    """The plan's texts in the order of the SKP's contents: what it is, and the text to copy."""
    stuff, plan = material(pack, skp.owner.role), skp.plan
    superior = {item.code: item.text for item in _printed(superior_from_pack(pack, skp.owner.role))}
    texts: list[tuple[AnyText, str]] = []
    for item in plan.results:
        if item.intervened in superior:
            texts.append((_("{code}: RHK atasan", code=item.rhk), superior[item.intervened]))
        texts.append((_("{code}: RHK", code=item.rhk), stuff.rhk_named(item.rhk).text))
        if item.perspektif is not None:
            texts.append((_("{code}: perspektif", code=item.rhk), item.perspektif))
        elif item.aspek is not None:
            texts.append((_("{code}: aspek", code=item.rhk), item.aspek))
        texts.append((_("{code}: indikator", code=item.rhk), item.indikator))
        texts.append((_("{code}: target", code=item.rhk), f"{t.number(item.target)} {item.satuan}"))
    if plan.additional_task:
        texts.append((_("Tugas tambahan"), plan.additional_task))
    texts += [(_("Fokus observasi"), stuff.pack_focus(code).text) for code in plan.focuses]
    for behaviour in plan.behaviours:
        indicator = stuff.indicator(behaviour.indicator)
        name = Msg(stuff.aspect(behaviour.aspect).name)
        texts.append((_("{name}: indikator", name=name), indicator.text))
        expectation = next(e.text for e in indicator.expectations if e.code == behaviour.expectation)
        texts.append((_("{name}: ekspektasi", name=name), expectation))
    texts += [(_("Kompetensi"), stuff.activity(item.activity).text) for item in plan.competences]
    if plan.note:
        texts.append((_("Catatan"), plan.note))
    return texts


def _printed(superior: Sequence[SuperiorRhk]) -> list[SuperiorRhk]:
    """Without Kawal's stand-ins: nobody should copy those into Ruang GTK."""
    return [item for item in superior if item.basis is not Basis.example]


def copy_parts(body: str) -> list[str]:
    """A text in pieces that a copy button can hold, split between words."""
    parts, rest = [], body.strip()
    while (room := _room(rest)) < len(rest):
        cut = rest.rfind(" ", 0, room + 1)
        cut = cut if cut > 0 else room
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest]


def _room(text: str) -> int:
    """Characters of a text that a copy button holds; an emoji may count as two (UTF-16), so it does here."""
    used = 0
    for number, sign in enumerate(text):
        used += 2 if sign > "\uffff" else 1
        if used > COPY_LIMIT:
            return number
    return len(text)
