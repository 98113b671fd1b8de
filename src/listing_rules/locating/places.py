"""The line and column of a failure: which file, which way of looking, and what is kept of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from listing_rules.errors import PayloadError
from listing_rules.locating.arrays import element_on, within_element
from listing_rules.locating.csv_text import CsvText
from listing_rules.locating.files import Opened, lines_of, whole
from listing_rules.locating.json_text import JsonText
from listing_rules.locating.spot import Spot, Text
from listing_rules.report import ProductRef, Report
from listing_rules.shopify.readers.array import may_be_array
from listing_rules.shopify.readers.detect import find_products
from listing_rules.shopify.readers.jsontext import decode
from listing_rules.shopify.readers.source import opened as unpacked
from listing_rules.shopify.readers.source import peek

__all__ = ["OpenFile", "Places"]

OpenFile: TypeAlias = Callable[[str], Opened | None]
"""How to open a file of this name, as often as needed; None for what cannot be read twice, such as a pipe."""

_ROW = re.compile(r"/rows/(\d{1,18})(?:/(.*))?", re.DOTALL)
_LINE = re.compile(r"/lines/(\d{1,18})(.*)", re.DOTALL)
_PARQUET = b"PAR1"
_PEEKED = 64
_KEPT_LINES = 64
_KEPT_BYTES = 2**23


class Places:
    """Looks only at what is asked for, and once at each line: reports come product by product, file by file.

    What cannot be found (the file has changed, is a pipe or is no text) leaves the line that the report names.
    """

    def __init__(self, open_file: OpenFile) -> None:
        self._open_file = open_file
        self._name: str | None = None
        self._file: _File | None = None

    def of(self, report: Report, pointer: str | None) -> Spot | None:
        """Where a value of the report's payload stands; None for what is in no file, such as standard input.

        `pointer` is a failure's `source_at`; None finds the product itself.
        """
        source = report.source
        if source is None or source.file is None:
            return None
        try:
            file = self._opened(source.file)
            spot = file and file.spot(pointer, source.line, report.product)
        except (OSError, PayloadError, ValueError):
            spot = None
        return spot or Spot(source.line or 1)

    def _opened(self, name: str) -> _File | None:
        if name != self._name:
            self._name = name
            opened = self._open_file(name)
            self._file = None if opened is None else _File(opened)
        return self._file


class _File:
    """One file, read in the way that the first pointer into it asks for."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        with opened() as file:
            self._is_text = peek(file, len(_PARQUET)) != _PARQUET
            self._may_be_array = self._is_text and may_be_array(peek(unpacked(file), _PEEKED))
        self._rows: CsvText | None = None
        self._lines = lines_of(opened)
        self._kept: dict[int, JsonText] = {}
        self._bytes = 0
        self._document: JsonText | None = None
        self._products: Mapping[str, str] | None = None
        self._element: tuple[tuple[int, ProductRef], JsonText | None] | None = None

    def spot(self, pointer: str | None, line: int | None, product: ProductRef) -> Spot | None:
        if not self._is_text:
            return None
        if pointer and (row := _ROW.fullmatch(pointer)):
            self._rows = self._rows or CsvText(self._opened)
            return self._rows.spot(int(row[1]), (row[2] or "").replace("~1", "/").replace("~0", "~"))
        if pointer and (part := _LINE.fullmatch(pointer)):
            return self._in_line(int(part[1]), part[2])
        if line is not None:
            return None if pointer is None else self._in_product(line, pointer, product)
        return self._whole().spot(self._product_pointer(product) if pointer is None else pointer)

    def _in_line(self, number: int, pointer: str) -> Spot | None:
        document = self._kept.get(number) or self._read_line(number)
        return document.spot(pointer) if document else Spot(number)

    def _in_product(self, number: int, pointer: str, product: ProductRef) -> Spot | None:
        """In a line that is a product by itself, or where a product of a large array starts."""
        line = self._lines.get(number) if self._may_be_array and pointer else None
        if line is None or JsonText(Text(line.data)).leads(pointer):
            return self._in_line(number, pointer)
        if self._element is None or self._element[0] != (number, product):
            self._element = (number, product), element_on(line, self._opened, lambda found: _is(product, found))
        found = self._element[1]
        return found.spot(within_element(pointer)) if found else self._in_line(number, pointer)

    def _read_line(self, number: int) -> JsonText | None:
        """The lines of one product are asked for again and again, those of another never."""
        piece = self._lines.get(number)
        if piece is None:
            return None
        self._bytes += len(piece.data)
        if len(self._kept) >= _KEPT_LINES or self._bytes > _KEPT_BYTES:
            self._kept.clear()
            self._bytes = len(piece.data)
        document = self._kept[number] = JsonText(Text(piece.data, number))
        return document

    def _whole(self) -> JsonText:
        if self._document is None:
            with self._opened() as file:
                self._document = JsonText(Text(whole(file)))
        return self._document

    def _product_pointer(self, product: ProductRef) -> str:
        """Where a product of one JSON document stands, by its id or handle; the document where that is not told."""
        if self._products is None:
            self._products = self._find_products()
        return next((self._products[key] for key in _keys(product) if key in self._products), "")

    def _find_products(self) -> Mapping[str, str]:
        with self._opened() as file:
            document = decode(whole(file))
        found: dict[str, str] = {}
        for pointer, payload in find_products(document):
            for key in _keys_of(payload):
                found.setdefault(key, pointer)
        return found


def _is(product: ProductRef, document: object) -> bool:
    """Whether this is the product, as far as its names tell."""
    names = set(_keys(product))
    return any(names & set(_keys_of(payload)) for _, payload in find_products(document))


def _keys_of(payload: object) -> list[str]:
    if not isinstance(payload, dict):
        return []
    identity, handle, title = (_word(payload.get(name)) for name in ("id", "handle", "title"))
    return _keys(ProductRef(id=identity, handle=handle, title=title))


def _word(value: object) -> str | None:
    return str(value) if isinstance(value, str | int) else None


def _keys(product: ProductRef) -> list[str]:
    """The names of a product, surest first. A gid ends in the id."""
    identity = product.id.rpartition("/")[2] if product.id else None
    named = (("id", identity), ("handle", product.handle), ("title", product.title))
    return [f"{kind}:{value}" for kind, value in named if value]
