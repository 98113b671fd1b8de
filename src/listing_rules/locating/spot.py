"""Where a value stands in its file."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

__all__ = ["Mark", "Spot", "Text"]

_BLOCK = 2**16
_INSIDE_A_CHARACTER = bytes(range(0x80, 0xC0))


class Mark(Struct, frozen=True):
    """A place between two characters. All counts are from 1; `byte_column` counts bytes of UTF-8."""

    line: int
    column: int
    byte_column: int


class Spot(Struct, frozen=True):
    """The line of a value and, where the file could be looked at, its first and one past its last character.

    `end` is None for what spans objects: an editor should go to their start and not mark them whole.
    """

    line: int
    start: Mark | None = None
    end: Mark | None = None


class Text:
    """Bytes of UTF-8, the first of them on `line`. Finds marks in little time wherever they are."""

    def __init__(self, data: bytes, line: int = 1) -> None:
        self.data = data
        self.line = line

    def spot(self, start: int, end: int | None = None) -> Spot:
        """The place of the bytes from `start` up to `end`."""
        first = self._mark(start)
        return Spot(first.line, first, None if end is None else self._mark(end))

    def _mark(self, offset: int) -> Mark:
        begin = self.data.rfind(b"\n", 0, offset) + 1
        return Mark(
            line=self.line + self._counted(offset)[0],
            column=self._counted(offset)[1] - self._counted(begin)[1] + 1,
            byte_column=offset - begin + 1,
        )

    def _counted(self, offset: int) -> tuple[int, int]:
        """How many line ends and how many characters stand before."""
        block = offset // _BLOCK
        lines, characters = self._blocks[block]
        rest = self.data[block * _BLOCK : offset]
        return lines + rest.count(b"\n"), characters + _characters(rest)

    @cached_property
    def _blocks(self) -> list[tuple[int, int]]:
        """The counts at the start of each block: without them a large document would be counted from its start."""
        counts = [(0, 0)]
        for at in range(0, len(self.data) - _BLOCK + 1, _BLOCK):
            block = self.data[at : at + _BLOCK]
            lines, characters = counts[-1]
            counts.append((lines + block.count(b"\n"), characters + _characters(block)))
        return counts


def _characters(data: bytes) -> int:
    return len(data.translate(None, _INSIDE_A_CHARACTER))
