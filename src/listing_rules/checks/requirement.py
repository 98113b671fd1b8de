"""`requirement`: the market asks for a document or attributes in this category, by `rules/tables/requirements.yaml`.

The shop's own answers from TikTok win over the table: where they cover the category, the rules that read them decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown

__all__ = ["SCHEMA", "WORDS", "build"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"asks_for": {"enum": ["document", "attribute"], "description": "Which entries the rule tells."}},
    "required": ["asks_for"],
    "additionalProperties": False,
}
WORDS = frozenset({"asked", "path", "since"})

_NOTICE = timedelta(days=30)


def build(params: Mapping[str, Any], context: Context) -> Check:
    kind = params["asks_for"]
    answers = context.shop.rules_by_category if kind == "document" else context.shop.attributes_by_category
    latest = (context.as_of + _NOTICE).isoformat()
    asked = {
        category: (name, entry)
        for name, entry in context.requirements.items()
        if kind in entry and context.shop.market in entry["markets"] and entry.get("from", "") <= latest
        for category in entry["categories"]
    }
    return lambda facts: _asked(facts, context, asked, answers or {}, kind) if asked else ()


def _asked(
    facts: Facts, context: Context, asked: Mapping[str, tuple[str, Any]], answers: Mapping[str, Any], kind: str
) -> Iterator[Hit | Unknown]:
    category = facts.subject.category_id
    if category is UNSET:
        yield Unknown("category")
        return
    if category is None or category in answers:
        return
    line = context.categories.line(category) or (category,)
    name, entry = next((asked[ancestor] for ancestor in line if ancestor in asked), (None, None))
    if entry is not None:
        since = f"since {entry['from']}" if "from" in entry else "by the market's law"
        words = {"asked": entry[kind], "path": context.categories.path(category) or category, "since": since}
        yield Hit("/category_id", category, cause=str(name), words=words)
