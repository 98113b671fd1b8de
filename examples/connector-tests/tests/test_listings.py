"""Single products: what TikTok Shop would do with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

PRODUCTS = [json.loads(line) for line in (Path(__file__).parent.parent / "catalog.jsonl").read_text().splitlines()]


def test_our_bestseller_lists_clean(assert_lists_clean: Any) -> None:
    """The fixture knows the shop and the rules of pyproject.toml."""
    report = assert_lists_clean(PRODUCTS[0])
    assert report.forecast == "synced"


def test_it_would_in_great_britain_too(assert_lists_clean: Any) -> None:
    assert_lists_clean(PRODUCTS[0], market="GB")


def test_a_free_gift_is_held_back(assert_lists_clean: Any) -> None:
    variants = [{**variant, "price": "0.00"} for variant in PRODUCTS[0]["variants"]]
    with pytest.raises(AssertionError, match="TikTok Shop lists prices above 0 only"):
        assert_lists_clean({**PRODUCTS[0], "variants": variants})
