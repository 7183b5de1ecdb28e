"""Joining: who are you, is this you, what is kept, welcome."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.calls import At, Go, Join, Kind, On, OnJoin, Pick, Step
from dialogs.plan_summary import shortened
from dialogs.screen import Screen
from dialogs.views.parts import ROLES, button, called, home_row, text
from locales import AnyText, Catalogue, _
from storage.values import AssignmentStatus, Member

MOST_ROLES, LONGEST_UNIT = 3, 60
"""Roles that are named to somebody who joins, and characters of a unit there: so much fits a small phone."""


def stranger(t: Catalogue) -> Screen:
    """`/start` without a code: how to get one."""
    lines: list[AnyText] = [
        _("<b>Kawal Kinerja</b>"),
        _("Teman Bapak/Ibu guru, kepala sekolah, dan pengawas dalam pengelolaan kinerja."),
        "",
        _("Untuk bergabung, diperlukan <b>kode undangan</b>. Mintalah kepada operator sekolah atau dinas."),
        _("Tekan tautan undangannya, atau ketik: <code>/start KODE</code>"),
        "",
        _("Kawal bukan sistem resmi. Yang resmi tetap Ruang GTK dan e-Kinerja BKN."),
    ]
    rows = (
        (button(t, _("Bantuan"), Go(At.help)), button(t, _("Privasi"), Go(At.privacy))),
        (button(t, _("Bahasa / Language"), Go(At.languages)),),
    )
    return Screen(text(t, lines), rows)


def is_this_you(code: str, name: str, members: Sequence[Member], t: Catalogue) -> Screen:
    """The invite names somebody: ask before anything is bound to this phone."""
    lines: list[AnyText] = [
        _("Undangan ini untuk:"),
        _("<b>{name}</b>", name=name),
        *(
            _("{role} · {unit}", role=ROLES[m.role], unit=shortened(m.unit_name, LONGEST_UNIT))
            for m in members[:MOST_ROLES]
        ),
        "",
        _("Apakah ini Bapak/Ibu?"),
    ]
    yes = button(t, _("Ya, ini saya"), Join(code, Step.me))
    no = button(t, _("Bukan saya"), Join(code, Step.not_me))
    return Screen(text(t, lines), ((yes,), (no,)))


def consent(code: str, t: Catalogue) -> Screen:
    """What is kept and why, before the first word is kept."""
    return Screen(
        text(t, [*_privacy_lines(), "", _("Dengan bergabung, Bapak/Ibu setuju data di atas disimpan.")]),
        (
            (button(t, _("Setuju dan bergabung"), Join(code, Step.agree)),),
            (button(t, _("Tidak jadi"), Join(code, Step.not_me)),),
        ),
    )


def privacy(t: Catalogue) -> Screen:
    """`/privasi`."""
    return Screen(text(t, _privacy_lines()), (home_row(t),))


def _privacy_lines() -> list[AnyText]:
    return [
        _("<b>Privasi</b>"),
        _(
            "Disimpan: nama, NIP bila ada, sekolah, peran, isian, bukti, observasi, cek kemajuan, umpan balik, "
            "dan penilaian."
        ),
        _(
            "Dibaca: Bapak/Ibu, pejabat penilai atau penggantinya, dan tim kinerja; konseling hanya berdua. "
            "Operator: daftar orang saja."
        ),
        _("<b>Tidak pernah</b> diminta: NIK, kata sandi, OTP."),
        _("Data sendiri (lihat, unduh, hapus): /datasaya"),
    ]


def welcome(members: Sequence[Member], t: Catalogue) -> Screen:
    """Joined. A role that decides about others waits for the operator, and says so."""
    lines: list[AnyText] = [_("🤝 Selamat bergabung, <b>{name}</b>.", name=called(members[0]))]
    if any(member.status is AssignmentStatus.pending for member in members):
        lines.append(_("Peran yang memutuskan rencana orang lain aktif setelah dikonfirmasi operator."))
    return Screen(text(t, lines), (home_row(t),))


def declined(t: Catalogue) -> Screen:
    """Not them, or they would rather not."""
    lines = [
        _("Baik, tidak ada yang disimpan. Kodenya masih berlaku untuk orang yang dimaksud."),
        _("Bila undangannya salah kirim, mohon beri tahu operator."),
    ]
    return Screen(text(t, lines))


def wrong_code(t: Catalogue) -> Screen:
    """Unknown, used, replaced or expired: never told which."""
    lines = [
        _("Kode ini tidak dapat dipakai: mungkin salah ketik, sudah dipakai, atau sudah kedaluwarsa."),
        _("Mintalah kode baru kepada operator sekolah atau dinas."),
    ]
    return Screen(text(t, lines))


def slow_down(until: datetime, now: datetime, t: Catalogue) -> Screen:
    """Too many wrong codes."""
    minutes = max(1, -int((now - until).total_seconds() // 60))
    return Screen(text(t, [_("Terlalu banyak kode yang salah. Coba lagi dalam {minutes} menit.", minutes=minutes)]))


def already_joined(name: str | None, t: Catalogue) -> Screen:
    """This phone already belongs to somebody else."""
    whose: AnyText = _("<b>{name}</b>", name=name) if name else _("orang lain")
    line = _("Akun Telegram ini sudah terhubung dengan {whose}. Hubungi operator bila itu keliru.", whose=whose)
    return Screen(text(t, [line]), (home_row(t),))


def join_request(member: Member, t: Catalogue) -> Screen:
    """For the operator: somebody with a deciding role has joined. Is it really them?"""
    lines: list[AnyText] = [
        _("<b>Konfirmasi bergabung</b>"),
        _("{name} bergabung sebagai <b>{role}</b>.", name=called(member), role=ROLES[member.role]),
        member.unit_name,
        "",
        _("Peran ini memutuskan rencana orang lain. Pastikan lewat telepon atau tatap muka bahwa ini benar orangnya."),
    ]
    yes = button(t, _("✅ Benar, aktifkan"), OnJoin(member.assignment_id, accept=True))
    no = button(t, _("Bukan orangnya"), OnJoin(member.assignment_id, accept=False))
    return Screen(text(t, lines), ((yes,), (no,)))


def join_answered(member: Member, t: Catalogue) -> Screen:
    """What became of a join request."""
    if member.status is AssignmentStatus.active:
        line = _("✅ {name} aktif sebagai {role}.", name=called(member), role=ROLES[member.role])
    else:
        line = _("{name} tidak diaktifkan sebagai {role}.", name=called(member), role=ROLES[member.role])
    return Screen(text(t, [line]), (home_row(t),))


def join_result(member: Member, t: Catalogue) -> Screen:
    """For the person: the operator has answered."""
    if member.status is AssignmentStatus.active:
        line = _("✅ Peran <b>{role}</b> sudah aktif.", role=ROLES[member.role])
    else:
        line = _(
            "Operator belum dapat mengaktifkan peran <b>{role}</b>. Silakan hubungi operator.", role=ROLES[member.role]
        )
    return Screen(text(t, [line, member.unit_name]), (home_row(t),))


def join_list(members: Sequence[Member], t: Catalogue) -> Screen:
    """Joins that wait for this operator, oldest first; the first can be answered here."""
    if not members:
        return Screen(text(t, [_("Tidak ada yang menunggu konfirmasi bergabung.")]), (home_row(t),))
    first = join_request(members[0], t)
    return Screen(first.text, (*first.rows, home_row(t)))


def roles(members: Sequence[Member], t: Catalogue) -> Screen:
    """Switch between the roles that one person holds."""
    years = len({member.year for member in members}) > 1
    rows = [(button(t, _role(member, years), Pick("role", str(member.assignment_id))),) for member in members[:8]]
    return Screen(text(t, [_("<b>Peran mana yang dipakai sekarang?</b>")]), (*rows, home_row(t)))


def _role(member: Member, with_year: bool) -> AnyText:
    if with_year:
        return _("{year} {role}, {unit}", year=str(member.year), role=ROLES[member.role], unit=member.unit_name)
    return _("{role}, {unit}", role=ROLES[member.role], unit=member.unit_name)


def no_appraiser(owner: Member, t: Catalogue) -> Screen:
    """For the operator: a plan waits, and the roster names nobody who may decide it."""
    lines: list[AnyText] = [
        _("⚠ Rencana SKP <b>{name}</b> menunggu, tetapi pejabat penilainya belum ada di Kawal.", name=called(owner)),
        owner.unit_name,
        "",
        _("Tetapkan kepala sekolah atau Plt.; kartunya dikirim begitu ada."),
    ]
    change = button(t, _("▶ Tetapkan pejabat penilai"), On(Kind.appointment, owner.assignment_id, 0, "show"))
    return Screen(text(t, lines), ((change,), home_row(t)))


def lost(member: Member, t: Catalogue) -> Screen:
    """For the operator: the bot cannot write to somebody any more, so somebody else has to speak to them."""
    lines: list[AnyText] = [
        _("📵 <b>{name}</b> tidak lagi menerima pesan Kawal.", name=called(member)),
        _("{role} · {unit}", role=ROLES[member.role], unit=shortened(member.unit_name, LONGEST_UNIT)),
        "",
        _("Botnya diblokir atau dihentikan, atau akun Telegramnya dihapus. Pengingat untuknya berhenti."),
        _("Mohon sampaikan langsung: buka lagi obrolan Kawal, lalu tekan <b>Mulai</b> (Start)."),
    ]
    return Screen(text(t, lines), (home_row(t),))
