"""How much of one product is looked at, however much of it there is. Counts only, but for the depth of JSON, which is
walked where somebody bounds it."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Annotated, TypeAlias

from pydantic import Field

from listing_rules.errors import PayloadError
from listing_rules.shop.mapping import ShopFacts

__all__ = ["BOUNDS", "Bounds"]

_Most: TypeAlias = Annotated[int, Field(ge=1)]
_LARGEST = 128 * 2**20  # of a JSON document: see shopify/readers/jsontext.py
_DEEPEST = 1_000  # about what Python's recursion lets be read

_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEPS = {ord(sign): 1 if sign in "[{" else -1 for sign in "[]{}"}


class Bounds(ShopFacts):
    """The most that one product may have; `failures` is the most that is told of it, the worst first.

    Shopify lets a product have 2,048 variants and 250 images, and 512 KB of description. `text` counts the characters
    of title and description together. `payload_bytes` is the size of a payload that is text, of a line of a JSONL file
    or of a product in an array; `depth` is how deep its JSON may nest.
    """

    payload_bytes: Annotated[int, Field(ge=1, le=_LARGEST)] = _LARGEST
    depth: Annotated[int, Field(ge=1, le=_DEEPEST)] = _DEEPEST

    variants: _Most = 10_000
    images: _Most = 10_000
    text: _Most = 4_000_000
    failures: _Most = 1_000

    def hold_text(self, payload: object) -> None:
        """PayloadError for text that is larger or nests deeper; anything else is no text, and is let through."""
        if not isinstance(payload, (str, bytes)):  # a union would be made anew for every product
            return
        if len(payload) > self.payload_bytes:
            raise PayloadError(f"the payload has {len(payload):,} bytes; at most {self.payload_bytes:,} are read")
        if self.depth < _DEEPEST:
            data = payload.encode("utf-8", "replace") if isinstance(payload, str) else payload
            if (depth := _depth(data)) > self.depth:
                raise PayloadError(f"the JSON is {depth:,} levels deep; at most {self.depth:,} are read")

    def hold(self, variants: int, images: int, text: int) -> None:
        """PayloadError for a product that has more of anything than that."""
        if variants > self.variants or images > self.images or text > self.text:
            has = {"variants": variants, "images": images, "characters of title and description": text}
            most = (self.variants, self.images, self.text)
            (name, count), limit = next(one for one in zip(has.items(), most, strict=True) if one[0][1] > one[1])
            raise PayloadError(f"the product has {count:,} {name}; at most {limit:,} are looked at")


def _depth(data: bytes) -> int:
    brackets = _TEXT.sub(b"", data).translate(None, _NO_BRACKETS)
    return max(accumulate(_STEPS[sign] for sign in brackets), default=0)


BOUNDS = Bounds()
