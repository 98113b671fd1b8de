"""What is worked out once and looked up afterwards is bounded: by how many there are, and by how large each is."""

from __future__ import annotations

import gc
import json
import tracemalloc
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from listing_rules import Shop, load_rules
from listing_rules.engine import Checker
from listing_rules.examples import base_product
from listing_rules.lookup import MOST, Lookup
from listing_rules.shopify import read_one

RULES = load_rules()
CHECKER = Checker(RULES, Shop(market="US", currency="USD", category_mapping={"default": "601226"}))
LARGE = 20_000
MANY = 30


def test_a_value_is_worked_out_once() -> None:
    asked: list[str] = []
    lengths: Lookup[str, int] = Lookup(lambda text: asked.append(text) or len(text))  # type: ignore[func-returns-value]
    assert [lengths["one"], lengths["three"], lengths["one"]] == [3, 5, 3]
    assert asked == ["one", "three"]


@pytest.mark.parametrize(
    "key", ["x" * LARGE, ("x", "y" * LARGE), Decimal("1." + "1" * LARGE)], ids=["text", "row", "number"]
)
def test_what_is_large_is_not_kept(key: Any) -> None:
    lookup: Lookup[Any, str] = Lookup(str)
    assert lookup[key] == str(key)
    assert not lookup


def test_many_keys_make_room() -> None:
    doubled: Lookup[int, int] = Lookup(lambda number: number * 2)
    assert all(doubled[number] == number * 2 for number in range(2 * MOST + 1))
    assert 0 < len(doubled) <= MOST


def _with(field: str, text: str, number: int) -> dict[str, Any]:
    """A product with a large text of its own in one field."""
    body: dict[str, Any] = deepcopy(base_product(RULES, "US", {}))
    where = body
    *steps, last = field.split(".")
    for step in steps:
        where = where[step][0]
    where[last] = [text] if last == "values" else text
    if last == "values":
        body["variants"] = [{**body["variants"][0], "option1": text}]
    return {**body, "id": number}


FIELDS = (
    *("title", "handle", "body_html", "vendor", "product_type", "tags", "options.name", "options.values"),
    *("images.src", "images.alt"),
    *(f"variants.{one}" for one in ("price", "compare_at_price", "sku", "barcode", "title", "weight", "weight_unit")),
)


@pytest.mark.parametrize("made_of", ["x", "9"])
@pytest.mark.parametrize("field", FIELDS)
def test_products_leave_nothing_large_behind(field: str, made_of: str) -> None:
    """Whatever stands in them: a stream of such products takes no more memory than the last few."""
    large = made_of * LARGE
    products = [json.dumps(_with(field, f"{number} {large}", number)).encode() for number in range(MANY)]
    CHECKER.check(read_one(products[0]))
    gc.freeze()  # what other tests hold need not be walked through
    tracemalloc.start()
    try:
        for product in products:
            CHECKER.check(read_one(product))
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 20 * LARGE
