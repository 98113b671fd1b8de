"""However much a product has, what is looked at and told of it has a bound."""

from __future__ import annotations

import io
import json
import re
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


TEXTS = {
    "payload_bytes": (lr.Bounds(payload_bytes=2_000), product(body_html="x" * 2_000), r"at most 2,000 are read"),
    "depth": (
        lr.Bounds(depth=8),
        product(more=[[[[[[[["]]]]"]]]]]]]]),
        r"the JSON is 9 levels deep; at most 8 are read",
    ),
}


@pytest.mark.parametrize("what", TEXTS)
@pytest.mark.parametrize("ask", [lr.check, lr.to_candidate, lr.suggest_categories])
def test_text_that_is_larger_or_deeper_is_refused(what: str, ask: Any) -> None:
    bounds, payload, why = TEXTS[what]
    for text in (json.dumps(payload), json.dumps(payload).encode()):
        assert ask(text, shop=lr.Shop(market="US"))
        with pytest.raises(lr.PayloadError, match=why):
            ask(text, shop=lr.Shop(market="US", bounds=bounds))


@pytest.mark.parametrize("what", TEXTS)
@pytest.mark.parametrize("jobs", [1, 2])
def test_such_a_line_of_a_catalog_is_unreadable_and_the_others_are_not(what: str, jobs: int) -> None:
    bounds, payload, why = TEXTS[what]
    lines = "\n".join(json.dumps(one) for one in (product(), payload, product()))
    reports = list(lr.check_catalog(io.BytesIO(lines.encode()), shop=lr.Shop(market="US", bounds=bounds), jobs=jobs))
    assert [bool(one.unreadable) for one in reports] == [False, True, False]
    assert re.search(why, reports[1].unreadable or "")
    assert reports[1].source is not None
    assert reports[1].source.line == 2


@pytest.mark.parametrize("ask", [lr.to_candidate, lr.suggest_categories])
def test_every_question_about_a_product_holds_its_bounds(ask: Any) -> None:
    with pytest.raises(lr.PayloadError, match="4 variants; at most 3"):
        ask(product(**TOO_MUCH["variants"][0]), shop=lr.Shop(market="US", bounds=SMALL))


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
