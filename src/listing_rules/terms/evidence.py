"""Weigh what was found in a product's words, and say why it counts."""

from __future__ import annotations

from msgspec import Struct

from listing_rules.report import Certainty
from listing_rules.terms.table import Finding, Group, Strength

__all__ = ["Evidence", "weigh"]

_SURFACES = {"title": "the title", "product_type": "the product type", "tags": "a tag", "category": "the category"}
_RANK = ("title", "product_type", "category", "tags")


class Evidence(Struct, frozen=True):
    """Words of one surface that name the goods; `proof` where a strength or volume stands beside them."""

    surface: str
    words: str
    start: int
    end: int
    strength: Strength
    proof: bool


def weigh(group: Group, evidence: list[Evidence], market: str, category: str) -> Finding | None:
    """One finding for the group, or None where the goods are allowed or the words are too weak.

    The title or product type alone makes it likely; tags alone never count. Shopify's category convicts by itself,
    and acquits where such goods never stand under it.
    """
    outcome = group.outcome(market)
    convicts = bool(category) and category.startswith(group.categories)
    if outcome == "allowed" or (category and not convicts and category.startswith(group.other_categories)):
        return None
    counted = [one for one in evidence if one.surface != "tags" and not _within_another(one, evidence)]
    if not counted and not convicts:
        return None
    first = min(counted, key=lambda one: _RANK.index(one.surface), default=None)
    return Finding(
        group=group.id,
        name=group.name,
        outcome=outcome,
        certainty=_certainty(counted, convicts),
        words=tuple(dict.fromkeys(one.words for one in counted)) or (category,),
        surface=first.surface if first else "category",
        start=first.start if first else 0,
        end=first.end if first else len(category),
        why=_why(counted, convicts),
    )


def _within_another(one: Evidence, evidence: list[Evidence]) -> bool:
    """ "Whisky" inside "Scotch Whisky" is said already."""
    return any(
        other.surface == one.surface
        and other.start <= one.start
        and one.end <= other.end
        and (other.end - other.start) > (one.end - one.start)
        for other in evidence
    )


def _certainty(counted: list[Evidence], convicts: bool) -> Certainty:
    in_title = any(one.surface == "title" for one in counted)
    return "likely" if in_title or convicts else "possible"


def _why(counted: list[Evidence], convicts: bool) -> str:
    told = [f'"{one.words}" in {_SURFACES[one.surface]}' for one in counted]
    if any(one.proof for one in counted):
        told.append("a strength or volume beside it")
    if convicts:
        told.append("the Shopify category")
    return ", ".join(dict.fromkeys(told))
