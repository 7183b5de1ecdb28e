"""What an evaluation says: every verdict is kept as a revision, with the rating of each RHK and aspect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Text, UniqueConstraint, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from regulations.models import Rating
from regulations.ratings import needs_reason
from storage.audit import digest_of
from storage.errors import Invalid
from storage.types import Instant, Record, code_of, table
from storage.values import Plan
from storage.values.evaluation import Rated, Verdict

LONGEST = 300
"""Characters of each of the words about a verdict."""


LONGEST_CODE = 40


class Half(StrEnum):
    """The two halves of a SKP that are rated."""

    result = "result"
    behaviour = "behaviour"


class EvaluationRevision(Record, table=True):
    """One verdict in its own right: what was set first stays beside what it became."""

    __tablename__ = "evaluation_revision"
    __table_args__ = (UniqueConstraint("evaluation_id", "revision"),)

    id: int | None = Field(default=None, primary_key=True)
    evaluation_id: int = Field(foreign_key="evaluation.id")
    revision: int
    hasil: Rating = Field(sa_type=code_of(Rating))
    perilaku: Rating = Field(sa_type=code_of(Rating))
    predikat: str = Field(max_length=LONGEST_CODE)
    hasil_reason: str | None = Field(default=None, sa_type=Text)
    perilaku_reason: str | None = Field(default=None, sa_type=Text)
    note: str | None = Field(default=None, sa_type=Text)
    recommendation: str | None = Field(default=None, sa_type=Text)
    why: str | None = Field(default=None, sa_type=Text)
    """Why the one before was revised."""
    decided_at: datetime = Field(sa_type=Instant)
    decided_by: int = Field(foreign_key="assignment.id")
    response: str | None = Field(default=None, sa_type=Text)
    """The owner's word about this verdict."""


class EvaluationRating(Record, table=True):
    """The rating of one RHK or one aspect in a revision. Codes are those of the pack that the plan names."""

    __tablename__ = "evaluation_rating"
    __table_args__ = (UniqueConstraint("revision_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    revision_id: int = Field(foreign_key="evaluation_revision.id")
    position: int
    half: Half = Field(sa_type=code_of(Half))
    code: str = Field(max_length=LONGEST_CODE)
    rating: Rating = Field(sa_type=code_of(Rating))


REVISIONS, RATINGS = table(EvaluationRevision), table(EvaluationRating)
WORDS = ("hasil_reason", "perilaku_reason", "note", "recommendation")
KEPT = ("hasil", "perilaku", "predikat", *WORDS)


def check(verdict: Verdict, plan: Plan) -> None:
    """Every part of the plan is rated, once; a reason stands where one is asked. Invalid names what is wrong."""
    if [item.code for item in verdict.results] != [item.rhk for item in plan.results]:
        raise Invalid("ratings")
    if [item.code for item in verdict.behaviours] != [item.aspect for item in plan.behaviours]:
        raise Invalid("ratings")
    halves = (
        (verdict.hasil, verdict.results, verdict.hasil_reason),
        (verdict.perilaku, verdict.behaviours, verdict.perilaku_reason),
    )
    for rating, parts, reason in halves:
        if needs_reason(rating, [part.rating for part in parts]) and not (reason or "").strip():
            raise Invalid("rating_reason")
    if not 0 < len(verdict.predikat) <= LONGEST_CODE:
        raise Invalid("ratings")
    if any(len(getattr(verdict, name) or "") > LONGEST for name in WORDS):
        raise Invalid("words")


def digest(verdict: Verdict) -> str:
    """SHA-256 of a verdict, for the audit trail."""
    return digest_of(json.dumps(asdict(verdict), sort_keys=True))


async def write(
    session: AsyncSession,
    evaluation_id: int,
    revision: int,
    verdict: Verdict,
    why: str | None,
    decided_by: int,
    now: datetime,
) -> None:
    """Keep a verdict as a revision of an evaluation."""
    head = {"evaluation_id": evaluation_id, "revision": revision, "decided_at": now, "decided_by": decided_by}
    said = {name: getattr(verdict, name) for name in KEPT}
    made = insert(REVISIONS).values(**head, **said, why=why).returning(REVISIONS.c.id)
    revision_id = await session.scalar(made)
    rows = [{"revision_id": revision_id, "position": at, **row} for at, row in enumerate(_rows(verdict))]
    await session.execute(insert(RATINGS), rows)


async def respond(session: AsyncSession, evaluation_id: int, revision: int, words: str) -> None:
    """The owner's word about a verdict; a later one replaces it."""
    which = (REVISIONS.c.evaluation_id == evaluation_id, REVISIONS.c.revision == revision)
    await session.execute(update(REVISIONS).where(*which).values(response=words))


async def read(session: AsyncSession, evaluation_id: int, revision: int) -> tuple[Verdict, Row[*tuple[Any, ...]]]:
    """A verdict as it was written, and its row: decided_at, decided_by, why, response."""
    which = (REVISIONS.c.evaluation_id == evaluation_id, REVISIONS.c.revision == revision)
    row = (await session.execute(select(REVISIONS).where(*which))).one()
    rated = select(RATINGS.c.half, RATINGS.c.code, RATINGS.c.rating).where(RATINGS.c.revision_id == row.id)
    parts = (await session.execute(rated.order_by(RATINGS.c.position))).all()
    verdict = Verdict(
        tuple(Rated(part.code, part.rating) for part in parts if part.half is Half.result),
        tuple(Rated(part.code, part.rating) for part in parts if part.half is Half.behaviour),
        **{name: getattr(row, name) for name in KEPT},
    )
    return verdict, row


def _rows(verdict: Verdict) -> Iterator[dict[str, Any]]:
    for half, parts in ((Half.result, verdict.results), (Half.behaviour, verdict.behaviours)):
        for part in parts:
            yield {"half": half, "code": part.code, "rating": part.rating}
