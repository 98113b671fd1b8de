"""The connector's category mapping: what decides, and what a payload that does not hold it leaves open."""

from __future__ import annotations

import json
from typing import Any

import pytest

import listing_rules as lr
from listing_rules.shopify import read_products
from listing_rules.shopify.category import CategoryMapper
from listing_rules.shopify.product import UNSET
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.graphql import bulk_lines, json_lines
from listing_rules.testing.shapes.neutral import tee

GID = "gid://shopify/Collection/77"
SUMMER = {"id": GID, "handle": "summer", "title": "Summer Sale"}


def graphql(collections: Any) -> dict[str, Any]:
    document: dict[str, Any] = WRITERS["graphql"](tee())
    document["data"]["product"]["collections"] = collections
    return document


def mapped(payload: Any, **mapping: Any) -> Any:
    (product,) = read_products(payload)
    return CategoryMapper(lr.Shop(market="US", category_mapping=mapping).category_mapping).of(product)


@pytest.mark.parametrize("key", ["77", GID, "summer", "SUMMER SALE"])
@pytest.mark.parametrize("how", ["nodes", "edges", "list"])
def test_a_collection_decides_by_any_of_its_names(key: str, how: str) -> None:
    collections = {"nodes": {"nodes": [SUMMER]}, "edges": {"edges": [{"node": SUMMER}]}, "list": [SUMMER]}[how]
    assert mapped(graphql(collections), by_collection={key: "2"}, default="9") == "2"


def test_a_bulk_file_names_collections_in_lines_of_their_own() -> None:
    lines = [*bulk_lines(tee()), SUMMER | {"__parentId": "gid://shopify/Product/7000"}]
    assert mapped(json_lines(lines), by_collection={"summer": "2"}) == "2"


def test_a_collection_comes_after_the_product_and_before_the_tag() -> None:
    tables = {"by_collection": {"summer": "2"}, "by_tag": {"cotton": "3"}}
    assert mapped(graphql([SUMMER]), **tables) == "2"
    assert mapped(graphql([SUMMER]), by_product={"7000": "1"}, **tables) == "1"


@pytest.mark.parametrize("collections", [[], None, [{"handle": "winter"}]])
def test_a_product_of_no_such_collection_goes_on_to_the_next_table(collections: Any) -> None:
    assert mapped(graphql(collections), by_collection={"summer": "2"}, by_tag={"cotton": "3"}) == "3"


def test_a_first_page_of_collections_leaves_it_open() -> None:
    page = {"nodes": [{"handle": "winter"}], "pageInfo": {"hasNextPage": True}}
    assert mapped(graphql(page), by_collection={"summer": "2"}, default="9") is UNSET
    assert mapped(graphql(page), by_collection={"winter": "2"}, default="9") == "2"


@pytest.mark.parametrize("shape", sorted(WRITERS))
def test_a_payload_that_names_no_collections_leaves_it_open(shape: str) -> None:
    assert mapped(WRITERS[shape](tee()), by_collection={"summer": "2"}, default="9") is UNSET


@pytest.mark.parametrize(
    ("mapping", "shapes"),
    [
        ({"by_shopify_category": {"Toys": "2"}}, {"rest", "products_json", "ajax"}),
        ({"by_product": {"1": "2"}}, {"csv_classic", "csv_new"}),
        ({"by_product": {"a-handle": "2"}}, set()),
        ({"by_tag": {"linen": "2"}, "by_product_type": {"Hats": "3"}}, set()),
    ],
)
def test_what_a_shape_does_not_hold_is_not_guessed(mapping: dict[str, Any], shapes: set[str]) -> None:
    found = {shape: mapped(write(tee()), **mapping, default="9") for shape, write in WRITERS.items()}
    assert {shape for shape, category in found.items() if category is UNSET} == shapes
    assert {category for shape, category in found.items() if shape not in shapes} == {"9"}


def test_the_report_says_what_the_mapping_looks_at() -> None:
    shop = lr.Shop(market="US", category_mapping={"by_collection": {"summer": "601226"}, "default": "600009"})
    for payload in (WRITERS["rest"](tee()), json.dumps(WRITERS["rest"](tee()))):
        skipped = {one.rule: one for one in lr.check(payload, shop=shop).skipped}
        assert skipped["unknown-category"].needs == ("category",)
        assert "category_mapping looks at (by_collection)" in skipped["unknown-category"].why
    assert "unknown-category" not in {one.rule for one in lr.check(graphql([SUMMER]), shop=shop).skipped}
