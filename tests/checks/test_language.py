"""The language of a description, which tells nothing where there is none."""

from __future__ import annotations

import json
from typing import Any

import pytest

import listing_rules as lr
from listing_rules.examples import base_product
from listing_rules.rules import load_rules

RULES = load_rules()
SHOP = lr.Shop(market="US", currency="USD")
SPANISH = " ".join(RULES.get("description-in-another-language").params["words"]["es"][:12])  # type: ignore[union-attr]


def told(**changes: Any) -> set[str]:
    product = base_product(RULES, "US", changes)
    return {one.rule for one in lr.check(json.dumps(product), shop=SHOP).failures}


def test_a_description_in_another_language_is_told() -> None:
    assert "description-in-another-language" in told(body_html=f"<p>{SPANISH}</p>")


@pytest.mark.parametrize("description", [None, ""])
def test_a_title_in_another_language_says_nothing_of_a_description_that_is_missing(description: str | None) -> None:
    found = told(title=SPANISH, body_html=description)
    assert "missing-description" in found
    assert "description-in-another-language" not in found
