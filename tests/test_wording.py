from __future__ import annotations

from decimal import Decimal

import pytest

from listing_rules.wording import COMMON_WORDS, Template, plain, some_of


def test_names_are_filled_in() -> None:
    template = Template.parse("{sku} costs {value} {currency}.", COMMON_WORDS)
    assert template.fill({"sku": "A", "value": Decimal("0.00"), "currency": "USD"}) == "A costs 0.00 USD."


@pytest.mark.parametrize("text", ["{price}", "{sku.__class__}", "{sku[0]}", "{sku!r}", "{sku:>9}", "{}", "{0}"])
def test_nothing_but_known_names_stands_between_braces(text: str) -> None:
    with pytest.raises(ValueError, match="is not a name that this rule can fill in"):
        Template.parse(text, COMMON_WORDS)


@pytest.mark.parametrize("text", ["{sku", "sku}"])
def test_braces_come_in_pairs(text: str) -> None:
    with pytest.raises(ValueError, match=r"'[{}]'|brace"):
        Template.parse(text, COMMON_WORDS)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1E+3"), "1000"),
        (Decimal("0.0000001"), "0.0000001"),
        (None, "(empty)"),
        ("", ""),
        (["", "a"], '"(empty)", "a"'),
        (["White", "white"], '"White", "white"'),
        ("x" * 900, "x" * 599 + "…"),
        (5, "5"),
    ],
)
def test_values_read_as_a_person_writes_them(value: object, text: str) -> None:
    assert plain(value) == text


def test_long_lists_say_how_many_more_there_are() -> None:
    assert some_of(["a", "b", "a", "c", "d", "e"]) == "a, b, c and 2 more"
    assert some_of(["a", "b", "c"]) == "a, b, c"


def test_a_word_that_this_finding_does_not_have_is_left_out() -> None:
    """A rule on `attributes: {finds: repeated}` may name {fault}, which only {finds: formatting} gives."""
    assert Template.parse("{value} is bad: {fault}.", frozenset({"value", "fault"})).fill({"value": 3}) == "3 is bad: ."
