"""What one attempt to deliver a card came to: one pure function from Telegram's answer to a decision.

Three questions decide. Did it leave this machine? Could it have arrived? Would the same again go better? Error texts
are those of Telegram's own server (tdlib/telegram-bot-api, Client.cpp), in lower case because their case varies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

import httpx
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from storage.outcomes import Dead, Gone, Resend, Retry, Sent, Unknown
from storage.values import OutboxAction, Parcel

BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (2, 4, 8, 16, 32))
"""Waits before the next attempt; after the last of them the card is dead."""
UNTOLD_PAUSE = timedelta(seconds=5)
"""How long to pause when something in between says 429 without saying how long; Telegram always says."""

NOT_MODIFIED = "message is not modified"
NOBODY = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")
NOT_EDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "no text in the message to edit",
)
TOO_LARGE = ("request entity too large", "payload too large", "content too large")


class Held(Exception):
    """The call was stopped at our own door, because all sending pauses. It never left."""


@dataclass(frozen=True, slots=True)
class SendInstead:
    """The message to edit is no longer there: say the same in a new one, now."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Put it back, the attempt does not count, and send nothing to anybody until this instant (UTC)."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Offline:
    """Nothing leaves this machine. As `Pause`, only that each one in a row is longer."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Nothing can be sent before somebody mends the configuration. The card is put back."""

    reason: str


Outcome = Sent | SendInstead | Retry | Pause | Offline | Gone | Dead | Unknown | Resend | Stop
"""What storage.outcomes can write down, and what concerns more than one card or asks for another call."""


def outcome(
    error: BaseException | None,
    parcel: Parcel,
    message_id: int | None,
    now: datetime,
    jitter: float,
    offline: int = 0,
) -> Outcome:
    """Decide what becomes of a parcel after one attempt.

    `error` is what the attempt raised, None when Telegram answered with `message_id`. `parcel.attempts` counts the
    attempts before this one. `now` is aware UTC; `jitter`, 0 to 1, spreads what would otherwise come back at the same
    moment. `offline` is how many times in a row nothing could leave this machine: that is no fault of the card, so it
    delays all and kills none.
    """
    if (reason := misconfigured(error)) is not None:
        return Stop(reason)
    match error:
        case None:
            assert message_id is not None, "Telegram answers with the message"
            return Sent(message_id)
        case Held():
            return Pause(now, "held")
        case RetryAfter():
            return Pause(now + told_wait(error) + timedelta(seconds=jitter), "429")
        case Forbidden():
            return Gone(_clause(error))
        case BadRequest():
            return _bad_request(error, parcel)
        case NetworkError():
            return _network(error, parcel, now, jitter, offline)
        case TelegramError() | TimeoutError():
            return _perhaps_delivered(type(error).__name__, parcel, now, jitter)
        case _:
            return Dead(type(error).__name__)


def misconfigured(error: BaseException | None) -> str | None:
    """Why nothing at all can be sent, if the error says so. Never quotes the error: its text may hold the token."""
    match error:
        case InvalidToken():
            return "Telegram refuses the bot token"
        case Conflict():
            return "another program uses the same bot token"
        case BadRequest() if "logged out" in error.message.lower():
            return "the bot is logged out of this Bot API server"
        case NetworkError(__cause__=httpx.UnsupportedProtocol() | httpx.InvalidURL()):
            return "the address of the Bot API server is no HTTP address"
        case _:
            return None


def told_wait(error: RetryAfter) -> timedelta:
    """How long Telegram says to wait; the library gives seconds or a timedelta, depending on PTB_TIMEDELTA."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def _bad_request(error: BadRequest, parcel: Parcel) -> Outcome:
    text = error.message.lower()
    match parcel.action:
        case OutboxAction.edit if NOT_MODIFIED in text and parcel.origin_message_id is not None:
            return Sent(parcel.origin_message_id)
        case OutboxAction.edit if any(known in text for known in NOT_EDITABLE):
            return SendInstead()
        case OutboxAction.edit | OutboxAction.send:
            return Gone(_clause(error)) if any(known in text for known in NOBODY) else Dead(_clause(error))
        case _:
            assert_never(parcel.action)


def _network(error: NetworkError, parcel: Parcel, now: datetime, jitter: float, offline: int) -> Outcome:
    # python-telegram-bot drops the HTTP status and keeps what its HTTP client raised as the cause. No cause, or a body
    # that could not be read as JSON, means that a server answered.
    match error.__cause__:
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.PoolTimeout() | httpx.ProxyError() as cause:
            wait = BACKOFF[min(offline, len(BACKOFF) - 1)]
            return Offline(now + _spread(wait, jitter), type(cause).__name__)
        case None | TelegramError() if type(error) is NetworkError:
            return _refused(error, parcel, now, jitter)
        case cause:
            return _perhaps_delivered(type(cause or error).__name__, parcel, now, jitter)


def _refused(error: NetworkError, parcel: Parcel, now: datetime, jitter: float) -> Outcome:
    """A status that is none of 400, 401, 403, 404, 409 and carries no `retry_after`: in practice 5xx."""
    text = error.message.lower()
    if "too many requests" in text:
        return Pause(now + _spread(UNTOLD_PAUSE, jitter), "429")
    if any(known in text for known in TOO_LARGE):
        return Dead(_clause(error))
    return _again(_clause(error), parcel, now, jitter)


def _perhaps_delivered(reason: str, parcel: Parcel, now: datetime, jitter: float) -> Outcome:
    if parcel.action is OutboxAction.edit:  # the same edit twice is "not modified"
        return _again(reason, parcel, now, jitter)
    return Resend(reason) if parcel.may_resend else Unknown(reason)


def _again(reason: str, parcel: Parcel, now: datetime, jitter: float) -> Outcome:
    if parcel.attempts >= len(BACKOFF):
        return Dead(reason)
    return Retry(now + _spread(BACKOFF[parcel.attempts], jitter), reason)


def _spread(wait: timedelta, jitter: float) -> timedelta:
    return wait * (1 + jitter / 2)


def _clause(error: TelegramError) -> str:
    """What Telegram says, as far as its first colon: what follows may quote the text of the card, and so a person."""
    return error.message.removeprefix("Forbidden: ").partition(":")[0][:80]
