"""`approval`: the category is one that the shop must be approved for, by `rules/tables/approvals.yaml`.

The shop's own Get Categories answer and its list of approvals win over the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown

__all__ = ["SCHEMA", "WORDS", "build"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"strength": {"enum": ["must", "may"], "description": "Which gates of the table the rule tells."}},
    "required": ["strength"],
    "additionalProperties": False,
}
WORDS = frozenset({"gate", "documents", "apply_at", "path"})


def build(params: Mapping[str, Any], context: Context) -> Check:
    gates = {
        category: (name, gate)
        for name, gate in context.approvals["gates"].get(context.shop.market, {}).items()
        for category in gate["categories"]
        if gate["strength"] == params["strength"]
    }
    approved = None if context.shop.approvals is None else frozenset(context.shop.approvals)
    return lambda facts: _held(facts, context, gates, approved) if gates else ()


def _held(
    facts: Facts, context: Context, gates: Mapping[str, tuple[str, Any]], approved: frozenset[str] | None
) -> Iterator[Hit | Unknown]:
    category = facts.subject.category_id
    if category is UNSET:
        yield Unknown("category")
        return
    line = context.categories.line(category) if category else ()
    name, gate = next((gates[ancestor] for ancestor in line if ancestor in gates), (None, None))
    if gate is None or _is_open(context, category, line, name, approved):
        return
    if approved is None and context.shop.approved_categories is None:
        yield Unknown(
            "approvals", f"{gate['name']} needs approval in {context.shop.market}: say whether the shop has it."
        )
        return
    words = {
        "gate": gate["name"],
        "documents": "; ".join(gate["documents"]),
        "apply_at": context.approvals["apply_at"],
        "path": context.categories.path(category),
    }
    yield Hit("/category_id", category, cause=str(name), words=words)


def _is_open(
    context: Context, category: str, line: tuple[str, ...], gate: str | None, approved: frozenset[str] | None
) -> bool:
    """Approved by name, by category, or open by the word of TikTok's own answer for this shop."""
    if gate in (approved or ()) or not frozenset(context.shop.approved_categories or ()).isdisjoint(line):
        return True
    return context.shop.categories is not None and "AVAILABLE" in context.categories.permissions(category)
