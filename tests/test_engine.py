"""What a report says, whatever the rules are."""

from __future__ import annotations

import copy
import json
import pickle
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules.examples import base_product
from listing_rules.report import Report, forecast_of

RULES = lr.load_rules()
US = lr.Shop(market="US", currency="USD")


def product(**patch: Any) -> dict[str, Any]:
    return base_product(RULES, "US", patch)


def check(payload: Any, shop: lr.Shop = US) -> Report:
    return lr.check(payload, shop=shop, rules=RULES)


def failure(report: Report, rule: str) -> lr.Failure:
    return next(one for one in report.failures if one.rule == rule)


def fired(report: Report) -> list[str]:
    return [one.rule for one in report.failures if one.severity != "info"]


def test_the_report_is_the_one_of_the_contract() -> None:
    report = check(product(id=632910392, handle="ipod-nano", title="IPod Nano - 8GB", variants=[{"price": "0.00"}]))
    dumped = report.model_dump(mode="json")
    assert dumped["product"] == {"id": "632910392", "handle": "ipod-nano", "title": "IPod Nano - 8GB"}
    assert dumped["forecast"] == "sync_failed"
    assert dumped["market"] == "US"
    assert dumped["rules_version"] == RULES.version
    told = next(one for one in dumped["failures"] if one["rule"] == "zero-price")
    assert (told["at"], told["source_at"], told["value"]) == ("/skus/0/price/amount", "/variants/0/price", "0.00")
    assert (told["area"], told["stage"], told["severity"]) == ("price", "sync_failed", "error")
    assert (told["certainty"], told["action"]) == ("certain", "update_and_resync")
    assert 12052073 in told["platform_codes"]


def test_what_people_know_a_product_by_stays_out_of_the_json() -> None:
    image = {"src": "https://shop.example/mug.jpg"}
    report = check(product(vendor="Northfield", product_type="Mugs", images=[image]))
    known = report.product
    assert (known.vendor, known.product_type, known.image) == ("Northfield", "Mugs", image["src"])
    assert pickle.loads(pickle.dumps(report)).product.vendor == "Northfield"  # noqa: S301
    again = Report.model_validate_json(report.model_dump_json())
    assert again == report
    assert again.product.vendor is None
    assert hash(again.product) == hash(known)


def test_a_failure_names_its_variants_by_keys_that_last() -> None:
    by_id = product(variants=[{"id": 11, "price": "0"}, {"id": 12}, {"id": 13, "price": "0"}])
    assert failure(check(by_id), "zero-price").variants == ("11", "13")
    assert failure(check(product(title="")), "missing-title").variants == ()


def test_one_cause_is_told_once_with_every_place() -> None:
    report = check(product(variants=[{"price": "0"}, {"price": "0.00"}, {"price": "5"}]))
    told = failure(report, "zero-price")
    assert told.at == "/skus/0/price/amount"
    assert [(place.at, place.source_at, place.value) for place in told.also_at] == [
        ("/skus/1/price/amount", "/variants/1/price", "0.00")
    ]
    assert '2 of 3 variants: "White", "Navy"' in told.reason


def test_two_causes_of_one_rule_are_two_failures() -> None:
    report = check(product(variants=[{"option1": value} for value in ("White", "white", "Navy", "NAVY")]))
    assert fired(report).count("duplicate-option-value") == 2


def test_a_price_in_a_currency_that_nobody_states_is_likely_and_says_so() -> None:
    told = failure(check(product(variants=[{"price": "9000"}]), lr.Shop(market="US")), "price-above-market-maximum")
    assert told.certainty == "likely"
    assert "read as USD" in told.reason


def test_a_price_in_a_foreign_currency_is_told_as_that_only() -> None:
    report = check(product(variants=[{"price": "9000"}]), lr.Shop(market="US", currency="EUR"))
    assert fired(report) == ["wrong-currency"]


def test_what_cannot_be_decided_is_skipped_and_never_passed() -> None:
    report = check(product(), lr.Shop(market="US"))
    skipped = {one.rule: one for one in report.skipped}
    assert skipped["wrong-currency"].needs == ("currency",)
    assert "currency: USD" in skipped["wrong-currency"].why
    assert report.complete is False


