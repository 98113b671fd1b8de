"""The form of a table of terms, published for editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from listing_rules.shop import MARKETS

__all__ = ["TERMS_SCHEMA"]

_LIST = {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 80}, "uniqueItems": True}
_OUTCOME = {"enum": ["prohibited", "unsupported", "restricted", "allowed"]}
_DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_DATED = {
    "type": "object",
    "properties": {"outcome": _OUTCOME, "from": _DAY, "until": _DAY},
    "required": ["outcome"],
    "additionalProperties": False,
}
_PAIR = {
    "type": "object",
    "properties": {"one": {**_LIST, "minItems": 1}, "other": {**_LIST, "minItems": 1}},
    "required": ["one", "other"],
    "additionalProperties": False,
}
_LANGUAGE = {
    "type": "object",
    "properties": {
        "strong": {**_LIST, "description": "Name the goods wherever they stand."},
        "material": {**_LIST, "description": "Name what a thing is made of: whatever is made of it counts."},
        "head": {**_LIST, "description": "Name the goods only as the thing sold."},
        "weak": {**_LIST, "description": "Name the goods only with proof beside them."},
        "pairs": {"type": "array", "items": _PAIR, "description": "A word of `one` and a word of `other`, anywhere."},
        "thing_stands": {"enum": ["last", "first"], "description": "Where the thing sold stands."},
        "compounds": {"type": "boolean", "description": "Terms also end compound words."},
    },
    "required": ["thing_stands"],
    "additionalProperties": False,
}
_ASKS = {
    "type": "object",
    "properties": {
        "for": {"enum": ["approval", "document", "invitation"], "description": "What TikTok Shop asks for."},
        "gate": {"type": "string", "description": "The gate's name in `approvals` of the shop file."},
        "provide": {"type": "array", "items": {"type": "string"}, "minItems": 1, "description": "What to have ready."},
    },
    "required": ["for", "provide"],
    "additionalProperties": False,
}

TERMS_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A group of goods and the words that name them",
    "type": "object",
    "properties": {
        "group": {"type": "string", "pattern": "^[a-z_]+$"},
        "name": {"type": "string", "description": "As it stands in a sentence."},
        "outcomes": {
            "type": "object",
            "description": "What TikTok Shop does with the goods, by market; `all` is for the markets not named. A "
            "list says from and until when.",
            "properties": {
                market: {"if": {"type": "array"}, "then": {"items": _DATED, "minItems": 1}, "else": _OUTCOME}
                for market in ("all", *MARKETS)
            },
            "additionalProperties": False,
            "minProperties": 1,
        },
        "asks": {
            "type": "object",
            "description": "What a restricted group asks for, by market; `all` is for the markets not named.",
            "properties": dict.fromkeys(("all", *MARKETS), _ASKS),
            "additionalProperties": False,
        },
        "sellers": {
            "type": "array",
            "items": {"enum": ["local", "cross_border"]},
            "minItems": 1,
            "description": "Only for these sellers; told only where the shop file says which kind it is.",
        },
        "instead_of": {**_LIST, "description": "Groups that are not told where this one is."},
        "terms": {"type": "object", "description": "By language.", "additionalProperties": _LANGUAGE},
        "ambiguous": {
            **_LIST,
            "description": "Terms that also name a colour, a scent, a flavour or a person: beside other things, or "
            "after a dash, they count with proof only.",
        },
        "proof": {**_LIST, "description": "Words that show that the goods themselves are sold (a strength, a volume)."},
        "proof_anywhere": {**_LIST, "description": "Proof so sure that a `head` term counts wherever it stands."},
        "accessories": {"type": "boolean", "description": "What is made for the goods counts as them."},
        "designs": {"type": "boolean", "description": "A picture or saying on another thing counts too."},
        "excuses": {**_LIST, "description": "Phrases that name something else; each covers its own words only."},
        "not_beside": {**_LIST, "description": "Words that, anywhere in the title, make it something else."},
        "categories": {**_LIST, "description": "Shopify category paths under which such goods stand."},
        "other_categories": {**_LIST, "description": "Shopify category paths under which they never stand."},
        "examples": {
            "type": "object",
            "properties": {"match": _LIST, "pass": _LIST},
            "required": ["match", "pass"],
            "additionalProperties": False,
        },
        "sources": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    },
    "required": ["group", "name", "outcomes", "terms", "examples", "sources"],
    "additionalProperties": False,
}
