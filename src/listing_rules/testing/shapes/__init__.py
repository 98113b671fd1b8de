"""Writers: one neutral product in every shape that Shopify hands out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from listing_rules.testing.shapes.csv import as_csv, as_new_csv
from listing_rules.testing.shapes.graphql import as_bulk, as_graphql, as_storefront
from listing_rules.testing.shapes.neutral import Neutral
from listing_rules.testing.shapes.rest import as_ajax, as_products_json, as_rest, as_webhook

__all__ = ["WRITERS", "Neutral"]

WRITERS: Mapping[str, Callable[[Neutral], Any]] = {
    "rest": as_rest,
    "webhook": as_webhook,
    "products_json": as_products_json,
    "ajax": as_ajax,
    "graphql": as_graphql,
    "storefront": as_storefront,
    "bulk": as_bulk,
    "csv_classic": as_csv,
    "csv_new": as_new_csv,
}
"""By the name of the shape that each is read as."""
