"""The examples inside a table of terms: titles that must name its goods, and titles that must not."""

from __future__ import annotations

from collections.abc import Iterator

from listing_rules.shop import MARKETS
from listing_rules.surfaces import Surfaces
from listing_rules.terms.languages import LANGUAGES
from listing_rules.terms.matcher import TermTable
from listing_rules.terms.table import Group

__all__ = ["broken_examples"]


def broken_examples(table: TermTable, group: Group) -> Iterator[tuple[str, str]]:
    """Each title that does not do as it should, and what it does instead.

    A title under `match` is found in some market that does not allow the goods, one under `pass` in none of them.
    """
    markets = list({LANGUAGES[one]: one for one in MARKETS if group.outcome(one) != "allowed"}.values())
    for title in group.examples["match"]:
        if not any(_named(table, group, title, market) for market in markets):
            yield title, f"should match; it is found in none of {', '.join(markets)}"
    for title in group.examples["pass"]:
        found = [market for market in markets if _named(table, group, title, market)]
        if found:
            yield title, f"should pass; it is found in {', '.join(found)}"


def _named(table: TermTable, group: Group, title: str, market: str) -> bool:
    return any(finding.group == group.id for finding in table.find(Surfaces(title=title), market))
