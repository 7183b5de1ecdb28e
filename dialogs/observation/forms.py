"""The forms of both sides, from the observation to the response to the reflection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.frame import Name
from dialogs.observation.subject import (
    DISCUSSING,
    FOLLOWING_UP,
    OBSERVING,
    REFLECTING,
    Subject,
    about_rubric,
    level_options,
    rubric_lines,
    wording,
)
from dialogs.plan_summary import shortened
from dialogs.questions import Choose, Confirm, Day, Note, Section, Words
from dialogs.talk import Pinned
from locales import AnyText, Msg, _
from regulations.models import ObservationTarget
from storage.values.observation import (
    Answer,
    CancelObservation,
    Conclude,
    Discuss,
    FollowUp,
    Observe,
    Rated,
    Reflect,
    Respond,
)

OBSERVE_NAME = Name(_("Observasi"), 3)
DISCUSS_NAME = Name(_("Diskusi tindak lanjut"), 2)
CONCLUDE_NAME = Name(_("Hasil diskusi"), 1)
FOLLOW_UP_NAME = Name(_("Upaya tindak lanjut"), 1)
REFLECT_NAME = Name(_("Refleksi"), 2)
RESPOND_NAME = Name(_("Tanggapan atas refleksi"), 1)
CANCEL_NAME = Name(_("Batalkan observasi"), 1)
LONGEST = 500
LONGEST_SHOWN = 110
"""Characters of the other side's words above a question."""
CHECK = _("Periksa, lalu kirim")


async def observe(subject: Subject, pinned: Pinned) -> Observe:
    """A level and a note for each target behaviour, or free notes; one recommendation."""
    rated = [await _rated(subject, target, target.code in pinned["targets"]) for target in subject.targets]
    observed = None if rated else await _observed(subject, pinned["owner"])
    recommendation = await Words(
        key="recommendation",
        part=2,
        title=_("Rekomendasi"),
        body=lambda: (_("Satu rekomendasi untuk {name}.", name=shortened(pinned["owner"], 40)),),
        longest=LONGEST,
        sources=lambda: subject.sources(OBSERVING),
    )
    await Confirm(
        key="send",
        part=3,
        title=CHECK,
        body=lambda: (_("Ini titik awal untuk bertumbuh, bukan nilai."),),
        sections=lambda: _seen(subject, rated, observed, recommendation),
        sources=lambda: subject.sources(OBSERVING),
    )
    return Observe(pinned["observation"], tuple(rated), observed, recommendation)


async def _rated(subject: Subject, target: ObservationTarget, chosen: bool) -> Rated:
    level = await Choose(
        key=f"level.{target.code}",
        part=1,
        title=target.text,
        body=lambda: (*((_("Dipilih sebagai sasaran."),) if chosen else ()), *about_rubric((target,))),
        full=lambda: [
            *rubric_lines((target,)),
            *(_("{name}: {text}", name=each.name, text=each.text) for each in subject.levels),
        ],
        options=level_options(subject.levels),
        sources=lambda: (target, *subject.levels),
    )
    note = await Note(
        key=f"note.{target.code}",
        part=1,
        title=_("Catatan bukti perilaku"),
        body=lambda: (_("{target}: apa yang terlihat atau terdengar?", target=Msg(target.short)),),
        longest=LONGEST,
    )
    return Rated(target.code, level, note)


async def _observed(subject: Subject, owner: str) -> str:
    return await Words(
        key="observed",
        part=1,
        title=_("Catatan observasi"),
        body=lambda: (
            _("Apa yang terlihat dari {name}?", name=shortened(owner, 40)),
            *about_rubric(()),
        ),
        longest=1000,
        sources=lambda: subject.sources(OBSERVING),
    )


def _seen(subject: Subject, rated: Sequence[Rated], observed: str | None, recommendation: str) -> list[Section]:
    names = {level.code: level.name for level in subject.levels}
    shorts = {target.code: target.short for target in subject.targets}
    rows = [
        Section(Msg(shorts[each.target]), names[each.level], (f"level.{each.target}", f"note.{each.target}"))
        for each in rated
    ]
    if observed is not None:
        rows.append(Section(_("Catatan"), shortened(observed, 80), ("observed",)))
    return [*rows, Section(_("Rekomendasi"), shortened(recommendation, 50), ("recommendation",))]


