"""A table of terms for products that are known beforehand: thousands of terms of which they hold a few."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from listing_rules.surfaces import Surfaces
from listing_rules.terms.lexicon import Lexicon
from listing_rules.terms.matcher import TermTable

__all__ = ["narrowed"]


def narrowed(table: TermTable, products: Iterable[Surfaces]) -> TermTable:
    """The table with no other terms than those that stand in these products. It says the same of each of them, and is
    ready in no time.

    What a group knows of all its terms (the words in them) stays as it is, and so does each term.
    """
    lexicon = Lexicon(anchor for group in table.groups for term in group.terms for anchor, _ in term.anchors())
    seen = frozenset().union(*(lexicon.scan(product).anchors for product in products))
    kept = (
        tuple(term for term in group.terms if any(anchor in seen for anchor, _ in term.anchors()))
        for group in table.groups
    )
    groups = tuple(replace(group, terms=terms) for group, terms in zip(table.groups, kept, strict=True))
    return TermTable(groups, table.contexts)
