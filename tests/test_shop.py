from __future__ import annotations

import json
from pathlib import Path

import pytest

from listing_rules.errors import ShopError
from listing_rules.shop import MARKETS, Shop


@pytest.mark.parametrize(("given", "market"), [("US", "US"), ("us", "US"), (" de ", "DE"), ("UK", "GB"), ("gb", "GB")])
def test_a_market_is_read_as_people_write_it(given: str, market: str) -> None:
    assert Shop(market=given).market == market


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({}, "market: Field required"),
        ({"market": "XX"}, r"market: .*'SG' \(found 'XX'\)"),
        ({"market": 7}, "market: "),
        ({"market": "US", "curency": "USD"}, "curency: Extra inputs"),
        ({"market": "US", "currency": "$"}, "currency: "),
        ({"market": "US", "uploads_left": -1}, "uploads_left: "),
        ({"market": "US", "category_mapping": {"default": "Shoes"}}, r"category_mapping.default: .*\(found 'Shoes'\)"),
    ],
)
def test_a_wrong_fact_is_named(facts: dict[str, object], problem: str) -> None:
    with pytest.raises(ShopError, match=problem):
        Shop(**facts)


def test_a_shop_file_is_read_and_the_caller_wins(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text("market: DE\ncurrency: EUR\nuploads_left: 3\n")
    shop = Shop.load(file, market="FR", currency=None)
    assert (shop.market, shop.currency, shop.uploads_left) == ("FR", "EUR", 3)


def test_saved_answers_lie_in_files_of_their_own(tmp_path: Path) -> None:
    answer = {"data": {"categories": [{"id": "1", "parent_id": "0", "local_name": "Shoes", "is_leaf": True}]}}
    (tmp_path / "categories.json").write_text(json.dumps(answer))
    (tmp_path / "shop.yaml").write_text("market: US\ncategories: {file: categories.json}\n")
    assert Shop.load(tmp_path / "shop.yaml").categories == answer


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("market: [US", r"shop.yaml:[12]:\d+: is not YAML"),
        ("- US", "holds list; a mapping such as 'market: US' was expected"),
        ("market: XX", r"shop.yaml: market: "),
        ("market: US\ncategories: {file: none.json}", "none.json: cannot be read"),
    ],
)
def test_a_broken_shop_file_says_where(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(text)
    with pytest.raises(ShopError, match=problem):
        Shop.load(file)


def test_a_shop_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ShopError, match="cannot be read"):
        Shop.load(tmp_path / "shop.yaml")


def test_equal_shops_are_one_key() -> None:
    mapping = {"by_tag": {"mug": "600012"}}
    assert len({Shop(market="US", category_mapping=mapping), Shop(market="US", category_mapping=mapping)}) == 1


def test_every_market_has_a_shop() -> None:
    assert [Shop(market=market).market for market in MARKETS] == list(MARKETS)


def test_a_shop_shows_what_it_knows() -> None:
    assert repr(Shop(market="US", approvals=[])) == "Shop(market='US', approvals=())"
