"""`goods`: what the product's words say it is, against the tables of terms.

A finding names the group of goods, the words and where they stood; its certainty follows from the evidence. What
TikTok Shop answered about this shop (approvals, categories that are open to it) wins over the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen
from listing_rules.paths import Path
from listing_rules.terms import Finding

__all__ = ["SCHEMA", "WORDS", "Told", "build", "quiet"]

_NAMES = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "groups": {**_NAMES, "description": "Groups of goods, as the files in tables/terms are named; all by default."},
        "except": {**_NAMES, "description": "Groups that another rule tells."},
        "outcomes": {
            "type": "array",
            "items": {"enum": ["prohibited", "unsupported", "restricted"]},
            "minItems": 1,
            "uniqueItems": True,
        },
        "asks_for": {
            "type": "array",
            "items": {"enum": ["approval", "document", "invitation"]},
            "minItems": 1,
            "uniqueItems": True,
            "description": "Of restricted goods, those that need this; all by default.",
        },
    },
    "required": ["outcomes"],
    "additionalProperties": False,
}
WORDS = frozenset({"evidence", "goods", "words", "provide", "approval_name"})

_NAMES_THE_GOODS = (Path.parse("title"), Path.parse("shopify.product_type"))
"""What says by itself which goods they are; other texts only bear it out."""

_PLACES = {
    "title": "/title",
    "product_type": "/shopify/product_type",
    "tags": "/shopify/tags",
    "vendor": "/shopify/vendor",
    "category": "/shopify/category",
    "options": "/skus",
    "description": "/description",
}


def build(params: Mapping[str, Any], context: Context) -> Check:
    told = Told(params)
    context.lexicon.want(context.terms.anchors(context.shop.market))

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        unknown = [Unknown(path.text) for path in _NAMES_THE_GOODS if facts.column(path)[0] is UNSET]
        return (*_hits(facts, told, context), *unknown) if unknown or facts.findings() else ()

    return check


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    for path in _NAMES_THE_GOODS:
        screen.column(path.text)
    return "not facts.findings()"


class Told:
    """Which findings a rule tells."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        self._groups = frozenset(params.get("groups", ()))
        self._others = frozenset(params.get("except", ()))
        self._outcomes = frozenset(params["outcomes"])
        self._kinds = frozenset(params.get("asks_for", ()))

    def __call__(self, finding: Finding) -> bool:
        if finding.outcome not in self._outcomes or finding.group in self._others:
            return False
        if self._groups and finding.group not in self._groups:
            return False
        return not self._kinds or (finding.asks is not None and finding.asks.kind in self._kinds)


def _hits(facts: Facts, told: Told, context: Context) -> Iterator[Hit | Unknown]:
    for finding in facts.findings():
        if told(finding) and _concerns(finding, facts, context):
            yield _hit(finding)


def _concerns(finding: Finding, facts: Facts, context: Context) -> bool:
    """Whether it holds for this shop, by the kind of seller and by what TikTok Shop answered about it."""
    shop = context.shop
    if finding.sellers and shop.seller not in finding.sellers:
        return False
    approved = shop.approvals or ()
    gate = finding.asks.gate if finding.asks else None
    if finding.group in approved or gate in approved:
        return False
    return finding.outcome != "restricted" or not _is_open(facts, context)


def _is_open(facts: Facts, context: Context) -> bool:
    """Whether the product's category is open to this shop by TikTok's own word."""
    category = facts.subject.category_id
    if not isinstance(category, str) or not category:
        return False
    line = context.categories.line(category)
    if not frozenset(context.shop.approved_categories or ()).isdisjoint(line):
        return True
    return context.shop.categories is not None and "AVAILABLE" in context.categories.permissions(category)


def _hit(finding: Finding) -> Hit:
    asks = finding.asks
    words = {
        "evidence": finding.why,
        "goods": finding.name,
        "words": finding.words,
        "provide": "; ".join(asks.provide) if asks else "",
        "approval_name": (asks.gate if asks else None) or finding.group,
    }
    return Hit(
        _PLACES[finding.surface],
        ", ".join(finding.words),
        cause=finding.group,
        words=words,
        certainty=finding.certainty,
    )
