"""Where the merchant finds what a rule speaks of: the pointer into the payload, and the row or line of a file."""

from __future__ import annotations

from typing import Any

import pytest

from listing_rules.shopify import read_product
from listing_rules.shopify.places import source_place
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.neutral import tee, variant

AT = (
    "/title",
    "/skus/1/price/amount",
    "/skus/1/sales_attributes/1/value_name",
    "/skus/0/sales_attributes/1/name",
    "/skus/0/inventory/0/quantity",
    "/skus/0/shopify/weight",
    "/skus/0",
    "/main_images/1",
    "/main_images/1/source_url",
    "/package_weight/value",
    "/shopify/tags",
    "/brand_id",
)
IN_A_FILE: dict[str, tuple[str, ...]] = {
    "csv_classic": (
        'row 2, column "Title"',
        'row 3, column "Variant Price"',
        'row 3, column "Option2 Value"',
        'row 2, column "Option2 Name"',
        'row 2, column "Variant Inventory Qty"',
        'row 2, column "Variant Grams"',
        "row 2",
        "row 3",
        'row 3, column "Image Src"',
        'row 2, column "Variant Grams"',
        'row 2, column "Tags"',
        'row 2, column "Vendor"',
    ),
    "csv_new": (
        'row 2, column "Title"',
        'row 3, column "Price"',
        'row 3, column "Option2 value"',
        'row 2, column "Option2 name"',
        'row 2, column "Inventory quantity"',
        'row 2, column "Weight value (grams)"',
        "row 2",
        "row 3",
        'row 3, column "Product image URL"',
        'row 2, column "Weight value (grams)"',
        'row 2, column "Tags"',
        'row 2, column "Vendor"',
    ),
    "bulk": tuple(f"line {line}" for line in (1, 3, 3, 1, 2, 2, 2, 5, 5, 2, 1, 1)),
}
IN_JSON: dict[str, tuple[str, ...]] = {
    "rest": (
        "/title",
        "/variants/1/price",
        "/variants/1/option2",
        "/options/1",
        "/variants/0/inventory_quantity",
        "/variants/0/weight",
        "/variants/0",
        "/images/1",
        "/images/1/src",
        "/variants/0/weight",
        "/tags",
        "/vendor",
    ),
    "ajax": (
        "/title",
        "/variants/1/price",
        "/variants/1/options/1",
        "/options/1",
        "/variants/0/inventory_quantity",
        "/variants/0/weight",
        "/variants/0",
        "/images/1",
        "/images/1",
        "/variants/0/weight",
        "/tags",
        "/vendor",
    ),
    "graphql": tuple(
        f"/data/product{place}"
        for place in (
            "/title",
            "/variants/nodes/1/price",
            "/variants/nodes/1/selectedOptions/1/value",
            "/options/1",
            "/variants/nodes/0/inventoryQuantity",
            "/variants/nodes/0/inventoryItem/measurement/weight/value",
            "/variants/nodes/0",
            "/images/nodes/1",
            "/images/nodes/1/url",
            "/variants/nodes/0/inventoryItem/measurement/weight/value",
            "/tags",
            "/vendor",
        )
    ),
    "storefront": tuple(
        f"/data/products/edges/0/node{place}"
        for place in (
            "/title",
            "/variants/edges/1/node/price/amount",
            "/variants/edges/1/node/selectedOptions/1/value",
            "/options/1",
            "/variants/edges/0/node/quantityAvailable",
            "/variants/edges/0/node/weight",
            "/variants/edges/0/node",
            "/images/edges/1/node",
            "/images/edges/1/node/url",
            "/variants/edges/0/node/weight",
            "/tags",
            "/vendor",
        )
    ),
}


def at(document: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        document = document[int(step) if isinstance(document, list) else step]
    return document


@pytest.mark.parametrize("shape", sorted(IN_A_FILE))
def test_in_a_file_of_rows_or_lines_it_is_said_in_words(shape: str) -> None:
    product = read_product(WRITERS[shape](tee()))
    assert tuple(source_place(product, place)[1] for place in AT) == IN_A_FILE[shape]


@pytest.mark.parametrize("shape", sorted(IN_JSON))
def test_in_json_it_is_a_pointer_to_what_is_there(shape: str) -> None:
    document = WRITERS[shape](tee())
    product = read_product(document)
    assert tuple(source_place(product, place) for place in AT) == tuple((pointer, None) for pointer in IN_JSON[shape])
    absent = {"/variants/0/inventory_quantity"} if shape == "ajax" else set()
    for pointer in {*IN_JSON[shape]} - absent:
        at(document, pointer)


def test_what_the_payload_does_not_hold_is_told_by_what_is_around_it() -> None:
    product = read_product(WRITERS["rest"](tee()))
    assert source_place(product, "/skus/0/list_price/currency") == ("/variants/0/compare_at_price", None)
    assert source_place(product, "/skus/0/sales_attributes") == ("/variants/0", None)
    assert source_place(product, "/skus/2/price") == ("/variants", None)
    assert source_place(product, "/skus/0/shopify") == ("/variants/0", None)
    assert source_place(product, "/main_images") == ("/images", None)
    assert source_place(product, "/shopify") == ("", None)
    assert source_place(product, "/category_id") == (None, "category_mapping in the shop file")
    assert source_place(product, "/size_chart/image/uri") == (None, "listing in the shop file")


def test_the_parcel_weighs_as_much_as_the_heaviest_variant_and_stands_there() -> None:
    variants = [variant(1, ["White", "S"]), variant(2, ["Black", "M"], grams=200)]
    product = read_product(WRITERS["rest"](tee(variants=variants)))
    assert source_place(product, "/package_weight/value") == ("/variants/1/weight", None)
