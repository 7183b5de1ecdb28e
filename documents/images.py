"""Photos made safe to keep: place data and all other remarks go, the picture stays, the right way up."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

from documents import png
from documents.unusable import Unusable
from storage.values.evidence import FileProblem

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
"""More than most phones take; a picture of so many takes some 160 MB of memory while it is looked at."""
QUALITY = 92
ORIENTATION = 0x0112
"""EXIF: how the camera was held."""
REMARKS = frozenset(
    {"exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop", "icc_profile", "Raw profile type exif"}
)

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)  # Pillow only warns up to twice the limit


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A picture without remarks. `had_remarks`: the original said more than the picture, e.g. where it was taken."""

    content: bytes
    width: int
    height: int
    had_remarks: bool


def cleaned(content: bytes) -> Cleaned:
    """A JPEG, PNG or WEBP as the same kind without metadata, its orientation applied. Raises Unusable."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unusable(FileProblem.too_many_pixels)
            if image.format == "PNG" and not png.is_whole(content):
                raise Unusable(FileProblem.broken_image)
            return _cleaned(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unusable(FileProblem.too_many_pixels) from None
    except Unusable:
        raise
    except Exception as error:  # Pillow raises whatever its decoders do: OSError, SyntaxError, struct.error ...
        raise Unusable(FileProblem.broken_image) from error


def _cleaned(image: Image.Image) -> Cleaned:
    kind = "JPEG" if image.format == "MPO" else str(image.format)  # an iPhone's JPEG may hold a second picture
    had_remarks = bool(image.getexif()) or bool(image.info.keys() & REMARKS) or image.format == "MPO"
    image.load()
    upright = image.getexif().get(ORIENTATION, 1) == 1
    same = upright and image.format == "JPEG"
    picture = image if upright else ImageOps.exif_transpose(image)  # which would copy also what need not be turned
    transparent = picture.info.get("transparency")
    picture.info.clear()
    picture.getexif().clear()
    if transparent is not None and kind == "PNG":
        picture.info["transparency"] = transparent
    out = BytesIO()
    picture.save(out, kind, **_how(kind, same))
    return Cleaned(out.getvalue(), picture.width, picture.height, had_remarks)


def _how(kind: str, same: bool) -> dict[str, Any]:
    """How to write it: a JPEG that need not be turned keeps its own tables, so that it loses next to nothing."""
    match kind:
        case "JPEG":
            return {"quality": "keep", "subsampling": "keep"} if same else {"quality": QUALITY}
        case "WEBP":
            return {"quality": QUALITY}
    return {}
