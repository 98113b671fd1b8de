"""From the line on which a product of a large array starts to the product: it may go on over many lines."""

from __future__ import annotations

import re
from collections.abc import Callable

from listing_rules.errors import PayloadError
from listing_rules.locating.files import Opened, from_mark
from listing_rules.locating.json_text import JsonText
from listing_rules.locating.numbered import Piece
from listing_rules.locating.spot import Text
from listing_rules.shopify.readers.array import element_at, opening_of
from listing_rules.shopify.readers.jsontext import decode

__all__ = ["element_on", "within_element"]

_ELEMENT = re.compile(r"(?:/products)?/\d{1,18}")
_LOOKED_AT = 2**16
_TRIED = 8


def element_on(line: Piece, opened: Opened, is_it: Callable[[object], bool]) -> JsonText | None:
    """The object that starts on this line and is the one sought; None where too many start on it to look through."""
    at = line.data.find(b"{", opening_of(line.data) if line.offset == 0 else 0, _LOOKED_AT)
    for _ in range(_TRIED):
        if at < 0:
            break
        with opened() as file:
            data = element_at(from_mark(file, Piece(line.number, line.line, line.offset + at, b"")))
        if is_it(_decoded(data)):
            return JsonText(Text(line.data[:at] + data, line.number), at)
        at = line.data.find(b"{", at + len(data), _LOOKED_AT)
    return None


def within_element(pointer: str) -> str:
    """A pointer into the document as one into the element."""
    found = _ELEMENT.match(pointer)
    return pointer[found.end() :] if found else pointer


def _decoded(data: bytes) -> object:
    try:
        return decode(data)
    except PayloadError:
        return None
