"""`image_format`: an image is of a kind that TikTok Shop takes, by the ending of its address.

An address without a telling ending says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from listing_rules.checks.base import Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen
from listing_rules.paths import Path

__all__ = ["SCHEMA", "WORDS", "build", "quiet"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "refused": {
            "type": "array",
            "items": {"type": "string", "pattern": "^[a-z0-9]+$"},
            "minItems": 1,
            "description": "File name endings that are not taken.",
        }
    },
    "required": ["refused"],
    "additionalProperties": False,
}
WORDS = frozenset({"format"})

_USUAL = (".jpg", ".png", ".jpeg", ".webp", ".JPG", ".PNG", ".JPEG")
_ADDRESSES = Path.parse("main_images[*].source_url")


def build(params: Mapping[str, Any], context: Context) -> Check:
    endings = tuple(f".{ending}" for ending in params["refused"])

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        if not any(isinstance(url, str) and _path(url).endswith(endings) for url in facts.column(_ADDRESSES)):
            return (Unknown("images"),) if facts.lacks(_ADDRESSES) else ()
        return _refused(facts, endings)

    return check


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    """An address that ends in a common kind, unless it says more behind it."""
    addresses = screen.column("main_images[*].source_url", unknown="images")
    usual = tuple(ending for ending in _USUAL if ending[1:].lower() not in params["refused"])
    ends = f'one.partition("?")[0].endswith({screen.constant(usual)})'
    return f'"#" not in {addresses.joined} and all([{ends} for one in {addresses}])'


def _path(url: str) -> str:
    return url.partition("?")[0].partition("#")[0].lower()


def _refused(facts: Facts, endings: tuple[str, ...]) -> Iterator[Hit]:
    for at, url in facts.places(_ADDRESSES):
        if isinstance(url, str) and _path(url).endswith(endings):
            yield Hit(
                at, urlsplit(url).path.rsplit("/", 1)[-1], words={"format": _path(url).rsplit(".", 1)[-1].upper()}
            )
