"""The errors Telegram answers with, in Telegram's own words: clients and our sender decide by these texts."""


class ApiError(Exception):
    """A refused Bot API call: the HTTP status, which is also `error_code`, and the `description`.

    `retry_after` is in seconds and only set for 429.
    """

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


def bad_request(reason: str) -> ApiError:
    """A 400; like Telegram's server, lowers the first letter unless the reason is a CONSTANT."""
    if len(reason) > 1 and not (reason[1] == "_" or "A" <= reason[1] <= "Z"):
        reason = reason[0].lower() + reason[1:]
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """A 403: the chat exists and does not want this bot."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """A 409: two receivers of updates at once."""
    return ApiError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """A 429 that asks for `retry_after` seconds of silence."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after)


UNAUTHORIZED = "Unauthorized"
METHOD_NOT_FOUND = "Not Found: method not found"
ENTITY_TOO_LARGE = "Request Entity Too Large"

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
CONFLICT_POLLING = "terminated by other getUpdates request; make sure that only one bot instance is running"
CONFLICT_SET_WEBHOOK = "terminated by setWebhook request"
CONFLICT_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
