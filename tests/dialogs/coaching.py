"""The calendar of the pelatih ahli, made-up schools, and what is noted of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dialogs.coaching import goals_of
from regulations.library import packaged
from storage.values.coaching import (
    COACHING,
    LONGEST,
    LONGEST_NAME,
    MOST_JP,
    PMO,
    AddSchool,
    ChangeEntry,
    CoachedSchool,
    Content,
    EntryFacts,
    EntryLine,
    Forum,
    Mode,
    NoteEntry,
    SchoolStatus,
    Session,
    Tick,
    Work,
)
from tests.dialogs.people import DRAFT

CALENDAR = packaged().reference.pelatih_ahli
GOALS = goals_of(CALENDAR.coaching)
JANUARY, OCTOBER = date(2027, 1, 1), date(2026, 10, 1)
BRIEF = Session(Mode.daring, True, "pilihan-1", None, GOALS[:1], "Mulai Senin & dicek Februari.")
FORUM = Forum(Mode.luring, "IHT dua kali", "Komunitas belajar jalan", "Jadwal <padat>")


def a_school(name: str, number: int = 0, ends: date | None = None) -> CoachedSchool:
    """One on the list; even ones are in the record."""
    status = SchoolStatus.selesai if ends else SchoolStatus.didampingi
    recorded = number % 2 == 0
    npsn, unit = ("99999901", 3) if recorded else (None, None)
    return CoachedSchool(DRAFT - number, 3, status, f"SDN {name}", npsn, unit, OCTOBER, ends)


def an_entry(name: str, said: Content = BRIEF, *, jp: int = 2, number: int = 0) -> EntryFacts:
    """Noted on 7 January in the first school."""
    activity = COACHING if isinstance(said, Session) else PMO
    line = EntryLine(DRAFT - number, 3, activity, JANUARY, DRAFT, date(2027, 1, 7), jp)
    return EntryFacts(line, f"SDN {name}", said)


def long_words(words: str) -> tuple[Session, Forum]:
    """As much as fits."""
    most = (words * LONGEST)[:LONGEST].strip()
    return Session(Mode.luring, False, None, most, (*GOALS, most), most), Forum(Mode.daring, most, most, most)


def a_work(name: str, schools: int, entries: int) -> Work:
    """So many schools, the last one not coached any more, and so many sessions in the first."""
    listed = [a_school(name, number) for number in range(schools)]
    if listed:
        listed.append(a_school(name, schools, JANUARY))
    sessions = [an_entry(name, number=number).line for number in range(entries)]
    tick = EntryLine(7, 1, "lokakarya", JANUARY, None, None, 5)
    return Work(tuple(listed), (*sessions, tick) if entries else ())


def check(intent: AddSchool | NoteEntry | ChangeEntry | Tick, pinned: Mapping[str, Any], today: date) -> None:
    """Assert that what a talk came to is what its ground allows."""
    match intent:
        case AddSchool(unit_id=unit, name=name, starts=starts):
            assert starts.isoformat() in pinned["months"]
            assert (name is None) == (unit in [number for number, *_ in pinned["schools"]])
            assert name is None or 0 < len(name.strip()) <= LONGEST_NAME
        case Tick(activity=activity, month=month, jp=jp):
            assert (activity, month.isoformat()) == (pinned["activity"]["code"], pinned["month"])
            assert 0 <= jp <= MOST_JP
        case NoteEntry(school_id=school, month=month):
            assert (school, month.isoformat(), pinned["entry"]) == (pinned["school"], pinned["month"], None)
            _said(intent, pinned, today)
        case ChangeEntry(entry_id=entry, version=version):
            assert pinned["entry"] == [entry, version]
            _said(intent, pinned, today)


def _said(intent: NoteEntry | ChangeEntry, pinned: Mapping[str, Any], today: date) -> None:
    assert date.fromisoformat(pinned["month"]) <= intent.day <= today
    assert 0 <= intent.jp <= MOST_JP
    match intent.content:
        case Session(topic=topic, own_topic=own, goals=goals, result=result):
            assert topic is None or own is None
            words = [*goals, result, *([own] if own is not None else [])]
            assert len(words) >= 2
        case Forum(capaian=capaian, target=target, hambatan=hambatan):
            words = [capaian, target, hambatan]
    assert all(0 < len(word.strip()) <= LONGEST for word in words)
