"""One large JSON document, product by product: an array of them, or an object whose `products` are one.

It is cut at the brackets, and nothing of it is held but the product under way. What comes after a break cannot be
told apart any more, so it becomes one error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from listing_rules.errors import PayloadError
from listing_rules.shopify.product import Shape
from listing_rules.shopify.readers.jsontext import MAX_DOCUMENT, decode
from listing_rules.shopify.readers.reading import read_found
from listing_rules.shopify.readers.record import Piece, Record
from listing_rules.shopify.readers.rest_plain import plain_text

__all__ = ["LARGE", "Element", "array_pieces", "element_at", "may_be_array", "opening_of"]

LARGE = 2**24
"""Documents of fewer bytes are decoded whole, and their products known by more than the line that they start on."""

_READ = 2**20
_OPENING = re.compile(rb'\s*+(?:\{\s*+"products"\s*+:\s*+)?\[\s*+')
_FIRST = re.compile(rb"\s*+([\]{])")
_NEXT = re.compile(rb"\s*+(?:,\s*+(?=\{)|(?=\]))([\]{])")
_TO_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])', re.DOTALL)


class Element(Struct, frozen=True):
    """A product of the array; `pointer` is its place in the document, `line` the one on which it starts."""

    data: bytes
    pointer: str
    line: int
    shape: Shape | None

    def records(self) -> Iterator[Record]:
        plain = plain_text(self.data, self.pointer) if self.shape is None else None
        if plain is not None:
            yield Record(self.line, plain)
            return
        try:
            value = decode(self.data)
        except PayloadError as error:
            yield Record(self.line, error=str(error))
            return
        for found in read_found(value, self.shape, self.pointer):
            read = not isinstance(found, PayloadError)
            yield Record(self.line, found) if read else Record(self.line, error=str(found))  # type: ignore[arg-type]


def may_be_array(head: bytes) -> bool:
    """Whether a file that begins like this may be such a document."""
    return _OPENING.match(head) is not None


def opening_of(data: bytes) -> int:
    """How long the opening of the array is with which a document begins."""
    found = _OPENING.match(data)
    return found.end() if found else 0


def element_at(source: BinaryIO) -> bytes:
    """The object that begins where the source is. PayloadError where it does not end."""
    return _Text(b"", source).element()


def array_pieces(head: bytes, source: BinaryIO, shape: Shape | None) -> Iterator[Piece]:
    """The products of the document that begins with `head` and goes on in `source`."""
    text = _Text(head, source)
    wrapped, number = head.lstrip().startswith(b"{"), 0
    try:
        text.enter()
        while text.goes_on(_NEXT if number else _FIRST):
            line = text.line
            yield Element(text.element(), f"{'/products' if wrapped else ''}/{number}", line, shape)
            number += 1
        text.end((b"}", b",") if wrapped else (b"",))
    except PayloadError as error:
        yield Record(text.line, error=f"{error}; the {number:,} products before that were read, and none after it")


class _Text:
    """The document from where reading has come to: some bytes at hand, the others still in the file."""

    def __init__(self, data: bytes, source: BinaryIO) -> None:
        self._data = data
        self._at = 0
        self._source = source
        self._read = _READ
        self.line = 1

    def enter(self) -> None:
        """Pass into the array."""
        self._pass_to(opening_of(self._data))

    def goes_on(self, to: re.Pattern[bytes]) -> bool:
        """Pass to the next product, or behind the array where that ends: then there is none."""
        while (found := to.match(self._data, self._at)) is None:
            if self._data[self._at :].strip(b" \t\r\n,") or not self._more():
                raise PayloadError("not valid JSON: the document does not go on as an array of products")
        comes = found[1] == b"{"
        self._pass_to(found.end() - comes)
        return comes

    def element(self) -> bytes:
        """The object that begins here, and pass behind it."""
        end, depth = self._at, 0
        while depth or end == self._at:
            found = _TO_BRACKET.match(self._data, end)
            if found is not None:
                end = found.end()
                depth += 1 if found[1] in b"[{" else -1
                continue
            if len(self._data) - self._at > MAX_DOCUMENT:
                raise PayloadError(f"a product has more than {MAX_DOCUMENT} bytes")
            end -= self._at
            if not self._more():
                raise PayloadError("not valid JSON: the document ends within a product")
        data = self._data[self._at : end]
        self._pass_to(end)
        self._read = _READ
        return data

    def end(self, by: tuple[bytes, ...]) -> None:
        """What stands behind the array must begin so; of an object with more in it, that is not looked at."""
        while not self._data[self._at :].strip() and self._more():
            pass
        if self._data[self._at :].strip()[:1] not in by:
            raise PayloadError("not valid JSON: more stands behind the products")

    def _pass_to(self, place: int) -> None:
        self.line += self._data.count(b"\n", self._at, place)
        self._at = place

    def _more(self) -> bool:
        """Read on, each time twice as much until a product ends: one that never ends is not read over and over."""
        more = self._source.read(self._read)
        self._read *= 2
        self._data, self._at = self._data[self._at :] + more, 0
        return bool(more)
