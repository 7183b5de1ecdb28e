"""The arguments of one Bot API call, whatever way they came: query string, form, multipart or JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, MultipartReader, web

from simulator.errors import bad_request
from simulator.limits import UPLOAD_BYTES

Json = dict[str, Any]


@dataclass(frozen=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime: str
    content: bytes


class TooLarge(Exception):
    """The body is larger than what Telegram takes (50 MB): HTTP 413."""


@dataclass
class Args:
    """Named values and uploads of a call; each reader gives the type a method needs or raises ApiError 400."""

    values: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A string; "" when absent."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """An integer; `default` when absent or no number, as Telegram does."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """A boolean in any of Telegram's spellings."""
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def parsed(self, name: str, what: str) -> Any:
        """A JSON value, None when absent; `what` names it in the refusal."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"Can't parse {what} JSON object") from None

    def for_log(self) -> Json:
        """What the log of calls keeps: values, and uploads by name and size."""
        files = {name: {"name": file.name, "size": len(file.content)} for name, file in self.uploads.items()}
        return {**self.values, **({"_files": files} if files else {})}


async def read_args(request: web.Request) -> Args:
    """The arguments of a request. Raises TooLarge, or ApiError 400 for a body that is no JSON object."""
    args = Args(dict(request.query))
    if (request.content_length or 0) > UPLOAD_BYTES + (1 << 20):
        raise TooLarge
    match request.content_type:
        case "application/json":
            args.values |= _json_body(await request.text())
        case "application/x-www-form-urlencoded":
            args.values |= dict(await request.post())
        case "multipart/form-data":
            await read_multipart(await request.multipart(), args)
    return args


def _json_body(body: str) -> Json:
    try:
        value = json.loads(body or "{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise bad_request("Can't parse request body JSON object")
    return value


async def read_multipart(reader: MultipartReader, args: Args) -> None:
    """Add the parts of a multipart body to `args`; files are held in memory."""
    async for part in reader:
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            args.values[part.name] = content.decode()
        elif len(content) > UPLOAD_BYTES:
            raise TooLarge
        else:
            mime = part.headers.get("Content-Type", "")
            args.uploads[part.name] = Upload(part.filename, mime, content)
