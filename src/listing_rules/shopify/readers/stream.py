"""Catalogs of any shape and size, one product at a time.

A JSONL file is read line by line, a CSV twice (see csv_file), a bulk file twice (see bulk); one JSON document is
read whole, or where it is large product by product (see array). What cannot be read becomes a record with an error
and never ends the run: every line, row group or element is either a product or an error.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, TypeAlias

from msgspec import Struct

from listing_rules.errors import PayloadError
from listing_rules.shopify.product import Shape
from listing_rules.shopify.readers.array import LARGE, array_pieces, may_be_array
from listing_rules.shopify.readers.bulk import PARENT, is_bulk_line, read_bulk
from listing_rules.shopify.readers.csv_file import read_csv
from listing_rules.shopify.readers.detect import UNDERSTOOD
from listing_rules.shopify.readers.jsontext import MAX_DOCUMENT, decode
from listing_rules.shopify.readers.reading import asked_shape, read_found
from listing_rules.shopify.readers.record import Piece, Record
from listing_rules.shopify.readers.rest_plain import Plain, plain_text
from listing_rules.shopify.readers.source import opened, peek, read_bounded, read_lines, unread

__all__ = ["JsonLine", "Piece", "Record", "iter_pieces", "iter_products"]

_PEEKED = 64
_PEEKED_LINES = 8
_CSV_SHAPES = ("csv_classic", "csv_new")
_OPENING = re.compile(rb'[\[{](?:\s*"[^"\\]{0,100}"\s*:\s*[\[{])*\s*')
_GOES_ON = (b"[", b"{", b",", b":")
_Lines: TypeAlias = list[tuple[int, bytes | None]]


def iter_products(source: BinaryIO, *, shape: str | None = None) -> Iterator[Record]:
    """Each product of a binary file, in the order of the file, and an error for each that cannot be read.

    `shape` names the shape where it must not be detected; a name that is none raises PayloadError at once.
    Errors of the file itself (OSError) are the caller's.
    """
    return (record for piece in iter_pieces(source, shape=shape) for record in piece.records())


def iter_pieces(source: BinaryIO, *, shape: str | None = None) -> Iterator[Piece]:
    """The same file in pieces, most of them still to be read: cutting it up is a small part of the work."""
    return _pieces(source, asked_shape(shape))


def _pieces(source: BinaryIO, shape: Shape | None) -> Iterator[Piece]:
    try:
        source, head = _beginning(opened(source), shape)
        yield from array_pieces(head, source, shape) if head else _dispatched(_Input(source), shape)
    except PayloadError as error:
        yield Record(None, error=str(error))


def _beginning(source: BinaryIO, shape: Shape | None) -> tuple[BinaryIO, bytes]:
    """The source, and what was read of it where it is one large array of products; else it is as it was."""
    if shape in (*_CSV_SHAPES, "bulk") or not may_be_array(peek(source, _PEEKED)):
        return source, b""
    place = source.tell() if source.seekable() else None
    head = source.read(LARGE)
    first, line_end, _ = head.partition(b"\n")
    if len(head) < LARGE or (line_end and _value(first) is not None):  # small, or JSONL whose first line is an array
        return unread(source, head, place), b""
    return source, head


class _Input:
    """A file whose first lines can be looked at before it is read from its start."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._start = source.tell() if source.seekable() else 0
        self._lines = read_lines(source)
        self._seen: _Lines = []

    def peeked(self, count: int) -> list[bytes]:
        """The first lines that are not blank, at most `count`; a line that is too long counts as empty."""
        found = [line or b"" for _, line in self._seen if line is None or not line.isspace()]
        while len(found) < count and (item := next(self._lines, None)) is not None:
            self._seen.append(item)
            if item[1] is None or not item[1].isspace():
                found.append(item[1] or b"")
        return found

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        return chain(self._seen, self._lines)

    def again(self) -> BinaryIO:
        """From the start, to be read twice; a stream that cannot go back is held in memory."""
        if self._source.seekable():
            self._source.seek(self._start)
            return self._source
        if any(line is None for _, line in self._seen):
            raise PayloadError("a line is longer than a whole document may be")
        return io.BytesIO(b"".join(line or b"" for _, line in self._seen) + read_bounded(self._source))


def _dispatched(source: _Input, shape: Shape | None) -> Iterator[Piece]:
    first = next(iter(source.peeked(1)), None)
    if first is None:
        raise PayloadError(f"the file is empty; {UNDERSTOOD}")
    if shape in _CSV_SHAPES or (first and not first.lstrip().startswith((b"{", b"["))):
        return read_csv(source.again(), shape)
    if shape == "bulk" or _looks_bulk(source):
        return read_bulk(source.again())
    if first and _value(first) is None and (document := _document(source, first)) is not None:
        return _each(document, shape, None)
    return (JsonLine(*line, shape) for line in source.lines() if line[1] is None or not line[1].isspace())


class JsonLine(Struct, frozen=True):
    """A line of a JSONL file; `data` is None where it is too long."""

    number: int
    data: bytes | None
    shape: Shape | None

    def records(self) -> Iterator[Record]:
        if self.data is None:
            yield Record(self.number, error=f"the line has more than {MAX_DOCUMENT} bytes")
            return
        value = _decoded(self.data, self.shape)
        if isinstance(value, PayloadError) and not self.data.endswith(b"\n"):
            value = PayloadError(f"{value}; the file ends in this line: was it cut off, or is it still being written?")
        yield from _each(value, self.shape, self.number)


def _value(line: bytes) -> object:
    """The value of a line that is JSON by itself, else None."""
    try:
        return decode(line)
    except PayloadError:
        return None


def _looks_bulk(source: _Input) -> bool:
    """By the first line that can be read; a product alone, without parts, is no bulk file."""
    for count in range(1, _PEEKED_LINES + 1):
        lines = source.peeked(count)
        value = _value(lines[-1]) if len(lines) == count else None
        if value is not None:
            parted = isinstance(value, dict) and PARENT in value
            return parted or (is_bulk_line(value) and len(source.peeked(count + 1)) > 1)
    return False


def _document(source: _Input, first: bytes) -> object | PayloadError | None:
    """The whole file as one document, why it is none, or None where it is JSONL whose first line is damaged.

    A line can stand alone although the file is one document only where the line before it goes on.
    """
    stands_alone = any(isinstance(_value(line), dict) for line in source.peeked(_PEEKED_LINES)[1:])
    if stands_alone and not first.rstrip().endswith(_GOES_ON):
        return None
    try:
        return decode(read_bounded(source.again()))
    except PayloadError as error:
        if stands_alone and not _OPENING.fullmatch(first):
            return None
        return error


def _decoded(line: bytes, shape: Shape | None) -> object:
    try:
        return (plain_text(line) if shape is None else None) or decode(line)
    except PayloadError as error:
        return error


def _each(document: object, shape: Shape | None, line: int | None) -> Iterator[Record]:
    if isinstance(document, PayloadError):
        yield Record(line, error=str(document))
        return
    if isinstance(document, Plain):
        yield Record(line, document)
        return
    for found in read_found(document, shape):
        yield Record(line, error=str(found)) if isinstance(found, PayloadError) else Record(line, found)
