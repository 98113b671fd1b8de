"""A product as Shopify writes it is typed straight from its bytes; what differs in any way is read the general way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import assume, given

from listing_rules import Shop
from listing_rules.api import bundled_rules, checker_for
from listing_rules.errors import PayloadError
from listing_rules.examples import base_product
from listing_rules.paths import UNSET, Path
from listing_rules.rules import load_rules
from listing_rules.shopify import Plain, read_any, read_one, read_product, read_products
from listing_rules.shopify.places import source_place
from listing_rules.shopify.plain_columns import columns_for
from listing_rules.shopify.readers.array import Element
from listing_rules.shopify.readers.reading import read_found
from listing_rules.shopify.subject import Lister, product_of
from listing_rules.testing.shapes.neutral import plain, tee
from listing_rules.testing.shapes.rest import as_rest, as_webhook
from listing_rules.testing.strategies import shopify_products

SHOP = Shop(market="US", currency="USD")
BASE = base_product(load_rules(), "US", {})
GIDS = [{"admin_graphql_api_id": f"gid://shopify/ProductVariant/{number}"} for number in range(9)]
"""More than any product here has variants."""


@pytest.mark.parametrize(
    ("product", "shape"),
    [
        (BASE, "rest"),
        ({"product": BASE}, "rest"),
        (as_rest(tee()), "rest"),
        (as_rest(plain()), "rest"),
        (as_webhook(tee()), "webhook"),
        ({**BASE, "variant_gids": GIDS[: len(BASE["variants"])]}, "webhook"),
        ({**BASE, "variant_gids": None}, "webhook"),
    ],
)
def test_what_shopify_writes_is_plain(product: dict[str, Any], shape: str) -> None:
    for payload in (product, json.dumps(product)):
        found = read_one(payload)
        assert isinstance(found, Plain)
        assert found.shape == shape
        assert found.product() == read_product(product, shape=shape)


@pytest.mark.parametrize("document", [[BASE, as_rest(tee())], {"products": [BASE]}, [{"product": BASE}]])
@pytest.mark.parametrize("written", [lambda document: document, json.dumps])
def test_among_others_it_is_plain_too(document: Any, written: Callable[[Any], Any]) -> None:
    found = read_any(written(document))
    assert all(isinstance(one, Plain) for one in found)
    assert list(map(product_of, found)) == read_products(document, shape="rest")


def test_in_a_large_array_it_is_plain_too() -> None:
    data = json.dumps(BASE).encode()
    (record,) = Element(data, "/products/7", 3, None).records()
    assert isinstance(record.product, Plain)
    assert record.line == 3
    (found,) = read_found(BASE, "rest", "/products/7")
    assert product_of(record.product) == found


@given(shopify_products(shape="rest", market="US"))
def test_its_places_are_told_without_reading_it_whole(payload: dict[str, Any]) -> None:
    plainly, whole = read_one(payload), read_product(payload)
    assume(isinstance(plainly, Plain))
    lister = Lister(SHOP)
    tree = lister.subject(whole).tree
    for at in _pointers(tree):
        assert lister.subject(plainly).source_place(at) == source_place(whole, at)


def test_an_image_that_is_listed_out_of_order_keeps_its_place() -> None:
    first = BASE["images"][0]
    images = [{**first, "id": n, "position": 3 - n, "src": f"{first['src']}?{n}", "width": 900 + n} for n in (1, 2)]
    facts = checker_for(bundled_rules(), SHOP).facts_of(read_one({**BASE, "images": images}))
    assert [width for _, width in facts.places(Path.parse("main_images[*].width"))] == [902, 901]


@given(shopify_products(shape="rest", market="US"))
def test_its_columns_have_the_places_of_the_candidate(payload: dict[str, Any]) -> None:
    plainly = read_one(payload)
    assume(isinstance(plainly, Plain))
    checker = checker_for(bundled_rules(), SHOP)
    tree = checker.facts_of(read_product(payload)).tree
    for path in map(Path.parse, columns_for(SHOP)):
        facts = checker.facts_of(plainly)
        assert facts.places(path) == path.places(tree), path.text
        there = [
            number for number, (_, value) in enumerate(path.places(tree)) if value is not UNSET and value is not None
        ]
        assert facts.places_of(path, there) == [path.places(tree)[number] for number in there], path.text
        assert facts.texts(path) == [(at, text) for at, text in path.places(tree) if isinstance(text, str) and text]
    for path in map(Path.parse, ("skus", "main_images", "skus[*].sales_attributes", "shopify.tags")):
        lists = checker.facts_of(plainly).lists(path)
        assert [(at, len(one)) for at, one in lists] == [(at, len(one)) for at, one in path.places(tree)], path.text


def _pointers(tree: Any, at: str = "") -> Iterator[str]:
    """Every place in the candidate but the top, and what the shop file gives."""
    if at:
        yield at
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for name, value in pairs:
        yield from _pointers(value, f"{at}/{name}")


def variants(change: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    first, *others = BASE["variants"]
    return {"variants": [change(first), *others]}


@pytest.mark.parametrize(
    "change",
    [
        {"variants": []},
        {"variant_gids": GIDS},
        {"admin_graphql_api_id": "gid://shopify/Collection/1"},
        {"price_min": 1},
        {"status": "ACTIVE"},
        {"options": []},
        {"options": [{**option, "position": 3} for option in BASE["options"]]},
        variants(lambda one: {**one, "option1": None}),
        variants(lambda one: {**one, "option3": "more"}),
        variants(lambda one: {**one, "price": 19.9}),
        {"options": [{"name": "title", "position": 1, "values": ["Default Title"]}]},
        {"images": [{"id": 1, "src": "", "position": 1}]},
    ],
    ids=str,
)
def test_anything_else_is_read_the_general_way(change: dict[str, Any]) -> None:
    assert not isinstance(read_one(json.dumps(BASE | change)), Plain)


@pytest.mark.parametrize("value", ["\ud800", object()], ids=["no character", "no JSON"])
def test_what_could_not_have_come_from_json_is_refused_wherever_it_stands(value: object) -> None:
    with pytest.raises(PayloadError):
        read_one({**BASE, "note": value})
