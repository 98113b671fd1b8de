"""From a spreadsheet row and a column's name to the cell in the text of a CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from itertools import chain

from listing_rules.locating.files import Opened, from_mark, physical_lines
from listing_rules.locating.numbered import Numbered, Piece
from listing_rules.locating.spot import Spot, Text

__all__ = ["CsvText"]

_DELIMITERS = ",;\t"
_LONE_RETURN = re.compile(rb"\r(?!\n)")


class CsvText:
    """Rows are counted as the CSV reader counts them, so that a cell with line breaks is part of one row."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        with opened() as file:
            self._encoding = _encoding(line for _, line in physical_lines(from_mark(file, None)))
        with opened() as file:
            self._delimiter, header = _header(self._decoded(_texts(physical_lines(from_mark(file, None)))))
        self._places = {name.strip().casefold(): place for place, name in reversed(list(enumerate(header)))}
        self._cell = _cell_pattern(self._delimiter)
        self._rows = Numbered(self._read)

    def spot(self, row: int, column: str) -> Spot | None:
        """The cell, the row where the column is not in the file, None where the row is not."""
        piece = self._rows.get(row)
        if piece is None:
            return None
        text = Text(self._recoded(piece.data), piece.line)
        place = self._places.get(column.casefold())
        span = None if place is None else self._span(text.data, place)
        return text.spot(*span) if span else text.spot(0)

    def _span(self, row: bytes, place: int) -> tuple[int, int] | None:
        at = 0
        for _ in range(place):
            at = self._end(row, at) + 1
            if at >= len(row):
                return None
        return at, self._end(row, at)

    def _end(self, row: bytes, at: int) -> int:
        return self._cell.match(row, at).end()  # type: ignore[union-attr]

    def _read(self, mark: Piece | None) -> Iterator[Piece]:
        number, line, start = (mark.number, mark.line, mark.offset) if mark else (1, 1, 0)
        with self._opened() as file:
            taken: list[tuple[int, bytes]] = []
            lines = _texts(physical_lines(from_mark(file, mark), start))
            reader = csv.reader(self._decoded(lines, taken.append), delimiter=self._delimiter)
            while _next_row(reader):
                yield Piece(number, line, taken[0][0], b"".join(data for _, data in taken))
                number, line = number + 1, line + len(taken)
                taken.clear()

    def _decoded(
        self, lines: Iterator[tuple[int, bytes]], take: Callable[[tuple[int, bytes]], object] = id
    ) -> Iterator[str]:
        for line in lines:
            take(line)
            yield line[1].decode(self._encoding, "replace")

    def _recoded(self, data: bytes) -> bytes:
        return data if self._encoding == "utf-8" else data.decode(self._encoding, "replace").encode()


def _next_row(reader: Iterator[list[str]]) -> bool:
    """Whether there was another row; one that cannot be read counts, too."""
    try:
        return next(reader, None) is not None
    except csv.Error:
        return True


def _texts(lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """A carriage return alone ends a line, too."""
    for offset, line in lines:
        if b"\r" not in line[:-2]:
            yield offset, line
            continue
        for part in _LONE_RETURN.sub(b"\n", line).splitlines(keepends=True):
            yield offset, part
            offset += len(part)  # noqa: PLW2901 - the parts of one line follow each other


def _encoding(lines: Iterator[bytes]) -> str:
    """UTF-8, or what spreadsheets write where a single line is not."""
    try:
        for line in lines:
            line.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _header(texts: Iterator[str]) -> tuple[str, list[str]]:
    """The delimiter, and the cells of the first row that has any."""
    first = next((text for text in texts if text.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        return delimiter, next(csv.reader(chain([first], texts), delimiter=delimiter), [])
    except csv.Error:
        return delimiter, []


def _cell_pattern(delimiter: str) -> re.Pattern[bytes]:
    """A cell, quoted or not; what follows a closing quotation mark belongs to it."""
    plain = rb"[^\r\n" + delimiter.encode() + rb"]*+"
    return re.compile(rb'(?:"(?:[^"]++|"")*+"?+)?+' + plain)
