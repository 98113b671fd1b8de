"""`category`: what TikTok's category tree says of the category that the connector chose.

The tree is the shop's own Get Categories answer where it is given, else the bundled snapshot; what only a snapshot
says is likely, not certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from listing_rules.categories import Fit, misfit, suggest
from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen
from listing_rules.report import Certainty

__all__ = ["SCHEMA", "WORDS", "build", "quiet"]

_STATUSES = {"invite_only": "INVITE_ONLY", "not_main": "NON_MAIN_CATEGORY", "prohibited": "PROHIBITED"}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "finds": {
            "enum": ["missing", "unknown", "not_a_leaf", "misfit", *_STATUSES],
            "description": "What is wrong with the category.",
        }
    },
    "required": ["finds"],
    "additionalProperties": False,
}
WORDS = frozenset({"path", "tree", "suggestions", "evidence"})

_SHOWN = 3
_WORTH_SHOWING = 0.25
_BESIDE_THE_BEST = 0.6


def build(params: Mapping[str, Any], context: Context) -> Check:
    finds = params["finds"]
    if finds == "missing":
        return lambda facts: _missing(facts, context)
    look = _LOOKS.get(finds) or (lambda category, context, facts: _has_status(category, context, _STATUSES[finds]))
    return lambda facts: _found(facts, context, look)


def quiet(params: Mapping[str, Any], screen: Screen) -> str | None:
    return f"{screen.constant(_surely_fits)}(facts)" if params["finds"] == "misfit" else None


def _surely_fits(facts: Facts) -> bool:
    category = facts.subject.category_id
    return category is not UNSET and not (category and _is_misfit(category, facts.context, facts))


def _missing(facts: Facts, context: Context) -> Iterator[Hit | Unknown]:
    category = facts.subject.category_id
    if category is UNSET:
        yield Unknown("category")
    elif category is None:
        yield Hit("/category_id", None, words=_words(facts, context, ""))


def _found(facts: Facts, context: Context, look: _Look) -> Iterator[Hit | Unknown]:
    category = facts.subject.category_id
    if category is UNSET:
        yield Unknown("category")
        return
    broken = look(category, context, facts) if category else False
    if broken is None:
        yield Unknown("category_tree")
    elif broken:
        evidence = broken.evidence if isinstance(broken, Fit) else ()
        certainty: Certainty | None = None if context.categories.authoritative or isinstance(broken, Fit) else "likely"
        yield Hit("/category_id", category, words=_words(facts, context, category, evidence), certainty=certainty)


def _words(facts: Facts, context: Context, category: str, evidence: tuple[str, ...] = ()) -> dict[str, Any]:
    found = suggest(facts.surfaces, context.categories, context.category_tables, limit=_SHOWN)
    least = max(_WORTH_SHOWING, _BESIDE_THE_BEST * found[0].score) if found else 1.0
    named = "; ".join(f"{one.path} ({one.id})" for one in found if one.score >= least)
    return {
        "path": context.categories.path(category) or category,
        "tree": context.categories.source,
        "suggestions": f"What the words suggest: {named}." if named else "",
        "evidence": "; ".join(evidence),
    }


_Look = Callable[[str, Context, Facts], bool | Fit | None]


def _is_unknown(category: str, context: Context, facts: Facts) -> bool:
    return context.categories.get(category) is None


def _is_no_leaf(category: str, context: Context, facts: Facts) -> bool | None:
    """False also for a category that is not in the tree at all: another rule tells that."""
    known = context.categories.get(category)
    if known is None:
        return False
    return None if known.leaf is None else not known.leaf


def _has_status(category: str, context: Context, status: str) -> bool | None:
    """None where the tree says nothing of permissions; open in one way is open."""
    known = context.categories.get(category)
    if known is None:
        return False
    if not known.permissions:
        return False if context.categories.authoritative else None
    return status in known.permissions and "AVAILABLE" not in known.permissions


def _is_misfit(category: str, context: Context, facts: Facts) -> Fit | bool:
    known = context.categories.get(category)
    found = misfit(facts.surfaces, known, context.categories, context.category_tables) if known else None
    return found or False


_LOOKS: Mapping[str, _Look] = {"unknown": _is_unknown, "not_a_leaf": _is_no_leaf, "misfit": _is_misfit}
