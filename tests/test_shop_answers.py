"""TikTok's own answers: read with or without their envelope, once, and refused clearly."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules.errors import ShopError
from listing_rules.shop import Shop
from listing_rules.shop.answers import Attribute, AttributeValue

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "shop-us.yaml"
RULES = {"size_chart": {"is_required": True}, "cod": None, "new_key": [1]}
ANSWERS: dict[str, Any] = {
    "category_rules": {"601226": {"data": RULES}},
    "category_attributes": {"601226": {"data": {"attributes": [{"id": "1", "name": "Material", "values": None}]}}},
    "brands": {"data": {"brands": [{"id": "7", "name": "Northfield"}]}},
    "prerequisites": {"data": {"check_results": [{"check_item": "SHOP_TAX", "is_failed": True}]}},
    "authorized_shops": {"data": {"shops": [{"region": "US", "seller_type": "CROSS_BORDER"}]}},
    "warehouses": {"data": {"warehouses": [{"id": "81", "type": "SALES_WAREHOUSE"}]}},
    "categories": {"data": {"categories": []}},
}


def shop(**facts: Any) -> Shop:
    return Shop(market="US", **facts)


def parsed(one: Shop) -> list[Any]:
    tables = (one.rules_by_category, one.attributes_by_category, one.brands_by_id, one.failed_items)
    return [*tables, one.warehouses_by_id, one.seller]


def without_envelope(name: str, answer: Any) -> Any:
    if name in ("category_rules", "category_attributes"):
        return {category: one["data"] for category, one in answer.items()}
    return answer["data"]


def test_an_envelope_makes_no_difference() -> None:
    bare = {name: without_envelope(name, answer) for name, answer in ANSWERS.items()}
    assert parsed(shop(**ANSWERS)) == parsed(shop(**bare))


def test_what_the_answers_say_is_known() -> None:
    one = shop(**ANSWERS)
    assert one.rules_by_category is not None
    assert one.rules_by_category["601226"].size_chart is not None
    assert one.rules_by_category["601226"].size_chart.is_required is True
    assert one.rules_by_category["601226"].size_chart.is_supported is None
    assert one.failed_items == {"SHOP_TAX": ()}
    assert one.seller == "cross_border"


def test_a_shop_without_answers_knows_nothing() -> None:
    assert parsed(shop()) == [None] * 6


def test_a_dump_of_many_categories_is_read() -> None:
    dump = {"total": 1, "rules": {"601226": {"name": "T-shirts", "parent_id": "1", "rules": RULES}}}
    assert shop(category_rules=dump).rules_by_category == shop(category_rules={"601226": RULES}).rules_by_category


def test_pages_of_brands_are_one_table() -> None:
    pages = [{"brands": [{"id": "7", "name": "A"}]}, {"data": {"brands": [{"id": "8", "name": "B"}]}}]
    assert set(shop(brands=pages).brands_by_id or ()) == {"7", "8"}


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_an_error_of_tiktok_is_no_answer(name: str) -> None:
    error = {"code": 12052217, "message": "All region shops must use V2 categories.", "data": None}
    answer = {"601226": error} if name.startswith("category_") else error
    with pytest.raises(ShopError, match=rf"{name}.*12052217: All region shops"):
        shop(**{name: answer})


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"warehouses": {"warehouse": []}}, r"warehouses: found the keys warehouse; data.warehouses was expected"),
        ({"warehouses": {"data": [1]}}, "warehouses: the answer's data is list"),
        ({"warehouses": {"warehouses": [{"name": "no id"}]}}, "warehouses: .*`id`"),
        ({"category_rules": RULES}, "category_rules: found the key 'size_chart'; a mapping from category id"),
        ({"category_rules": {"601226": 5}}, "category_rules.601226: found int"),
        (
            {"category_attributes": {"601226": {"attributes": [{"id": 1}]}}},
            "category_attributes.601226: Expected `str`",
        ),
        ({"authorized_shops": {"shops": [{"region": "ID"}]}}, "holds shops in ID, none in US"),
        ({"authorized_shops": {"shops": []}}, "holds shops in no region, none in US"),
    ],
)
def test_a_wrong_answer_is_told_at_once(facts: dict[str, Any], problem: str) -> None:
    with pytest.raises(ShopError, match=problem):
        shop(**facts)


def test_a_used_up_quota_leaves_nothing() -> None:
    used = {"check_results": [{"check_item": "PRODUCT_QUANTITY_LIMIT", "is_failed": True, "fail_reasons": ["full"]}]}
    free = {"check_results": [{"check_item": "PRODUCT_QUANTITY_LIMIT", "is_failed": False}]}
    assert shop(prerequisites=used).uploads_left == 0
    assert shop(prerequisites=used, uploads_left=5).uploads_left == 5
    assert shop(prerequisites=free).uploads_left is None


def test_the_caller_knows_the_seller_best() -> None:
    answer = {"shops": [{"region": "UK", "seller_type": "LOCAL"}, {"region": "US", "seller_type": "CROSS_BORDER"}]}
    assert Shop(market="GB", authorized_shops=answer).seller == "local"
    assert shop(authorized_shops=answer, seller="local").seller == "local"
    assert shop(authorized_shops={"shops": [{"region": "US"}]}).seller is None


def test_a_shop_with_answers_travels_between_processes() -> None:
    one = shop(**ANSWERS)
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301
    assert hash(copy.deepcopy(one)) == hash(one)


def test_the_example_shop_is_read_with_its_files() -> None:
    one = Shop.load(EXAMPLE)
    assert one.attributes_by_category is not None
    assert one.attributes_by_category["601226"]["100157"].required
    assert one.rules_by_category is not None
    assert one.listing is not None
    assert one.seller == "local"
    assert one.failed_items is not None
    assert one.failed_items["BANK_ACCOUNT"] is None


KEYS = st.sampled_from(["data", "code", "rules", "brands", "601226", "attributes", "shops", "warehouses", "id"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(ANYTHING, st.sampled_from(sorted(ANSWERS)))
def test_whatever_is_given_is_read_or_refused(answer: Any, name: str) -> None:
    try:
        one = shop(**{name: answer})
    except lr.ListingRulesError:
        return
    assert parsed(one) == parsed(shop(**{name: answer}))


NAMES = st.sampled_from(["Red", "red ", "RED", "1", "2", " 1", ""])


@given(st.lists(st.tuples(NAMES, NAMES), max_size=6), NAMES)
def test_a_value_is_found_by_its_name_or_its_id(listed: list[tuple[str, str]], text: str) -> None:
    values = tuple(AttributeValue(id=one, name=name) for one, name in listed)
    by_looking = (one for one in values if one.name.strip().casefold() == text.strip().casefold() or one.id == text)
    assert Attribute("100", values=values).value(text) == next(by_looking, None)
