"""Weigh what was found in a product's words, and say why it counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from msgspec import Struct

from listing_rules.report import Certainty
from listing_rules.terms.table import Finding, Group, Outcome

__all__ = ["Evidence", "weigh"]

_SURFACES = {
    "title": "the title",
    "product_type": "the product type",
    "category": "the Shopify category",
    "tags": "a tag",
    "options": "an option value",
    "vendor": "the vendor's name",
    "description": "the description",
}
_RANK = tuple(_SURFACES)
_SAID = 4
_LONG = 80  # characters that words side by side may come to
_FEW = 2  # so many different terms of a group in a description, or places beside the title, make it possible


class Evidence(Struct, frozen=True):
    """Words of one surface that name the goods; `counts` is False where they only may."""

    surface: str
    words: str
    start: int
    end: int
    counts: bool
    proof: bool = False


def weigh(group: Group, evidence: Collection[Evidence], market: str, day: date | None, category: str) -> Finding | None:
    """One finding for the group, or None where the goods are allowed or the words are too weak.

    The title, or Shopify's category, makes it likely; the product type alone, two other places or a description that
    names the goods in two ways make it possible. Shopify's category acquits where such goods never stand under it.
    """
    outcome = group.outcome(market, day)
    convicts = bool(category) and category.startswith(group.categories)
    if outcome == "allowed" or (category and not convicts and category.startswith(group.other_categories)):
        return None
    within = _within_another(evidence)
    told = [one for one in evidence if one.counts and (one.surface, one.start, one.end) not in within]
    if convicts:
        told.append(Evidence("category", category, 0, len(category), counts=True))
    certainty = _certainty(told, evidence)
    return _finding(group, told, certainty, outcome, market) if certainty else None


def _within_another(evidence: Iterable[Evidence]) -> set[tuple[str, int, int]]:
    """ "Whisky" inside "Scotch Whisky" is said already."""
    within = set()
    reached: dict[str, int] = {}
    for surface, start, back in sorted({(one.surface, one.start, -one.end) for one in evidence if one.counts}):
        if -back <= reached.get(surface, -1):
            within.add((surface, start, -back))
        reached[surface] = max(reached.get(surface, -1), -back)
    return within


def _certainty(told: list[Evidence], evidence: Iterable[Evidence]) -> Certainty | None:
    surfaces = {one.surface for one in told}
    if surfaces & {"title", "category"}:
        return "likely"
    if "product_type" in surfaces:
        return "likely" if any(one.surface == "title" for one in evidence) else "possible"
    short = surfaces - {"description"}
    described = {one.words.lower().replace("-", " ") for one in told if one.surface == "description"}
    if len(short) + len(described) > _FEW or (len(short) == 1 and len(described) == 1 and "options" in short):
        return "possible"
    return "possible" if len(described) >= _FEW or len(short) >= _FEW else None


def _finding(group: Group, told: list[Evidence], certainty: Certainty, outcome: Outcome, market: str) -> Finding:
    first = min(told, key=lambda one: _RANK.index(one.surface))
    return Finding(
        group=group.id,
        name=group.name,
        outcome=outcome,
        certainty=certainty,
        words=tuple(dict.fromkeys(one.words for one in told if one.surface != "category")) or (first.words,),
        surface=first.surface,
        start=first.start,
        end=first.end,
        why=_why(told),
        asks=group.asked(market) if outcome == "restricted" else None,
        sellers=group.sellers,
    )


def _why(told: list[Evidence]) -> str:
    first: dict[str, Evidence] = {}
    for one in _side_by_side(told):
        first.setdefault(one.words.casefold(), one)
    said = [
        _SURFACES[one.surface] if one.surface == "category" else f'"{one.words}" in {_SURFACES[one.surface]}'
        for one in first.values()
    ][:_SAID]
    if any(one.proof for one in told):
        said.append("a strength or volume beside it")
    return ", ".join(dict.fromkeys(said))


def _side_by_side(told: list[Evidence]) -> list[Evidence]:
    """In order; words that stand side by side are one: "Dog Treats", not "Dog" and "Treats"."""
    joined: list[Evidence] = []
    for one in sorted(told, key=lambda one: (_RANK.index(one.surface), one.start)):
        last = joined[-1] if joined and joined[-1].surface == one.surface else None
        if last and one.end <= last.end:
            continue
        if last and one.start == last.end + 1 and len(last.words) < _LONG:
            joined[-1] = Evidence(one.surface, f"{last.words} {one.words}", last.start, one.end, counts=True)
        else:
            joined.append(one)
    return joined
