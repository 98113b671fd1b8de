"""`attributes`: what the category asks for, and what the shop file maps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules.checks import KINDS, Unknown
from listing_rules.checks.attributes import _positive
from listing_rules.engine import Checker
from listing_rules.examples import base_product
from listing_rules.rules import load_rules

RULES = load_rules()
MATERIAL = {"id": "1", "name": "Material", "type": "PRODUCT_PROPERTY"}


def report(attributes: list[dict[str, Any]], listing: Any = None, category: str | None = "601226", **patch: Any) -> Any:
    mapping = {} if category is None else {"default": category}
    answer = {"601226": {"attributes": attributes}}
    shop = lr.Shop(market="US", currency="USD", category_mapping=mapping, category_attributes=answer, listing=listing)
    return lr.check(base_product(RULES, "US", patch), shop=shop, rules=RULES)


def failures(result: Any, rule: str) -> list[Any]:
    return [failure for failure in result.failures if failure.rule == rule]


def skipped(result: Any, rule: str) -> list[Any]:
    return [one for one in result.skipped if one.rule == rule]


def test_each_missing_attribute_is_told_by_its_name() -> None:
    many = [{**MATERIAL, "id": str(number), "name": f"Part {number}", "is_required": True} for number in range(1, 4)]
    found = failures(report(many), "missing-required-attribute")
    assert [failure.reason for failure in found if "Part 2" in failure.reason] != []
    assert len(found) == 3
    assert {failure.certainty for failure in found} == {"likely"}


def test_what_the_shop_file_speaks_of_is_certain() -> None:
    result = report([{**MATERIAL, "is_requried": True}], {"default": {"attributes": {}}})
    (failure,) = failures(result, "missing-required-attribute")
    assert failure.certainty == "certain"


def test_the_list_of_values_is_shown_in_part() -> None:
    values = [{"id": str(number), "name": f"Value {number}"} for number in range(8)]
    (failure,) = failures(report([{**MATERIAL, "is_requried": True, "values": values}]), "missing-required-attribute")
    assert "Value 4 and 3 more" in failure.fix
    assert "Value 5" not in failure.fix


def test_a_category_that_the_answers_do_not_cover_is_undecided() -> None:
    (one,) = skipped(report([], category="600042"), "missing-required-attribute")
    assert one.needs == ("category_attributes",)
    assert "do not cover category 600042" in one.why


def test_a_product_without_a_category_is_told_by_another_rule_alone() -> None:
    result = report([{**MATERIAL, "is_requried": True}], category=None)
    assert failures(result, "missing-required-attribute") == []
    assert skipped(result, "missing-required-attribute") == []
    assert failures(result, "no-category") != []


def test_a_condition_on_an_attribute_that_is_not_there_names_its_id() -> None:
    condition = {"attribute_id": "9", "attribute_value_id": "11"}
    child = {**MATERIAL, "requirement_conditions": [condition]}
    parent = {**MATERIAL, "id": "9", "name": "", "values": [{"id": "11", "name": "Yes"}]}
    listing = {"default": {"attributes": {"9": {"values": ["yes"]}}}}
    (failure,) = failures(report([child, parent], listing), "missing-conditional-attribute")
    assert '"Yes"' in failure.reason


@pytest.mark.parametrize("kind", ["attributes", "documents", "brand", "warehouse", "prerequisite"])
def test_a_rule_that_names_no_needs_is_undecided_without_the_facts(kind: str) -> None:
    params = {
        "attributes": {"finds": "missing"},
        "documents": {"finds": "no_size_chart"},
        "brand": {"finds": "unknown"},
        "warehouse": {"finds": "missing"},
        "prerequisite": {"item": "SHOP_TAX"},
    }[kind]
    checker = Checker(RULES, lr.Shop(market="US", category_mapping={"default": "601226"}))
    check = KINDS[kind].build(params, checker.context)
    facts = type("Facts", (), {"tree": {}, "subject": type("Subject", (), {"category_id": "601226"})})()
    (found,) = check(facts)
    assert isinstance(found, Unknown)


@given(st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False, allow_infinity=False))
def test_a_number_is_positive_as_mathematics_says(number: Any) -> None:
    assert _positive(format(number, "f")) is (number > 0)


@pytest.mark.parametrize("text", ["", "60 W", "1,5", "-1", "1e3", ".5", "5.", "٣", "0", "0.00"])
def test_what_is_no_positive_number(text: str) -> None:
    assert not _positive(text)