@pytest.mark.parametrize(
    ("patch", "forecast"),
    [
        ({}, "synced"),
        ({"variants": [{"price": "0"}]}, "sync_failed"),
        ({"status": "draft"}, "not_synced"),
        ({"status": "draft", "variants": [{"price": "0"}]}, "not_synced"),
    ],
)
def test_the_forecast_is_what_a_connector_would_show(patch: dict[str, Any], forecast: str) -> None:
    assert check(product(**patch)).forecast == forecast


def test_a_draft_is_no_error() -> None:
    assert check(product(status="draft")).worst() == "info"


def shuffled(value: Any, draw: random.Random) -> Any:
    """The same payload with variants, images and keys in another order."""
    if isinstance(value, dict):
        keys = list(value)
        draw.shuffle(keys)
        return {key: shuffled(value[key], draw) for key in keys}
    if isinstance(value, list) and value and isinstance(value[0], dict) and "name" not in value[0]:
        return draw.sample([shuffled(one, draw) for one in value], len(value))
    return value


def facts_of(report: Report) -> list[tuple[str, str, str]]:
    return sorted((one.rule, one.fingerprint, one.severity) for one in report.failures)


variants = st.lists(
    st.fixed_dictionaries(
        {"price": st.sampled_from(["0", "5", "x", "9000", None]), "option1": st.sampled_from(["A", "a", "B", "A "])},
        optional={"sku": st.sampled_from(["S", "T", ""]), "weight": st.sampled_from([0, 1, None])},
    ),
    min_size=1,
    max_size=6,
)


@given(variants, st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_the_order_of_variants_and_keys_changes_nothing(given_variants: list[dict[str, Any]], seed: int) -> None:
    payload = product(variants=given_variants)
    assert facts_of(check(shuffled(payload, random.Random(seed)))) == facts_of(check(payload))  # noqa: S311


@given(variants)
@settings(max_examples=30, deadline=None)
def test_the_same_product_has_the_same_report(given_variants: list[dict[str, Any]]) -> None:
    payload = product(variants=given_variants)
    before = copy.deepcopy(payload)
    assert check(payload) == check(json.dumps(payload)) == check(json.dumps(payload).encode())
    assert payload == before


def test_a_fingerprint_survives_reordering_and_other_changes() -> None:
    one = product(variants=[{"price": "0"}, {"price": "5"}])
    other = product(title="A new title that is long enough for every market", variants=[{"price": "5"}, {"price": "0"}])
    other["variants"][0]["id"], other["variants"][1]["id"] = 2002, 2001
    first, second = (failure(check(payload), "zero-price") for payload in (one, other))
    assert first.at != second.at
    assert first.fingerprint == second.fingerprint


def test_variants_whose_options_are_not_known_are_named_by_what_is() -> None:
    """A GraphQL query that did not ask for selectedOptions."""
    variants = [
        {"id": f"gid://shopify/ProductVariant/{number}", "price": price} for number, price in ((1, "0"), (2, "9"))
    ]
    told = failure(
        check({"id": "gid://shopify/Product/1", "title": "Mug", "variants": {"nodes": variants}}), "zero-price"
    )
    assert told.reason.startswith('The price is 0 on variant "1".')


def test_a_fingerprint_tells_variants_and_products_apart() -> None:
    payloads = [
        product(variants=[{"price": "0"}, {}]),
        product(variants=[{}, {"price": "0"}]),
        product(id=7, variants=[{"price": "0"}, {}]),
    ]
    assert len({failure(check(payload), "zero-price").fingerprint for payload in payloads}) == 3


def test_fingerprints_are_those_of_the_baselines_that_were_written_before() -> None:
    payload = product(id=632910392, variants=[{"id": 7, "price": "0"}, {}])
    assert failure(check(payload), "zero-price").fingerprint == "a37c9edbf93ae255352f"


def test_several_values_are_told_once_each() -> None:
    prices = [{"price": price} for price in ("8000", "9000", "8000")]
    told = failure(check(product(variants=prices)), "price-above-market-maximum")
    assert told.reason.startswith("The price is 8000, 9000 USD on all 3 variants.")


def test_what_is_assumed_is_said_behind_the_reason() -> None:
    unsaid = lr.Shop(market="US")
    told = failure(check(product(variants=[{"price": "8000"}, {}]), unsaid), "price-above-market-maximum")
    assert "7600 USD. (The amount is read as USD:" in told.reason


def test_threads_give_the_same_answers() -> None:
    payloads = [product(id=index, variants=[{"price": str(index % 3)}]) for index in range(60)]
    alone = [check(payload) for payload in payloads]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(check, payloads)) == alone


