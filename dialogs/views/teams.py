"""Tim kinerja: as it is now, what it was, for its members and for those whom it watches."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from dialogs.basis import MARKS, source_blocks
from dialogs.calls import At, Call, Go, Kind, On
from dialogs.frame import pages_of
from dialogs.plan_summary import shortened
from dialogs.screen import LINES, Row, Screen
from dialogs.views.parts import ROLES, around, button, called, home_row, page_row, text
from locales import AnyText, Catalogue, Msg, _, n_
from regulations.models import AppraiserRule, Role, TeamStep
from storage.values import Member
from storage.values.teams import Past, Team, Watch, Watching

PAGE = 4
"""Members on one page: each takes two lines."""
PAST_PAGE = 4
NAMED = 6
"""People who are named on one screen."""
WHOM: dict[Role, Msg] = {
    Role.guru: _("Tim untuk guru"),
    Role.kepala_sekolah: _("Tim untuk kepala sekolah"),
    Role.pengawas: _("Tim untuk pengawas sekolah"),
}


def _on(role: Role, do: str, page: int = 0, *, member: int = 0, version: int = 0) -> On:
    return On(Kind.team, member, version, do, page, role.value)


def teams(found: Sequence[Team], t: Catalogue) -> Screen:
    """For a kepala dinas: one team for each role whom they appraise."""
    lines: list[AnyText] = [_("<b>Tim kinerja</b>")]
    lines += [_("{whom}: {count}", whom=WHOM[team.of_role], count=_count(team)) for team in found]
    lines += ["", _("Tim mengamati, membina, dan memberi saran; yang memutuskan pejabat penilai.")]
    rows: list[Row] = [(button(t, WHOM[team.of_role], _on(team.of_role, "show")),) for team in found]
    return Screen(text(t, lines), (*rows, home_row(t)))


def _count(team: Team) -> AnyText:
    count = len(team.watches)
    return n_("{count} anggota", "{count} anggota", count) if count else _("belum ada")


def team(shown: Team, rule: AppraiserRule | None, pack_name: str, page: int, t: Catalogue) -> Screen:
    """One team as it is now. `rule` is what the regulation says of it; None: what we have read says nothing."""
    pages = max(1, -(-len(shown.watches) // PAGE))
    page = min(page, pages - 1)
    here = shown.watches[page * PAGE : (page + 1) * PAGE]
    lines: list[AnyText] = [_("<b>{whom}</b>: {count}", whom=WHOM[shown.of_role], count=_count(shown))]
    lines += [_watch(watch) for watch in here]
    if shown.watches and shown.unwatched:
        lines.append(n_("{count} orang belum diamati.", "{count} orang belum diamati.", len(shown.unwatched)))
    if rule is None:
        lines.append(_("{pack}, sejauh kami baca, tidak memuat tim kinerja.", pack=pack_name))
    elif (mark := MARKS.get(rule.basis)) is not None:
        lines.append(_("Aturannya {mark}; lihat Dasar.", mark=mark))
    rows: list[Row] = [(button(t, _("✎ {name}", name=called(watch.member)), _one(shown, watch)),) for watch in here]
    rows += page_row(page, pages, [_on(shown.of_role, "show", number) for number in around(page, pages)])
    return Screen(text(t, lines), (*rows, *_bottom(shown, rule, t), home_row(t)))


def _one(shown: Team, watch: Watch) -> On:
    return _on(shown.of_role, "one", member=watch.member.assignment_id, version=shown.version)


def _bottom(shown: Team, rule: AppraiserRule | None, t: Catalogue) -> list[Row]:
    rows: list[Row] = []
    if rule is not None:
        label: AnyText = _("Ubah tim") if shown.watches else _("▶ Bentuk tim")
        rows.append((button(t, label, _on(shown.of_role, "form")),))
        past = button(t, _("Riwayat"), _on(shown.of_role, "past"))
        rows.append((past, button(t, _("Dasar"), _on(shown.of_role, "why"))))
    return rows


def _watch(watch: Watch) -> AnyText:
    count = len(watch.watched)
    names = shortened(", ".join(one.name for one in watch.watched), 40)
    name = shortened(watch.member.name, 30)
    return n_("• {name}: {names}", "• {name}: {count} orang ({names})", count, name=name, names=names)


def member(shown: Team, watch: Watch, t: Catalogue) -> Screen:
    """One member of one's team, before they are let go."""
    lines: list[AnyText] = [
        _("<b>{name}</b> · {role}", name=called(watch.member), role=ROLES[watch.member.role]),
        *_by_sk(watch),
        n_("Mengamati {count} orang:", "Mengamati {count} orang:", len(watch.watched)),
        *_names(watch.watched),
        "",
        _("Keluarkan dari tim? Riwayatnya tetap tersimpan; yang terkait diberi tahu."),
    ]
    sure = _on(shown.of_role, "out", member=watch.member.assignment_id, version=shown.version)
    back = button(t, _("← Ke tim"), _on(shown.of_role, "show"))
    return Screen(text(t, lines), ((button(t, _("Ya, keluarkan"), sure),), (back,)))


def _by_sk(watch: Watch) -> list[AnyText]:
    return [_("SK {number}, {day}", number=shortened(watch.sk_number, 60), day=watch.sk_date)]