async def discuss(subject: Subject, pinned: Pinned) -> Discuss:
    """The questions of the discussion; the observer's recommendation stands above them."""
    head = _quoted(_("Rekomendasi"), pinned["recommendation"])
    answers = await _answers(subject, DISCUSSING, head)
    return Discuss(pinned["observation"], answers)


async def reflect(subject: Subject, pinned: Pinned) -> Reflect:
    """The questions of the reflection, as far as they are known."""
    missing: tuple[AnyText, ...] = ()
    if subject.unknown(REFLECTING):
        missing = (_("<i>Pertanyaan keempat di sistem resmi tidak kami temukan; jawab langsung di sana.</i>"),)
    answers = await _answers(subject, REFLECTING, missing)
    return Reflect(pinned["observation"], answers)


async def _answers(subject: Subject, step: str, head: Sequence[AnyText]) -> tuple[Answer, ...]:
    questions = subject.asked(step)
    answers = []
    for question in questions:
        said = await Words(
            key=f"answer.{question.code}",
            part=1,
            title=wording(question),
            body=lambda: head,
            longest=LONGEST,
            sources=lambda: (*subject.step(step), *questions),
        )
        answers.append(Answer(question.code, said))
    shorts = {question.code: Msg(question.short) for question in questions}
    await Confirm(
        key="send",
        part=2,
        title=CHECK,
        sections=lambda: [
            Section(shorts[each.question], shortened(each.text, 60), (f"answer.{each.question}",)) for each in answers
        ],
        sources=lambda: (*subject.step(step), *questions),
    )
    return tuple(answers)


async def conclude(subject: Subject, pinned: Pinned) -> Conclude:
    """What both agree on after the discussion."""
    text = await _comment(
        subject,
        DISCUSSING,
        _("Catatan hasil diskusi"),
        (*_said(subject, DISCUSSING, pinned), _("Apa yang disepakati bersama {name}?", name=_name(pinned))),
    )
    return Conclude(pinned["observation"], text)


async def respond(subject: Subject, pinned: Pinned) -> Respond:
    """The observer's response ends the cycle."""
    text = await _comment(
        subject,
        REFLECTING,
        _("Tanggapan"),
        (
            *_said(subject, REFLECTING, pinned),
            _("Tanggapan untuk {name}, bebas: formulir resminya tidak kami temukan.", name=_name(pinned)),
        ),
    )
    return Respond(pinned["observation"], text)


async def _comment(subject: Subject, step: str, title: AnyText, body: Sequence[AnyText]) -> str:
    return await Words(
        key="text", title=title, body=lambda: body, longest=LONGEST, sources=lambda: subject.sources(step)
    )


def _said(subject: Subject, step: str, pinned: Pinned) -> tuple[AnyText, ...]:
    """The person's answers, a line or two each."""
    return tuple(
        _("{name}: <i>{text}</i>", name=Msg(each.short), text=shortened(pinned["said"][each.code], 60))
        for each in subject.asked(step)
        if each.code in pinned["said"]
    )


async def follow_up(subject: Subject, pinned: Pinned) -> FollowUp:
    """One thing that was done after the discussion."""
    on = await Day(
        key="day",
        title=_("Kapan upayanya dilakukan?"),
        first=date.fromisoformat(pinned["day"]),
        sources=lambda: subject.sources(FOLLOWING_UP),
    )
    text = await Words(
        key="text",
        title=_("Apa yang dilakukan?"),
        body=lambda: _quoted(_("Rekomendasi"), pinned["recommendation"]),
        longest=LONGEST,
        sources=lambda: subject.sources(FOLLOWING_UP),
    )
    return FollowUp(pinned["observation"], on, text)


async def cancel(pinned: Pinned) -> CancelObservation:
    """Why the cycle is given up; the other side reads it word for word."""
    reason = await Words(
        key="reason",
        title=_("Alasan membatalkan"),
        body=lambda: (_("Alasannya dibaca pihak yang lain. Sesudahnya boleh disiapkan lagi dari awal."),),
        longest=300,
    )
    return CancelObservation(pinned["observation"], pinned["at"], reason)


def _quoted(name: AnyText, text: str | None) -> tuple[AnyText, ...]:
    if not text:
        return ()
    return (_("{name}: <i>{text}</i>", name=name, text=shortened(text, LONGEST_SHOWN)),)


def _name(pinned: Pinned) -> str:
    return shortened(pinned["owner"], 40)
