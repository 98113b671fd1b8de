from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import listing_rules as lr
from listing_rules.examples import base_product
from listing_rules.report import Report
from listing_rules.seen import Seen

RULES = lr.load_rules()


def run(patches: list[dict[str, Any]], left: int | None) -> list[Report]:
    shop = lr.Shop(market="US", currency="USD", uploads_left=left)
    return list(lr.check_catalog(payloads(patches), shop=shop, rules=RULES))


def payloads(patches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Products that differ in all that a catalog compares."""
    return [
        base_product(
            RULES,
            "US",
            {
                "id": index,
                "title": f"Organic Cotton Crew Neck T-Shirt Number {index}",
                "handle": f"tee-{index}",
                "variants": [{"sku": f"TEE-{index}"}],
                "images": [{"src": f"https://cdn.example.com/{index}.jpg", "width": 900, "height": 900}],
                **patch,
            },
        )
        for index, patch in enumerate(patches)
    ]


def waiting(reports: list[Report]) -> list[int]:
    return [
        index
        for index, report in enumerate(reports)
        if any(one.rule == "upload-limit-reached" for one in report.failures)
    ]


@pytest.mark.parametrize(("left", "must_wait"), [(0, [0, 1, 2]), (1, [1, 2]), (2, [2]), (3, []), (None, [])])
def test_products_take_the_uploads_that_are_left_in_order(left: int | None, must_wait: list[int]) -> None:
    assert waiting(run([{}, {}, {}], left)) == must_wait


def test_products_that_would_not_be_listed_use_up_nothing() -> None:
    broken: dict[str, Any] = {"variants": [{"price": "0"}]}
    reports = run([broken, {}, {"status": "draft"}, {}], 1)
    assert waiting(reports) == [3]
    assert [report.forecast for report in reports] == ["sync_failed", "synced", "not_synced", "sync_failed"]


@pytest.mark.parametrize(("most", "told", "left_out"), [(3, 2, 0), (2, 2, 0), (1, 1, 1)])
def test_what_the_catalog_tells_counts_against_the_bound_too(most: int, told: int, left_out: int) -> None:
    shop = lr.Shop(market="US", currency="USD", uploads_left=0, bounds=lr.Bounds(failures=most))
    banner = {"images": [{"src": "https://cdn.example.com/1.jpg", "width": 1600, "height": 900}]}
    (report,) = lr.check_catalog(payloads([banner]), shop=shop, rules=RULES)
    assert [one.rule for one in report.failures] == ["upload-limit-reached", "image-shape"][:told]
    assert report.truncated == left_out


def test_what_another_product_has_already_is_told_where_it_stands() -> None:
    sizes = [[{"sku": "A"}, {"sku": "SAME", "option1": "M"}], [{"sku": "B"}, {"sku": "SAME", "option1": "M"}]]
    first, second = run([{"variants": variants} for variants in sizes], None)
    (failure,) = [one for one in (*first.failures, *second.failures) if one.rule == "seller-sku-on-several-products"]
    assert (failure.at, failure.source_at, failure.value) == ("/skus/1/seller_sku", "/variants/1/sku", "SAME")


def test_the_one_that_waits_is_told_its_place_in_line() -> None:
    told = run([{}, {}, {}], 1)[2].failures[0]
    assert told.action == "wait_for_quota"
    assert "upload 1 more products now" in told.reason
    assert "number 3 in line" in told.reason


def test_a_waiting_product_has_one_fingerprint_whatever_comes_before_it() -> None:
    alone = run([{"id": 7}], 0)[0].failures[0]
    later = run([{"id": 1}, {"id": 7}], 1)[1].failures[0]
    assert (alone.rule, alone.fingerprint) == (later.rule, later.fingerprint)


@pytest.mark.parametrize(
    ("left", "daily", "turns"),
    [(1, 2, [None, "1 day", "1 day", "2 days"]), (0, 1, ["1 day", "2 days", "3 days", "4 days"]), (4, 1, [None] * 4)],
)
def test_where_it_is_known_how_many_a_day_the_turn_is_told(left: int, daily: int, turns: list[str | None]) -> None:
    shop = lr.Shop(market="US", currency="USD", uploads_left=left, uploads_per_day=daily)
    reports = lr.check_catalog(payloads([{}] * 4), shop=shop, rules=RULES)
    told = [report.failures[0].reason if report.failures else None for report in reports]
    assert [reason and reason.partition("its turn comes in ")[2].rstrip(".") for reason in told] == turns


def rules_of(reports: list[Report]) -> list[list[str]]:
    return [[failure.rule for failure in report.failures] for report in reports]


def test_the_later_of_two_is_told_with_the_place_of_the_first() -> None:
    reports = run([{}, {}, {"title": "Organic  cotton crew neck t-shirt NUMBER 0"}], None)
    assert rules_of(reports) == [[], [], ["duplicate-listing"]]
    failure = reports[2].failures[0]
    assert '"Organic Cotton Crew Neck T-Shirt Number 0" (1)' in failure.reason
    assert (failure.at, failure.source_at) == ("/title", "/title")
    assert reports[2].forecast == "synced"


def test_the_same_product_twice_is_told_once_and_not_for_everything_that_it_holds() -> None:
    assert rules_of(run([{"id": 5}, {}, {"id": 5}], None)) == [[], [], ["product-twice"]]


def test_one_sku_on_several_products_is_told_with_its_variant() -> None:
    shared = [{"sku": "A"}, {"sku": "B"}]
    (failure,) = run([{"variants": [{"sku": "b"}]}, {"variants": shared}], None)[1].failures
    assert (failure.rule, failure.at, failure.value) == ("seller-sku-on-several-products", "/skus/1/seller_sku", "B")


def test_drafts_and_what_cannot_be_read_are_not_compared() -> None:
    products = payloads([{"id": 5, "status": "draft"}, {"id": 5}])
    reports = list(lr.check_catalog([*products[:1], "{", *products[1:]], shop=lr.Shop(market="US"), rules=RULES))
    assert "product-twice" not in str(rules_of(reports))


def test_workers_compare_as_one_process_does() -> None:
    shop = lr.Shop(market="US", currency="USD", uploads_left=3)
    catalog = payloads([{"id": number % 7} for number in range(20)])
    alone = list(lr.check_catalog(catalog, shop=shop, rules=RULES))
    assert list(lr.check_catalog(catalog, shop=shop, rules=RULES, jobs=2)) == alone
    assert sum("product-twice" in rules for rules in rules_of(alone)) == 13


def test_a_rule_of_the_catalog_can_be_turned_off_for_a_product_and_be_made_an_error(tmp_path: Path) -> None:
    (tmp_path / "changes.yaml").write_text(
        "{change: [{rule: product-twice, severity: error}],"
        " turn_off: [{rule: product-twice, because: sold twice on purpose, products: [tee-1]}]}"
    )
    rules = lr.load_rules(tmp_path)
    products = payloads([{"id": 5}, {"id": 5}, {"id": 5}])
    _, waived, told = lr.check_catalog(products, shop=lr.Shop(market="US", currency="USD"), rules=rules)
    assert (waived.failures, [off.rule for off in waived.turned_off]) == ((), ["product-twice"])
    assert (told.failures[0].severity, told.forecast) == ("error", "review_failed")


def test_facts_that_the_shape_lacks_are_skipped_not_passed() -> None:
    ajax = {"id": 1, "title": "Mug", "handle": "mug", "variants": [{"id": 2, "title": "Default", "price": 100}]}
    (report,) = lr.check_catalog([ajax], shop=lr.Shop(market="US"), rules=RULES, shape="ajax")
    assert "barcode-on-several-products" in {skipped.rule for skipped in report.skipped}


def test_seen_remembers_the_first_place_only() -> None:
    seen = Seen()
    here, there, elsewhere = "here", "there", "else\ud800where"
    assert [seen.meet([1], here).get(1), seen.meet([2], here).get(2), seen.meet([1], here).get(1)] == [None, None, None]
    assert [seen.meet([1], there).get(1), seen.meet([-(2**63)], there).get(-(2**63))] == ["here", None]
    assert seen.meet([3], elsewhere).get(3) is None
    assert seen.meet([3], "last").get(3) == "else\\ud800where"
    assert seen.meet([2], "last").get(2) == "here"
