"""The lines or rows of a file by their numbers, while the file is never held.

Reports come in the order of the file, so what is asked for is nearly always a little ahead of the last or among the
last few. Only files whose products are scattered ask for what lies far behind; then reading starts again at the
nearest of the marks that were set on the way.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator

from msgspec import Struct

__all__ = ["Numbered", "Piece"]

_KEPT_PIECES = 512
_KEPT_BYTES = 2**22
_MARKED = 256


class Piece(Struct, frozen=True):
    """A line or row: its number, the line and the byte of the file where it starts, and what it holds."""

    number: int
    line: int
    offset: int
    data: bytes


class Numbered:
    """`read` gives the pieces from a mark on; None means from the start."""

    def __init__(self, read: Callable[[Piece | None], Iterator[Piece]]) -> None:
        self._read = read
        self._pieces = read(None)
        self._next = 1
        self._recent: deque[Piece] = deque()
        self._bytes = 0
        self._marks: list[Piece] = []

    def get(self, number: int) -> Piece | None:
        """The piece with this number; None where the file has no such piece."""
        if number < self._next:
            if found := self._recently(number):
                return found
            self._go_back(number)
        for piece in self._pieces:
            self._passed(piece)
            if piece.number >= number:
                return piece if piece.number == number else None
        return None

    def _recently(self, number: int) -> Piece | None:
        return next((piece for piece in reversed(self._recent) if piece.number == number), None)

    def _go_back(self, number: int) -> None:
        at = bisect_right(self._marks, number, key=lambda mark: mark.number)
        self._pieces = self._read(self._marks[at - 1] if at else None)
        self._recent.clear()
        self._bytes = 0

    def _passed(self, piece: Piece) -> None:
        self._next = piece.number + 1
        self._recent.append(piece)
        self._bytes += len(piece.data)
        while len(self._recent) > _KEPT_PIECES or (self._bytes > _KEPT_BYTES and len(self._recent) > 1):
            self._bytes -= len(self._recent.popleft().data)
        if piece.number % _MARKED == 1 and (not self._marks or piece.number > self._marks[-1].number):
            self._marks.append(Piece(piece.number, piece.line, piece.offset, b""))
