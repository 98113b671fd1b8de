"""A product as Shopify writes it is typed straight from its bytes; what differs in any way is read the general way."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from listing_rules.errors import PayloadError
from listing_rules.examples import base_product
from listing_rules.rules import load_rules
from listing_rules.shopify import Plain, read_one, read_product
from listing_rules.testing.shapes.neutral import plain, tee
from listing_rules.testing.shapes.rest import as_rest, as_webhook

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
    ],
)
def test_what_shopify_writes_is_plain(product: dict[str, Any], shape: str) -> None:
    for payload in (product, json.dumps(product)):
        found = read_one(payload)
        assert isinstance(found, Plain)
        assert found.shape == shape
        assert found.product() == read_product(product, shape=shape)


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
