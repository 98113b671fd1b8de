"""What only the whole catalog can tell: which products must wait because the shop's uploads are used up.

Reports pass through in the catalog's order. Those that TikTok Shop would take (`synced`, `in_review`) use up the
shop's uploads; the ones after that must wait. Products that would fail are to be mended first and use up nothing.
"""

from __future__ import annotations

from listing_rules.report import Failure, Report
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop
from listing_rules.telling import docs_of, fingerprint

__all__ = ["CatalogPass"]

_TAKES_AN_UPLOAD = frozenset({"synced", "in_review"})


class CatalogPass:
    """Feed it every report of one catalog, in order, and use what it gives back. Memory does not grow."""

    def __init__(self, rules: RuleSet, shop: Shop) -> None:
        self._rule = next((rule for rule in rules.rules if rule.kind == "quota"), None)
        self._left = shop.uploads_left
        self._taken = 0

    def add(self, report: Report) -> Report:
        """The report, with a failure more where the product must wait."""
        if self._rule is None or not self._left or report.forecast not in _TAKES_AN_UPLOAD or report.unreadable:
            return report
        self._taken += 1
        if self._taken <= self._left:
            return report
        waits = _must_wait(self._rule, report, self._left, self._taken)
        return report.model_copy(update={"forecast": "sync_failed", "failures": (waits, *report.failures)})


def _must_wait(rule: Rule, report: Report, left: int, position: int) -> Failure:
    words = {"limit": left, "position": position, "market": report.market, "value": left, "count": 1}
    words |= {"sku": "this product", "title": report.product.title or "(no title)", "currency": ""}
    product = report.product.id or report.product.handle or report.product.title or ""
    return Failure(
        rule=rule.id,
        area=rule.area,
        stage=rule.stage,
        severity=rule.severity,
        certainty=rule.certainty,
        reason=rule.reason.fill(words),
        fix=rule.fix.fill(words),
        action=rule.action,
        at="",
        source_at=None,
        value=left,
        platform_codes=rule.codes,
        docs=docs_of(rule),
        fingerprint=fingerprint(rule.id, product, "", ""),
    )
