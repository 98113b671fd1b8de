"""One product of a catalog, or why it cannot be read, and the pieces of files that they are read from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct

from listing_rules.shopify.product import Product
from listing_rules.shopify.readers.rest_plain import Plain

__all__ = ["Piece", "Record"]


class Record(Struct, frozen=True):
    """Either `product` or `error` is given.

    `line` is the line of the file where the product starts, from 1; for JSON that spans lines it is None. `row` is
    the spreadsheet row of a CSV, the header being row 1. `error` says what was found and what would be understood.
    """

    line: int | None
    product: Product | Plain | None = None
    error: str | None = None
    row: int | None = None

    def records(self) -> Iterator[Record]:
        """Itself: a record is a piece that has been read."""
        yield self


class Piece(Protocol):
    """A part of a file that can be read by itself, here or in another process, whatever came before it."""

    def records(self) -> Iterator[Record]:
        """What it holds: products, and errors for what cannot be read. It raises nothing."""
