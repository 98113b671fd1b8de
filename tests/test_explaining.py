from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import listing_rules as lr


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("Price out of range", "zero-price"),
        ('Remove or modify the duplicated value: "white"', "duplicate-option-value"),
        ('Remove or modify the duplicated value: "Größe 42"', "duplicate-option-value"),
        ("Remove or modify the duplicated value: {{value}}", "duplicate-option-value"),
        ("Prohibited Product (Alcohol, Tobacco, or E-cigarettes)", "alcohol-tobacco-vapes"),
        ("Review failed: Prohibited Product (Alcohol, Tobacco, or E-cigarettes).", "alcohol-tobacco-vapes"),
        ("Reached the TikTok Shop product upload limit", "upload-limit-reached"),
        ("Apply now", "category-invite-only-us"),
        ("Category is not final category", "category-not-a-leaf"),
        ("You are limited to uploading 250 product listings per day", "upload-limit-reached"),
        ("zero-price", "zero-price"),
        (12052560, "duplicate-variant"),
        ("error 12052560: The SKU contains duplicate sales attribute.", "duplicate-variant"),
    ],
)
def test_what_tiktok_said_is_explained(said: str | int, rule: str) -> None:
    found = lr.explain(said)
    assert rule in [one.rule for one in found]
    assert found[0].fix
    assert "{" not in found[0].fix


@pytest.mark.parametrize("said", ["Price out of range", "12052251", "Category is not final category"])
def test_what_is_known_is_no_guess(said: str) -> None:
    assert {one.guess for one in lr.explain(said)} == {False}


def test_the_value_that_the_message_names_is_told() -> None:
    assert '"white"' in lr.explain('Remove or modify the duplicated value: "white"')[0].reason


def test_what_is_near_is_a_guess() -> None:
    found = lr.explain("the category was not a final one")
    assert found[0].rule == "category-not-a-leaf"
    assert {one.guess for one in found} == {True}
    assert len(found) <= 3


@pytest.mark.parametrize("said", ["", "xyzzy", "999999999", "{}", "\x00"])
def test_what_nobody_knows_is_not_explained(said: str) -> None:
    assert lr.explain(said) == []


@given(st.text(max_size=200) | st.integers())
def test_anything_may_be_said(said: str | int) -> None:
    for one in lr.explain(said):
        assert one.reason


def test_a_long_text_is_cut() -> None:
    assert lr.explain("Price out of range " + "x" * 100_000)[0].rule
