"""Every answer and every failure, as python-telegram-bot itself raises them, and what becomes of the card."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx
import pytest
from telegram import Bot
from telegram.error import ChatMigrated, Conflict, TelegramError
from telegram.request import HTTPXRequest

from scheduler.outcome import BACKOFF, Held, Offline, Outcome, Pause, SendInstead, Stop, misconfigured, outcome
from storage.outcomes import Dead, Gone, Resend, Retry, Sent, Unknown
from storage.values import OutboxAction, Parcel
from tests.scheduler.values import NOW, TOKEN, a_parcel

Answer = httpx.Response | Exception
REMINDER = a_parcel()
DECISION = a_parcel(may_resend=True)
EDIT = a_parcel(OutboxAction.edit)


async def raised_by(answer: Answer) -> TelegramError:
    """What python-telegram-bot makes of an answer or of a failure of its HTTP client."""

    def transport(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    request = HTTPXRequest(httpx_kwargs={"transport": httpx.MockTransport(transport)})
    with pytest.raises(TelegramError) as caught:
        await Bot(TOKEN, request=request, get_updates_request=request).send_message(501, "x")
    await request.shutdown()
    return caught.value


async def decide(answer: Answer, parcel: Parcel = REMINDER, *, jitter: float = 0.0, offline: int = 0) -> Outcome:
    return outcome(await raised_by(answer), parcel, None, NOW, jitter, offline)


def refusal(code: int, description: str, **parameters: int) -> httpx.Response:
    body = {"ok": False, "error_code": code, "description": description}
    return httpx.Response(code, json=body | ({"parameters": parameters} if parameters else {}))


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_an_answer_means_sent() -> None:
    assert outcome(None, REMINDER, 4711, NOW, 0.5) == Sent(4711)


NOBODY_THERE = [
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (403, "Forbidden: bot can't send messages to bots"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: private chat not found"),
    (400, "Bad Request: user not found"),
    (400, "Bad Request: PEER_ID_INVALID"),
]
OUR_FAULT = [
    'Bad Request: can\'t parse entities: Unsupported start tag "budi" at byte offset 12',
    "Bad Request: message is too long",
    "Bad Request: MESSAGE_TOO_LONG",
    "Bad Request: message text is empty",
    "Bad Request: BUTTON_DATA_INVALID",
    "Bad Request: BUTTON_COPY_TEXT_INVALID",
    "Bad Request: reply markup is too long",
    "Bad Request: something that nobody has seen yet",
]


@pytest.mark.parametrize("parcel", [REMINDER, DECISION, EDIT], ids=["reminder", "decision", "edit"])
@pytest.mark.parametrize(("code", "description"), NOBODY_THERE)
async def test_nobody_is_there(code: int, description: str, parcel: Parcel) -> None:
    assert isinstance(await decide(refusal(code, description), parcel), Gone)


@pytest.mark.parametrize("parcel", [REMINDER, DECISION, EDIT], ids=["reminder", "decision", "edit"])
@pytest.mark.parametrize("description", OUR_FAULT)
async def test_our_own_mistake_is_never_tried_again(description: str, parcel: Parcel) -> None:
    assert isinstance(await decide(refusal(400, description), parcel), Dead)


async def test_the_reason_quotes_nothing_of_the_card() -> None:
    assert await decide(refusal(400, OUR_FAULT[0])) == Dead("Can't parse entities")


@pytest.mark.parametrize("case", [str, str.upper, str.capitalize])
async def test_an_edit_that_changes_nothing_is_done(case: Callable[[str], str]) -> None:
    text = "message is not modified: specified new message content and reply markup are exactly the same"
    assert await decide(refusal(400, f"Bad Request: {case(text)}"), EDIT) == Sent(77)


@pytest.mark.parametrize(
    "description",
    [
        "Bad Request: message to edit not found",
        "Bad Request: message can't be edited",
        "Bad Request: MESSAGE_ID_INVALID",
        "Bad Request: there is no text in the message to edit",
    ],
)
async def test_a_message_that_cannot_be_edited_is_followed_by_a_new_one(description: str) -> None:
    assert await decide(refusal(400, description), EDIT) == SendInstead()
    assert isinstance(await decide(refusal(400, description), REMINDER), Dead)


async def test_429_pauses_everything_for_as_long_as_telegram_says() -> None:
    answer = refusal(429, "Too Many Requests: retry after 17", retry_after=17)
    assert await decide(answer, jitter=0.25) == Pause(later(17.25), "429")


async def test_429_does_not_use_up_a_card() -> None:
    answer = refusal(429, "Too Many Requests: retry after 17", retry_after=17)
    assert await decide(answer, a_parcel(attempts=99)) == Pause(later(17), "429")


async def test_429_of_something_in_between_pauses_too() -> None:
    assert await decide(httpx.Response(429, text="<html>slow down</html>")) == Pause(later(5), "429")


def test_a_call_that_was_held_at_our_own_door_goes_back() -> None:
    assert outcome(Held(), a_parcel(attempts=99), None, NOW, 1.0) == Pause(NOW, "held")


NEVER_LEFT = [
    httpx.ConnectError("[Errno 111] Connection refused"),
    httpx.ConnectError("[Errno -2] Name or service not known"),
    httpx.ConnectTimeout(""),
    httpx.PoolTimeout(""),
    httpx.ProxyError("502 Bad Gateway"),
]
PERHAPS_DELIVERED = [
    httpx.ReadTimeout(""),
    httpx.WriteTimeout(""),
    httpx.ReadError(""),
    httpx.WriteError(""),
    httpx.CloseError(""),
    httpx.RemoteProtocolError("Server disconnected without sending a response."),
    httpx.LocalProtocolError(""),
    httpx.DecodingError(""),
    httpx.TooManyRedirects(""),
    RuntimeError("something inside the HTTP client"),
    httpx.Response(200, text="<html>hotel wifi</html>"),
]


@pytest.mark.parametrize("error", NEVER_LEFT, ids=repr)
async def test_what_never_left_waits_for_the_line_and_is_not_used_up(error: Exception) -> None:
    assert await decide(error, a_parcel(attempts=99)) == Offline(later(2), type(error).__name__)


@pytest.mark.parametrize(("offline", "seconds"), [(0, 2), (1, 4), (2, 8), (3, 16), (4, 32), (5, 32), (500, 32)])
async def test_a_dead_line_is_tried_less_and_less_often(offline: int, seconds: int) -> None:
    assert await decide(NEVER_LEFT[0], offline=offline) == Offline(later(seconds), "ConnectError")


@pytest.mark.parametrize("answer", PERHAPS_DELIVERED, ids=repr)
async def test_what_may_have_arrived_is_not_sent_twice(answer: Answer) -> None:
    assert isinstance(await decide(answer, REMINDER), Unknown)


@pytest.mark.parametrize("answer", PERHAPS_DELIVERED, ids=repr)
async def test_a_decision_card_that_may_have_arrived_goes_out_once_more(answer: Answer) -> None:
    assert isinstance(await decide(answer, DECISION), Resend)


@pytest.mark.parametrize("answer", PERHAPS_DELIVERED, ids=repr)
async def test_an_edit_that_may_have_arrived_is_simply_made_again(answer: Answer) -> None:
    assert isinstance(await decide(answer, EDIT), Retry)


def caused(error: Exception, *causes: Exception) -> Exception:
    """The chain that `raise ... from ...` makes."""
    inner = error
    for cause in causes:
        inner.__cause__ = inner = cause
    return error


async def test_deeper_causes_do_not_mislead() -> None:
    connecting = caused(httpx.ConnectTimeout(""), TimeoutError(), ssl.SSLError())
    reading = caused(httpx.ReadTimeout(""), TimeoutError(), ConnectionRefusedError())
    assert await decide(connecting) == Offline(later(2), "ConnectTimeout")
    assert await decide(reading) == Unknown("ReadTimeout")


SERVER_TROUBLE = [
    refusal(500, "Internal Server Error: restart"),
    refusal(502, "Bad Gateway"),
    httpx.Response(502, text="<html>nginx</html>"),
    httpx.Response(504, text=""),
]


@pytest.mark.parametrize("answer", SERVER_TROUBLE, ids=repr)
@pytest.mark.parametrize(("attempts", "seconds"), [(0, 2), (1, 4), (2, 8), (3, 16), (4, 32)])
async def test_trouble_of_the_server_is_tried_again_later(answer: Answer, attempts: int, seconds: int) -> None:
    decided = await decide(answer, a_parcel(attempts=attempts))
    assert isinstance(decided, Retry)
    assert decided.at == later(seconds)


@pytest.mark.parametrize("answer", SERVER_TROUBLE, ids=repr)
async def test_after_five_times_the_card_is_dead(answer: Answer) -> None:
    assert isinstance(await decide(answer, a_parcel(attempts=len(BACKOFF))), Dead)
    assert isinstance(await decide(answer, a_parcel(OutboxAction.edit, attempts=len(BACKOFF))), Dead)


async def test_jitter_spreads_what_would_come_back_together() -> None:
    moments = [await decide(SERVER_TROUBLE[0], jitter=jitter) for jitter in (0.0, 0.5, 1.0)]
    assert [m.at for m in moments if isinstance(m, Retry)] == [later(2), later(2.5), later(3)]


async def test_a_card_that_is_too_large_is_our_own_mistake() -> None:
    assert isinstance(await decide(httpx.Response(413, text="<html>nginx</html>")), Dead)
    assert isinstance(await decide(refusal(413, "Request Entity Too Large")), Dead)


@pytest.mark.parametrize(
    "answer",
    [
        refusal(401, "Unauthorized"),
        refusal(404, "Not Found"),
        refusal(409, "Conflict: terminated by other getUpdates request"),
        refusal(400, "Logged out"),
        httpx.UnsupportedProtocol("Request URL is missing an 'http://' or 'https://' protocol."),
        httpx.InvalidURL("no address"),
    ],
    ids=repr,
)
async def test_a_wrong_configuration_stops_the_sender_and_says_why(answer: Answer) -> None:
    decided = await decide(answer, DECISION)
    assert isinstance(decided, Stop)
    assert TOKEN not in decided.reason
    assert misconfigured(await raised_by(answer)) == decided.reason


def test_what_is_not_of_the_configuration_is_not_called_so() -> None:
    assert [misconfigured(error) for error in (None, Held(), ValueError())] == [None, None, None]
    assert misconfigured(Conflict("x")) is not None


def test_a_crash_of_ours_kills_the_card_and_names_the_class_only() -> None:
    assert outcome(KeyError("Budi Santoso"), DECISION, None, NOW, 0.0) == Dead("KeyError")


def test_our_own_limit_of_time_may_have_cut_off_the_answer() -> None:
    assert outcome(TimeoutError(), REMINDER, None, NOW, 0.0) == Unknown("TimeoutError")


def test_a_kind_of_error_for_groups_delivers_nothing_twice() -> None:
    assert outcome(ChatMigrated(-100), REMINDER, None, NOW, 0.0) == Unknown("ChatMigrated")
