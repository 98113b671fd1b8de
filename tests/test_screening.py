"""The compiled function clears a rule only where its check would find nothing: with and without it, all is the same."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from both_ways import as_screened, unscreened
from each_rule import EACH_RULE
from listing_rules import RuleSet, Shop, load_rules
from listing_rules.checks import Facts
from listing_rules.engine import Checker
from listing_rules.examples import base_product, base_shop, markets_of, products_of
from listing_rules.facts import FACTS
from listing_rules.fields import held_at
from listing_rules.paths import Path as Column
from listing_rules.rule import Rule
from listing_rules.ruleset import part_of
from listing_rules.shopify import iter_products, read_one, read_product
from listing_rules.shopify.readers.rest_plain import Plain
from listing_rules.shopify.subject import product_of

RULES = load_rules()
BOX = {"length": "20", "width": "15", "height": "5", "unit": "INCH"}
SHOPS = [
    Shop(market="US", currency="USD"),
    Shop(market="US", category_mapping={"default": "601226"}),
    Shop(market="DE", currency="EUR", category_mapping={"by_tag": {"cotton": "601226"}}),
    Shop(market="ID"),
    base_shop(RULES, "GB", {}),
    Shop(
        market="MY", listing={"default": {"package_dimensions": BOX}, "by_vendor": {"a": {"brand_id": "7"}}}, brands=[]
    ),
]
CHECKERS = [Checker(RULES, shop) for shop in SHOPS]


def assert_same(readable: Any) -> None:
    for checker in CHECKERS:
        expected = unscreened(checker, product_of(readable))
        assert as_screened(checker, product_of(readable)) == expected
        assert as_screened(checker, readable) == expected


FAULTS: dict[str, list[Any]] = {
    "title": [
        "",
        "x",
        "a\tb\nc",
        "Mug \u200b",
        "A \u2003 B",
        "Ünïcode 雨伞",
        "A" * 300,
        "Wow!!!!!!!!!!!!",
        "&nbsp; & co",
        "***",
        " ",
        "Red Wine 750ml",
    ],
    "body_html": [
        None,
        "",
        "<p>雨</p>",
        "<script>x</script>",
        "<p>a\u0001</p>",
        "<img src='x.jpg'>",
        "<div>" * 30,
        "<p",
    ],
    "status": ["draft", "archived", "ACTIVE", None],
    "tags": ["", "wine, gift", ["a", "b"], None],
    "published_at": [None],
    "vendor": [""],
    "product_type": ["Vodka", ""],
    "images": [
        [],
        None,
        [{"id": 1, "position": 1, "src": "https://x.test/a.gif"}],
        [{"id": 1, "position": 1, "src": "a"}],
    ],
    "options": [[], [{"name": "Title", "position": 1, "values": ["Default Title"]}]],
    "admin_graphql_api_id": ["gid://shopify/Product/1", None],
}
VARIANT_FAULTS: dict[str, list[Any]] = {
    "price": ["0.00", "abc", None, "999999999", 12, "1,5"],
    "compare_at_price": ["0.00", "1.00", "99999999", None],
    "option1": ["white", "White ", None, "雨", "x" * 60, "a\u0007", "==========", "x" * 40 + "\n" + "y" * 40],
    "sku": [None, "", "has space", "雨", "x" * 80, "x" * 40 + "\n" + "y" * 40],
    "barcode": ["123", "4006381333931", "4006381333932", "", None],
    "inventory_quantity": [-1, 10**7, None],
    "weight": [0, 0.5, None, 10**6],
    "weight_unit": ["lb", "g", "stone", None],
}


@st.composite
def products(draw: st.DrawFn) -> dict[str, Any]:
    product = json.loads(json.dumps(base_product(RULES, "US", {})))
    for name in draw(st.lists(st.sampled_from(sorted(FAULTS)), max_size=3, unique=True)):
        product[name] = draw(st.sampled_from(FAULTS[name]))
    for variant in product["variants"]:
        for name in draw(st.lists(st.sampled_from(sorted(VARIANT_FAULTS)), max_size=3, unique=True)):
            variant[name] = draw(st.sampled_from(VARIANT_FAULTS[name]))
    if draw(st.booleans()):
        product["variants"].append({**product["variants"][0], "id": 2003})
    for name in draw(st.lists(st.sampled_from(sorted(product)), max_size=1)):
        del product[name]
    return product


@settings(max_examples=150, deadline=None)
@given(products())
def test_what_is_screened_away_is_what_checks_have_nothing_to_say_about(product: dict[str, Any]) -> None:
    text = json.dumps(product)
    readable = read_one(text)
    assert product_of(readable) == read_product(json.loads(text), shape="rest" if isinstance(readable, Plain) else None)
    assert_same(readable)


@EACH_RULE
def test_the_examples_of_a_rule_find_the_same_by_its_check_alone(rule: Rule) -> None:
    """With what the shop file sends and without it, where a product as Shopify writes it is made no candidate."""
    few = part_of(RULES, {rule.id, *rule.yields_to})
    for example in rule.examples:
        made, payload, _ = next(products_of(few, example, markets_of(rule, example)[0]))
        for shop in (made.shop, made.shop.model_copy(update={"listing": None})):
            checker, readable = Checker(few, shop, made.context.as_of), read_one(payload)
            assert as_screened(checker, readable) == unscreened(checker, readable), example["name"]


BASE = base_product(RULES, "US", {})
LACKING = [
    *({name: value for name, value in BASE.items() if name != lacking} for lacking in sorted(BASE)),
    *(
        {**BASE, "variants": [{name: value for name, value in one.items() if name != lacking} for one in which]}
        for lacking in sorted(BASE["variants"][0])
        for which in (BASE["variants"], [*BASE["variants"], {**BASE["variants"][0], "id": 2003}])
    ),
]


@pytest.mark.parametrize("product", LACKING, ids=range(len(LACKING)))
def test_what_a_payload_lacks_is_missed_alike_and_by_a_name_that_people_can_look_up(product: dict[str, Any]) -> None:
    readable = read_one(json.dumps(product))
    assert_same(readable)
    for checker in CHECKERS:
        for one in checker.check(readable).skipped:
            assert all(name in FACTS or held_at(name) for name in one.needs), one


def test_every_column_of_a_plain_product_holds_what_the_candidate_holds() -> None:
    readable = read_one(json.dumps(base_product(RULES, "US", {})))
    assert isinstance(readable, Plain)
    for checker in CHECKERS[:4]:
        plain, general = checker._lister.subject(readable), checker._lister.subject(readable.product())
        facts = Facts(general, checker.context)
        for path, column in checker._lister.plain_columns.items():
            if column.exact or not column.stand_in:
                assert plain.column(path) == facts.column(Column.parse(path)), path


@pytest.mark.parametrize("sign", ["\u0001", "X", "é"])
def test_a_rule_of_your_own_sees_any_sign_repeated_in_a_description(sign: str) -> None:
    model = RULES.get("description-formatting")
    assert model is not None
    own = replace(model, params={"at": "description", "without": ["repeats"]})
    checker = Checker(RuleSet(rules=(own,), tables=RULES.tables), SHOPS[0])
    readable = read_one(json.dumps({**base_product(RULES, "US", {}), "body_html": f"<p>Soft {sign * 10}</p>"}))
    assert [rule for rule, _ in as_screened(checker, readable)[0]] == [own.id]


@pytest.mark.shared_data
def test_the_same_on_real_products(shared_data: Path) -> None:
    files = sorted((shared_data / "shopify").rglob("*.*"))
    for file in files:
        if file.suffix in (".csv", ".json", ".jsonl"):
            for readable in _sample(file):
                assert_same(readable)


def _sample(file: Path) -> Iterator[Any]:
    chance = random.Random(str(file))  # noqa: S311
    with file.open("rb") as opened:
        for record in iter_products(opened):
            if record.product is not None and chance.random() < 0.03:
                yield record.product


def test_the_function_for_plain_products_reads_their_fields_and_the_other_one_columns() -> None:
    checker = CHECKERS[0]
    plain, other = checker.compiled_text(plain=True), checker.compiled_text()
    assert "body.variants" in plain
    assert "body.variants" not in other
    assert "tree.get(" in other


def test_words_are_scanned_for_only_where_a_rule_listens() -> None:
    """Not where a rule's name alone holds the word by which the function knows what was heard."""
    for name, listens in (("title-too-short", False), ("used-condition", True)):
        rules = RuleSet(rules=tuple(rule for rule in RULES.rules if rule.id == name), tables=RULES.tables)
        text = Checker(rules, Shop(market="US", currency="USD")).compiled_text(plain=True)
        assert ("facts.found()" in text) is listens
        assert name in text
