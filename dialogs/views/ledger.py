"""/laporan: how far the reminders of a window came, the text for a group, and the names for who looks after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.calls import Kind, On
from dialogs.frame import height, mark, pages_of
from dialogs.plan_summary import period_called, shortened
from dialogs.screen import COPY_LIMIT, LINES, WIDTH, Button, Row, Screen
from dialogs.views import agenda
from dialogs.views.parts import ROLES, around, button, called, home_row, page_row, text
from locales import AnyText, Catalogue, Month, Msg, _, n_
from regulations.agenda import Duty
from regulations.models import DoneWhen
from storage.values import Member
from storage.values.ledger import Ledger, Place, Stand, UnitLine

PAGE = 6
"""Schools or names on one page."""
WINDOWS = 5
"""Windows on one page; each may take two lines."""
A_GROUP = 2
"""Of fewer people a count is as good as a name."""
NAMED: dict[Stand, Msg] = {
    Stand.selesai: _("selesai"),
    Stand.ditunda: _("ditunda"),
    Stand.dibuka: _("dibuka"),
    Stand.sampai: _("sudah menerima"),
    Stand.belum_pasti: _("belum pasti"),
    Stand.dikirim: _("sedang dikirim"),
    Stand.memblokir: _("memblokir"),
    Stand.berhenti: _("berhenti"),
    Stand.belum_waktunya: _("belum waktunya"),
    Stand.belum_bergabung: _("belum bergabung"),
    Stand.tidak_berlaku: _("tidak berlaku"),
}
MEANINGS: dict[Stand, Msg] = {
    Stand.selesai: _("tidak ada lagi yang perlu dikerjakan"),
    Stand.ditunda: _("menekan Nanti sore, Besok, atau 3 hari lagi"),
    Stand.dibuka: _("menekan tombol di pengingat, belum selesai"),
    Stand.sampai: _("pengingat terkirim, belum dibuka"),
    Stand.belum_pasti: _("terkirim, tetapi Telegram tidak menjawab"),
    Stand.dikirim: _("masih dalam antrean kirim"),
    Stand.memblokir: _("Kawal tidak dapat mengirim pesan; orangnya perlu menekan Start lagi"),
    Stand.berhenti: _("memilih /berhenti, tidak diingatkan sama sekali"),
    Stand.belum_waktunya: _("sudah bergabung, belum ada pengingat yang terkirim"),
    Stand.belum_bergabung: _("belum memakai kode undangannya"),
    Stand.tidak_berlaku: _("non-ASN, tidak diatur dalam pedoman ini"),
}
NEXT_STEPS: dict[DoneWhen, Msg] = {
    DoneWhen.plan_entered: _("buka Kawal, ketik /rencana, lalu isi di Ruang GTK"),
    DoneWhen.plan_adjusted: _("buka Kawal, ketik /rencana, lalu isi di Ruang GTK"),
    DoneWhen.plan_decided: _("buka Kawal, ketik /persetujuan"),
}
OTHERWISE = _("buka Kawal, ketik /menu")


@dataclass(frozen=True, slots=True)
class Names:
    """A page of those who stand somewhere, of `count`."""

    stand: Stand
    count: int
    page: int
    people: Sequence[Member]


def sign(duty: Duty) -> str:
    """What a button carries to name a window."""
    return mark(f"{duty.code}:{duty.period}")


def _on(place: Place, duty: Duty, do: str, page: int = 0, stand: Stand | None = None) -> On:
    which = sign(duty) if stand is None else f"{sign(duty)}.{list(Stand).index(stand)}"
    return On(Kind.ledger, place.unit_id or 0, 0, do, page, which)


def asked_for(arg: str) -> tuple[str, Stand | None]:
    """What a button carries: the sign of a window, and perhaps where people stand."""
    window, _dot, number = arg.partition(".")
    known = list(Stand)
    found = number.isdecimal() and int(number) < len(known)
    return window, known[int(number)] if found else None


# --- one window -----------------------------------------------------------------------


def ledger(facts: Ledger, t: Catalogue) -> Screen:
    """How many stand where; the counts add up to everybody whom the window concerns."""
    head = _head(_("<b>Laporan pengingat</b> · {place}", place=shortened(facts.place.name, 22)), facts, t)
    counts = _counts(facts, LINES - sum(height(t(line)) for line in head), t)
    return Screen(text(t, [*head, *counts]), _below(facts, t))


def _head(first: AnyText, facts: Ledger, t: Catalogue) -> list[AnyText]:
    lines: list[AnyText] = [first, _called(facts.duty, t, WIDTH), _until(facts, t)]
    if facts.elsewhere:
        lines.append(n_("{count} unit punya batas sendiri.", "{count} unit punya batas sendiri.", facts.elsewhere))
    return lines


def _called(duty: Duty, t: Catalogue, longest: int) -> str:
    """Title and period; the title gives way."""
    period = t.plain(period_called(duty.period) if duty.window else _("{month}", month=Month(duty.opens)))
    return f"{shortened(t.plain(agenda.title(duty)), longest - len(period) - 1)} {period}"


def _until(facts: Ledger, t: Catalogue) -> AnyText:
    left, day = (facts.duty.closes - facts.today).days, t.day(facts.duty.closes, "full")
    if left < 0:
        return _("Batas: <b>{day}</b>, sudah lewat", day=day)
    if left == 0:
        return _("Batas: <b>hari ini</b>, {day}", day=day)
    return n_("Batas: <b>{day}</b> ({count} hari lagi)", "Batas: <b>{day}</b> ({count} hari lagi)", left, day=day)


def _counts(facts: Ledger, room: int, t: Catalogue) -> list[AnyText]:
    """A line for each; where they are too many, as many to a line as it takes."""
    said: list[AnyText] = [
        _("<b>{count}</b> {where}", count=count, where=NAMED[stand]) for stand, count in facts.counts.items()
    ]
    said.append(_("<b>Jumlah: {count}</b>", count=facts.total))
    if len(said) <= room:
        return said
    lines = said[:1]
    for one in said[1:]:
        both = _("{one} · {other}", one=lines[-1], other=one)
        lines = [*lines[:-1], both] if height(t(both)) == 1 else [*lines, one]
    return lines


def _below(facts: Ledger, t: Catalogue) -> tuple[Row, ...]:
    place, duty = facts.place, facts.duty
    rows: list[Row] = []
    if facts.asked >= A_GROUP:
        rows.append((button(t, _("📋 Teks untuk grup"), _on(place, duty, "text")),))
    rows.append(
        (button(t, _("Daftar nama"), _on(place, duty, "who")), button(t, _("Arti angka"), _on(place, duty, "mean")))
    )
    choose = [button(t, _("Pilih tahap"), _on(place, duty, "windows"))]
    if place.in_district:
        choose.append(button(t, _("Pilih sekolah"), _on(place, duty, "units")))
    return (*rows, tuple(choose), home_row(t))


def nothing(place: Place, t: Catalogue) -> Screen:
    """No window concerns anybody here."""
    said = _("Belum ada tahap dengan batas waktu di {place} dalam waktu dekat.", place=shortened(place.name, 40))
    return Screen(text(t, [_("<b>Laporan pengingat</b>"), said]), (home_row(t),))


def meanings(facts: Ledger, page: int, t: Catalogue) -> Screen:
    """What each word of the ledger says."""
    said = [t(_("<b>{where}</b>: {meaning}", where=NAMED[stand], meaning=MEANINGS[stand])) for stand in Stand]
    pages = pages_of(said, LINES - 2)
    shown = min(page, len(pages) - 1)
    head = t(_("<b>Arti angka</b>\nSetiap orang dihitung satu kali."))
    turn = [_on(facts.place, facts.duty, "mean", number) for number in around(shown, len(pages))]
    return Screen(text(t, [head, *pages[shown]]), (*page_row(shown, len(pages), turn), _back(facts, t)))


def _back(facts: Ledger, t: Catalogue) -> Row:
    return button(t, _("← Ke laporan"), _on(facts.place, facts.duty, "show")), *home_row(t)


# --- what else there is ----------------------------------------------------------------


def windows(facts: Ledger, duties: Sequence[Duty], page: int, t: Catalogue) -> Screen:
    """The windows of this place: those that are open, then those that are over, then what comes."""
    pages = -(-len(duties) // WINDOWS)
    shown = min(page, pages - 1)
    here = duties[shown * WINDOWS : (shown + 1) * WINDOWS]
    lines: list[AnyText] = [
        _("<b>Pilih tahap</b>"),
        _("● berjalan · ✓ sudah lewat · ○ segera dibuka"),
        *(_window(number, one, facts.today, t) for number, one in enumerate(here, 1)),
    ]
    numbers = tuple(Button(str(number), str(_on(facts.place, one, "show"))) for number, one in enumerate(here, 1))
    turn = [_on(facts.place, facts.duty, "windows", number) for number in around(shown, pages)]
    return Screen(text(t, lines), (numbers, *page_row(shown, pages, turn), _back(facts, t)))


def _window(number: int, duty: Duty, today: date, t: Catalogue) -> AnyText:
    state = "○" if duty.opens > today else "✓" if duty.closes < today else "●"
    day, title = t.day(duty.closes, "brief"), _called(duty, t, WIDTH)
    return _("<b>{number}</b> {sign} {day}: {title}", number=number, sign=state, day=day, title=title)


def units(facts: Ledger, count: int, page: int, lines: Sequence[UnitLine], t: Catalogue) -> Screen:
    """The schools of a district, where most is left to do first."""
    pages = max(1, -(-count // PAGE))
    head = _head(_("<b>Pilih sekolah</b>"), facts, t)
    head.append(_("Angka: selesai dari yang harus. Yang paling banyak belum ada di atas."))
    whole = Place(None, "", several=True)
    rows: list[Row] = [(button(t, _("Semua unit"), _on(whole, facts.duty, "show")),)]
    for line in lines:
        there = Place(line.unit_id, line.name, several=False)
        rows.append((button(t, _unit(line), _on(there, facts.duty, "show")),))
    turn = [_on(facts.place, facts.duty, "units", number) for number in around(page, pages)]
    return Screen(text(t, head), (*rows, *page_row(page, pages, turn), _back(facts, t)))


def _unit(line: UnitLine) -> AnyText:
    return _("{done}/{asked} {name}", done=line.done, asked=line.asked, name=line.name)


# --- names -------------------------------------------------------------------------------


def stands(facts: Ledger, t: Catalogue) -> Screen:
    """Whose names to show."""
    head = _head(_("<b>Daftar nama</b> · {place}", place=shortened(facts.place.name, 26)), facts, t)
    buttons = [
        button(
            t, _("{where} ({count})", where=NAMED[stand], count=count), _on(facts.place, facts.duty, "names", 0, stand)
        )
        for stand, count in facts.counts.items()
    ]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    return Screen(text(t, head), (*rows, _back(facts, t)))


def names(facts: Ledger, shown: Names, t: Catalogue) -> Screen:
    """A page of people who stand there."""
    pages = max(1, -(-shown.count // PAGE))
    head: list[AnyText] = [
        n_("<b>{where}</b>: {count} orang", "<b>{where}</b>: {count} orang", shown.count, where=NAMED[shown.stand]),
        _called(facts.duty, t, WIDTH),
    ]
    turn = [_on(facts.place, facts.duty, "names", number, shown.stand) for number in around(shown.page, pages)]
    back: Row = (button(t, _("← Daftar nama"), _on(facts.place, facts.duty, "who")), *home_row(t))
    body = [_person(one, facts.place) for one in shown.people]
    return Screen(text(t, [*head, *body]), (*page_row(shown.page, pages, turn), back))


def _person(one: Member, place: Place) -> AnyText:
    if place.several:
        return _("• {name}, {unit}", name=called(one, 20), unit=shortened(one.unit_name, 18))
    return _("• {name}, {role}", name=called(one, 22), role=ROLES[one.role])


# --- the text for the group ---------------------------------------------------------------


def group_text(facts: Ledger, t: Catalogue) -> Screen:
    """A text for the school's group: counts, the last day and the next step, and never a name."""
    said = for_group(facts, t)
    copy = Button(t.plain(_("📋 Salin teks")), copy=said)
    lines: list[AnyText] = [
        _("<b>Teks untuk grup</b> (tanpa nama)"),
        "",
        said,
        "",
        _("Tekan Salin teks, lalu tempel di grup."),
    ]
    return Screen(text(t, lines), ((copy,), _back(facts, t)))


