"""The appraiser's inbox: everything that waits for a decision, what needs a look first; and batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from dialogs import plan_review
from dialogs.calls import Call, Do, Kind, On, OnSkp
from dialogs.competence import words as competence_words
from dialogs.plan_summary import shortened
from dialogs.screen import Row, Screen
from dialogs.views.parts import around, button, home_row, page_row, text
from locales import AnyText, Catalogue, Msg, _, n_
from storage.values.inbox import BatchFacts, BatchStatus, Thing, Waiting

PAGE = 5
"""Things on one page: each takes up to two lines."""
NAMES_PAGE = 8
"""Names on one page of a batch."""
LONGEST_NAME = 28

THINGS: dict[Thing, Msg] = {
    Thing.plan: _("rencana SKP"),
    Thing.competence: _("kegiatan kompetensi"),
    Thing.confirmation: _("konfirmasi"),
    Thing.checkin: _("cek kemajuan"),
    Thing.observation: _("observasi"),
    Thing.pendampingan: _("laporan pendampingan"),
}
"""What each kind is called."""
DECIDED = frozenset({Thing.plan, Thing.competence, Thing.confirmation, Thing.pendampingan})
"""Things that somebody decides about."""
KINDS: dict[Thing, Kind] = {
    Thing.competence: Kind.competence,
    Thing.confirmation: Kind.confirmation,
    Thing.checkin: Kind.checkin,
    Thing.observation: Kind.observation,
    Thing.pendampingan: Kind.pendampingan,
}
PROBLEMS: dict[str, Msg] = {
    **plan_review.PROBLEMS,
    **competence_words.PROBLEMS,
    "step": _("langkah Bapak/Ibu berikutnya"),
    "answer": _("perlu dijawab"),
}
"""What needs a look, by code."""
EVERYTHING = "all"


def to_list(things: Thing | None, page: int = 0) -> On:
    """The call that shows a page of the inbox, of one kind or of all."""
    return On(Kind.inbox, 0, 0, "list", page, things.value if things else EVERYTHING)


def call_of(line: Waiting) -> Call:
    """The call that opens what waits."""
    if line.thing is Thing.plan:
        return OnSkp(line.id, line.version, Do.show)
    return On(KINDS[line.thing], line.id, line.version, "show")


def inbox(lines: Sequence[Waiting], complete: int, shown: Thing | None, page: int, zone: str, t: Catalogue) -> Screen:
    """`/persetujuan`: a page of what waits; each button opens its card. `complete` of them may be decided in one go."""
    if not lines:
        return Screen(text(t, [_("Tidak ada yang menunggu keputusan. 👍")]), (home_row(t),))
    some = [line for line in lines if shown in (None, line.thing)]
    pages = max(1, -(-len(some) // PAGE))
    page = min(page, pages - 1)
    here = some[page * PAGE : (page + 1) * PAGE]
    rows: list[Row] = [(button(t, _label(line), call_of(line)),) for line in here]
    if complete:
        every = _("✅ Setujui semua lengkap ({count})", count=complete)
        rows.append((button(t, every, On(Kind.inbox, 0, 0, "batch", 0, shown.value if shown else EVERYTHING)),))
    rows += page_row(page, pages, [to_list(shown, number) for number in around(page, pages)])
    return Screen(text(t, _lines(some, here, zone, t)), (*rows, *_filters(lines, shown, t), home_row(t)))


def _lines(some: Sequence[Waiting], here: Sequence[Waiting], zone: str, t: Catalogue) -> list[AnyText]:
    look = sum(bool(line.problems) for line in some)
    head: list[AnyText] = [
        _how_many(some),
        n_("{count} perlu dilihat satu per satu (⚠)", "{count} perlu dilihat satu per satu (⚠)", look)
        if look
        else _("Yang paling lama menunggu ada di atas:"),
    ]
    return [*head, *(_line(line, zone, t) for line in here)]


def _how_many(some: Sequence[Waiting]) -> AnyText:
    """An answer or a step of an observation is no decision."""
    if all(line.thing in DECIDED for line in some):
        return n_("<b>{count} menunggu keputusan</b>", "<b>{count} menunggu keputusan</b>", len(some))
    return n_("<b>{count} menunggu Bapak/Ibu</b>", "<b>{count} menunggu Bapak/Ibu</b>", len(some))


def _line(line: Waiting, zone: str, t: Catalogue) -> AnyText:
    name = shortened(line.owner, LONGEST_NAME)
    if line.problems:
        what = PROBLEMS.get(line.problems[0], _("perlu dilihat"))
        return _("⚠ {name}: {what}", name=name, what=what)
    return _("{name}, {when}", name=name, when=t.instant(line.since, zone))


def _label(line: Waiting) -> AnyText:
    what: AnyText = line.note or THINGS[line.thing]
    sign = "⚠" if line.problems else "○"
    longest = 10 if line.thing is Thing.pendampingan else 18  # many of one pengawas wait, each about another school
    return _("{sign} {name} · {what}", sign=sign, name=shortened(line.owner, longest), what=what)


def _filters(lines: Sequence[Waiting], shown: Thing | None, t: Catalogue) -> list[Row]:
    """A button for each kind that waits, where there are several."""
    counts = Counter(line.thing for line in lines)
    if len(counts) < 2:
        return []
    kinds: list[Thing | None] = [None, *(thing for thing in Thing if thing in counts)]
    buttons = [button(t, _filter(kind, counts, kind is shown), to_list(kind)) for kind in kinds]
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def _filter(kind: Thing | None, counts: Counter[Thing], here: bool) -> AnyText:
    dot = "● " if here else ""
    if kind is None:
        return _("{dot}Semua ({count})", dot=dot, count=counts.total())
    return _("{dot}{kind} ({count})", dot=dot, kind=THINGS[kind], count=counts[kind])


def news(count: int, t: Catalogue) -> Screen:
    """A nudge: something waits."""
    line = n_("<b>{count}</b> menunggu Bapak/Ibu.", "<b>{count}</b> menunggu Bapak/Ibu.", count)
    return Screen(text(t, [line]), ((button(t, _("▶ Buka persetujuan"), to_list(None)),),))


# --- batches ----------------------------------------------------------------------


def batch(facts: BatchFacts, page: int, now: datetime, zone: str, t: Catalogue) -> Screen:
    """A batch: the list before it is decided, what was decided, or that it was taken back."""
    match facts.status:
        case BatchStatus.disusun:
            return _proposed(facts, page, t)
        case BatchStatus.diputuskan:
            return _decided(facts, now, zone, t)
        case BatchStatus.diurungkan:
            return _undone(facts, t)


def _proposed(facts: BatchFacts, page: int, t: Catalogue) -> Screen:
    pages = -(-len(facts.items) // NAMES_PAGE)
    page = min(page, pages - 1)
    count = len(facts.items)
    lines: list[AnyText] = [n_("<b>Setujui {count} sekaligus?</b>", "<b>Setujui {count} sekaligus?</b>", count)]
    if facts.left_out:
        lines.append(_("{count} lainnya perlu dilihat dan tidak ikut.", count=facts.left_out))
    lines += [
        _("{name} · {what}", name=shortened(item.owner or "–", LONGEST_NAME), what=THINGS[item.thing])
        for item in facts.items[page * NAMES_PAGE : (page + 1) * NAMES_PAGE]
    ]
    calls = [On(Kind.batch, facts.id, facts.version, "show", number) for number in around(page, pages)]
    sure = button(t, _("Ya, setujui {count}", count=count), On(Kind.batch, facts.id, facts.version, "ok"))
    return Screen(text(t, lines), ((sure,), *page_row(page, pages, calls), _back(t)))


def _decided(facts: BatchFacts, now: datetime, zone: str, t: Catalogue) -> Screen:
    done = sum(item.done for item in facts.items)
    lines: list[AnyText] = [n_("✅ <b>{count} disetujui</b>", "✅ <b>{count} disetujui</b>", done)]
    if done < len(facts.items):
        lines.append(_("{count} sudah berubah sementara itu dan tidak ikut.", count=len(facts.items) - done))
    assert facts.told_at is not None
    rows: list[Row] = []
    if now < facts.told_at:
        lines.append(
            _("Pemiliknya diberi tahu {when}. Sampai saat itu bisa diurungkan.", when=t.instant(facts.told_at, zone))
        )
        rows.append((button(t, _("Urungkan semua"), On(Kind.batch, facts.id, facts.version, "undo")),))
    else:
        lines.append(_("Pemiliknya sudah diberi tahu."))
    return Screen(text(t, lines), (*rows, _back(t), home_row(t)))


def _undone(facts: BatchFacts, t: Catalogue) -> Screen:
    done = sum(item.done for item in facts.items)
    lines: list[AnyText] = [
        n_("↩ <b>{count} keputusan diurungkan</b>", "↩ <b>{count} keputusan diurungkan</b>", done),
        _("Semuanya menunggu lagi seperti sebelumnya. Pemilik rencana diberi tahu."),
    ]
    return Screen(text(t, lines), (_back(t), home_row(t)))


def _back(t: Catalogue) -> Row:
    return (button(t, _("☰ Semua yang menunggu"), to_list(None)),)
