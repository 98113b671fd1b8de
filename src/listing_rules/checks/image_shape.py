"""`image_shape`: an image is narrower or wider than TikTok Shop takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import UNORDERED, Screen
from listing_rules.paths import Path

__all__ = ["SCHEMA", "WORDS", "build", "problem", "quiet"]

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

_WIDTHS = Path.parse("main_images[*].width")
_HEIGHTS = Path.parse("main_images[*].height")


def build(params: Mapping[str, Any], context: Context) -> Check:
    tall, wide = params["narrowest"], params["widest"]
    limit = f"{tall[0]}:{tall[1]} to {wide[0]}:{wide[1]}"
    fits = _fitting(params)

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        sizes = zip(facts.column(_WIDTHS), facts.column(_HEIGHTS), strict=True)
        return _hits(sizes, fits, limit)

    return check


def problem(params: Mapping[str, Any]) -> str | None:
    (tall, high), (wide, low) = params["narrowest"], params["widest"]
    return "the narrowest shape is wider than the widest, so no image is fine" if tall * low > wide * high else None


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    """Where all images have the same size, which most shops see to."""
    width, height = screen.column(_WIDTHS.text), screen.column(_HEIGHTS.text, gate=False)
    same = f"{width.least} == {width.most} and {height.least} == {height.most}"
    (tall, high), (wide, low) = params["narrowest"], params["widest"]
    one, other = width.least, height.least
    fits = f"({one} + 1) * {high} >= {other} * {tall} and {one} * {low} <= ({other} + 1) * {wide}"
    known = f"{width.least} is not {screen.constant(UNORDERED)} is not {height.least}"
    return f"{same} and {known} and {fits}"


def _fitting(params: Mapping[str, Any]) -> Callable[[int, int], bool]:
    (tall, high), (wide, low) = params["narrowest"], params["widest"]
    # Whole pixels: one more or less decides nothing.
    return lambda width, height: (width + 1) * high >= height * tall and width * low <= (height + 1) * wide


def _hits(sizes: Iterable[tuple[Any, Any]], fits: Callable[[int, int], bool], limit: str) -> Iterator[Hit | Unknown]:
    for index, (width, height) in enumerate(sizes):
        if width is UNSET or height is UNSET:
            yield Unknown(_WIDTHS.text)
        elif not fits(width, height):
            yield Hit(f"/main_images/{index}", f"{width} × {height}", words={"limit": limit})
