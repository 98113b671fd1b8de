"""One product of a catalog, or why it cannot be read."""

from __future__ import annotations

from msgspec import Struct

from listing_rules.shopify.product import Product

__all__ = ["Record"]


class Record(Struct, frozen=True):
    """Either `product` or `error` is given.

    `line` is the line of the file where the product starts, from 1; for JSON that spans lines it is None. `row` is
    the spreadsheet row of a CSV, the header being row 1. `error` says what was found and what would be understood.
    """

    line: int | None
    product: Product | None = None
    error: str | None = None
    row: int | None = None
