"""Made-up cycles of observation, in every state, under every pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from regulations.models import Pack, Role, Side
from storage.values import Member
from storage.values.observation import (
    CancelObservation,
    Conclude,
    Discuss,
    FollowUp,
    Form,
    FormKind,
    MoveSlot,
    ObservationFacts,
    ObservationStatus,
    Observe,
    Prepare,
    Reflect,
    Respond,
)
from tests.dialogs.people import DRAFT, NAMES, NOW, PACKS, a_member, periods_of, year_of

S = ObservationStatus
WRITTEN = (FormKind.persiapan, FormKind.pengamatan, FormKind.diskusi, FormKind.catatan)
AFTERWARDS = (FormKind.upaya, FormKind.refleksi, FormKind.tanggapan)
FORMS_BY = {
    S.persiapan: WRITTEN[:1],
    S.dijadwalkan: WRITTEN[:1],
    S.diamati: WRITTEN[:2],
    S.dijawab: WRITTEN[:3],
    S.didiskusikan: WRITTEN,
    S.ditindaklanjuti: (*WRITTEN, FormKind.upaya),
    S.direfleksikan: (*WRITTEN, *AFTERWARDS[:2]),
    S.selesai: (*WRITTEN, *AFTERWARDS),
    S.dibatalkan: (*WRITTEN[:1], FormKind.pembatalan),
}


def slot_of(pack: Pack) -> datetime:
    """A slot in the first period of a pack: 10 September or March, 09.00 in Makassar."""
    period = periods_of(pack)[0]
    return datetime(period.year, 3, 10, 1, 0, tzinfo=UTC)


def contents(pack: Pack, role: Role, focus: str, words: str) -> dict[FormKind, dict[str, Any]]:
    """Forms filled with these words."""
    targets = [each.code for each in pack.observation_targets(role, focus)]
    levels = [each.code for each in pack.observation_levels]
    asked = {
        step: {each.code: words for each in pack.observation_questions(role, step) if each.text} for step in ("C", "E")
    }
    return {
        FormKind.persiapan: {"targets": targets[:2], "learning": words, "documents": words},
        FormKind.pengamatan: {
            "levels": {code: levels[at % 3] for at, code in enumerate(targets)},
            "notes": dict.fromkeys(targets, words),
            "observed": None if targets else words,
            "recommendation": words,
        },
        FormKind.diskusi: asked["C"],
        FormKind.refleksi: asked["E"],
        FormKind.upaya: {"on": slot_of(pack).date().isoformat(), "text": words},
        FormKind.catatan: {"text": words},
        FormKind.tanggapan: {"text": words},
        FormKind.pembatalan: {"text": words},
    }


def an_observation(
    pack: Pack, owner: Member, focus: str, status: S, words: str = "Jawaban contoh", **changes: Any
) -> ObservationFacts:
    """A cycle as the record tells it; the owner has proposed the slot."""
    filled = contents(pack, owner.role, focus, words)
    facts: dict[str, Any] = {
        "id": DRAFT,
        "version": 3,
        "status": status,
        "owner": owner,
        "observer_id": 12,
        "observer": "Bapak Contoh Kepala",
        "appraiser": "Bapak Contoh Kepala",
        "period": periods_of(pack)[0].code,
        "opens": periods_of(pack)[0].starts,
        "closes": periods_of(pack)[0].ends,
        "focus": focus,
        "pack_id": pack.id,
        "pack_version": "v1",
        "starts": slot_of(pack),
        "slot_by": Side.diobservasi,
        "changed_at": NOW,
        "changed_by": 12,
        "changed_name": "Bapak Contoh Kepala",
        "forms": tuple(Form(kind, NAMES[0], NOW, filled[kind]) for kind in FORMS_BY[status]),
    }
    return ObservationFacts(**{**facts, **changes})


def owners(name: str, pack: Pack) -> Iterator[tuple[Member, str]]:
    """Whoever is observed under a pack, with a focus that has a rubric and one that has none."""
    for role in sorted(pack.covers):
        me = a_member(role, name=name, year=year_of(pack), unit_name=f"SDN {name}")
        focuses = pack.focuses(role)
        known = [each for each in focuses if each.rubric is not None]
        unknown = [each for each in focuses if each.rubric is None]
        for focus in (*known[:1], *unknown[:1]):
            yield me, focus.code


def observations(name: str, words: str = "Jawaban contoh") -> Iterator[tuple[ObservationFacts, Pack]]:
    """Cycles in every state, under every pack."""
    for pack in PACKS:
        for me, focus in owners(name, pack):
            for status in S:
                yield an_observation(pack, me, focus, status, words, observer=name, changed_name=name), pack
            moved = {"slot_by": Side.pengamat, "observer": None, "appraiser": name}
            yield an_observation(pack, me, focus, S.persiapan, words, **moved), pack
            yield an_observation(pack, me, focus, S.persiapan, words, starts=None, slot_by=None), pack


INTENTS = (Prepare, MoveSlot, CancelObservation, Observe, Discuss, Conclude, FollowUp, Reflect, Respond)


def check(intent: Any, pinned: Mapping[str, Any], pack: Pack, today: date) -> None:
    """Assert that an intent of these talks keeps the rules."""
    match intent:
        case Prepare(period=period, focus=focus, targets=targets, learning=learning, documents=documents, at=at):
            assert (period, focus) == (pinned["period"], pinned["focus"])
            known = [each.code for each in pack.observation_targets(Role(pinned["role"]), focus)]
            assert [each for each in known if each in targets] == list(targets)
            assert bool(targets) == bool(known)
            assert 0 < len(learning) <= 500
            assert documents is None or 0 < len(documents) <= 300
            _slot(at, pinned)
        case MoveSlot(observation_id=number, version=3, at=at):
            assert number == DRAFT
            _slot(at, pinned)
        case CancelObservation(observation_id=number, version=3, reason=words):
            assert number == DRAFT
            assert 0 < len(words) <= 300
        case Observe(rated=rated, observed=observed, recommendation=words):
            known = [each.code for each in pack.observation_targets(Role(pinned["role"]), pinned["focus"])]
            assert [each.target for each in rated] == known
            assert {each.level for each in rated} <= {each.code for each in pack.observation_levels}
            assert (observed is None) == bool(known)
            assert 0 < len(words) <= 500
        case Discuss(answers=answers) | Reflect(answers=answers):
            step = "C" if isinstance(intent, Discuss) else "E"
            asked = [each.code for each in pack.observation_questions(Role(pinned["role"]), step) if each.text]
            assert [each.question for each in answers] == asked
            assert all(0 < len(each.text) <= 500 for each in answers)
        case FollowUp(on=day, text=words):
            assert date.fromisoformat(pinned["day"]) <= day <= today
            assert 0 < len(words) <= 500
        case Conclude(text=words) | Respond(text=words):
            assert 0 < len(words) <= 500


def _slot(at: datetime | None, pinned: Mapping[str, Any]) -> None:
    assert at is not None
    assert pinned["opens"] <= at.date().isoformat() <= pinned["closes"]
    assert at > datetime.fromisoformat(pinned["now"])
    assert at.utcoffset() == datetime.fromisoformat(pinned["now"]).utcoffset()
    assert all(abs(at - datetime.fromisoformat(each)) >= timedelta(hours=1) for each in pinned["busy"])
