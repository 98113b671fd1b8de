"""The bundled rules: every example holds, and every file says what a person needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from each_rule import EACH_RULE
from listing_rules.engine import Checker
from listing_rules.errors import RuleFileError
from listing_rules.examples import base_product, base_shop, for_examples, run_examples
from listing_rules.rule import Rule
from listing_rules.rules import bundled_folder, load_rules
from listing_rules.ruleset import RuleSet
from listing_rules.shop import MARKETS
from listing_rules.shopify import read_product
from too_dear import write

RULES = load_rules()


@EACH_RULE
def test_the_examples_of_a_rule_hold(rule: Rule) -> None:
    results = list(run_examples(for_examples(RULES), frozenset({rule.id})))
    assert results
    assert [f"{one.example} ({one.market}): {one.problem}" for one in results if one.problem] == []


@EACH_RULE
def test_a_rule_has_examples_that_fail_that_pass_and_that_are_repaired(rule: Rule) -> None:
    """What is broken, what is fine, what mends it. That examples stand on both sides of each limit, mutants show."""
    kinds = {key for example in rule.examples for key in example}
    assert kinds >= {"fails", "passes", "repaired"}


@pytest.mark.parametrize("market", MARKETS)
def test_the_base_product_breaks_no_rule(market: str) -> None:
    checker = Checker(RULES, base_shop(RULES, market, {}))
    report = checker.check(read_product(base_product(RULES, market, {})))
    assert [failure.rule for failure in report.failures if failure.severity != "info"] == []
    assert report.forecast == "synced"


def test_a_rule_yields_only_to_rules_that_exist() -> None:
    assert {other for rule in RULES.rules for other in rule.yields_to} <= {rule.id for rule in RULES.rules}


GOOD = """
id: too-dear
title: Dearer than we want
since: 2026.11.0
stage: sync_failed
severity: warning
certainty: certain
markets: [US]
check:
  number: {at: "skus[*].price.amount", at_most: 50}
reason: "{sku} costs {value}, more than {limit}."
fix: Lower it.
action: update_and_resync
sources: [{kind: judgement, fact: house rule}]
examples:
  - {name: dear, given: {variants: [{price: "50.01"}]}, fails: ["/skus/0/price/amount"], repaired: {}}
  - {name: cheap, given: {variants: [{price: "50"}]}, passes: true}
"""


def problems(rules: RuleSet, rule: str) -> Iterator[str]:
    yield from (str(one.problem) for one in run_examples(rules, frozenset({rule})) if one.problem)


def test_your_own_rules_lie_on_top(tmp_path: Path) -> None:
    rules = load_rules(write(tmp_path, GOOD))
    assert rules.get("too-dear") is not None
    assert len(rules.rules) == len(RULES.rules) + 1
    assert list(problems(rules, "too-dear")) == []


def test_a_rule_with_the_id_of_a_bundled_one_replaces_it(tmp_path: Path) -> None:
    original = (bundled_folder() / "price" / "zero-price.yaml").read_text()
    rules = load_rules(
        write(tmp_path, original.replace("severity: error", "severity: warning"), name="zero-price.yaml")
    )
    replaced = rules.get("zero-price")
    assert replaced is not None
    assert replaced.severity == "warning"
    assert len(rules.rules) == len(RULES.rules)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("at_most: 50", "at_most: 49", "should pass; it fails at"),
        ("at_most: 50", "at_most: 51", "it fails at no place"),
        ('price: "50.01"', 'price: "9"', "it fails at no place"),
        ("repaired: {}", 'repaired: {variants: [{price: "60"}]}', "the repaired product still fails"),
        ("repaired: {}", 'repaired: {variants: [{price: "0"}]}', "the repaired product breaks zero-price"),
        ("repaired: {}", "says: far too dear", "should say 'far too dear'"),
        ('given: {variants: [{price: "50"}]}', 'given: {variants: "none"}', "cannot be checked"),
        ("repaired: {}", "stage: review_failed", "should have the stage review_failed; it has sync_failed"),
        ("repaired: {}", "severity: error", "should have the severity error; it has warning"),
        ("repaired: {}", "forecast: sync_failed", "should be forecast as sync_failed; it is synced"),
        ("repaired: {}", "markets: all", "it fails at no place"),
        ("since: 2026.11.0", "since: 2026.11.0\nuntil: 2026-11-01", "it fails at no place"),
        ("repaired: {}", "as_of: 2026-13-01", "2026-13-01 is no day"),
    ],
)
def test_a_wrong_example_is_caught(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in GOOD
    rules = load_rules(write(tmp_path, GOOD.replace(old, new)))
    assert any(problem in found for found in problems(rules, "too-dear"))


@pytest.mark.parametrize(
    "told",
    [
        "stage: sync_failed, severity: warning, forecast: synced",
        "markets: [US], as_of: 2026-11-24",
    ],
)
def test_an_example_may_say_how_it_is_told(tmp_path: Path, told: str) -> None:
    rules = load_rules(write(tmp_path, GOOD.replace("repaired: {}", told)))
    assert list(problems(rules, "too-dear")) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "severity: warning",
            "severity: fatal",
            r"5?:\d+: severity: found 'fatal'; expected one of error, warning, info",
        ),
        ("severity: warning", "severty: warning", r"severty: the key is not known; did you mean 'severity'\?"),
        ("at_most: 50", "at_mots: 50", r"check.number.at_mots: the key is not known; did you mean 'at_most'\?"),
        ("number: {", "nubmer: {", r"check.nubmer: the key is not known; did you mean 'number'\?"),
        ("fix: Lower it.", "", "the key 'fix' is missing"),
        ("{value}", "{price}", r"\{price\} is not a name that this rule can fill in; use "),
        ("{value}", "{value.__class__}", "is not a name that this rule can fill in"),
        ("id: too-dear", "id: other", "is named 'other' and lies in too-dear.yaml"),
        ("markets: [US]", "markets: [XX]", "markets"),
        ("at_most: 50", "at_most: fifty", r"check.number.at_most"),
        ('at: "skus[*].price.amount"', 'at: "skus[0].price"', "check.number.at: found"),
        ("title: Dearer than we want", "title: [a]", "title: found a list; expected string"),
    ],
)
def test_a_wrong_rule_file_says_where_and_what(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in GOOD
    with pytest.raises(RuleFileError, match=problem) as caught:
        load_rules(write(tmp_path, GOOD.replace(old, new)))
    assert caught.value.file.endswith("too-dear.yaml")
    assert caught.value.line
    assert caught.value.column


def test_a_folder_that_is_none_of_the_areas_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="lies in the folder 'prices'; a folder is one of price, variants"):
        load_rules(write(tmp_path, GOOD, area="prices"))


def test_an_id_stands_once_in_a_folder(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, area="shop")
    with pytest.raises(RuleFileError, match=r"the rule 'too-dear' stands in .*price/too-dear.yaml too"):
        load_rules(tmp_path)


def test_a_rule_cannot_yield_to_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="yields_to names 'nothing', which is no rule"):
        load_rules(write(tmp_path, GOOD + "yields_to: [nothing]\n"))


@pytest.mark.parametrize("what", ["none", "empty"])
def test_a_folder_without_rules_is_refused(tmp_path: Path, what: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(RuleFileError, match=r"is no folder|holds no rule files"):
        load_rules(tmp_path / what)