def for_group(facts: Ledger, t: Catalogue) -> str:
    """As it is copied: the fullest that a copy button takes."""
    stranger = facts.counts.get(Stand.belum_bergabung, 0)
    asks: list[AnyText] = []
    if stranger:
        asks.append(
            n_(
                "{count} orang belum bergabung: minta kode ke operator.",
                "{count} orang belum bergabung: minta kode ke operator.",
                stranger,
            )
        )
    for width in (60, 40, 20):
        sentences = [*_sentences(facts, width, t), *asks]
        said = " ".join(t.plain(one) for one in sentences)
        if len(said) <= COPY_LIMIT:
            return said
    return " ".join(t.plain(one) for one in _sentences(facts, 20, t))


def _sentences(facts: Ledger, width: int, t: Catalogue) -> list[AnyText]:
    title, place = _called(facts.duty, t, width), shortened(facts.place.name, width)
    left = facts.asked - facts.done
    stands = _(
        "{title}, {place}: {done} dari {asked} sudah.", title=title, place=place, done=facts.done, asked=facts.asked
    )
    if not left:
        return [stands, _("Semua selesai, terima kasih.")]
    return [stands, _left(facts, left, t), _("Langkah berikutnya: {step}.", step=_step(facts.duty))]


def _left(facts: Ledger, left: int, t: Catalogue) -> AnyText:
    day = t.day(facts.duty.closes, "full")
    if facts.duty.closes < facts.today:
        return _("{count} belum. Batasnya {day}, sudah lewat; tetap selesaikan.", count=left, day=day)
    return _("{count} belum. Batas: {day}.", count=left, day=day)


def _step(duty: Duty) -> AnyText:
    return NEXT_STEPS.get(duty.done_when, OTHERWISE)


# --- on the command line ---------------------------------------------------------------------


def printed(facts: Ledger, t: Catalogue) -> tuple[str, ...]:
    """The counts of one window, a line each."""
    until = t.plain(_("Batas: {day}", day=t.day(facts.duty.closes, "full")))
    counts = (f"{count:7}  {t.plain(NAMED[stand])}" for stand, count in facts.counts.items())
    return (_called(facts.duty, t, 2 * WIDTH), until, *counts, f"{facts.total:7}  {t.plain(_('jumlah'))}")
