"""What a checker finds in a product with the function that clears quiet rules, and without it."""

from __future__ import annotations

from typing import Any

from listing_rules.engine import Checker
from listing_rules.shopify.subject import Readable

__all__ = ["as_screened", "unscreened"]


def unscreened(checker: Checker, product: Readable) -> tuple[Any, ...]:
    """What every check says by itself."""
    facts = checker.facts_of(product)
    skipped: list[Any] = []
    found = [
        (one.rule.id, list(hits)) for one in checker.compiled if (hits := checker._alone._one(one, facts, skipped))
    ]
    return found, sorted((one.rule, one.needs, one.why) for one in skipped)


def as_screened(checker: Checker, product: Readable) -> tuple[Any, ...]:
    found, skipped = checker._alone.run(checker.facts_of(product))
    return [(one.rule.id, list(hits)) for one, hits in found], sorted((one.rule, one.needs, one.why) for one in skipped)
