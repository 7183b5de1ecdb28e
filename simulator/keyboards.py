"""Keyboards below messages: what Telegram accepts of a `reply_markup`, and the buttons in it."""

from collections.abc import Iterator
from typing import Any

from simulator.errors import bad_request
from simulator.limits import BUTTONS, CALLBACK_DATA_BYTES, COPY_TEXT, utf16_length

Markup = dict[str, Any]
Button = dict[str, Any]


def checked_markup(value: Any) -> Markup | None:
    """The markup as Telegram would keep it, None when it comes to nothing. Raises ApiError 400."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("Object expected as reply markup")
    if inline := value.get("inline_keyboard"):
        return _inline(inline)
    if keyboard := value.get("keyboard"):
        return _reply_keyboard(value, keyboard)
    if value.get("remove_keyboard"):
        return {"remove_keyboard": True}
    if value.get("force_reply"):
        return {"force_reply": True}
    return None


def buttons_of(markup: Markup | None) -> Iterator[Button]:
    """All inline buttons, row by row."""
    for row in (markup or {}).get("inline_keyboard", []):
        yield from row


def _inline(rows: Any) -> Markup | None:
    what = "inline keyboard button"
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    kept = [[_inline_button(button, what) for button in row] for row in rows if row]
    if sum(map(len, kept)) > BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _inline_button(button: Any, what: str) -> Button:
    if not isinstance(button, dict):
        raise bad_request(f"Can't parse {what}: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request(f"Can't parse {what}: Can't find field \"text\"")
    if not text.strip():
        raise bad_request("Inline keyboard button text must be non-empty")
    kept: Button = {"text": text}
    if url := button.get("url"):
        kept["url"] = _checked_url(url)
    elif data := button.get("callback_data"):
        if len(str(data).encode()) > CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        kept["callback_data"] = str(data)
    elif isinstance(copy := button.get("copy_text"), dict):
        kept["copy_text"] = {"text": _checked_copy(copy.get("text"))}
    elif isinstance(app := button.get("web_app"), dict):
        kept["web_app"] = {"url": _checked_url(app.get("url"))}
    elif (query := button.get("switch_inline_query")) is not None:
        kept["switch_inline_query"] = query
    elif (query := button.get("switch_inline_query_current_chat")) is not None:
        kept["switch_inline_query_current_chat"] = query
    else:
        raise bad_request(f"Can't parse {what}: Text buttons are unallowed in the inline keyboard")
    if style := button.get("style"):
        kept["style"] = style
    return kept


def _checked_copy(text: Any) -> str:
    if not isinstance(text, str) or not 1 <= utf16_length(text) <= COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return text


def _checked_url(url: Any) -> str:
    is_link = isinstance(url, str) and url.startswith(("http://", "https://", "tg://", "ton://"))
    if not is_link and not (isinstance(url, str) and "." in url and "://" not in url and " " not in url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    host = str(url).partition("://")[2].partition("/")[0] if "://" in str(url) else str(url)
    if not host:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: URL host is empty")
    return str(url)


def _reply_keyboard(value: Markup, rows: Any) -> Markup:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('Field "keyboard" must be an Array of Arrays')
    kept = [[button if isinstance(button, dict) else {"text": str(button)} for button in row] for row in rows]
    if any(not str(button.get("text") or "").strip() for row in kept for button in row):
        raise bad_request("Keyboard button text must be non-empty")
    return {"keyboard": kept, "one_time_keyboard": bool(value.get("one_time_keyboard"))}
