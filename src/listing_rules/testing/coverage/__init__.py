"""How much of each rule its examples show: that it fires and when it must not, in each market, at each limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from listing_rules.report import Report
from listing_rules.ruleset import RuleSet
from listing_rules.testing.coverage.facets import FACETS, RuleCoverage
from listing_rules.testing.coverage.observing import observed

__all__ = ["FACETS", "RuleCoverage", "add_catalog", "as_json", "cover_rules", "share_of"]


def cover_rules(rules: RuleSet, only: frozenset[str] | None = None) -> Iterator[RuleCoverage]:
    """What the examples show of every rule, or of those named, in the order of the rules."""
    for rule in rules.rules:
        if only is None or rule.id in only:
            yield observed(rules, rule)


def add_catalog(covered: Iterable[RuleCoverage], reports: Iterable[Report]) -> int:
    """Count, for each rule, the products of a catalog that broke it; gives how many products were read."""
    found = {one.rule: one for one in covered}
    for one in found.values():
        one.catalog = 0
    products = 0
    for report in reports:
        products += report.unreadable is None
        for rule in {failure.rule for failure in report.failures} & found.keys():
            found[rule].catalog = (found[rule].catalog or 0) + 1
    return products


def share_of(covered: Iterable[RuleCoverage]) -> float:
    """The facets of all these rules that were seen, from 0 to 1; 1 where there are none."""
    seen = [seen for one in covered for _, _, seen in one.facets()]
    return sum(seen) / len(seen) if seen else 1.0


def as_json(rules: RuleSet, covered: list[RuleCoverage], products: int | None) -> dict[str, Any]:
    """The whole coverage; `products` is how many the catalog held, None without one."""
    return {
        "version": rules.version,
        "hash": rules.content_hash,
        "coverage": round(share_of(covered), 4),
        "rules": [one.as_json() for one in covered],
        "catalog": None if products is None else {"products": products, "never_seen": _never(covered)},
    }


def _never(covered: Iterable[RuleCoverage]) -> list[str]:
    return [one.rule for one in covered if one.catalog == 0]
