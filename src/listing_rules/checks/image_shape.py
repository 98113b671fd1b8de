"""`image_shape`: an image is narrower or wider than TikTok Shop takes it. Images of unknown size are not judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.paths import Path

__all__ = ["SCHEMA", "WORDS", "build"]

_SHAPE = {
    "type": "array",
    "items": {"type": "integer", "minimum": 1},
    "minItems": 2,
    "maxItems": 2,
    "description": "Width and height: [3, 4].",
}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"narrowest": _SHAPE, "widest": _SHAPE},
    "required": ["narrowest", "widest"],
    "additionalProperties": False,
}
WORDS = frozenset({"limit"})

_IMAGES = Path.parse("main_images")


def build(params: Mapping[str, Any], context: Context) -> Check:
    tall, wide = params["narrowest"], params["widest"]
    limit = f"{tall[0]}:{tall[1]} to {wide[0]}:{wide[1]}"

    def fits(width: int, height: int) -> bool:
        # Whole pixels: one more or less decides nothing.
        return bool((width + 1) * tall[1] >= height * tall[0] and width * wide[1] <= (height + 1) * wide[0])

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        images = facts.column(_IMAGES)[0]
        if images is UNSET:
            return (Unknown("images"),)
        return _hits(images or [], fits, limit)

    return check


def _hits(images: list[dict[str, Any]], fits: Any, limit: str) -> Iterator[Hit]:
    for index, image in enumerate(images):
        width, height = image.get("width"), image.get("height")
        if width and height and not fits(width, height):
            yield Hit(f"/main_images/{index}", f"{width} × {height}", words={"limit": limit})
