"""*Catat coaching*, *Catat forum PMO*: when, how long, what was spoken of, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dialogs.coaching.ground import CoachingGround, ForumGround, Ground, goals_of
from dialogs.coaching.words import IN_SIMKPB, MODES, NOBODY_APPROVES, topic_of
from dialogs.frame import Name
from dialogs.material import remark
from dialogs.plan_summary import shortened
from dialogs.questions import Choose, ChooseMany, Confirm, Day, Number, Option, Options, Section, Words
from locales import AnyText, Month, Msg, _, n_
from regulations.models import Cited
from storage.values.coaching import (
    LONGEST,
    MOST_JP,
    ChangeEntry,
    Content,
    EntryFacts,
    Forum,
    Mode,
    NoteEntry,
    Session,
)

SESSION_NAME = Name(_("Catat coaching"), 6)
FORUM_NAME = Name(_("Catat forum PMO"), 6)
OTHER, NONE, YES, NO = "lain", "tidak", "ya", "belum"
WAYS = Options(Option(mode.value, name) for mode, name in MODES.items())
SPOKEN_OF = Options((Option(YES, _("Ya, dibahas")), Option(NO, _("Tidak dibahas"))))
SUMMED_UP = 60
"""Characters of an answer on the summary."""


async def coach(ground: CoachingGround) -> NoteEntry | ChangeEntry:
    """A session with the kepala sekolah: compulsory and optional topic, goals, result."""
    day, mode = await _when(ground.at, _("Kapan coaching-nya?"))
    jp = await _jp(ground.at)
    compulsory = await _compulsory(ground) == YES
    topic, own_topic = await _topic(ground)
    goals = await _goals(ground)
    result = await _said(
        "result", 5, _("Hasil atau kesepakatan"), ground.at, _("Apa yang disepakati, dan kapan dilihat lagi?")
    )
    said = Session(mode, compulsory, topic, own_topic, goals, result)
    await _confirm(ground.at, day, jp, mode, _session_sections(ground, said))
    return _intent(ground.at, day, jp, said)


async def meet(ground: ForumGround) -> NoteEntry | ChangeEntry:
    """The PMO forum of a school: capaian, target, hambatan."""
    day, mode = await _when(ground.at, _("Kapan forum PMO-nya?"))
    jp = await _jp(ground.at)
    parts = (("capaian", _("Capaian")), ("target", _("Target")), ("hambatan", _("Hambatan")))
    said = [await _said(key, part, title, ground.at, IN_SIMKPB) for part, (key, title) in enumerate(parts, 3)]
    sections = [
        Section(title, shortened(words, SUMMED_UP), (key,)) for (key, title), words in zip(parts, said, strict=True)
    ]
    await _confirm(ground.at, day, jp, mode, sections)
    return _intent(ground.at, day, jp, Forum(mode, *said))


def _intent(ground: Ground, day: date, jp: int, said: Content) -> NoteEntry | ChangeEntry:
    if ground.entry is not None:
        return ChangeEntry(*ground.entry, day, jp, said)
    return NoteEntry(ground.school_id, ground.month, day, jp, said)


# --- both -----------------------------------------------------------------------


def _where(ground: Ground) -> AnyText:
    return _("{school} · {month}", school=shortened(ground.school, 40), month=Month(ground.month))


async def _when(ground: Ground, title: AnyText) -> tuple[date, Mode]:
    day = await Day(
        key="day",
        part=1,
        title=title,
        body=lambda: (_where(ground),),
        first=ground.month,
        last=ground.last,
        past=True,
        sources=lambda: ground.sources,
    )
    mode = await Choose(
        key="mode",
        part=1,
        title=_("Bagaimana pelaksanaannya?"),
        body=lambda: (_("Di kalender: {mode}", mode=ground.activity.mode), *remark((ground.activity,))),
        options=WAYS,
        suggested=ground.activity.mode.partition("/")[0].lower(),
        sources=lambda: ground.sources,
    )
    return day, Mode(mode)


async def _jp(ground: Ground) -> int:
    return int(
        await Number(
            key="jp",
            part=2,
            title=_("Berapa JP?"),
            body=lambda: (
                _("Kalender: <b>{jp} JP</b> sebulan untuk satu sekolah.", jp=ground.planned),
                _("Boleh berbeda; nanti ditandai."),
            ),
            low=0,
            high=MOST_JP,
            suggested=ground.planned,
            unit="JP",
            sources=lambda: ground.sources,
        )
    )


async def _said(key: str, part: int, title: AnyText, ground: Ground, hint: AnyText) -> str:
    return await Words(key=key, part=part, title=title, body=lambda: (_where(ground), hint), longest=LONGEST)


async def _confirm(ground: Ground, day: date, jp: int, mode: Mode, more: Sequence[Section]) -> None:
    await Confirm(
        key="save",
        part=6,
        title=_("Periksa, lalu simpan"),
        body=lambda: (shortened(ground.school, 40),),
        sections=lambda: [
            Section(_("Tanggal"), _("{day}, {mode}", day=day, mode=MODES[mode]), ("day", "mode")),
            Section(_("JP"), hours(jp, ground.planned), ("jp",)),
            *more,
        ],
        yes=_("✅ Simpan"),
        full=lambda: (NOBODY_APPROVES,),
    )


def hours(jp: int, planned: int) -> AnyText:
    """Lesson hours; where the calendar has others, it says so."""
    return _("{jp} JP", jp=jp) if jp == planned else _("{jp} JP <i>(kalender: {planned})</i>", jp=jp, planned=planned)


# --- a session ------------------------------------------------------------------


async def _compulsory(ground: CoachingGround) -> str:
    topics = ground.compulsory
    return await Choose(
        key="compulsory",
        part=3,
        title=_("Topik wajib"),
        body=lambda: (*(Msg(topic.short) for topic in topics), _("Apakah dibahas?"), *remark(topics)),
        full=lambda: [_("<b>{name}</b>: {text}", name=topic.name, text=topic.text) for topic in topics],
        options=SPOKEN_OF,
        sources=lambda: topics,
    )


async def _topic(ground: CoachingGround) -> tuple[str | None, str | None]:
    """The code of an optional topic, or the person's own words, or neither."""
    topics = ground.optional
    chosen = await Choose(
        key="topic",
        part=3,
        title=_("Topik pilihan"),
        body=lambda: (*_agreed_for(ground), *remark(topics)),
        full=lambda: [
            ground.coaching.choosing.text,
            *(_("<b>{name}</b>: {text}", name=topic.name, text=topic.text) for topic in topics),
        ],
        options=Options(
            (
                *(Option(topic.code, Msg(topic.short)) for topic in topics),
                Option(OTHER, _("Topik lain, saya tulis")),
                Option(NONE, _("Tidak ada")),
            )
        ),
        suggested=ground.former,
        sources=lambda: (ground.coaching.choosing, *topics, *_set(ground)),
    )
    if chosen == OTHER:
        return None, await Words(key="topic.own", part=3, title=_("Topik pilihan"), longest=LONGEST)
    return (None, None) if chosen == NONE else (chosen, None)


