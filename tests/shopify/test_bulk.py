from __future__ import annotations

import gzip
import io
import json
from typing import Any

import pytest

from listing_rules.shopify import iter_products
from listing_rules.shopify.product import UNSET
from listing_rules.shopify.readers.record import Record
from listing_rules.testing.shapes.graphql import as_scattered_bulk, bulk_lines, json_lines
from listing_rules.testing.shapes.neutral import tee, variant


def read(text: str | bytes, **changes: Any) -> list[Record]:
    return list(iter_products(io.BytesIO(text.encode() if isinstance(text, str) else text), **changes))


def other(**changes: Any) -> dict[str, Any]:
    return tee(id=7001, handle="other", variants=[variant(8, ["Red", "L"])]) | changes


def test_each_part_is_found_by_its_line() -> None:
    product = read(json_lines([*bulk_lines(tee()), *bulk_lines(other())]))[1].product
    assert product
    assert (product.origin.prefix, product.variants[0].pointer) == ("/lines/7", "/lines/8")


def test_lines_in_any_order_are_joined() -> None:
    first, second = bulk_lines(tee()), bulk_lines(other())
    mixed = [first[1], second[0], second[1], first[0], *second[2:], *first[2:]]
    for data in (json_lines(mixed).encode(), gzip.compress(json_lines(mixed).encode())):
        records = read(data)
        assert [record.product and len(record.product.variants) for record in records] == [2, 1]
        assert [record.line for record in records] == [4, 2]


def test_a_product_that_comes_back_is_joined() -> None:
    first, second = bulk_lines(tee()), bulk_lines(other())
    records = read(json_lines([*first[:2], *second, first[2], first[0]]))
    assert [record.product and len(record.product.variants) for record in records] == [2, 1]


def test_parts_that_no_other_product_has_were_not_asked_for() -> None:
    lines = [line for line in bulk_lines(tee()) if "selectedOptions" in line or "title" in line]
    product = read(json_lines(lines))[0].product
    assert product
    assert (product.images, product.metafields) == (UNSET, UNSET)
    bare = read(json_lines([*bulk_lines(tee()), bulk_lines(other())[0]]))[1].product
    assert bare
    assert (bare.images, bare.metafields, bare.variants_complete) == ([], {}, False)


def test_parts_without_id_and_address_are_no_images() -> None:
    note = {"position": 1, "__parentId": "gid://shopify/Product/7000"}
    product = read(json_lines([*bulk_lines(tee())[:2], note]))[0].product
    assert product
    assert product.images is UNSET


@pytest.mark.parametrize("key", ["url", "src", "originalSrc"])
def test_a_part_with_an_address_is_an_image_whatever_the_version_of_the_api_calls_it(key: str) -> None:
    image = {key: "https://cdn/m.jpg", "__parentId": "gid://shopify/Product/7000"}
    product = read(json_lines([*bulk_lines(tee())[:2], image]))[0].product
    assert product
    assert [found.src for found in product.images or ()] == ["https://cdn/m.jpg"]


def test_a_byte_order_mark_does_not_cost_the_first_of_scattered_lines() -> None:
    product = read("\ufeff" + as_scattered_bulk(tee()))[0].product
    assert product
    assert len(product.variants) == 2


def test_media_and_stock_lines_are_told_apart() -> None:
    parent = {"__parentId": "gid://shopify/Product/7000"}
    image = {"id": "gid://shopify/MediaImage/1", "mediaContentType": "IMAGE", "image": {"url": "https://cdn/m.jpg"}}
    video = {"id": "gid://shopify/Video/2", "mediaContentType": "VIDEO"}
    level = {
        "id": "gid://shopify/InventoryLevel/1?inventory_item_id=1",
        "__parentId": "gid://shopify/ProductVariant/4001",
    }
    lines = bulk_lines(tee())[:2]
    product = read(json_lines([*lines, level, image | parent, video | parent, {"note": 1} | parent]))[0].product
    assert product
    assert product.images
    assert [found.src for found in product.images] == ["https://cdn/m.jpg"]
    assert len(product.variants) == 1


def test_a_damaged_line_is_told_and_its_product_is_incomplete() -> None:
    text = json_lines([*bulk_lines(tee()), *bulk_lines(other())]).splitlines()
    text[2] = text[2][:40]
    records = read("\n".join([*text, "", "[1]"]))
    assert [record.line for record in records if record.error] == [3, 13]
    products = [record.product for record in records if record.product]
    assert [product.variants_complete for product in products] == [False, False]
    assert not products[0].images_complete


def test_a_damaged_line_among_scattered_parts_is_told() -> None:
    first, *parts = bulk_lines(tee())
    records = read(json_lines([parts[0], first, *parts[1:]]) + '{"id": "gid')
    assert [bool(record.error) for record in records] == [True, False]
    assert records[1].product
    assert not records[1].product.variants_complete


def test_parts_without_their_product_are_told_once() -> None:
    records = read(json_lines([*bulk_lines(tee()), *bulk_lines(other())[1:]]))
    assert [bool(record.product) for record in records] == [True, False]
    assert records[1].error == "the product 'gid://shopify/Product/7001' is not in the file, but 4 lines belong to it"


def test_roots_of_other_types_are_told() -> None:
    records = read(json_lines([*bulk_lines(tee()), {"id": "gid://shopify/Order/1", "name": "#1"}]))
    assert records[1].error
    assert "'gid://shopify/Order/1' is no product" in records[1].error


def test_a_part_of_the_wrong_type_makes_the_product_unreadable() -> None:
    lines = bulk_lines(tee())
    lines[1]["sku"] = []
    record = read(json_lines(lines))[0]
    assert record.error
    assert record.error.startswith("wrong type at /lines/2/sku")


def test_a_first_line_that_is_damaged_does_not_hide_the_shape() -> None:
    records = read("{broken\n" + json_lines(bulk_lines(tee())))
    assert [record.line for record in records] == [1, 2]
    assert records[1].product
    assert records[1].product.origin.shape == "bulk"


def test_one_product_alone_can_be_asked_to_be_bulk() -> None:
    line = json.dumps(bulk_lines(tee())[0])
    detected, asked = read(line)[0].product, read(line, shape="bulk")[0].product
    assert detected
    assert asked
    assert (detected.origin.shape, asked.origin.shape) == ("graphql", "bulk")


@pytest.mark.parametrize(
    "line", ['{"id": 5, "__parentId": 7}', '{"__parentId": "gid://shopify/Product/1"}', '{"__parentId": {}}']
)
def test_strange_parts_end_as_errors(line: str) -> None:
    assert all(record.error for record in read(line))