def test_reports_and_rule_sets_travel_between_processes() -> None:
    report = check(product(variants=[{"price": "0"}]))
    assert pickle.loads(pickle.dumps(report)) == report  # noqa: S301
    assert RULES.tables.terms.groups
    assert RULES.tables.categories.words
    rules = pickle.loads(pickle.dumps(RULES))  # noqa: S301
    assert lr.check(product(variants=[{"price": "0"}]), shop=US, rules=rules) == report


def test_a_report_reads_back_from_its_json() -> None:
    report = check(product(variants=[{"price": "0"}], status="draft"), lr.Shop(market="US"))
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_the_day_may_be_named() -> None:
    assert lr.check(product(), shop=US, rules=RULES, as_of=date(2030, 1, 1)).forecast == "synced"


@pytest.mark.parametrize("hostile", ["\x00", "\x1b[31m", "\u202e", "<script>", "{sku}", "{0.__class__}", "\ud7ff", "𝕎"])
def test_a_hostile_text_is_a_value_and_nothing_else(hostile: str) -> None:
    report = check(product(title=hostile * 3, variants=[{"price": hostile}, {"option1": hostile, "price": "0"}]))
    assert {"price-not-a-number", "zero-price"} <= set(fired(report))
    assert failure(report, "price-not-a-number").value == hostile
    assert report.model_dump_json()


def graphql(**fields: Any) -> dict[str, Any]:
    nodes = [{"id": f"gid://shopify/ProductVariant/{number}", "price": "5.00"} for number in (1, 2)]
    return {"id": "gid://shopify/Product/1", "title": "Mug", "variants": {"nodes": nodes}, **fields}


def test_options_that_nobody_asked_for_are_no_duplicates() -> None:
    report = check(graphql())
    assert "duplicate-variant" not in fired(report)
    assert next(one for one in report.skipped if one.rule == "duplicate-variant").needs == ("options",)


def test_a_first_page_of_variants_is_never_clean() -> None:
    payload = graphql()
    assert "zero-price" not in [one.rule for one in check(payload).skipped]
    payload["variants"]["pageInfo"] = {"hasNextPage": True}
    assert next(one for one in check(payload).skipped if one.rule == "zero-price").needs == ("variants",)


CHATTY = {
    "title": "★ World's Best Shirt, Tee Shirt, Cotton Shirt, Men Shirt, SHIRT Before & After",
    "body_html": "<p>Unbeatable <a href='https://cotton.example'>cotton</a>.</p>"
    "<iframe src='//cotton.example'></iframe>",
}


def test_advice_is_three_hints_at_most() -> None:
    told = check(product(**CHATTY)).failures
    assert [one.severity for one in told] == ["info"] * 3


def test_advice_does_not_crowd_out_why_a_product_is_not_synced() -> None:
    told = check(product(**CHATTY, status="draft"))
    assert told.forecast == "not_synced"
    assert "draft-product" in [one.rule for one in told.failures]


@pytest.mark.parametrize(
    ("stages", "forecast"),
    [
        (set(), "synced"),
        ({"listed"}, "synced"),
        ({"in_review", "listed"}, "in_review"),
        ({"in_review", "review_failed"}, "review_failed"),
        ({"in_review", "review_failed", "sync_failed"}, "sync_failed"),
    ],
)
def test_the_forecast_is_the_worst_of_the_stages(stages: set[Any], forecast: str) -> None:
    assert forecast_of(stages) == forecast