def _set(ground: CoachingGround) -> tuple[Cited, ...]:
    found = ground.coaching.topic_set(ground.at.month.month)
    return (found,) if found else ()


def _agreed_for(ground: CoachingGround) -> list[AnyText]:
    """For how long a topic is agreed, and until when by our reading of the calendar."""
    lines: list[AnyText] = [_("Topiknya ditentukan bersama setiap tiga bulan sekali.")]
    if ground.former is not None:
        lines.append(_("★ yang dipakai terakhir di sekolah ini, dalam rentang bulan yang sama."))
    return lines


async def _goals(ground: CoachingGround) -> tuple[str, ...]:
    """Those printed that were aimed at, and one in the person's own words."""
    goals = ground.coaching.goals
    printed = {str(number): text for number, text in enumerate(goals_of(ground.coaching), 1)}
    options = [Option(code, shortened(f"{code}. {text}", 30)) for code, text in printed.items()]
    chosen = await ChooseMany(
        key="goals",
        part=4,
        title=_("Tujuan pertemuan"),
        body=lambda: (*(_("{code}. {text}", code=code, text=text) for code, text in printed.items()), *remark(goals)),
        options=Options((*options, Option(OTHER, _("Tujuan lain, saya tulis")))),
        sources=lambda: goals,
    )
    own = OTHER in chosen
    words = (await Words(key="goals.own", part=4, title=_("Tujuan lain"), longest=LONGEST),) if own else ()
    return (*(printed[code] for code in chosen if code != OTHER), *words)


def _session_sections(ground: CoachingGround, said: Session) -> list[Section]:
    topics = {topic.code: topic for topic in ground.optional}
    optional = topic_of(said, topics)
    shown = shortened(optional, SUMMED_UP) if isinstance(optional, str) else optional
    return [
        Section(_("Topik wajib"), _("dibahas") if said.compulsory else _("tidak dibahas"), ("compulsory",)),
        Section(_("Topik pilihan"), shown, ("topic",)),
        Section(_("Tujuan"), n_("{count} tujuan", "{count} tujuan", len(said.goals)), ("goals",)),
        Section(_("Hasil"), shortened(said.result, SUMMED_UP), ("result",)),
    ]


def answers_of(printed: Sequence[str], facts: EntryFacts) -> dict[str, Any]:
    """An entry as the answers that led to it, for one who writes it anew. `printed`: as `goals_of` gives them."""
    line, said = facts.line, facts.content
    when = {"day": line.day.isoformat() if line.day else "", "jp": str(line.jp), "mode": said.mode.value}
    if isinstance(said, Forum):
        return {**when, "capaian": said.capaian, "target": said.target, "hambatan": said.hambatan}
    return {**when, **_answers_of_session(printed, said)}


def _answers_of_session(printed: Sequence[str], said: Session) -> dict[str, Any]:
    codes = {goal: str(number) for number, goal in enumerate(printed, 1)}
    own = [goal for goal in said.goals if goal not in codes]
    topic = OTHER if said.own_topic is not None else said.topic or NONE
    return {
        "compulsory": YES if said.compulsory else NO,
        "topic": topic,
        **({"topic.own": said.own_topic} if said.own_topic is not None else {}),
        "goals": [*(codes[goal] for goal in said.goals if goal in codes), *([OTHER] if own else [])],
        **({"goals.own": own[0]} if own else {}),
        "result": said.result,
    }
