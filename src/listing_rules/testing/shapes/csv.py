"""The CSV export, with the headers of before and after 2025."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from listing_rules.testing.shapes.neutral import Neutral, source_of

__all__ = ["CLASSIC_HEADERS", "NEW_HEADERS", "as_csv", "as_new_csv", "csv_rows", "write_csv"]


CLASSIC_HEADERS = (
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Product Category",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Requires Shipping",
    "Variant Barcode",
    "Image Src",
    "Image Position",
    "Image Alt Text",
    "Gift Card",
    "Material (product.metafields.custom.material)",
    "Variant Image",
    "Variant Weight Unit",
    "Status",
)
NEW_HEADERS = (
    "URL handle",
    "Title",
    "Description",
    "Vendor",
    "Product category",
    "Type",
    "Tags",
    "Published on online store",
    "Option1 name",
    "Option1 value",
    "Option2 name",
    "Option2 value",
    "Option3 name",
    "Option3 value",
    "SKU",
    "Weight value (grams)",
    "Inventory tracker",
    "Inventory quantity",
    "Continue selling when out of stock",
    "Price",
    "Compare-at price",
    "Requires shipping",
    "Barcode",
    "Product image URL",
    "Image position",
    "Image alt text",
    "Gift card",
    "Material (product.metafields.custom.material)",
    "Variant image URL",
    "Weight unit for display",
    "Status",
)


def as_csv(product: Neutral, headers: Sequence[str] = CLASSIC_HEADERS, **dialect: Any) -> str:
    return write_csv(csv_rows(product), headers, **dialect)


def as_new_csv(product: Neutral) -> str:
    return as_csv(product, NEW_HEADERS)


def write_csv(rows: list[list[object]], headers: Sequence[str] = CLASSIC_HEADERS, **dialect: Any) -> str:
    text = io.StringIO()
    csv.writer(text, **dialect).writerows([headers, *rows])
    return text.getvalue()


def csv_rows(product: Neutral) -> list[list[object]]:
    """The columns of both headers have the same order."""
    count = max(len(product["variants"]), len(product["images"]))
    return [_csv_row(product, place) for place in range(count)]


def _csv_row(product: Neutral, place: int) -> list[object]:
    head = place == 0
    item = product["variants"][place] if place < len(product["variants"]) else None
    image = product["images"][place] if place < len(product["images"]) else None
    options = [
        cell
        for slot in range(3)
        for cell in (
            product["options"][slot] if head and slot < len(product["options"]) else "",
            item["values"][slot] if item and slot < len(item["values"]) else "",
        )
    ]
    keys = ("title", "body_html", "vendor", "category", "product_type")
    own = [*(product[key] for key in keys), ", ".join(product["tags"]), _flag(product["published"])]
    return [
        product["handle"],
        *(own if head else [""] * len(own)),
        *options,
        *(_csv_variant(item) if item else [""] * 9),
        *([image["src"], place + 1, image["alt"] or ""] if image else ["", "", ""]),
        _flag(product["gift_card"]) if head else "",
        product["metafields"].get("custom.material", "") if head else "",
        (source_of(product, item) or "") if item else "",
        "g" if item else "",
        product["status"] if head else "",
    ]


def _csv_variant(item: Neutral) -> list[object]:
    return [
        item["sku"],
        item["grams"],
        "shopify" if item["tracked"] else "",
        item["inventory_quantity"],
        item["policy"],
        item["price"],
        item["compare_at_price"],
        _flag(item["requires_shipping"]),
        item["barcode"],
    ]


def _flag(value: bool) -> str:
    return "true" if value else "false"