def _names(people: Sequence[Member], most: int = NAMED) -> list[AnyText]:
    """At most `most` lines."""
    lines: list[AnyText] = [
        _("• {name}, {unit}", name=shortened(one.name, 20), unit=shortened(one.unit_name, 16))
        for one in people[: most if len(people) <= most else most - 1]
    ]
    more = len(people) - len(lines)
    return [*lines, n_("dan {count} lagi", "dan {count} lagi", more)] if more else lines


def history(of_role: Role, count: int, page: int, entries: Sequence[Past], zone: str, t: Catalogue) -> Screen:
    """What was in the team and is not any more, the latest first."""
    pages = max(1, -(-count // PAST_PAGE))
    lines: list[AnyText] = [_("<b>Riwayat</b> · {whom}", whom=WHOM[of_role])]
    if not entries:
        lines.append(_("Belum ada perubahan yang tercatat."))
    lines += [_past(entry, zone, t) for entry in entries]
    calls = [_on(of_role, "past", number) for number in around(page, pages)]
    back: Row = (button(t, _("← Ke tim"), _on(of_role, "show")),)
    return Screen(text(t, lines), (*page_row(page, pages, calls), back))


def _past(entry: Past, zone: str, t: Catalogue) -> AnyText:
    return n_(
        "• {name}: {count} orang sampai {until} (SK {number})",
        "• {name}: {count} orang sampai {until} (SK {number})",
        entry.watched,
        name=shortened(entry.name, 24),
        until=t.day(entry.ends.astimezone(ZoneInfo(zone)).date(), "short"),
        number=shortened(entry.sk_number, 14),
    )


def why(of_role: Role, rule: AppraiserRule, steps: Sequence[TeamStep], page: int, t: Catalogue) -> Screen:
    """*Dasar*: what the regulation says of the team, the steps, and how sure that is."""
    blocks: list[AnyText] = [rule.team or rule.text, *(step.text for step in steps)]
    pages = pages_of((t(block) for block in (*blocks, *source_blocks((rule, *steps)))), LINES - 2)
    shown = min(page, len(pages) - 1)
    calls: list[Call] = [_on(of_role, "why", number) for number in around(shown, len(pages))]
    back: Row = (button(t, _("← Ke tim"), _on(of_role, "show")),)
    return Screen(text(t, [_("<b>Dasar</b>"), "", *pages[shown]]), (*page_row(shown, len(pages), calls), back))


def watching(found: Watching, page: int, t: Catalogue) -> Screen:
    """For everybody: whom I watch, each with a button to their page, and who watches me."""
    watched = [one for _appraiser, watch in found.watches for one in watch.watched]
    pages = max(1, -(-len(watched) // NAMED))
    page = min(page, pages - 1)
    here = watched[page * NAMED : (page + 1) * NAMED]
    lines: list[AnyText] = [_("<b>Tim kinerja</b>")]
    for appraiser, watch in found.watches[:2]:
        lines += [_("Bapak/Ibu anggota tim {name}.", name=called(appraiser)), *_by_sk(watch)]
    if watched:
        lines.append(n_("Yang diamati: {count} orang.", "Yang diamati: {count} orang.", len(watched)))
    else:
        lines.append(_("Bapak/Ibu bukan anggota tim kinerja di Kawal."))
    lines += _watchers(found.watched_by)
    rows: list[Row] = [(button(t, called(one), On(Kind.staff, one.assignment_id, 0, "show")),) for one in here]
    calls = [Go(At.team, number) for number in around(page, pages)]
    return Screen(text(t, lines), (*rows, *page_row(page, pages, calls), home_row(t)))


def _watchers(people: Sequence[Member]) -> list[AnyText]:
    if not people:
        return []
    names = shortened(", ".join(one.name for one in people), 80)
    return [_("Yang mengamati Bapak/Ibu: {names}.", names=names)]


# --- what people are told ---------------------------------------------------------------


def told_member(appraiser: Member, watch: Watch | None, t: Catalogue) -> Screen:
    """For a member: whom they watch from now on; None: nobody any more."""
    if watch is None:
        lines: list[AnyText] = [
            _("<b>Tim kinerja</b> · {name}", name=called(appraiser)),
            _("Tugas Bapak/Ibu di tim ini selesai. Terima kasih."),
        ]
        return Screen(text(t, lines), (home_row(t),))
    lines = [
        _("<b>Bapak/Ibu anggota tim kinerja</b>"),
        _("Pejabat penilai: {name}", name=called(appraiser)),
        *_by_sk(watch),
        n_("Mengamati {count} orang:", "Mengamati {count} orang:", len(watch.watched)),
        *_names(watch.watched, 3),
        _("Bapak/Ibu boleh mengamati, membina, dan memberi saran; yang memutuskan pejabat penilai."),
    ]
    return Screen(text(t, lines), ((button(t, _("▶ Lihat yang diamati"), Go(At.team)),), home_row(t)))


def told_watched(watchers: Sequence[Member], t: Catalogue) -> Screen:
    """For one who is watched: by whom."""
    lines: list[AnyText] = [_("<b>Tim kinerja</b>")]
    if watchers:
        lines += [
            *_watchers(watchers),
            _("Mereka boleh mengamati dan membina; yang memutuskan tetap pejabat penilai."),
        ]
    else:
        lines.append(_("Sekarang tidak ada tim kinerja yang mengamati Bapak/Ibu."))
    return Screen(text(t, lines), (home_row(t),))
