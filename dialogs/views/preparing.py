"""Before planning: the data checklist; and the special cases that a regulation names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.basis import source_blocks
from dialogs.calls import At, Go, Kind, On
from dialogs.exceptions import Case
from dialogs.frame import pages_of
from dialogs.material import remark
from dialogs.plan_summary import shortened
from dialogs.screen import LINES, Button, Row, Screen
from dialogs.views.parts import around, button, home_row, page_row, text
from locales import AnyText, Catalogue, Msg, _
from regulations.models import DataRule, Notice, Pack

PAGE = 8
"""Special cases on one page."""


@dataclass(frozen=True, slots=True)
class DataFacts:
    """The checklist of one person before the plan of `year`."""

    year: int
    pack: Pack
    rules: tuple[DataRule, ...]
    ticked: frozenset[str]
    closes: date | None
    """Last day that the pack names, local."""
    today: date
    notices: tuple[Notice, ...] = ()
    """What else is known about mending wrong data."""

    @property
    def done(self) -> int:
        """Lines that are ticked."""
        return sum(rule.code in self.ticked for rule in self.rules)


def _on(facts: DataFacts, do: str, page: int = 0, code: str = "") -> On:
    return On(Kind.data_update, facts.year, 0, do, page, code)


def checklist(facts: DataFacts, t: Catalogue) -> Screen:
    """The checklist with a button for each line; a tap ticks it or takes the tick away."""
    if not facts.rules:
        return _no_rules(facts, t)
    lines: list[AnyText] = [
        _("<b>Data sebelum rencana {year}</b>", year=str(facts.year)),
        *_deadline(facts),
        _("Centang yang sudah dicek. Kawal tidak pernah meminta nomornya."),
        *remark(facts.rules),
        "",
        *(_("{sign} {label}", sign=_sign(facts, rule), label=_label(rule)) for rule in facts.rules),
    ]
    if facts.done == len(facts.rules):
        lines += ["", _("Semua sudah dicek. 👍")]
    rows: list[Row] = [(_toggle(facts, rule, t),) for rule in facts.rules]
    rows.append((button(t, _("Teks lengkap"), _on(facts, "text")), button(t, _("Dasar"), _on(facts, "why"))))
    return Screen(text(t, lines), (*rows, home_row(t)))


def _toggle(facts: DataFacts, rule: DataRule, t: Catalogue) -> Button:
    ticked = rule.code in facts.ticked
    label = _("{sign} {label}", sign="☑" if ticked else "☐", label=_label(rule))
    return button(t, label, _on(facts, "off" if ticked else "on", 0, rule.code))


def _sign(facts: DataFacts, rule: DataRule) -> str:
    return "✓" if rule.code in facts.ticked else "○"


def _label(rule: DataRule) -> AnyText:
    return Msg(rule.short) if rule.short else shortened(rule.text, 24)


def _deadline(facts: DataFacts) -> list[AnyText]:
    if facts.closes is None:
        return []
    if facts.today > facts.closes:
        return [_("Batas {day} sudah lewat. Perbaiki segera bila belum.", day=facts.closes)]
    return [_("Batas: <b>{day}</b>", day=facts.closes)]


def _no_rules(facts: DataFacts, t: Catalogue) -> Screen:
    line = _(
        "Untuk {year} tidak ada daftar pemutakhiran data: {pack} yang kami baca tidak memuatnya.",
        year=str(facts.year),
        pack=facts.pack.short,
    )
    return Screen(text(t, [line]), (home_row(t),))


def rules_text(facts: DataFacts, page: int, t: Catalogue) -> Screen:
    """The official wording, and what else is known."""
    blocks: list[AnyText] = [_("<b>{label}</b>\n{text}", label=_label(rule), text=rule.text) for rule in facts.rules]
    blocks += [notice.text for notice in facts.notices]
    return _pages(_("<b>Pemutakhiran data</b>"), blocks, facts, "text", page, t)


def rules_why(facts: DataFacts, page: int, t: Catalogue) -> Screen:
    """*Dasar* of the checklist."""
    return _pages(_("<b>Dasar</b>"), source_blocks([*facts.rules, *facts.notices]), facts, "why", page, t)


def _pages(head: AnyText, blocks: Sequence[AnyText], facts: DataFacts, do: str, page: int, t: Catalogue) -> Screen:
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls = [_on(facts, do, number) for number in around(shown, len(pages))]
    back: Row = (button(t, _("← Kembali"), _on(facts, "show")),)
    return Screen(text(t, [head, "", *pages[shown]]), (*page_row(shown, len(pages), calls), back))


# --- special cases ----------------------------------------------------------------


def exceptions(found: Sequence[Case], pack: Pack, page: int, t: Catalogue) -> Screen:
    """The list of special cases; each opens what applies."""
    pages = max(1, -(-len(found) // PAGE))
    page = min(page, pages - 1)
    lines: list[AnyText] = [
        _("<b>Kasus khusus</b> · {pack}", pack=pack.short),
        _("Ada keadaan yang diatur lain. Tekan yang sesuai untuk melihat apa yang berlaku dan siapa yang bertindak."),
    ]
    rows: list[Row] = [
        (button(t, case.label, On(Kind.exception, 0, 0, "show", 0, case.code)),)
        for case in found[page * PAGE : (page + 1) * PAGE]
    ]
    calls = [Go(At.exceptions, number) for number in around(page, pages)]
    return Screen(text(t, lines), (*rows, *page_row(page, pages, calls), home_row(t)))


def exception(case: Case, t: Catalogue) -> Screen:
    """One special case: what applies, who acts."""
    lines: list[AnyText] = [_("<b>{label}</b>", label=case.label), *case.lines, *remark(case.sources)]
    dasar = button(t, _("Dasar"), On(Kind.exception, 0, 0, "why", 0, case.code))
    back = button(t, _("← Ke daftar"), Go(At.exceptions))
    return Screen(text(t, lines), ((dasar, back), home_row(t)))


def exception_why(case: Case, t: Catalogue) -> Screen:
    """*Dasar* of a special case."""
    back: Row = (button(t, _("← Kembali"), On(Kind.exception, 0, 0, "show", 0, case.code)),)
    return Screen(text(t, [_("<b>Dasar</b>"), "", *source_blocks(case.sources)]), (back,))
