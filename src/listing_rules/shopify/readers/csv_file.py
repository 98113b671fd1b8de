"""A product CSV, read twice: once over handles and prices, once for the products.

The first pass finds the encoding, the delimiter, the decimal mark of the prices and the handles whose rows do not
stand together. In the second pass a product is ready at the last row of its handle, and only rows of such scattered
handles are held: memory grows with the number of handles, not with the size of the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from listing_rules.errors import PayloadError
from listing_rules.shopify.product import Shape
from listing_rules.shopify.readers.amounts import Mark
from listing_rules.shopify.readers.csv_columns import Columns
from listing_rules.shopify.readers.csv_product import Line, price_mark, product_of
from listing_rules.shopify.readers.record import Piece, Record
from listing_rules.shopify.readers.source import read_lines

__all__ = ["read_csv"]

_DELIMITERS = ",;\t"
_OTHER_ENCODING = "cp1252"
_LONE_RETURN = re.compile(r"(?<=\r)(?!\n)")


class _Layout(Struct):
    """What the first pass found. `blocks` counts the places of each handle whose rows do not stand together."""

    encoding: str
    delimiter: str
    columns: Columns
    header_row: int
    mark: Mark | None
    blocks: dict[str, int]


def read_csv(source: BinaryIO, shape: Shape | None) -> Iterator[Piece]:
    """The rows of each product of a CSV that can start again. Raises PayloadError where the header is not Shopify's."""
    start = source.tell()
    layout = _surveyed(source, start, shape)
    source.seek(start)
    rows = _rows(_texts(source, layout.encoding), layout.delimiter, layout.columns.width)
    held: dict[str, list[Line]] = {}
    left = dict(layout.blocks)
    for handle, block in _blocks((line for line in rows if line.row > layout.header_row), layout.columns):
        if handle not in left:
            yield _Block(block, layout.columns, layout.mark)
            continue
        held.setdefault(handle, []).extend(block)
        left[handle] -= 1
        if not left[handle]:
            yield _Block(held.pop(handle), layout.columns, layout.mark)
    # Rows that the first pass saw and the second did not: somebody shortened the file meanwhile.
    yield from (_Block(block, layout.columns, layout.mark) for block in held.values())


class _Block(Struct):
    """The rows of one product."""

    lines: list[Line]
    columns: Columns
    mark: Mark | None

    def records(self) -> Iterator[Record]:
        first = self.lines[0]
        fault = next((line.fault for line in self.lines if line.fault), None)
        product = None if fault else product_of(self.lines, self.columns, self.mark)
        yield Record(first.line, product, fault, first.row)


def _surveyed(source: BinaryIO, start: int, shape: Shape | None) -> _Layout:
    for encoding in ("utf-8", _OTHER_ENCODING):
        try:
            source.seek(start)
            delimiter = _delimiter(_texts(source, encoding))
            source.seek(start)
            return _survey(_texts(source, encoding), encoding, delimiter, shape)
        except UnicodeDecodeError:
            continue
    raise AssertionError("every byte is read in the second encoding")


def _delimiter(texts: Iterator[str]) -> str:
    first = next((text for text in texts if text.strip()), "")
    return max(_DELIMITERS, key=first.count)


def _survey(texts: Iterator[str], encoding: str, delimiter: str, shape: Shape | None) -> _Layout:
    rows = _rows(texts, delimiter, None)
    header = next((line for line in rows if any(cell.strip() for cell in line.cells)), None)
    if header is None:
        raise PayloadError("the file has no rows")
    columns = Columns.of(header.cells, shape)
    marks: set[Mark] = set()
    seen: set[str] = set()
    blocks: dict[str, int] = {}
    for handle, block in _blocks(rows, columns):
        marks.update(mark for line in block if (mark := price_mark(line.cells, columns)))
        if handle in seen:
            blocks[handle] = blocks.get(handle, 1) + 1
        seen.add(handle)
    return _Layout(encoding, delimiter, columns, header.row, marks.pop() if len(marks) == 1 else None, blocks)


def _texts(source: BinaryIO, encoding: str) -> Iterator[str]:
    """The physical lines; a carriage return alone ends a line, too."""
    errors = "strict" if encoding == "utf-8" else "replace"
    for number, line in read_lines(source):
        if line is None:
            raise PayloadError(f"line {number} is longer than a whole catalog; the file is no CSV")
        text = line.decode(encoding, errors)
        if "\r" in text[:-2]:
            yield from _LONE_RETURN.split(text)
        else:
            yield text


def _rows(texts: Iterator[str], delimiter: str, width: int | None) -> Iterator[Line]:
    """Each row with its number. After a row that the CSV reader refuses, rows of another width are skipped.

    `width` is None until the header is known, which then is the first row.
    """
    reader = csv.reader(texts, delimiter=delimiter)
    number, lost = 0, False
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            number, lost = number + 1, True
            yield Line(number, line, [], f"row {number}, line {line} cannot be read: {error}")
            continue
        number += 1
        width = width or len(cells) or None
        if lost and len(cells) != width:
            continue
        lost = False
        yield Line(number, line, cells, _fault(cells, number, width or 0))


def _fault(cells: list[str], number: int, width: int) -> str | None:
    """More cells than columns: a quote or a comma in some cell is not escaped, and no later cell can be trusted."""
    if not any(cells[width:]):
        return None
    return (
        f"row {number} has {len(cells)} cells for {width} columns: a quotation mark or a separator in a cell "
        "is not escaped, so that the cells after it stand in the wrong columns"
    )


def _blocks(rows: Iterator[Line], columns: Columns) -> Iterator[tuple[str, list[Line]]]:
    """Neighbouring rows of one handle. A row without a handle is a product of its own if it has a title."""
    handle, block = "", list[Line]()
    for line in rows:
        if not any(cell and not cell.isspace() for cell in line.cells) and line.fault is None:
            continue
        key = columns.word(line.cells, "handle") or _without_handle(line, columns)
        if key != handle and block:
            yield handle, block
            block = []
        handle = str(key)
        block.append(line)
    if block:
        yield handle, block


def _without_handle(line: Line, columns: Columns) -> str:
    if line.fault is None and not columns.cell(line.cells, "title"):
        line.fault = f"row {line.row} has neither a handle nor a title, so that its product is not known"
    return f"\n{line.row}"
