"""What one side of an observation is told of the other's doing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Side
from storage import appraising, outbox, people, reminding, slots
from storage.nudging import nudge
from storage.values import Member
from storage.values.observation import News, ObservationFacts

SLOT = "observation_slot"
"""Card: something about the time has changed."""
NEWS = "observation_news"
"""Card: the other side has taken a step."""


async def ask(session: AsyncSession, facts: ObservationFacts, now: datetime) -> None:
    """Something waits for the observers' side: in the inbox of who decides, or as a card for one who only watches."""
    observer = await _observer(session, facts)
    deciding = {one.assignment_id for one in await appraising.deciders(session, facts.owner.assignment_id, now)}
    if observer is None or observer.assignment_id in deciding:
        await nudge(session, facts.owner, now)
    else:
        await tell(session, facts, News.asked, observer, facts.version, now)


async def slot_changed(
    session: AsyncSession, facts: ObservationFacts, news: News, actor: Member, version: int, now: datetime
) -> None:
    """Earlier cards about the time say that it has changed; the other side is told how."""
    await outbox.supersede(session, subject_of(facts), SLOT, version, now)
    for other in await others(session, facts, actor):
        await tell(session, facts, news, other, version, now, card=SLOT)
        await reminding.wake_one(session, other.person_id, now)
    await reminding.wake_one(session, actor.person_id, now)


async def others(session: AsyncSession, facts: ObservationFacts, actor: Member) -> tuple[Member, ...]:
    """The other side: the person observed, or who has taken the observation, if anybody has."""
    if slots.side_of(facts, actor) is Side.pengamat:
        return (facts.owner,)
    observer = await _observer(session, facts)
    return () if observer is None else (observer,)


async def _observer(session: AsyncSession, facts: ObservationFacts) -> Member | None:
    return None if facts.observer_id is None else await people.member(session, facts.observer_id)


async def tell(
    session: AsyncSession,
    facts: ObservationFacts,
    news: News,
    to: Member,
    version: int,
    now: datetime,
    *,
    card: str = NEWS,
) -> None:
    """One card to one person; the same news of the same version only once."""
    await outbox.tell(
        session,
        key_of(card, news, facts, version, to),
        to.person_id,
        card,
        {"observation": facts.id, "version": version, "news": news.value},
        now,
        subject=subject_of(facts),
    )


def key_of(card: str, news: News, facts: ObservationFacts, version: int, to: Member) -> str:
    """What makes a card unique."""
    return f"{card}:{facts.id}:{version}:{news.value}:{to.assignment_id}"


def subject_of(facts: ObservationFacts) -> str:
    """What the cards are about."""
    return f"observation:{facts.id}"
