"""Feedback and coaching: lists without the words, a note with them, and the cards that tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from textwrap import wrap

from dialogs.basis import COUNSELLING, FEEDBACK_KINDS, source_blocks
from dialogs.calls import At, Call, Go, Kind, On
from dialogs.feedback.words import KEPT, KINDS, READ_BY_TWO, SIGNS
from dialogs.frame import pages_of
from dialogs.plan_summary import shortened
from dialogs.screen import LINES, WIDTH, Row, Screen
from dialogs.views.parts import around, button, called, home_row, page_row, person_row, text
from locales import AnyText, Catalogue, Msg, _, n_
from regulations.models import Cited, Pack
from storage.values import Member
from storage.values.feedback import FeedbackFacts, FeedbackKind, FeedbackLine, FeedbackStatus

PAGE = 4
"""Notes on one page of a list."""
BLOCK = 4 * WIDTH
"""Characters of a long text that are kept together when it is laid on pages."""
ON_CARD = 220
"""Characters of a note on the card that tells of it."""
FORGOTTEN = _("Isinya sudah dihapus karena masa simpannya berakhir.")
ERASED = _("Isinya sudah dihapus atas permintaan pemiliknya.")


def on(note_id: int, version: int, do: str, page: int = 0) -> On:
    """A call about a note."""
    return On(Kind.feedback, note_id, version, do, page)


# --- lists ------------------------------------------------------------------------


def received(
    count: int, page: int, lines: Sequence[FeedbackLine], viewer: Member, t: Catalogue, *, gives: bool
) -> Screen:
    """What the viewer was told about their work; `gives` offers what they told others."""
    calls = [Go(At.feedback, number) for number in around(page, _pages(count))]
    more: list[Row] = [(button(t, _("Yang saya berikan"), On(Kind.feedback, 0, 0, "given")),)] if gives else []
    head = _("<b>Umpan balik untuk saya</b>")
    return _list(head, count, lines, calls, page, viewer, t, more)


def given(count: int, page: int, lines: Sequence[FeedbackLine], viewer: Member, t: Catalogue) -> Screen:
    """What the viewer told others."""
    calls = [On(Kind.feedback, 0, 0, "given", number) for number in around(page, _pages(count))]
    head = _("<b>Umpan balik dari saya</b>")
    choose: Row = (button(t, _("+ Pilih orang"), Go(At.staff)),)
    return _list(head, count, lines, calls, page, viewer, t, [choose])


def about(
    owner: Member,
    count: int,
    page: int,
    lines: Sequence[FeedbackLine],
    viewer: Member,
    t: Catalogue,
    *,
    may_give: bool,
) -> Screen:
    """What the viewer may read of the notes about somebody."""
    calls = [On(Kind.feedback, owner.assignment_id, 0, "of", number) for number in around(page, _pages(count))]
    head = _("<b>Umpan balik</b> · {name}", name=called(owner))
    new = button(t, _("+ Sampaikan umpan balik"), On(Kind.feedback, owner.assignment_id, 0, "new"))
    mine = viewer.assignment_id == owner.assignment_id
    back: list[Row] = [] if mine else [person_row(t, owner.assignment_id)[:1]]
    return _list(head, count, lines, calls, page, viewer, t, [*([(new,)] if may_give else []), *back])


def _pages(count: int) -> int:
    return max(1, -(-count // PAGE))


def _list(
    head: AnyText,
    count: int,
    lines: Sequence[FeedbackLine],
    calls: Sequence[Call],
    page: int,
    viewer: Member,
    t: Catalogue,
    more: list[Row],
) -> Screen:
    shown: list[AnyText] = [head]
    shown += [_line(one, viewer, t) for one in lines] or [_("Belum ada catatan.")]
    rows: list[Row] = [(button(t, _button(one), on(one.id, one.version, "show")),) for one in lines]
    return Screen(text(t, shown), (*rows, *page_row(page, _pages(count), calls), *more, home_row(t)))


def _line(one: FeedbackLine, viewer: Member, t: Catalogue) -> AnyText:
    mark = _(" · sudah ditanggapi") if one.status is FeedbackStatus.ditanggapi else ""
    return _(
        "{sign} {name}, {when}{mark}",
        sign=SIGNS[one.kind],
        name=shortened(one.giver, 30),
        when=t.instant(one.given_at, viewer.zone),
        mark=mark,
    )


def _button(one: FeedbackLine) -> AnyText:
    return _("{sign} {kind}: {name}", sign=SIGNS[one.kind], kind=KINDS[one.kind], name=one.owner)


# --- one note ---------------------------------------------------------------------


def note(facts: FeedbackFacts, viewer: Member, page: int, t: Catalogue) -> Screen:
    """A note as this viewer reads it, with its answer."""
    head: list[AnyText] = [
        _(
            "{sign} <b>{kind}</b> · {name}",
            sign=SIGNS[facts.kind],
            kind=KINDS[facts.kind],
            name=called(facts.owner, 30),
        ),
        _(
            "Dari {name}, {when}",
            name=called(facts.giver, 30),
            when=t.instant(facts.given_at, viewer.zone),
        ),
    ]
    pages = pages_of((t(block) for block in _blocks(facts)), LINES - 6)
    shown = min(page, len(pages) - 1)
    lines = [*head, "", *pages[shown], *(_foot(facts) if shown == len(pages) - 1 else [])]
    calls = [on(facts.id, facts.version, "show", number) for number in around(shown, len(pages))]
    return Screen(text(t, lines), (*page_row(shown, len(pages), calls), *_rows(facts, viewer, t)))


def _blocks(facts: FeedbackFacts) -> list[AnyText]:
    if facts.text is None:
        return [_gone(facts)]
    blocks: list[AnyText] = [*wrap(facts.text, BLOCK)]
    if facts.answer is not None:
        first, *rest = wrap(facts.answer, BLOCK)
        blocks += [_("<b>Tanggapan</b>: {text}", text=first), *rest]
    return blocks


def _gone(facts: FeedbackFacts) -> AnyText:
    """Why there are no words: their time was over, or the owner has erased everything about themselves."""
    return FORGOTTEN if facts.status is FeedbackStatus.dihapus else ERASED


def _foot(facts: FeedbackFacts) -> list[AnyText]:
    lines: list[AnyText] = []
    if facts.follow_up_on is not None:
        lines.append(_("Tindak lanjut: {day}", day=facts.follow_up_on))
    if facts.kind is FeedbackKind.konseling and facts.text is not None:
        lines.append(READ_BY_TWO)
        lines.append(Msg(KEPT.text, args={"day": facts.keep_until}))
    return lines


def _rows(facts: FeedbackFacts, viewer: Member, t: Catalogue) -> list[Row]:
    mine = facts.owner.assignment_id == viewer.assignment_id
    rows: list[Row] = []
    if mine and facts.may_be_answered:
        rows.append((button(t, _("✎ Tanggapi"), on(facts.id, facts.version, "reply")),))
    back: Call = Go(At.feedback) if mine else On(Kind.feedback, facts.owner.assignment_id, 0, "of")
    why = button(t, _("Dasar"), on(facts.id, facts.version, "why"))
    return [*rows, (button(t, _("☰ Semua"), back), why), home_row(t)]


def why(facts: FeedbackFacts, pack: Pack, page: int, t: Catalogue) -> Screen:
    """What the regulation says of this kind, and whose advice the rest is."""
    printed = pack.coaching(facts.owner.role, facts.kind.value)
    ours: list[Cited] = [COUNSELLING] if facts.kind is FeedbackKind.konseling else []
    sources: list[Cited] = [printed or FEEDBACK_KINDS, *ours]
    blocks: list[AnyText] = [*([printed.text] if printed else []), *source_blocks(sources)]
    pages = pages_of((t(block) for block in blocks), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls = [on(facts.id, facts.version, "why", number) for number in around(shown, len(pages))]
    back: Row = (button(t, _("← Kembali"), on(facts.id, facts.version, "show")),)
    head = _("<b>Dasar</b> · {kind}", kind=KINDS[facts.kind])
    return Screen(text(t, [head, *pages[shown]]), (*page_row(shown, len(pages), calls), back))


# --- cards ------------------------------------------------------------------------


def told(facts: FeedbackFacts, t: Catalogue) -> Screen:
    """For the owner: somebody has told them something. The words of a counselling note are not on the card."""
    head = _(
        "{sign} <b>{kind}</b> dari {name}", sign=SIGNS[facts.kind], kind=KINDS[facts.kind], name=called(facts.giver)
    )
    read = (button(t, _("Baca"), on(facts.id, facts.version, "show")),)
    if facts.kind is FeedbackKind.konseling or facts.text is None:
        return Screen(text(t, [head, READ_BY_TWO if facts.text else _gone(facts)]), (read,))
    lines: list[AnyText] = [head, "", shortened(facts.text, ON_CARD)]
    if facts.follow_up_on is not None:
        lines.append(_("Tindak lanjut: {day}", day=facts.follow_up_on))
    return Screen(text(t, lines), (read,))


def answered(facts: FeedbackFacts, t: Catalogue) -> Screen:
    """For whoever gave the note: its owner has answered."""
    head = _("💬 <b>Tanggapan</b> dari {name}", name=called(facts.owner))
    read = (button(t, _("Baca"), on(facts.id, facts.version, "show")),)
    if facts.kind is FeedbackKind.konseling or facts.answer is None:
        return Screen(text(t, [head, READ_BY_TWO if facts.answer else _gone(facts)]), (read,))
    return Screen(text(t, [head, "", shortened(facts.answer, ON_CARD)]), (read,))


def in_days(left: timedelta) -> AnyText:
    """How far a follow-up is away."""
    days = left.days
    if days == 0:
        return _("hari ini")
    if days < 0:
        return n_("{count} hari yang lalu", "{count} hari yang lalu", -days)
    return n_("{count} hari lagi", "{count} hari lagi", days)
