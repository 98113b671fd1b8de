"""However much a product has, what is looked at and told of it has a bound."""

from __future__ import annotations

from typing import Any

import pytest

import listing_rules as lr
from formats.outputs import product, write
from listing_rules.formats import FORMATS
from listing_rules.report import Source
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.neutral import tee

SMALL = lr.Bounds(variants=3, images=2, text=400)
ROW = {"option1": "S", "price": "20.00"}
TOO_MUCH = {
    "variants": (
        {"variants": [{**ROW, "option1": f"S{n}"} for n in range(4)]},
        "the product has 4 variants; at most 3",
    ),
    "images": ({"images": [{"src": f"https://cdn.shopify.com/{n}.jpg"} for n in range(3)]}, "has 3 images; at most 2"),
    "text": ({"body_html": "x" * 401}, "characters of title and description; at most 400"),
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_a_product_with_more_than_the_bounds_is_refused(what: str) -> None:
    patch, why = TOO_MUCH[what]
    assert lr.check(product(**patch), shop=lr.Shop(market="US")).unreadable is None
    with pytest.raises(lr.PayloadError, match=why):
        lr.check(product(**patch), shop=lr.Shop(market="US", bounds=SMALL))


@pytest.mark.parametrize("shape", WRITERS)
def test_bounds_hold_in_every_shape(shape: str) -> None:
    payload, shop = WRITERS[shape](tee()), lr.Shop(market="US", bounds=lr.Bounds(variants=1))
    with pytest.raises(lr.PayloadError, match=r"variants; at most 1 are looked at"):
        lr.check(payload, shop=shop)


@pytest.mark.parametrize("jobs", [1, 2])
def test_in_a_catalog_such_a_product_is_unreadable_and_stops_nothing(jobs: int) -> None:
    catalog = [product(), product(**TOO_MUCH["text"][0]), product()]
    shop = lr.Shop(market="US", bounds=lr.Bounds(text=400))
    reports = list(lr.check_catalog(catalog, shop=shop, jobs=jobs))
    assert [bool(one.unreadable) for one in reports] == [False, True, False]


def many_failures(**bounds: Any) -> lr.Report:
    patch = {"title": "", "variants": [{"price": "0"}], "images": []}
    return lr.check(product(**patch), shop=lr.Shop(market="US", bounds=lr.Bounds(**bounds)))


def test_the_worst_failures_are_told_and_how_many_are_not() -> None:
    whole, cut = many_failures(), many_failures(failures=1)
    assert len(whole.failures) > 2
    assert whole.truncated == 0
    assert cut.failures == whole.failures[:1]
    assert cut.truncated == len(whole.failures) - 1
    assert cut.forecast == whole.forecast


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_output_says_that_failures_are_left_out(name: str) -> None:
    cut = many_failures(failures=1)
    text = write(name, [cut.model_copy(update={"source": Source(file="catalog.jsonl", line=1)})]).text
    said = f'"truncated": {cut.truncated}' if name.startswith("json") else f"{cut.truncated} more failures"
    assert said in text.replace('"truncated":', '"truncated": ').replace(":  ", ": ")


def test_bounds_stand_in_the_shop_file(tmp_path: Any) -> None:
    (tmp_path / "shop.yaml").write_text("market: US\nbounds: {variants: 100}\n")
    assert lr.Shop.load(tmp_path / "shop.yaml").bounds == lr.Bounds(variants=100)
    (tmp_path / "shop.yaml").write_text("market: US\nbounds: {variants: 0}\n")
    with pytest.raises(lr.ShopError, match=r"bounds\.variants"):
        lr.Shop.load(tmp_path / "shop.yaml")
