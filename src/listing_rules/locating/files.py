"""Files as bytes of UTF-8, read again from the start or from a mark."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO, TypeAlias

from listing_rules.locating.numbered import Numbered, Piece
from listing_rules.shopify.readers.jsontext import MAX_DOCUMENT
from listing_rules.shopify.readers.source import anywhere, opened, read_bounded

__all__ = ["Opened", "from_mark", "lines_of", "physical_lines", "whole"]

_LONGEST = 2**24
"""A line that holds more than this is no product but a large document, and is not held to look into it."""

Opened: TypeAlias = Callable[[], AbstractContextManager[BinaryIO]]
"""Opens the file once more, from its start."""


def from_mark(file: BinaryIO, mark: Piece | None) -> BinaryIO:
    """The unpacked text from the mark on; PayloadError where a large packed file would have to be unpacked again."""
    source = opened(file)
    if mark is not None and mark.offset:
        source = anywhere(source)
        source.seek(mark.offset)
    return source


def whole(file: BinaryIO) -> bytes:
    """All of the text; PayloadError where it is more than one document may be."""
    return read_bounded(opened(file)).removeprefix(codecs.BOM_UTF8)


def physical_lines(source: BinaryIO, offset: int = 0, longest: int = MAX_DOCUMENT) -> Iterator[tuple[int, bytes]]:
    """The lines with their ends, each with its offset, without a byte order mark, which editors do not count.

    A line longer than `longest` comes in parts, and no pointer leads into it.
    """
    while line := source.readline(longest):
        yield offset, line if offset else line.removeprefix(codecs.BOM_UTF8)
        offset += len(line)


def lines_of(open_file: Opened) -> Numbered:
    """The lines of a file."""

    def read(mark: Piece | None) -> Iterator[Piece]:
        number, start = (mark.number, mark.offset) if mark else (1, 0)
        with open_file() as file:
            for offset, line in physical_lines(from_mark(file, mark), start, _LONGEST):
                yield Piece(number, number, offset, line)
                number += line.endswith(b"\n")

    return Numbered(read)
