"""Bytes to lines: packed files, byte order marks, encodings, and a bound on everything."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from listing_rules.errors import PayloadError
from listing_rules.shopify.readers.jsontext import MAX_DOCUMENT
from listing_rules.shopify.readers.packed import Unpacked, is_packed

__all__ = ["anywhere", "is_packed", "opened", "peek", "read_bounded", "read_lines", "unread"]

_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SKIP = 2**20


def opened(source: BinaryIO) -> BinaryIO:
    """The same bytes unpacked and, if they are UTF-16, as UTF-8; without a byte order mark."""
    source = _buffered(source)
    if is_packed(peek(source, 4)):
        source = cast(BinaryIO, io.BufferedReader(Unpacked(source, peek(source, 4))))
    head = peek(source, 4)
    for mark, encoding in _WIDE.items():
        if head.startswith(mark):
            return io.BytesIO(_recoded(read_bounded(source), encoding))
    return source


def _recoded(data: bytes, encoding: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeError:
        raise PayloadError("the text begins as UTF-16, but is not valid UTF-16") from None


def _buffered(source: BinaryIO) -> BinaryIO:
    return source if hasattr(source, "peek") or source.seekable() else cast(BinaryIO, io.BufferedReader(_Raw(source)))


class _Raw(io.RawIOBase):
    """Any object with read(), as something that can be peeked at."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        data = self._source.read(len(view)) or b""
        view[: len(data)] = data
        return len(data)


def peek(source: BinaryIO, count: int) -> bytes:
    """The next bytes, at most `count`, which stay to be read."""
    own = getattr(source, "peek", None)
    if own is not None:
        return bytes(own(count)[:count])
    place = source.tell()
    head = source.read(count)
    source.seek(place)
    return head


def unread(source: BinaryIO, head: bytes, place: int | None) -> BinaryIO:
    """The source as it was before `head` was read from it at `place`; None where it knows no places."""
    if place is not None:
        source.seek(place)
        return source
    return cast(BinaryIO, io.BufferedReader(_Raw(cast(BinaryIO, _After(head, source)))))


class _After:
    """Bytes, and then what a source holds."""

    def __init__(self, head: bytes, source: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._source = source

    def read(self, count: int) -> bytes:
        return self._head.read(count) or self._source.read(count)


def read_bounded(source: BinaryIO) -> bytes:
    data = source.read(MAX_DOCUMENT + 1)
    if len(data) > MAX_DOCUMENT:
        raise PayloadError(f"more than {MAX_DOCUMENT} bytes in one piece; write one product per line (JSONL) instead")
    return data


def anywhere(source: BinaryIO) -> BinaryIO:
    """The source if it can go to any place, else the rest of its bytes in memory."""
    packed = isinstance(getattr(source, "raw", None), Unpacked)
    return io.BytesIO(read_bounded(source)) if packed or not source.seekable() else source


def read_lines(source: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number; None for a line longer than MAX_DOCUMENT, which is skipped without keeping it."""
    number = 0
    while line := source.readline(MAX_DOCUMENT + 1):
        number += 1
        if len(line) <= MAX_DOCUMENT:
            yield number, line.removeprefix(codecs.BOM_UTF8) or b"\n" if number == 1 else line
            continue
        while line and not line.endswith(b"\n"):
            line = source.readline(_SKIP)
        yield number, None
