from __future__ import annotations

from typing import Any

import pytest

from listing_rules.errors import PayloadError
from listing_rules.shopify import read_product, read_products
from listing_rules.shopify.product import UNSET
from listing_rules.shopify.readers.detect import find_products, shape_of
from listing_rules.shopify.readers.values import identifier
from listing_rules.testing.shapes.graphql import as_graphql
from listing_rules.testing.shapes.neutral import tee
from listing_rules.testing.shapes.rest import as_rest

REST = as_rest(tee())
GQL = as_graphql(tee())["data"]["product"]


@pytest.mark.parametrize(
    ("document", "prefix"),
    [
        (REST, ""),
        ({"product": REST}, "/product"),
        ({"products": [REST]}, "/products/0"),
        ({"collection": {"id": 1}, "products": [REST], "pagination": {}}, "/products/0"),
        ([REST], "/0"),
        ([{"node": GQL}], "/0/node"),
        ({"data": {"product": GQL}, "extensions": {}}, "/data/product"),
        ({"data": {"products": {"nodes": [GQL]}}}, "/data/products/nodes/0"),
        ({"data": {"products": {"edges": [{"node": GQL, "cursor": "x"}]}}}, "/data/products/edges/0/node"),
        ({"data": {"productByHandle": GQL}}, "/data/productByHandle"),
        ({"data": {"productUpdate": {"product": GQL, "userErrors": []}}}, "/data/productUpdate/product"),
        ({"data": {"collection": {"products": {"nodes": [GQL]}}}}, "/data/collection/products/nodes/0"),
        ({"data": [REST]}, "/data/0"),
        ({"product": {"title": "only a title"}}, "/product"),
        ({"id": "gid://shopify/Product/1", "title": "T"}, ""),
        ({"id": "https://shop.example/admin/products/1", "title": "T", "variants": []}, ""),
    ],
)
def test_a_product_is_found_in_every_wrapper(document: Any, prefix: str) -> None:
    assert [(place, isinstance(found, dict)) for place, found in find_products(document)] == [(prefix, True)]
    assert read_product(document).origin.prefix == prefix


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"id": 7}, "products/delete"),
        ({}, "the keys  is no product"),
        (["text"], "a JSON text is no product at /0"),
        (7, "a JSON number is no product"),
        (None, "a JSON null is no product"),
        ([[]], "no product"),
        ({"id": 1, "title": "Summer", "rules": [], "sort_order": "manual", "body_html": ""}, "is no product"),
        ({"id": "gid://shopify/Collection/1", "title": "Summer", "handle": "s"}, "is no product"),
        ({"errors": [{"message": "Throttled"}]}, "has errors and no product"),
        ({"data": {"product": None}}, "no product"),
        ({"product": {"id": 1}}, "products/delete"),
        ({"k" * 99: 1, "\u202eevil": 2}, r"'k{40}', '\\u202eevil'"),
        ({str(number): 1 for number in range(20)}, "…"),
        ([[[[[[[REST]]]]]]], "no product"),
        ({"data": {"data": {"data": {"data": {"data": REST}}}}}, "no product"),
    ],
)
def test_what_is_no_product_is_told_with_what_was_seen(document: Any, message: str) -> None:
    with pytest.raises(PayloadError, match=message):
        read_product(document)


def test_what_would_be_understood_is_told() -> None:
    with pytest.raises(PayloadError, match="understood are a Shopify product of the REST or GraphQL Admin API"):
        read_product({"sku": "1"})


@pytest.mark.parametrize(
    "document", [[], {"products": []}, {"data": {"products": {"nodes": []}}}, {"data": {"products": {"edges": []}}}]
)
def test_an_empty_list_has_no_products(document: Any) -> None:
    assert read_products(document) == []
    with pytest.raises(PayloadError, match="has no product"):
        read_product(document)


def test_more_than_one_product_is_for_check_catalog() -> None:
    with pytest.raises(PayloadError, match=r"^the payload has 2 products; check_catalog checks more than one$"):
        read_product([REST, REST])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("product", "shape"),
    [
        ({"title": "T", "variants": [{"selectedOptions": []}]}, "graphql"),
        ({"title": "T", "descriptionHtml": ""}, "graphql"),
        ({"title": "T", "variants": {"edges": [{"node": {"price": {"amount": "1"}}}]}}, "storefront"),
        ({"title": "T", "variants": {"nodes": [{"quantityAvailable": 1}]}}, "storefront"),
        ({"title": "T", "variants": {"nodes": [3], "edges": [{"node": 4}]}, "availableForSale": True}, "storefront"),
        ({"title": "T", "variants": {"nodes": [3], "edges": [{"node": 4}]}}, "graphql"),
        ({"title": "T", "variants": {"edges": [{"node": 4}]}}, "graphql"),
        ({"title": "T", "variants": [{"grams": 1, "available": True}]}, "products_json"),
        ({"title": "T", "variants": [{"inventory_item_id": 1}]}, "rest"),
        ({"title": "T", "variants": [3]}, "rest"),
        ({"price_min": 1, "price_varies": False, "variants": []}, "ajax"),
    ],
)
def test_the_shape_follows_its_marks(product: dict[str, Any], shape: str) -> None:
    assert shape_of(product) == shape


def test_an_unknown_shape_is_refused_with_the_known_ones() -> None:
    with pytest.raises(PayloadError, match="there is no shape 'csv'; the shapes are rest, webhook"):
        read_product(REST, shape="csv")


def test_a_csv_shape_for_a_decoded_payload_is_refused() -> None:
    with pytest.raises(PayloadError, match="the shape csv_new is a CSV file; this is JSON"):
        read_product(REST, shape="csv_new")


def test_a_long_name_that_is_no_shape_is_cut() -> None:
    with pytest.raises(PayloadError, match=f"^there is no shape '{'x' * 40}'; the shapes"):
        read_product({}, shape="x" * 41)


@pytest.mark.parametrize(
    ("given", "read"),
    [("gid://shopify/Product/12?key=1", "12"), ("12", "12"), (12, "12"), (1.5, "1.5"), ("", None), (None, None)],
)
def test_an_id_is_the_same_in_every_shape(given: object, read: str | None) -> None:
    assert identifier(given) == read


def test_an_id_that_was_not_asked_for_stays_unknown() -> None:
    assert identifier(UNSET) is UNSET
