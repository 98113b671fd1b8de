"""What a check costs, in calls of functions: counts that are the same on every machine, unlike seconds."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from listing_rules import RuleSet, Shop, load_rules
from listing_rules.engine import Checker
from listing_rules.examples import base_product
from listing_rules.shopify import read_one
from listing_rules.terms import Lexicon

RULES = load_rules()
SHOP = Shop(market="US", currency="USD")


def calls(work: Callable[[], Any]) -> int:
    """How many functions, of Python's and of C's, a piece of work calls once it is warm."""
    return _events(work, sys.getprofile, sys.setprofile, "call", "c_call")


def lines(work: Callable[[], Any]) -> int:
    """How many lines of Python it runs: loops within a function are seen as well."""
    return _events(work, sys.gettrace, sys.settrace, "line")


def _events(work: Callable[[], Any], watcher: Callable[[], Any], watch: Callable[[Any], None], *counted: str) -> int:
    work()
    count = 0

    def see(frame: Any, event: str, argument: Any) -> Any:
        nonlocal count
        count += event in counted
        return see

    before = watcher()
    watch(see)
    try:
        work()
    finally:
        watch(before)
    return count


def product(variants: int, body_html: str = "", **patch: Any) -> bytes:
    """A product as REST gives it, with this many variants that differ in their first option."""
    body = base_product(RULES, "US", {"body_html": body_html} if body_html else {})
    first = body["variants"][0]
    body["variants"] = [
        {**first, "id": number, "sku": f"S-{number}", "barcode": None, "option1": f"Colour {number}", **patch}
        for number in range(variants)
    ]
    return json.dumps(body).encode()


def of_check(checker: Checker, data: bytes) -> int:
    return calls(lambda: checker.check(read_one(data)))


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(RULES, SHOP)


def test_a_healthy_product_costs_three_calls_a_rule(checker: Checker) -> None:
    assert not checker.check(read_one(product(2))).failures
    assert of_check(checker, product(2)) <= 3 * len(checker.compiled)


def test_rules_that_are_quiet_add_no_calls() -> None:
    model = RULES.get("too-heavy")
    assert model is not None
    more = [
        replace(model, id=f"copy-{n}", params={"at": "package_weight.value", "at_most": 1000 + n}) for n in range(300)
    ]
    one, all_of_them = (
        Checker(RuleSet(rules=(*RULES.rules, *copies), tables=RULES.tables), SHOP) for copies in (more[:1], more)
    )
    assert of_check(one, product(2)) == of_check(all_of_them, product(2))


@pytest.mark.parametrize("price", ["19.90", "0.00"], ids=["healthy", "a failure on every variant"])
def test_calls_grow_with_variants_and_no_faster(checker: Checker, price: str) -> None:
    few, many, too_many = (of_check(checker, product(count, price=price)) for count in (25, 250, 2_000))
    assert many <= 10 * few
    assert too_many <= 8 * many  # though it is told of


def test_lines_grow_with_failures_and_no_faster(checker: Checker) -> None:
    """Every second option value is the one before it in another spelling, and each pair is told."""
    few, many = (json.loads(product(count)) for count in (100, 400))
    for body in (few, many):
        for one, other in zip(body["variants"][::2], body["variants"][1::2], strict=True):
            other["option1"] = one["option1"].upper()
    read = [read_one(body) for body in (few, many)]
    assert [len(checker.check(one).failures) for one in read] == [50, 200 + 1]  # and that there are too many
    assert lines(lambda: checker.check(read[1])) <= 4.5 * lines(lambda: checker.check(read[0]))


def test_words_that_are_looked_for_add_no_calls(checker: Checker) -> None:
    surfaces = checker.facts_of(read_one(product(2))).surfaces
    few, many = (Lexicon(f"zq{n}x" for n in range(count)) for count in (100, 20_000))
    assert calls(lambda: few.scan(surfaces)) == calls(lambda: many.scan(surfaces))


@pytest.mark.parametrize("words", ["CBD oil ", "CBD oil, ", "free shipping ", "cigarettes case "])
def test_calls_grow_with_a_description_and_no_faster(checker: Checker, words: str) -> None:
    """The same words over and over, as somebody may send who wants to keep a server busy."""
    few, many = (of_check(checker, product(1, body_html=words * count)) for count in (100, 800))
    assert few <= 1_000 * 100  # though each stands in the windows of some forty others
    assert many <= 9 * few


def test_so_much_of_a_description_is_judged_and_no_more(checker: Checker) -> None:
    some, more = (of_check(checker, product(1, body_html="CBD oil " * count)) for count in (1_500, 3_000))
    assert more <= 1.1 * some
