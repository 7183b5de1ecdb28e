"""A check-in: how far each RHK is, a word where one is needed, what stands in the way, what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dialogs.basis import CHECKIN
from dialogs.plan_questions import HIGHEST_TARGET
from dialogs.questions import Choose, ChooseMany, Confirm, Number, Option, Options, Section, Words
from locales import AnyText, Msg, _, n_
from regulations.models import Pack, Role
from storage.values.midyear import LONGEST, Progress, SubmitCheckin

NONE, TELL = "tidak", "ada"
WHETHER = Options((Option(NONE, _("Tidak ada")), Option(TELL, _("✎ Ada, saya tuliskan"))))


@dataclass(frozen=True, slots=True)
class CheckinGround:
    """What a check-in begins with: the targets of the agreed plan, with what was `reached` the last time."""

    pack: Pack
    role: Role
    skp_id: int
    targets: tuple[Progress, ...]
    checked_before: bool
    checkin_id: int | None = None
    version: int = 0


async def check_in(ground: CheckinGround) -> SubmitCheckin:
    """Ask for each RHK what was reached, then the words; read and send."""
    progress = [replace(target, reached=await _reached(ground, target)) for target in ground.targets]
    noted = await _which(ground)
    progress = [replace(item, words=await _words(item) if item.rhk in noted else None) for item in progress]
    hindrance = await _told("hindrance", 3, _("Hambatan"), _("Adakah yang menghambat?"))
    support = await _told("support", 4, _("Dukungan"), _("Adakah dukungan yang diperlukan dari atasan?"))
    await Confirm(
        key="send",
        part=5,
        title=_("Periksa, lalu kirim"),
        sections=lambda: _sections(progress, hindrance, support),
        body=lambda: (_("<i>Cek kemajuan adalah anjuran Kawal, bukan kewajiban.</i>"),),
        full=lambda: [progress_line(ground.pack, ground.role, item) for item in progress],
        sources=lambda: (CHECKIN,),
    )
    return SubmitCheckin(ground.skp_id, tuple(progress), hindrance, support, ground.checkin_id, ground.version)


async def _reached(ground: CheckinGround, target: Progress) -> Decimal:
    rhk = ground.pack.rhk_by_code(ground.role, target.rhk)
    return await Number(
        key=f"reached.{target.rhk}",
        part=1,
        title=_("RHK {code}: sudah tercapai berapa?", code=target.rhk),
        body=lambda: (
            Msg(rhk.short),
            _("Target: <b>{target} {unit}</b>", target=target.target, unit=target.satuan),
        ),
        full=lambda: [_("<b>{code}</b>. {text}", code=rhk.code, text=rhk.text)],
        low=0,
        high=HIGHEST_TARGET,
        places=2,
        suggested=target.reached if ground.checked_before else None,
        sources=lambda: (CHECKIN, rhk),
    )


async def _which(ground: CheckinGround) -> tuple[str, ...]:
    shorts = ((item.rhk, ground.pack.rhk_by_code(ground.role, item.rhk).short) for item in ground.targets)
    return await ChooseMany(
        key="note",
        part=2,
        title=_("Perlu penjelasan?"),
        body=lambda: (_("Centang RHK yang ingin dijelaskan dengan kata-kata. Boleh tidak ada."),),
        options=Options(Option(code, Msg(short)) for code, short in shorts),
        at_least=0,
    )


async def _words(item: Progress) -> str:
    return await Words(key=f"note.{item.rhk}", part=2, title=_("Penjelasan RHK {code}", code=item.rhk), longest=LONGEST)


async def _told(key: str, part: int, title: AnyText, asked: AnyText) -> str | None:
    if await Choose(key=key, part=part, title=title, body=lambda: (asked,), options=WHETHER) == NONE:
        return None
    return await Words(key=f"{key}.words", part=part, title=title, body=lambda: (asked,), longest=LONGEST)


def _sections(progress: Sequence[Progress], hindrance: str | None, support: str | None) -> list[Section]:
    noted = sum(item.words is not None for item in progress)
    explained = n_("{count} RHK dijelaskan", "{count} RHK dijelaskan", noted)
    return [
        Section(_("Kemajuan"), reached_line(progress), ("reached",)),
        Section(_("Penjelasan"), explained if noted else _("tidak ada"), ("note",)),
        Section(_("Hambatan"), _first_words(hindrance), ("hindrance",)),
        Section(_("Dukungan"), _first_words(support), ("support",)),
    ]


def _first_words(words: str | None) -> AnyText:
    if words is None:
        return _("tidak ada")
    return words if len(words) <= 60 else words[:59].rstrip() + "…"


def reached_line(progress: Sequence[Progress]) -> AnyText:
    """How many RHK have reached their target."""
    done = sum(item.percent >= 100 for item in progress)
    return _("{done} dari {count} RHK mencapai target", done=done, count=len(progress))


def progress_line(pack: Pack, role: Role, item: Progress) -> AnyText:
    """One RHK: what was reached of its target, and the words to it."""
    line = _(
        "<b>{code}</b> {label}: {reached} dari {target} {unit} ({percent}%)",
        code=item.rhk,
        label=Msg(pack.rhk_by_code(role, item.rhk).short),
        reached=item.reached,
        target=item.target,
        unit=item.satuan,
        percent=item.percent,
    )
    return line if item.words is None else _("{line}\n<i>{words}</i>", line=line, words=item.words)
