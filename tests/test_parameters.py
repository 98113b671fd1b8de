"""A rule file either works on every product or is refused when it is loaded, with the line and what to do instead."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

import listing_rules as lr
from both_ways import as_screened, unscreened
from listing_rules.api import bundled_rules
from listing_rules.checks import KINDS
from listing_rules.engine import Checker
from listing_rules.examples import base_product, base_shop
from listing_rules.fields import held_at, market_value, nearest
from listing_rules.paths import HOLDS
from listing_rules.rulefile import load_rule
from listing_rules.ruleset import RuleSet
from listing_rules.shopify import read_one, read_product
from listing_rules.shopify.mapping import to_tree
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.neutral import tee
from listing_rules.yamlfile import parse_yaml

RULES = bundled_rules()
PLACES = [
    "title",
    "description",
    "skus[*].seller_sku",
    "skus[*].price.amount",
    "skus[*].inventory[*].quantity",
    "main_images[*].width",
    "skus[*].shopify.requires_shipping",
    "shopify.published",
    "shopify.tags",
    "skus",
    "skus[*].price",
    "package_weight",
    "skus[*].sales_attributes[*]",
    "shopify.options[*].values[*]",
    "shop.market",
    "shop.uploads_left",
    "no.such.place",
]
"""One of each kind of value, one that is a column and one that is not; and facts of the shop."""

OTHERS: dict[str, list[dict[str, Any]]] = {
    "number": [{"more_than": 0}, {"readable": True}],
    "required": [{}],
    "value": [{"one_of": ["x"]}, {"none_of": [1]}, {"one_of": [True]}, {"one_of": {"market": "currency"}}],
    "compare": [{"at_least": "skus[*].price.amount"}, {"at_least": "skus[*].list_price.amount"}],
    "count": [{"at_most": 1}],
    "text": [{"at_most": 3}, {"at_least": 1000}, {"without": ["spaces", "emoji", "no_address"]}],
    "repeated": [{}, {"key": "value_name"}, {"as_spelled": True}],
    "script": [{}],
    "repeated_words": [{"at_most": 1}],
    "spread": [{"at_most": 2}],
    "html": [{"finds": "images"}, {"finds": "tags", "tags": ["p"]}, {"finds": "cut_off"}],
    "phrases": [{"phrases": {"any": ["tee"]}}],
    "repeated_in_catalog": [{}, {"with": "shopify.vendor", "first": True}],
}
"""What a kind asks for beside the place."""


def rule_of(check: dict[str, Any], **more: Any) -> str:
    return yaml.safe_dump(
        {
            "id": "a-rule",
            "title": "A rule",
            "since": "2026.11.0",
            "stage": "sync_failed",
            "severity": "error",
            "certainty": "certain",
            "markets": "all",
            "check": check,
            "reason": "Because.",
            "fix": "Mend it.",
            "action": "update_and_resync",
            "sources": [{"kind": "judgement", "fact": "house rule"}],
            "examples": [{"name": "as it is", "given": {}, "passes": True}],
            **more,
        },
        sort_keys=False,
    )


def loaded(text: str) -> RuleSet:
    rule = load_rule(parse_yaml(text, "price/a-rule.yaml"), "price", "a-rule")
    return replace(RULES, rules=(rule,))


def tried(text: str) -> tuple[RuleSet | None, lr.RuleFileError | None]:
    try:
        return loaded(text), None
    except lr.RuleFileError as error:
        return None, error


def products() -> list[Any]:
    """One in every shape, a plain one, and one with texts where numbers belong."""
    odd = {"variants": [{"price": "call us", "inventory_quantity": "some", "option1": None}], "images": []}
    plain = [base_product(RULES, "US", {}), base_product(RULES, "US", odd)]
    return [*(write(tee()) for write in WRITERS.values()), *plain, json.dumps(plain[0])]


PRODUCTS = products()
SHOPS = [base_shop(RULES, "US", {}), lr.Shop(market="US"), lr.Shop(market="DE")]


def place_of(kind: str) -> str:
    return next(name for name, one in KINDS[kind].SCHEMA["properties"].items() if HOLDS in one.get("items", one))


def test_every_kind_that_names_a_place_is_tried() -> None:
    named = {
        kind
        for kind, module in KINDS.items()
        if any(HOLDS in one.get("items", one) for one in module.SCHEMA.get("properties", {}).values())
    }
    assert named == set(OTHERS)


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("kind", sorted(OTHERS))
def test_a_check_of_any_place_is_refused_or_runs_on_every_product_screened_or_not(kind: str, path: str) -> None:
    name = place_of(kind)
    for other in OTHERS[kind]:
        rules, refused = tried(rule_of({kind: {name: [path] if kind == "phrases" else path, **other}}))
        if rules is None:
            assert refused is not None
            assert refused.line
            assert f"check.{kind}" in str(refused)
        else:
            for checker in (Checker(rules, shop) for shop in SHOPS):
                for product in map(read_one, PRODUCTS):
                    assert checker.check(product).market == checker.shop.market
                    assert as_screened(checker, product) == unscreened(checker, product)


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ({"value": {"at": "skus[*].price", "one_of": ["x"]}}, "skus[*].price holds an object"),
        ({"value": {"at": "skus[*].price.amount", "none_of": ["19.99"]}}, "Amounts are compared with 'number'"),
        ({"value": {"at": "shopify.published", "one_of": ["true"]}}, "holds true or false, which 'true' never is"),
        ({"value": {"at": "skus[*].seller_sku", "none_of": [12]}}, "holds text, which 12 never is"),
        ({"value": {"at": "title", "one_of": {"market": "price.max"}}}, "price.max is a number; text was expected"),
        ({"number": {"at": "skus[*].prize.amount", "more_than": 0}}, "did you mean 'skus[*].price.amount'?"),
        ({"number": {"at": "skus.price.amount", "more_than": 0}}, "the candidate has no place 'skus.price.amount'"),
        ({"number": {"at": "package_weight.value", "at_least": 5, "at_most": 1}}, "leave nothing that is fine"),
        ({"number": {"at": "package_weight.value", "more_than": 5, "at_most": 5}}, "leave nothing that is fine"),
        ({"number": {"at": "package_weight.value", "at_most": float("nan")}}, "nan is no limit"),
        ({"number": {"at": "package_weight.value", "at_most": {"market": "currency"}}}, "currency is text; a number"),
        ({"number": {"at": "package_weight.value", "at_most": {"market": "price.top"}}}, "has no 'price.top'"),
        ({"number": {"at": "package_weight.value", "readable": True, "at_most": 5}}, "readable stands alone"),
        ({"text": {"at": "title", "at_most": -1}}, "-1 is no length"),
        ({"compare": {"at": "package_weight.value", "at_least": "skus[*].price.amount"}}, "belongs to no SKU"),
        ({"repeated": {"of": "skus[*].sales_attributes"}}, "say which field of its objects counts"),
        ({"repeated": {"of": "skus[*].sales_attributes", "key": "colour"}}, "holds no objects with a text 'colour'"),
        ({"repeated": {"of": "skus[*].seller_sku", "key": "name"}}, "skus[*].seller_sku has no fields"),
        ({"repeated": {"of": "title"}}, "title stands once in a product"),
        ({"html": {"at": "description", "finds": "images", "tags": ["b"]}}, "tags are looked for with 'finds: tags'"),
        ({"html": {"at": "description", "finds": "cut_off", "at_most": 3}}, "cut_off counts nothing"),
        ({"html": {"at": "shopify.tags[*]", "finds": "images"}}, "is a column; this kind of check reads one place"),
        ({"image_shape": {"narrowest": [4, 3], "widest": [3, 4]}}, "so no image is fine"),
        ({"language": {"at_least": 1, "words": {"fr": ["le", "la"]}, "names": {}}}, "names says nothing of fr"),
        ({"phrases": {"at": ["title", "shopify.tagz"], "phrases": {"any": ["wow"]}}}, "check.phrases.at.1"),
    ],
)
def test_what_could_never_work_is_refused(check: dict[str, Any], said: str) -> None:
    with pytest.raises(lr.RuleFileError) as refused:
        loaded(rule_of(check))
    assert said in str(refused.value)
    assert refused.value.line


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"from": "2026-02-30"}, "from: 2026-02-30 is no day of the calendar"),
        ({"from": "2026-12-01", "until": "2026-12-01"}, "the rule would end before it begins"),
        ({"assuming": {"at": "shopify.colour", "equals": 1, "say": "So."}}, "the candidate has no place"),
    ],
)
def test_days_and_assumptions_are_looked_at(more: dict[str, Any], said: str) -> None:
    with pytest.raises(lr.RuleFileError) as refused:
        loaded(rule_of({"required": {"at": "title"}}, **more))
    assert said in str(refused.value)


def test_a_group_of_goods_that_is_not_there_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "prohibited").mkdir()
    text = rule_of({"goods": {"groups": ["alcool"], "outcomes": ["prohibited"]}})
    (tmp_path / "prohibited" / "a-rule.yaml").write_text(text)
    with pytest.raises(lr.RuleFileError) as refused:
        lr.load_rules(tmp_path)
    assert "'alcool' is no group of goods; did you mean 'alcohol'?" in str(refused.value)
    assert refused.value.line == 1 + text.splitlines().index("    groups:") + 1


@pytest.mark.parametrize(
    ("path", "patch"),
    [
        ("shopify.tags", {"tags": ""}),
        ("shopify.options[*].values[*]", {"variants": [{"option1": " "}]}),
        ("skus[*].shopify.weight", {"variants": [{"weight": None}]}),
    ],
)
def test_a_place_that_no_rule_of_ours_reads_is_read_for_plain_products_too(path: str, patch: dict[str, Any]) -> None:
    rules = loaded(rule_of({"required": {"at": path}}))
    for payload, found in ((base_product(RULES, "US", {}), []), (base_product(RULES, "US", patch), ["a-rule"])):
        report = lr.check(json.dumps(payload), shop=lr.Shop(market="US"), rules=rules)
        assert ([one.rule for one in report.failures], report.skipped) == (found, ())


def test_a_place_that_has_no_name_of_its_own_is_missed_by_its_path() -> None:
    rules = loaded(rule_of({"required": {"at": "shopify.requires_components"}}))
    for payload in (base_product(RULES, "US", {}), json.dumps(base_product(RULES, "US", {}))):
        (skipped,) = lr.check(payload, shop=lr.Shop(market="US"), rules=rules).skipped
        assert skipped.why == (
            "A payload of the shape rest does not hold: shopify.requires_components. To decide it, send it."
        )


def test_facts_of_the_shop_are_read_for_plain_products_too() -> None:
    rules = loaded(rule_of({"value": {"at": "shop.market", "none_of": ["US"]}}))
    for product in (json.dumps(base_product(RULES, "US", {})), base_product(RULES, "US", {})):
        report = lr.check(product, shop=lr.Shop(market="US"), rules=rules)
        assert [failure.rule for failure in report.failures] == ["a-rule"]


def test_a_need_that_the_shop_meets_is_met_for_plain_products_too() -> None:
    rules = loaded(rule_of({"required": {"at": "title"}}, needs=["uploads_left"]))
    shop = lr.Shop(market="US", uploads_left=3)
    assert lr.check(json.dumps(base_product(RULES, "US", {})), shop=shop, rules=rules).skipped == ()


@pytest.mark.parametrize("shape", sorted(WRITERS))
def test_every_place_of_a_candidate_is_known_with_what_it_holds(shape: str) -> None:
    product = read_product(WRITERS[shape](tee()))
    tree = to_tree(product, base_shop(RULES, "US", {}), "601226")
    assert {path for path, value in held_in(tree, "") if held_at(path) not in kinds_of(value)} == set()


def held_in(value: Any, path: str) -> list[tuple[str, Any]]:
    found = [(path, value)] if path and value is not None and not path.startswith("given_by_shop.") else []
    if isinstance(value, dict):
        return found + [one for name, part in value.items() for one in held_in(part, f"{path}.{name}".lstrip("."))]
    return found + [one for part in value for one in held_in(part, f"{path}[*]")] if isinstance(value, list) else found


def kinds_of(value: Any) -> set[str]:
    names = {"str": "text", "bool": "flag", "int": "number", "Decimal": "amount", "list": "list", "dict": "object"}
    return {names[type(value).__name__]} | ({"amount"} if isinstance(value, int) else set())


def test_a_misspelt_place_has_a_neighbour() -> None:
    assert nearest("titel") == "; did you mean 'title'?"
    assert nearest("qqqqqqqqqq") == ""
    assert market_value("price.max") == "number"
    assert market_value("price") is None
