"""`goods`: what the product's words say it is, against the tables of terms.

A finding names the group of goods, the words and where they stood; its certainty follows from the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from listing_rules.checks.base import Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen
from listing_rules.terms import Finding

__all__ = ["SCHEMA", "WORDS", "build", "quiet"]

_NAMES = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "groups": {**_NAMES, "description": "Groups of goods, as the files in tables/terms are named."},
        "outcomes": {
            "type": "array",
            "items": {"enum": ["prohibited", "unsupported", "restricted"]},
            "minItems": 1,
            "uniqueItems": True,
        },
    },
    "required": ["groups", "outcomes"],
    "additionalProperties": False,
}
WORDS = frozenset({"evidence", "goods", "words"})

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
    groups = frozenset(params["groups"])
    outcomes = frozenset(params["outcomes"])
    return lambda facts: _hits(facts, groups, outcomes) if facts.findings() else ()


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    return "not facts.findings()"


def _hits(facts: Facts, groups: frozenset[str], outcomes: frozenset[str]) -> Iterator[Hit | Unknown]:
    for finding in facts.findings():
        if finding.group in groups and finding.outcome in outcomes:
            yield _hit(finding)


def _hit(finding: Finding) -> Hit:
    words = {"evidence": finding.why, "goods": finding.name, "words": finding.words}
    return Hit(
        _PLACES[finding.surface],
        ", ".join(finding.words),
        cause=finding.group,
        words=words,
        certainty=finding.certainty,
    )
