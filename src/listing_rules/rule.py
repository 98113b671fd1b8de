"""A rule, and the JSON Schema of the file that it is written in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from msgspec import Struct

from listing_rules import report
from listing_rules.checks import KINDS
from listing_rules.facts import FACTS
from listing_rules.paths import place
from listing_rules.schema import EQUIVALENT
from listing_rules.shop import MARKETS
from listing_rules.wording import Template

__all__ = ["RULE_SCHEMA", "Assumption", "Rule", "TurnOff"]


class Assumption(Struct, frozen=True):
    """A fact that the rule takes for granted where it is unknown, saying so; where it differs, the rule is silent."""

    at: str
    equals: Any
    say: Template


class TurnOff(Struct, frozen=True):
    """A rule that somebody turned off: for every product, or for those whose id or handle is named.

    `until` is the day (YYYY-MM-DD) on which it is on again; None means for good.
    """

    rule: str
    because: str
    until: str | None
    products: frozenset[str] | None
    mandatory: bool

    def holds(self, day: date) -> bool:
        return self.until is None or day.isoformat() < self.until


class Rule(Struct, frozen=True, eq=False):
    """One rule file, and `raw`, what stands in it. `markets` is None for a rule that holds in every market."""

    id: str
    title: str
    area: report.Area
    since: str
    stage: report.Stage
    severity: report.Severity
    certainty: report.Certainty
    markets: frozenset[str] | None
    needs: tuple[str, ...]
    kind: str
    params: Mapping[str, Any]
    reason: Template
    fix: Template
    action: report.Action
    codes: tuple[int, ...]
    messages: tuple[str, ...]
    sources: tuple[Mapping[str, Any], ...]
    examples: tuple[Mapping[str, Any], ...]
    assuming: Assumption | None
    yields_to: frozenset[str]
    starts: str | None
    ends: str | None
    not_synced: bool
    mandatory: bool
    file: str
    raw: Mapping[str, Any]

    @property
    def names(self) -> frozenset[str]:
        """What its texts name of a finding."""
        names = self.reason.names | self.fix.names
        return names | self.assuming.say.names if self.assuming else names

    def applies_in(self, market: str) -> bool:
        return self.markets is None or market in self.markets

    def in_force(self, day: date) -> bool:
        """Whether the rule holds on this day; `ends` is the first day on which it does not."""
        return (self.starts or "") <= day.isoformat() < (self.ends or "9999")


def _one_of(values: Any) -> dict[str, Any]:
    return {"enum": list(get_args(values))}


_TEXT = {"type": "string", "minLength": 1, "maxLength": 2000}
_RELEASE = r"^\d{4}\.\d{1,2}\.\d+$"
_DATE = r"^\d{4}-\d{2}-\d{2}$"
_POINTERS = {"type": "array", "items": {"type": "string", "pattern": "^(/|$)"}, "minItems": 1}
_PATCH = {"type": "object", "description": "What differs from the base product; variants are patched one by one."}

_SOURCE = {
    "type": "object",
    "properties": {
        "url": _TEXT,
        "kind": {
            "enum": ["official", "public_copy", "official_package", "connector", "connector_help", "law", "judgement"]
        },
        "read": {"type": "string", "format": "date"},
        "fact": _TEXT,
    },
    "required": ["kind", "fact"],
    "additionalProperties": False,
}

_EXAMPLE = {
    "type": "object",
    "properties": {
        "name": _TEXT,
        "given": _PATCH,
        "payload": {"type": "object", "description": "A whole payload, where the base product's shape cannot say it."},
        "shop": {"type": "object", "description": "What differs from the base shop."},
        "after": {
            "type": "array",
            "items": {"type": "object"},
            "minItems": 1,
            "description": "Patches: the products that stand before this one in the catalog.",
        },
        "markets": {
            "oneOf": [{"const": "all"}, {"type": "array", "items": {"enum": list(MARKETS)}, "minItems": 1}],
            "description": "Where it is run, whatever the rule says; without it, in the rule's own markets.",
        },
        "as_of": {"type": "string", "pattern": _DATE, "description": "The day; without it, that of the release."},
        "fails": _POINTERS,
        "passes": {"const": True},
        "skips": {"const": True},
        "repaired": {"type": "object", "description": "The same with the fault gone: a patch, or a whole payload."},
        "repaired_shop": {"type": "object", "description": "What the repaired shop says instead, for a fault of it."},
        "says": {"type": "string", "description": "Words that the reason must hold."},
        "stage": {**_one_of(report.Stage), "description": "Where it is told to stop the listing."},
        "severity": {**_one_of(report.Severity), "description": "How badly it is told."},
        "forecast": {**_one_of(report.Forecast), "description": "What becomes of the whole product."},
    },
    "required": ["name"],
    "allOf": [
        {"oneOf": [{"required": ["given"]}, {"required": ["payload"]}]},
        {"oneOf": [{"required": ["fails"]}, {"required": ["passes"]}, {"required": ["skips"]}]},
    ],
    "dependentRequired": {
        "repaired": ["fails"],
        "repaired_shop": ["repaired"],
        "says": ["fails"],
        "stage": ["fails"],
        "severity": ["fails"],
    },
    "additionalProperties": False,
}

RULE_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A listing rule",
    "description": "When TikTok Shop refuses a listing, why, and what to do. One file: rules/<area>/<id>.yaml.",
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 60},
        "title": {**_TEXT, "maxLength": 100},
        "since": {"type": "string", "pattern": _RELEASE},
        "stage": _one_of(report.Stage),
        "severity": _one_of(report.Severity),
        "certainty": _one_of(report.Certainty),
        "markets": {
            "oneOf": [
                {"const": "all"},
                {"type": "array", "items": {"enum": list(MARKETS)}, "minItems": 1, "uniqueItems": True},
            ]
        },
        "from": {"type": "string", "format": "date", "pattern": _DATE, "description": "The first day it holds."},
        "until": {
            "type": "string",
            "format": "date",
            "pattern": _DATE,
            "description": "The first day it no longer holds.",
        },
        "needs": {"type": "array", "items": {"enum": sorted(FACTS)}, "uniqueItems": True},
        "check": {
            "type": "object",
            "description": "One kind of check and its parameters.",
            "properties": {name: kind.SCHEMA for name, kind in KINDS.items()},
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        },
        "assuming": {
            "type": "object",
            "properties": {"at": place("What is taken for granted."), "equals": {}, "say": _TEXT},
            "required": ["at", "equals", "say"],
            "additionalProperties": False,
        },
        "yields_to": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "not_synced": {"const": True, "description": "The connector leaves such a product alone."},
        "mandatory": {"const": True, "description": "Cannot be turned off silently."},
        "reason": _TEXT,
        "fix": _TEXT,
        "action": _one_of(report.Action),
        "platform": {
            "type": "object",
            "properties": {
                "codes": {"type": "array", "items": {"type": "integer"}, "uniqueItems": True},
                "messages": {"type": "array", "items": _TEXT, "uniqueItems": True},
            },
            "additionalProperties": False,
        },
        "history": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"in": {"type": "string", "pattern": _RELEASE}, "what": _TEXT},
                "required": ["in", "what"],
                "additionalProperties": False,
            },
            "description": "What changed, by release.",
        },
        "sources": {"type": "array", "items": _SOURCE, "minItems": 1},
        "equivalent": EQUIVALENT,
        "examples": {"type": "array", "items": _EXAMPLE, "minItems": 1},
    },
    "required": [
        "id",
        "title",
        "since",
        "stage",
        "severity",
        "certainty",
        "markets",
        "check",
        "reason",
        "fix",
        "action",
        "sources",
        "examples",
    ],
    "additionalProperties": False,
}
